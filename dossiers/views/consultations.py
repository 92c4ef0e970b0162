"""Opinions of other agencies: asked from the dossier, answered at the agency's own desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from config.kernel import audit, files, workflow
from config.kernel.access import visible
from config.kernel.errors import DomainError, Invalid
from config.kernel.text import whole_number
from config.kernel.web import page
from dossiers import selectors
from dossiers.consultation_flow import CONSULTATION_FLOW
from dossiers.enums import AccessAct, Opinion
from dossiers.models import Consultation
from dossiers.selectors import consultations as reading
from dossiers.services import accesses
from dossiers.services import consultations as acts
from dossiers.views.dossiers import show_dossier
from units.selectors import visible_units

PER_PAGE = 50


@page("dossiers.view")
def consultation_list(request: HttpRequest) -> HttpResponse:
    """What this person's agency was asked, or what the desks have asked; open ones first."""
    actor = request.actor
    shown = Paginator(reading.listed_consultations(actor), PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": shown,
        "rows": reading.shown(list(shown)),
        "to_answer": list(reading.to_answer(actor)[:PER_PAGE]),
        "of_agency": actor.paths("dossiers.view") is not None,
    }
    return render(request, "dossiers/consultations.html", context)


@page("dossiers.consult", methods=("POST",))
def ask(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask agencies about one dossier."""
    actor = request.actor
    found = selectors.dossier_at(actor, uid)
    units = [visible(visible_units(actor), one) for one in request.POST.getlist("unit")]
    try:
        made = acts.ask(
            dossier=found, units=units, question=request.POST.get("question", ""), actor=actor,
            days=whole_number(request.POST.get("days", "")),
        )  # fmt: skip
    except DomainError as error:
        return show_dossier(request, found, error)
    messages.success(request, f"Đã hỏi ý kiến {len(made)} cơ quan.")
    for one in made:
        if not reading.can_answer(one):
            messages.warning(request, reading.whose_turn(one))
    return redirect("dossiers:dossier", found.uid)


@page("dossiers.view", methods=("GET", "HEAD", "POST"))
def consultation(request: HttpRequest, uid: str) -> HttpResponse:
    """One question and its answer: a clerk of the agency writes it, its head sends it; the desks read it."""
    actor = request.actor
    found = visible(reading.visible_consultations(actor), uid)
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            said = _act(request, found)
        except DomainError as error:
            refused = error
            found = visible(reading.visible_consultations(actor), uid)
        else:
            messages.success(request, said)
            return redirect("dossiers:consultations")
    errors = refused.errors if isinstance(refused, Invalid) else {}
    choices = workflow.available(CONSULTATION_FLOW, found, actor)
    may_write = any(c.transition.name == "draft" for c in choices)
    context = {
        "consultation": found,
        "row": reading.shown([found])[0],
        "whose_turn": reading.whose_turn(found),
        "nominees": found.dossier.nominees.all(),
        "papers": reading.readable_papers(found),
        "may_write": may_write,
        "may_record": any(c.transition.name == "record" for c in choices) and not may_write,
        "choices": [c for c in choices if c.transition.name not in ("draft", "record")],
        "opinions": Opinion.choices,
        "typed": request.POST if refused is not None else {"opinion": found.opinion, "answer": found.answer},
        "errors": errors,
        "summary": [(f"f-{name}", lines[0]) for name, lines in errors.items()],
        "refused": None if errors else refused,
        "timeline": audit.timeline(found),
    }
    return render(request, "dossiers/consultation.html", context, status=refused.status if refused else 200)


def _act(request: HttpRequest, found: Consultation) -> str:
    version = whole_number(request.POST.get("version", ""))
    actor = request.actor
    step = request.POST.get("transition", "")
    if step == "draft":
        file: Any = request.FILES.get("file")
        acts.draft(
            consultation=found, opinion=request.POST.get("opinion", ""), answer=request.POST.get("answer", ""),
            file=file, actor=actor, expected_version=version,
        )  # fmt: skip
        return "Đã trình lãnh đạo câu trả lời."
    if step == "record":
        acts.record_letter(
            consultation=found, opinion=request.POST.get("opinion", ""), answer=request.POST.get("answer", ""),
            letter=_letter(request), actor=actor, expected_version=version,
        )  # fmt: skip
        return f"Đã ghi thay câu trả lời của {found.unit_name}."
    reason = request.POST.get("reason", "")
    acts.walk(consultation=found, step=step, actor=actor, expected_version=version, reason=reason)
    return {"answer": "Đã gửi câu trả lời.", "rework": "Đã trả lại người soạn."}.get(step, "Đã rút yêu cầu.")


def _letter(request: HttpRequest) -> acts.Letter:
    posted = request.POST
    file: Any = request.FILES.get("file")
    try:
        day = dt.date.fromisoformat(posted.get("day", ""))
    except ValueError:
        day = None
    return acts.Letter(posted.get("number", ""), day, posted.get("signer", ""), file)


@page("dossiers.view")
def paper(request: HttpRequest, uid: str, document: str) -> HttpResponseBase:
    """A report of the dossier for the agency that is asked about it."""
    actor = request.actor
    found = visible(reading.readable_papers(visible(reading.visible_consultations(actor), uid)), document)
    if found.file is None:
        raise Http404
    accesses.note(actor=actor, act=AccessAct.DOWNLOAD, document=found)
    return files.response(found.file, inline="xem" in request.GET)


@page("dossiers.view")
def answer_file(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The agency's letter."""
    found = visible(reading.visible_consultations(request.actor), uid)
    if found.file is None:
        raise Http404
    return files.response(found.file, inline="xem" in request.GET)
