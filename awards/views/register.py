"""The register of awards, one award with its revocation, and the register counted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards import permissions
from awards.enums import AwardState
from awards.forms import LeaveForm, RevocationForm
from awards.models import AwardGranted
from awards.selectors import law, register
from awards.selectors import statistics as counting
from awards.services import revocations
from config.kernel import audit
from config.kernel.access import visible
from config.kernel.tenancy import current_tenant
from config.kernel.web import page
from config.kernel.web.forms import sent

PER_PAGE = 50


@page(permissions.REGISTER)
def award_register(request: HttpRequest) -> HttpResponse:
    """Who received what, by which decision; filters as a GET form."""
    filters = register.Filters.read(request.GET)
    totals = register.totals_of(filters)
    shown = Paginator(register.lines(filters), PER_PAGE)
    shown.count = totals.awards + totals.revoked
    context = {
        "filters": filters,
        "page": shown.get_page(request.GET.get("trang")),
        "totals": totals,
        "years": register.years(),
        "forms": list(law.forms().values()),
        "filtered": any((filters.text, filters.year, filters.award_form, filters.recipient)),
    }
    return render(request, "awards/register.html", context)


@page(permissions.REGISTER)
def award(request: HttpRequest, uid: str) -> HttpResponse:
    """One line of the register: how the prize came about, and the decision."""
    return _award(request, visible(register.awards(), uid))


@page(permissions.SIGN, methods=("POST",))
def revoke(request: HttpRequest, uid: str) -> HttpResponse:
    """Have an award taken back by a decision, of one's own or made elsewhere, or leave it after all."""
    found = visible(register.awards(), uid)
    if request.POST.get("what") == "withdraw":
        form: Form = LeaveForm(request.POST)
    else:
        form = RevocationForm(request.POST)
    said, status = sent(request, form, lambda: _revoke(request, found, form.cleaned_data))
    if said is not None:
        messages.success(request, said)
        return redirect("awards:award", found.uid)
    found.refresh_from_db()
    return _award(request, found, form, status)


def _revoke(request: HttpRequest, found: AwardGranted, typed: dict[str, Any]) -> str:
    actor, reason = request.actor, typed["reason"]
    way = typed.get("way")
    if way is None:
        revocations.withdraw(award=found, reason=reason, actor=actor)
        return f"Đã thôi thu hồi khen thưởng của {found.name}."
    if way == RevocationForm.ELSEWHERE:
        revocations.revoke(award=found, number=typed["number"], on=typed["on"], reason=reason, actor=actor)
        return f"Đã ghi thu hồi khen thưởng của {found.name}."
    revocations.ask(award=found, reason=reason, actor=actor)
    return (
        f"Đã yêu cầu thu hồi khen thưởng của {found.name}. {current_tenant().body('board').name} lập “Quyết định thu "
        "hồi” ở trang của đợt xét, mục Văn bản; khen thưởng còn hiệu lực đến khi quyết định ban hành."
    )


def _revocation_form(found: AwardGranted) -> RevocationForm:
    """What is another's to give is taken back by that other's decision."""
    way = RevocationForm.HERE if law.gives(found.award_form) else RevocationForm.ELSEWHERE
    return RevocationForm(initial={"way": way})


def _award(request: HttpRequest, found: AwardGranted, form: Form | None = None, status: int = 200) -> HttpResponse:
    actor = request.actor
    may_revoke = actor.can(permissions.SIGN) and found.state == AwardState.GRANTED
    context = {
        "award": found,
        "entries": audit.timeline(found),
        "may_revoke": may_revoke,
        "form": form if isinstance(form, RevocationForm) else _revocation_form(found),
        "leaving": form if isinstance(form, LeaveForm) else LeaveForm(),
        # Said above: what refused it as a whole has changed which form the page has.
        "stale": form.non_field_errors() if form is not None else [],
        "draws_up": found.is_being_revoked and actor.can(permissions.PRESENT),
    }
    return render(request, "awards/award.html", context, status=status)


@page(permissions.REGISTER)
def statistics(request: HttpRequest) -> HttpResponse:
    """The register counted by year, form, kind, level, gender, role."""
    filters = register.Filters.read(request.GET)
    context = {
        "filters": filters,
        "years": register.years(),
        "stats": counting.statistics(filters),
    }
    return render(request, "awards/statistics.html", context)
