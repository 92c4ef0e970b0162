from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel.access import visible
from config.kernel.errors import DomainError, Invalid
from config.kernel.text import whole_number
from config.kernel.web import page
from dossiers import selectors
from dossiers.changes import since_return
from dossiers.consultation_flow import SILENCE
from dossiers.enums import EDITABLE_STATES, AccessAct
from dossiers.models import Dossier
from dossiers.selectors import consultations as consulting
from dossiers.selectors.pages import judged, nominees_of
from dossiers.selectors.rounds import form_name
from dossiers.selectors.todo import writing
from dossiers.services import accesses, chain, consultations, drafting
from dossiers.views.words import ASKS, FOLLOWS, waits_for
from units.selectors import units_for

# Remarks about criteria that one return may hold.
ABOUT = (1, 2, 3)


@page("dossiers.edit", methods=("POST",))
def open_dossier(request: HttpRequest) -> HttpResponse:
    """The unit starts its dossier for what a round proposes."""
    award_round = visible(selectors.visible_rounds(request.actor), request.POST.get("round", ""))
    unit = visible(units_for(request.actor, "dossiers.edit"), request.POST.get("unit", ""))
    dossier = drafting.open_dossier(
        award_round=award_round, unit=unit, award_form=request.POST.get("award_form", ""), actor=request.actor
    )
    return redirect("dossiers:dossier", dossier.uid)


@page("dossiers.view", methods=("GET", "HEAD", "POST"))
def dossier(request: HttpRequest, uid: str) -> HttpResponse:
    """One dossier with everything about it; a POST takes a step of the chain."""
    found = selectors.dossier_at(request.actor, uid)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            chain.walk(
                dossier=found,
                step=request.POST.get("transition", ""),
                actor=request.actor,
                expected_version=_version(request),
                reason=request.POST.get("reason", ""),
            )
        except DomainError as refused:
            error = refused
            found = selectors.dossier_at(request.actor, uid)
        else:
            messages.success(request, "Đã ghi bước xử lý.")
            still = selectors.visible_dossiers(request.actor).filter(uid=uid).exists()
            return redirect("dossiers:dossier", uid) if still else redirect("dossiers:desk")
    elif request.method == "GET":
        accesses.note(actor=request.actor, act=AccessAct.OPEN, dossier=found)
    return show_dossier(request, found, error)


def show_dossier(request: HttpRequest, found: Dossier, refused: DomainError | None = None) -> HttpResponse:
    """The page of a dossier; with `refused` it says why something was not done and keeps what was typed."""
    shown = selectors.dossier_page(found, request.actor)
    context = {
        "page": shown,
        "remarks": [
            (document, request.POST.get(f"remark_{document.uid}", ""), request.POST.get(f"page_{document.uid}", ""))
            for document in shown.documents
        ],
        "judged": judged(shown.nominees),
        "about": [(n, request.POST.get(f"criterion_{n}", ""), request.POST.get(f"about_{n}", "")) for n in ABOUT],
        "changes": since_return(found, shown.documents, shown.timeline),
        "waits_for": waits_for(found),
        "granted": selectors.granted_to(found),
        # The step that leads on stands first.
        "acts": sorted(
            (
                (choice, *ASKS.get(choice.transition.name, ("", FOLLOWS.get(choice.transition.name, ""))))
                for choice in shown.choices
            ),
            key=lambda act: act[0].transition.needs_reason,
        ),
        "todo": writing(found, request.actor),
        "form_name": form_name(found.award_form),
        "refused": refused,
        "said": [line for lines in refused.errors.values() for line in lines] if isinstance(refused, Invalid) else [],
        "typed": request.POST,
        "opinions": consulting.shown(shown.consultations),
        "agencies": consulting.agencies() if shown.may_consult else [],
        "may_trace": request.actor.can("audit.view"),
        "asked": request.POST.getlist("unit"),
        "consult_rule": consultations.rule(),
        "silence": SILENCE[consultations.rule()["silence"]],
    }
    return render(request, "dossiers/dossier.html", context, status=refused.status if refused else 200)


def _version(request: HttpRequest) -> int | None:
    return whole_number(request.POST.get("version", ""))


@page("dossiers.edit", methods=("GET", "HEAD", "POST"))
def meeting(request: HttpRequest, uid: str) -> HttpResponse:
    """The meeting of the minutes: when, who, how many votes."""
    found = selectors.dossier_at(request.actor, uid)
    nominees = list(found.nominees.all())
    kept = {**found.meeting, **{f"votes_{k}": v for k, v in found.meeting.get("votes", {}).items()}}
    errors: dict[str, list[str]] = {}
    refused: DomainError | None = None
    status = 200
    if request.method == "POST":
        kept = request.POST.dict()
        try:
            drafting.save_meeting(dossier=found, posted=kept, actor=request.actor)
        except Invalid as invalid:
            errors, status = invalid.errors, invalid.status
        except DomainError as error:
            refused, status = error, error.status
        else:
            messages.success(request, "Đã lưu thông tin cuộc họp.")
            return redirect("dossiers:dossier", found.uid)
    votes = [(n, kept.get(f"votes_{n.pk}", ""), errors.get(f"votes_{n.pk}")) for n in nominees]
    context = {
        "dossier": found,
        "kept": kept,
        "errors": errors,
        "summary": [(f"f-{name}", said[0]) for name, said in errors.items()],
        "refused": refused,
        "votes": votes,
        "may_edit": found.state in EDITABLE_STATES,
    }
    return render(request, "dossiers/meeting.html", context, status=status)


@page("dossiers.edit", methods=("POST",))
def render_papers(request: HttpRequest, uid: str) -> HttpResponse:
    """Have every unfinished paper made."""
    found = selectors.dossier_at(request.actor, uid)
    try:
        jobs = drafting.render_all(dossier=found, actor=request.actor)
    except DomainError as error:
        return show_dossier(request, found, error)
    messages.success(request, f"Đang kết xuất {len(jobs)} văn bản." if jobs else "Mọi văn bản đã kết xuất.")
    return redirect("dossiers:dossier", found.uid)


@page("dossiers.receive", methods=("POST",))
def return_dossier(request: HttpRequest, uid: str) -> HttpResponse:
    """Return point by point: a remark per document, some about criteria, one for the whole."""
    found = selectors.dossier_at(request.actor, uid)
    try:
        chain.return_with_remarks(
            dossier=found, points=_points(request, found), actor=request.actor, expected_version=_version(request)
        )
    except DomainError as error:
        return show_dossier(request, selectors.dossier_at(request.actor, uid), error)
    messages.success(request, "Đã trả lại hồ sơ kèm các điểm cần bổ sung.")
    return redirect("dossiers:dossier", found.uid)


def _points(request: HttpRequest, found: Dossier) -> list[chain.Point]:
    said = request.POST
    points = [chain.Point(said.get("remark", ""))]
    for document in found.documents.all():
        typed = said.get(f"page_{document.uid}", "").strip()
        number = whole_number(typed)
        if typed and number is None:
            raise Invalid({f"page_{document.uid}": [f"“{document.title}”: ghi số trang bằng chữ số."]})
        points.append(chain.Point(said.get(f"remark_{document.uid}", ""), document.pk, number))
    about = {n: said.get(f"about_{n}", "").strip() for n in ABOUT if said.get(f"about_{n}", "").strip()}
    known = set(judged(nominees_of(found))) if about else set()
    for n, sentence in about.items():
        criterion = said.get(f"criterion_{n}", "")
        if criterion not in known:
            raise Invalid({f"criterion_{n}": [f"Chọn tiêu chuẩn mà ý kiến “{sentence}” nói đến."]})
        points.append(chain.Point(sentence, criterion=criterion))
    return points


@page("dossiers.edit", methods=("POST",))
def answer_remark(request: HttpRequest, uid: str) -> HttpResponse:
    """The unit answers one point of a returned dossier."""
    remark = visible(selectors.visible_remarks(request.actor), uid)
    try:
        chain.answer(remark=remark, text=request.POST.get("answer", ""), actor=request.actor)
    except DomainError as error:
        return show_dossier(request, remark.dossier, error)
    messages.success(request, "Đã ghi phần trả lời.")
    return redirect("dossiers:dossier", remark.dossier.uid)
