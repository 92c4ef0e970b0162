"""A unit's score sheet as a PDF: asked for by the unit itself or the standing agency, made by a job."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from config.kernel import files
from config.kernel.access import require, visible
from config.kernel.web import page
from dossiers.services import score_sheets
from targets.models import ScoreRun, ScoreTotal
from targets.selectors import ranking

NOT_YOURS = "Bạn xem được bảng xếp hạng nhưng không xem được số liệu của đơn vị khác."


def _found(request: HttpRequest, run: str, unit: str) -> tuple[ScoreRun, ScoreTotal]:
    """The run and the unit's total in it, if this person may read them."""
    actor = request.actor
    scored = visible(ranking.visible_runs(actor), run)
    total = scored.totals.select_related("unit").filter(unit__uid=unit).first()
    if total is None:
        raise Http404
    require(actor, score_sheets.VERB, total.unit, why=NOT_YOURS)
    return scored, total


@page(score_sheets.VERB, methods=("GET", "HEAD", "POST"))
def sheet(request: HttpRequest, run: str, unit: str) -> HttpResponse:
    """The state of the sheet; a POST has it made."""
    scored, total = _found(request, run, unit)
    found = total.unit
    if request.method == "POST":
        score_sheets.ask(run=scored, unit=found, actor=request.actor)
        return redirect("dossiers:score_sheet", scored.uid, found.uid)
    block = total.block_code or ranking.NO_BLOCK
    context = {
        "run": scored,
        "unit": found,
        "total": total,
        "explained": f"{reverse('targets:ranking_unit', args=[block, found.uid])}?lan={scored.uid}",
        "job": score_sheets.job_of(scored, found),
        "file": score_sheets.file_of(scored, found),
    }
    return render(request, "dossiers/score_sheet.html", context)


@page(score_sheets.VERB)
def download(request: HttpRequest, run: str, unit: str) -> HttpResponseBase:
    """The PDF; `?xem=1` shows it in the browser."""
    scored, total = _found(request, run, unit)
    stored = score_sheets.file_of(scored, total.unit)
    if stored is None:
        raise Http404
    return files.response(stored, inline="xem" in request.GET)
