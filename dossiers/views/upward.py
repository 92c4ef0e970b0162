"""Letters to a higher authority and what came back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from config.kernel import files
from config.kernel.access import visible
from config.kernel.errors import DomainError, Invalid
from config.kernel.web import page
from dossiers.models import UpwardAnswer
from dossiers.selectors import upward as reading
from dossiers.services import upward as acts

PER_PAGE = 50


@page("rounds.view")
def letters(request: HttpRequest) -> HttpResponse:
    """The register of what went up: how many sets, for whom, since when, what was answered."""
    found: Any = reading.Rows(request.actor)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "dossiers/upward.html", {"page": shown, "rows": shown.object_list})


@page("rounds.view", methods=("GET", "HEAD", "POST"))
def letter(request: HttpRequest, uid: str) -> HttpResponse:
    """One letter, its nominees and their answers; a POST by the board records an answer."""
    actor = request.actor
    found = visible(reading.visible_letters(actor), uid)
    refused: DomainError | None = None
    if request.method == "POST":
        chosen = [visible(reading.nominees_of(found), one) for one in request.POST.getlist("nominee")]
        file: Any = request.FILES.get("file")
        try:
            acts.record_answer(
                letter=found, nominees=chosen, granted=request.POST.get("granted") == "yes", actor=actor, file=file,
                number=request.POST.get("number", ""), date=_day(request.POST.get("date", "")),
                signer_name=request.POST.get("signer_name", ""), signer_title=request.POST.get("signer_title", ""),
                reason=request.POST.get("reason", ""),
            )  # fmt: skip
        except DomainError as error:
            refused = error
        else:
            messages.success(request, "Đã ghi kết quả của cấp trên.")
            return redirect("dossiers:upward_letter", found.uid)
    nominees = list(reading.nominees_of(found))
    errors = refused.errors if isinstance(refused, Invalid) else {}
    context = {
        "letter": found,
        "row": reading.rows([found])[0],
        "nominees": nominees,
        "waiting": [n for n in nominees if n.answer_id is None],
        "answers": reading.answers_of(found),
        "may_record": actor.can(acts.RECORD),
        "typed": request.POST,
        "chosen": request.POST.getlist("nominee"),
        "errors": errors,
        "summary": [(f"f-{name}", lines[0]) for name, lines in errors.items()],
        "refused": None if errors else refused,
    }
    return render(request, "dossiers/upward_letter.html", context, status=refused.status if refused else 200)


@page("rounds.view")
def answer_file(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The paper that came back."""
    mine = UpwardAnswer.objects.filter(letter__in=reading.visible_letters(request.actor).order_by())
    found = visible(mine.select_related("file"), uid)
    if found.file is None:
        raise Http404
    return files.response(found.file, inline="xem" in request.GET)


def _day(typed: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        return None
