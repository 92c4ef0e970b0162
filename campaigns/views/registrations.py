"""Registering for the campaign: the unit's page, and the standing agency's list."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict

from campaigns import exports, offering, selectors
from campaigns.flow import REGISTRATION_FLOW
from campaigns.forms import RegistrationForm
from campaigns.models import Campaign, Registration
from campaigns.permissions import CONFIRM_REGISTRATIONS, EDIT_REGISTRATIONS, VIEW_PLAN
from campaigns.selectors import registrations as reading
from campaigns.services import registrations as acts
from config.kernel import audit, files, jobs, workflow
from config.kernel.access import Actor, require, visible
from config.kernel.errors import DomainError
from config.kernel.models import Job
from config.kernel.text import format_hundredths, whole_number
from config.kernel.web import page
from config.kernel.web.forms import show_error
from config.kernel.web.marked import Marked, marked
from units.models import Unit
from units.selectors import own_unit, units_for

PER_PAGE = 50


@page(VIEW_PLAN)
def registration_list(request: HttpRequest) -> HttpResponse:
    """For those who see the whole tenant the list by state; for a unit its own registration."""
    actor: Actor = request.actor
    campaign = selectors.current_campaign()
    if campaign is None:
        return render(request, "campaigns/no_plan.html")
    if actor.paths(VIEW_PLAN) is not None:
        return redirect("campaigns:registration", uid=own_unit(actor).uid)
    return _show_list(request, campaign)


@page(CONFIRM_REGISTRATIONS, methods=("POST",))
def registration_many(request: HttpRequest) -> HttpResponse:
    """Confirm those that were marked; each refusal is said beside its name."""
    actor: Actor = request.actor
    campaign = selectors.the_campaign()
    sent = marked(request, reading.registrations_for(campaign, actor, CONFIRM_REGISTRATIONS).order_by("pk"))
    gone: list[Registration] = []
    refused: list[acts.Refusal] = []
    if sent.chosen or not sent.lost:
        try:
            gone, refused = acts.confirm_many(chosen=sent.chosen, actor=actor)
        except DomainError as error:
            return _show_list(request, campaign, failed=error)
    if gone:
        messages.success(request, f"Đã xác nhận {len(gone)} đăng ký.")
    if refused or sent.lost:
        return _show_list(request, campaign, refused=refused, sent=sent)
    return redirect("campaigns:registration_list")


def _show_list(
    request: HttpRequest,
    campaign: Campaign,
    *,
    failed: DomainError | None = None,
    refused: list[acts.Refusal] | None = None,
    sent: Marked[Registration] | None = None,
) -> HttpResponse:
    actor: Actor = request.actor
    state = request.GET.get("trang-thai", "")
    counts = reading.counts(campaign)
    if state not in counts:
        state = "cho" if counts["cho"] else "chua"
    query = request.GET.get("q", "")[:120]
    rows = reading.in_state(campaign, state, query, counts[state])
    found: Page[reading.Row] = Paginator(cast("Any", rows), PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "campaign": campaign,
        "state": state,
        "tabs": [(slug, label, counts[slug]) for slug, label in reading.TABS.items()],
        "q": query,
        "page": found,
        "due": reading.milestone(campaign),
        "may_confirm": actor.can(CONFIRM_REGISTRATIONS),
        "expected": counts["tong"],
        "returned": counts["tra-lai"],
        "failed": failed,
        "refused": refused or [],
        "lost": sent.lost if sent else [],
        "stayed": len(refused or []) + len(sent.lost if sent else []),
        "chosen": {str(one.registration.uid) for one in refused or []},
    }
    status = failed.status if failed else sent.status(refused=refused or []) if sent else 200
    return render(request, "campaigns/registrations.html", context, status=status)


@page(VIEW_PLAN)
def registration(request: HttpRequest, uid: str) -> HttpResponse:
    """One unit's registration; a form while it may be changed by this person."""
    campaign, unit = selectors.the_campaign(), _unit(request, uid)
    return _show(request, campaign, unit)


@page(EDIT_REGISTRATIONS, methods=("POST",))
def registration_save(request: HttpRequest, uid: str) -> HttpResponse:
    """Keep what was typed; with the button "Gửi" also send it."""
    actor: Actor = request.actor
    campaign, unit = selectors.the_campaign(), _unit(request, uid)
    require(actor, EDIT_REGISTRATIONS, unit)
    form = RegistrationForm(request.POST, request.FILES)
    commitments, wrong = _commitments(request, campaign, unit)
    if not form.is_valid() or wrong:
        _keep_file(request, campaign, unit, form)
        return _show(request, campaign, unit, form, 422)
    try:
        saved = acts.save_draft(campaign=campaign, unit=unit, actor=actor, commitments=commitments, **form.values())
    except DomainError as error:
        show_error(form, error)
        if error.field and error.field not in {"file", "launch_plan"}:
            _keep_file(request, campaign, unit, form)
        return _show(request, campaign, unit, form, error.status)
    if "send" not in request.POST:
        messages.success(request, "Đã lưu đăng ký.")
        return redirect("campaigns:registration", uid=unit.uid)
    try:
        acts.submit(registration=saved, actor=actor, expected_version=saved.version)
    except DomainError as error:
        form = RegistrationForm({**request.POST.dict(), "version": saved.version}, request.FILES)
        form.is_valid()
        form.refuse_missing(saved)
        refused = "" if form.errors else error.sentence
        return _show(request, campaign, unit, form, error.status, refused=refused)
    messages.success(request, "Đã gửi đăng ký. Khi cơ quan thường trực xác nhận, bạn thấy ở trang này.")
    return redirect("campaigns:registration", uid=unit.uid)


def _keep_file(request: HttpRequest, campaign: Campaign, unit: Unit, form: RegistrationForm) -> None:
    """A browser lets go of a chosen file when the form comes back: it is kept though another field was refused."""
    upload = request.FILES.get("launch_plan")
    if upload is None:
        return
    expected = whole_number(request.POST.get("version", ""))
    try:
        saved = acts.keep_launch_plan(
            campaign=campaign, unit=unit, actor=request.actor, launch_plan=upload, expected_version=expected
        )
    except DomainError as error:
        show_error(form, error)
        return
    form.data = {**request.POST.dict(), "version": saved.version}
    form.files = MultiValueDict()


@page(CONFIRM_REGISTRATIONS, methods=("POST",))
def registration_step(request: HttpRequest, uid: str) -> HttpResponse:
    """Confirm, or return with a reason."""
    actor: Actor = request.actor
    campaign, unit = selectors.the_campaign(), _unit(request, uid)
    found = selectors.registration_of(campaign, unit)
    if found is None:
        raise Http404
    version = whole_number(request.POST.get("version", ""))
    try:
        if request.POST.get("transition") == "confirm":
            acts.confirm(registration=found, actor=actor, expected_version=version)
            messages.success(request, f"Đã xác nhận đăng ký của {unit}.")
        elif request.POST.get("transition") == "return":
            reason = request.POST.get("reason", "")
            acts.send_back(registration=found, reason=reason, actor=actor, expected_version=version)
            messages.success(request, f"Đã trả lại đăng ký của {unit}.")
        else:
            raise Http404
    except DomainError as error:
        return _show(request, campaign, unit, status=error.status, refused=error.sentence)
    return redirect("campaigns:registration_list")


@page(VIEW_PLAN)
def launch_plan(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The file of a unit's launch plan."""
    found = selectors.registration_of(selectors.the_campaign(), _unit(request, uid))
    if found is None or found.launch_plan_file is None:
        raise Http404
    return files.response(found.launch_plan_file, inline="xem" in request.GET)


def _commitments(
    request: HttpRequest, campaign: Campaign, unit: Unit
) -> tuple[list[dict[str, Any]] | None, dict[str, str]]:
    """What the form says about targets; None where the form had no such part."""
    if "co-muc-tieu" not in request.POST:
        return None, {}
    found = offering.offers(campaign, unit)
    typed = {offer.key: request.POST.get(f"muc-{offer.key}", "") for offer in found}
    return offering.read(found, set(request.POST.getlist("dk")), typed)


def _offered(
    request: HttpRequest, campaign: Campaign, unit: Unit, registration: Registration | None
) -> list[dict[str, Any]]:
    """Targets to choose from, with what is chosen: what was just typed, else what is kept."""
    posted = "co-muc-tieu" in request.POST
    kept = {(c.get("year"), c["target"]): c for c in (registration.commitments if registration else [])}
    found = offering.offers(campaign, unit)
    errors = _commitments(request, campaign, unit)[1] if posted else {}
    rows = []
    for offer in found:
        mine = kept.get((offer.year, offer.code))
        value_h = mine.get("value_h") if mine else None
        level = "" if value_h is None else format_hundredths(value_h).removesuffix(",00")
        rows.append(
            {
                "offer": offer,
                "chosen": offer.key in request.POST.getlist("dk") if posted else mine is not None,
                "level": request.POST.get(f"muc-{offer.key}", "") if posted else level,
                "error": errors.get(offer.key, ""),
            }
        )
    return rows


@page(CONFIRM_REGISTRATIONS)
def registration_workbook(request: HttpRequest) -> HttpResponse:
    """The consolidated list for the council as a workbook: registered, their targets, who has not."""
    campaign = selectors.the_campaign()
    answer = HttpResponse(exports.registrations_workbook(campaign), content_type=exports.MIME)
    answer["Content-Disposition"] = 'attachment; filename="dang-ky-thi-dua.xlsx"'
    return answer


@page(CONFIRM_REGISTRATIONS, methods=("POST",))
def registration_paper(request: HttpRequest) -> HttpResponse:
    """Ask for the consolidated list as PDF; the job's page shows it."""
    job = acts.ask_for_list(campaign=selectors.the_campaign(), actor=request.actor)
    return redirect("job", uid=job.uid)


@page(CONFIRM_REGISTRATIONS)
def registration_paper_file(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The PDF that a job made."""
    job = visible(Job.objects.filter(kind=acts.LIST), uid)
    stored = jobs.file_of(job)
    if stored is None:
        raise Http404
    return files.response(stored, inline="xem" in request.GET)


def _unit(request: HttpRequest, uid: str) -> Unit:
    return visible(units_for(request.actor, VIEW_PLAN), uid)


def _show(
    request: HttpRequest,
    campaign: Campaign,
    unit: Unit,
    form: RegistrationForm | None = None,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    actor: Actor = request.actor
    found = selectors.registration_of(campaign, unit)
    may_edit = actor.can(EDIT_REGISTRATIONS, unit) and (found is None or found.is_editable)
    context = {
        "campaign": campaign,
        "unit": unit,
        "registration": found,
        "form": (form or RegistrationForm.of(found)).needed() if may_edit or form else None,
        "offered": _offered(request, campaign, unit, found) if may_edit or form else [],
        "commitments": [(c, offering.level_words(c)) for c in (found.commitments if found else [])],
        "takes_part": selectors.may_take_part(campaign, unit),
        "due": reading.milestone(campaign),
        "choices": _choices(found, actor),
        "entries": audit.timeline(found) if found else [],
        "refused": refused,
        "whole": actor.paths(VIEW_PLAN) is None,
    }
    return render(request, "campaigns/registration.html", context, status=status)


def _choices(found: Registration | None, actor: Actor) -> list[workflow.Choice]:
    """Steps of the standing agency; sending is part of the unit's form."""
    if found is None:
        return []
    return [c for c in workflow.available(REGISTRATION_FLOW, found, actor) if c.transition.name != "submit"]
