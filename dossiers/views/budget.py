"""The budget of a round: a page, and a workbook for the accountant."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from awards.exports import MIME, budget_workbook
from awards.models import AwardRound
from awards.selectors.budget import budget as reckoned
from awards.selectors.budget import decided_on
from config.kernel import clock
from config.kernel.web import page
from dossiers import selectors


def _day(request: HttpRequest, found: AwardRound) -> tuple[date, bool]:
    """The day asked for, else that of the decision, else today; False when what was typed is no day."""
    typed = request.GET.get("ngay", "")
    if not typed:
        return decided_on(found) or clock.today(), True
    try:
        return date.fromisoformat(typed), True
    except ValueError:
        return clock.today(), False


@page("rounds.view")
def budget(request: HttpRequest, uid: str) -> HttpResponse:
    """Prizes as if the decision were of the day in the address."""
    found = selectors.round_at(request.actor, uid)
    day, readable = _day(request, found)
    context = {"round": found, "budget": reckoned(found, day), "readable": readable, "today": clock.today()}
    return render(request, "dossiers/budget.html", context, status=200 if readable else 422)


@page("rounds.view")
def workbook(request: HttpRequest, uid: str) -> HttpResponse:
    """The same as a file."""
    found = selectors.round_at(request.actor, uid)
    day, _ = _day(request, found)
    answer = HttpResponse(budget_workbook(reckoned(found, day), found.title), content_type=MIME)
    answer["Content-Disposition"] = f'attachment; filename="kinh-phi-{found.occasion}-{found.year}-{day:%Y%m%d}.xlsx"'
    return answer
