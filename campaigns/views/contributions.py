"""The ledger of gifts: list with sums, one gift, taking one down, confirming, the council's norm."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from campaigns import selectors
from campaigns.enums import GiftKind, GiftState
from campaigns.flow import CONTRIBUTION_FLOW
from campaigns.giving_forms import ContributionForm, NormForm
from campaigns.models import Contribution
from campaigns.permissions import EDIT_CAMPAIGNS, EDIT_CONTRIBUTIONS, VIEW_CONTRIBUTIONS
from campaigns.selectors import contributions as reading
from campaigns.services import contributions as acts
from config.kernel import audit, clock, files, workflow
from config.kernel.access import Actor, require, visible
from config.kernel.errors import DomainError
from config.kernel.text import lower_first, whole_number
from config.kernel.web import page
from config.kernel.web.forms import sent
from units.models import Unit
from units.selectors import own_unit
from units.selectors.tree import unit_choices

PER_PAGE = 50


@page(VIEW_CONTRIBUTIONS)
def contributions(request: HttpRequest) -> HttpResponse:
    """The ledger as filtered, with its sums; the norms for whoever sees the whole tenant."""
    return _list(request)


def _list(request: HttpRequest, norm_form: NormForm | None = None, status: int = 200) -> HttpResponse:
    actor: Actor = request.actor
    campaign = selectors.current_campaign()
    if campaign is None:
        return render(request, "campaigns/no_plan.html")
    asked = request.GET
    filters = reading.Filters(
        text=asked.get("q", "")[:120],
        year=whole_number(asked.get("nam", "")),
        kind=asked.get("loai", "") if asked.get("loai") in GiftKind.values else "",
        state=asked.get("trang-thai", "") if asked.get("trang-thai") in GiftState.values else "",
    )
    sums = reading.totals(campaign, actor, filters)
    paginator = Paginator(reading.listed_ledger(campaign.pk, actor, filters), PER_PAGE)
    paginator.count = sums.lines  # known already
    whole = actor.paths(VIEW_CONTRIBUTIONS) is None
    if norm_form is None and actor.can(EDIT_CAMPAIGNS):
        norm_form = NormForm(campaign=campaign, initial={"year": clock.today().year})
    context = {
        "campaign": campaign, "filters": filters, "page": paginator.get_page(asked.get("trang")), "sums": sums,
        "years": campaign.years, "kinds": GiftKind.choices, "states": GiftState.choices,
        "filtered": any((filters.text, filters.year, filters.kind, filters.state)),
        "whole": whole, "norms": reading.norms(campaign), "may_add": actor.can(EDIT_CONTRIBUTIONS),
        "norm_form": norm_form,
    }  # fmt: skip
    return render(request, "campaigns/contributions.html", context, status=status)


@page(EDIT_CAMPAIGNS, methods=("POST",))
def contribution_norm(request: HttpRequest) -> HttpResponse:
    """Write down what the council set for a year."""
    campaign = selectors.the_campaign()
    form, actor = NormForm(request.POST, campaign=campaign), request.actor
    norm, status = sent(request, form, lambda: acts.set_norm(campaign=campaign, actor=actor, **form.cleaned_data))
    if norm is not None:
        messages.success(request, f"Đã ghi {lower_first(str(norm))}.")
        return redirect("campaigns:contributions")
    return _list(request, form, status)


@page(VIEW_CONTRIBUTIONS)
def contribution(request: HttpRequest, uid: str) -> HttpResponse:
    """One gift: what, from whom, on which paper, and what may be done with it."""
    return _show(request, _found(request, uid))


@page(EDIT_CONTRIBUTIONS, methods=("GET", "HEAD", "POST"))
def contribution_add(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor
    campaign, own = selectors.the_campaign(), _own(actor)
    form = ContributionForm(request.POST or None, request.FILES or None, own=own)
    made, status = sent(
        request,
        form,
        lambda: acts.record(
            campaign=campaign, gift=form.gift(), actor=actor, paper=form.cleaned_data.get("paper") or None
        ),
    )
    if made is not None:
        messages.success(request, "Đã ghi khoản đóng góp. Khoản này được tính sau khi có người xác nhận.")
        return redirect("campaigns:contribution", made.uid)
    return _form(request, form, own, None, status)


@page(EDIT_CONTRIBUTIONS, methods=("GET", "HEAD", "POST"))
def contribution_edit(request: HttpRequest, uid: str) -> HttpResponse:
    """Correct what is not confirmed; after a refusal it waits for confirmation again."""
    actor: Actor = request.actor
    gift = _found(request, uid)
    require(actor, EDIT_CONTRIBUTIONS, gift.unit)
    own = None if actor.paths(EDIT_CONTRIBUTIONS) is None else gift.unit
    if request.method != "POST" and not gift.is_editable:
        return redirect("campaigns:contribution", gift.uid)
    form = ContributionForm.of(gift, own)
    if request.method == "POST":
        form = ContributionForm(request.POST, request.FILES, own=own)
    saved, status = sent(
        request,
        form,
        lambda: acts.change(
            contribution=gift,
            gift=form.gift(),
            actor=actor,
            paper=form.cleaned_data.get("paper") or None,
            expected_version=form.cleaned_data.get("version"),
        ),
    )
    if saved is not None:
        messages.success(request, "Đã lưu khoản đóng góp.")
        return redirect("campaigns:contribution", gift.uid)
    return _form(request, form, own, gift, status)


@page(VIEW_CONTRIBUTIONS, methods=("POST",))
def contribution_step(request: HttpRequest, uid: str) -> HttpResponse:
    """Confirm, refuse with a reason, withdraw with a reason; the service decides who may."""
    gift, posted = _found(request, uid), request.POST
    version, reason = whole_number(posted.get("version", "")), posted.get("reason", "")
    actor: Actor = request.actor
    try:
        match posted.get("transition"):
            case "confirm":
                acts.confirm(contribution=gift, actor=actor, expected_version=version)
                messages.success(request, f"Đã xác nhận khoản đóng góp của {gift.giver_name}.")
            case "refuse":
                acts.refuse(contribution=gift, reason=reason, actor=actor, expected_version=version)
                messages.success(request, "Khoản đóng góp không được ghi nhận; người ghi thấy lý do.")
            case "withdraw":
                acts.withdraw(contribution=gift, reason=reason, actor=actor, expected_version=version)
                messages.success(request, "Đã rút khoản đóng góp.")
            case _:
                raise Http404
    except DomainError as error:
        return _show(request, _found(request, uid), error.sentence, error.status)
    return redirect("campaigns:contribution", gift.uid)


@page(VIEW_CONTRIBUTIONS)
def contribution_paper(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The file that proves the gift."""
    gift = _found(request, uid)
    if gift.paper_file is None:
        raise Http404
    return files.response(gift.paper_file, inline="xem" in request.GET)


def _found(request: HttpRequest, uid: str) -> Contribution:
    seen = reading.visible_contributions(request.actor)
    return visible(seen.select_related("unit", "person", "paper_file", "campaign"), uid)


def _own(actor: Actor) -> Unit | None:
    """The unit that a clerk writes for; None for whoever acts for the whole tenant."""
    if actor.paths(EDIT_CONTRIBUTIONS) is None:
        return None
    return own_unit(actor)


def _form(
    request: HttpRequest, form: ContributionForm, own: Unit | None, gift: Contribution | None, status: int
) -> HttpResponse:
    choices = [] if own is not None else unit_choices()
    context = {"form": form, "own": own, "gift": gift, "choices": choices}
    return render(request, "campaigns/contribution_form.html", context, status=status)


def _show(request: HttpRequest, gift: Contribution, refused: str = "", status: int = 200) -> HttpResponse:
    actor: Actor = request.actor
    context = {
        "gift": gift,
        "choices": workflow.available(CONTRIBUTION_FLOW, gift, actor),
        "may_edit": gift.is_editable and actor.can(EDIT_CONTRIBUTIONS, gift.unit),
        "norm": reading.norm_for(gift.campaign, gift.year, gift.giver),
        "entries": audit.timeline(gift),
        "refused": refused,
    }
    return render(request, "campaigns/contribution.html", context, status=status)
