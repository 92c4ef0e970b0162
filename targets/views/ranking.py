"""Ranking per block, the explanation of a unit's rank, and a unit's own results."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaigns.selectors import the_campaign
from config.kernel.access import require, visible
from config.kernel.text import search_key, whole_number
from config.kernel.web import page
from targets import permissions as may
from targets.models import ScoreRun, ScoreTotal
from targets.selectors import ranking as of
from targets.selectors.published import published_runs
from units.models import Unit
from units.selectors import own_unit

PER_PAGE = 50


def _run(request: HttpRequest, runs: list[ScoreRun]) -> ScoreRun | None:
    """The run asked for (`lan`), or the official one of the year asked for (`nam`) or of the latest year."""
    if uid := request.GET.get("lan", ""):
        found = next((run for run in runs if str(run.uid) == uid), None)
        if found is None:
            raise Http404
        return found
    years = of.years_of(runs)
    asked = whole_number(request.GET.get("nam", ""))
    return of.official_of(runs, asked if asked is not None else (years[0] if years else 0))


@page(may.PROGRESS)
def ranking(request: HttpRequest) -> HttpResponse:
    """Leads to the first block; says so where nothing was scored."""
    campaign = the_campaign()
    run = _run(request, of.shown_runs(request.actor, campaign))
    tabs = of.block_tabs(run) if run is not None else []
    if run is None or not tabs:
        return render(request, "targets/ranking_empty.html", {"campaign": campaign})
    answer = redirect("targets:ranking_block", tabs[0].code)
    if query := request.GET.urlencode():
        answer["Location"] += f"?{query}"
    return answer


@page(may.PROGRESS)
def block(request: HttpRequest, block: str) -> HttpResponse:
    campaign = the_campaign()
    runs = of.shown_runs(request.actor, campaign)
    run = _run(request, runs)
    if run is None:
        return redirect("targets:ranking")
    tabs = of.block_tabs(run)
    tab = next((t for t in tabs if t.code == block), None)
    if tab is None:
        raise Http404
    actor = request.actor
    typed = request.GET.get("q", "")
    key = search_key(typed)
    pages: Paginator[Any] = Paginator(of.ranking_totals(run.pk, "" if block == of.NO_BLOCK else block, key), PER_PAGE)
    if not key:
        pages.count = tab.count
    shown = pages.get_page(request.GET.get("trang"))
    found = list(shown.object_list)
    context = {
        "campaign": campaign, "run": run, "tabs": tabs, "tab": tab, "q": typed, "page": shown,
        "rows": of.rows(found, of.ranks_of(of.official_of(runs, run.year - 1))),
        "tie": of.tie_sentence(found), "years": of.years_of(runs),
        "pillars": of.legend(found),
        "explains_all": actor.paths(may.VIEW) is None, "own_path": actor.paths(may.VIEW) or (),
        "query": f"lan={run.uid}" if request.GET.get("lan") else f"nam={run.year}",
    }  # fmt: skip
    return render(request, "targets/ranking.html", context)


@page(may.PROGRESS)
def unit(request: HttpRequest, block: str, unit: str) -> HttpResponse:
    """Why this rank: the chain, where points were lost, every value. A fragment for the side panel."""
    campaign = the_campaign()
    run = _run(request, of.shown_runs(request.actor, campaign))
    if run is None:
        raise Http404
    found = visible(Unit.objects.select_related("parent"), unit)
    require(
        request.actor, may.VIEW, found, why="Bạn xem được bảng xếp hạng nhưng không xem được số liệu của đơn vị khác."
    )
    total = ScoreTotal.objects.filter(run=run, unit=found).first()
    if total is None:
        raise Http404
    tab = next((t for t in of.block_tabs(run) if t.code == (total.block_code or of.NO_BLOCK)), None)
    explained = of.explanation(run, total, tab.name if tab else "")
    context = {"campaign": campaign, "run": run, "unit": found, "x": explained, "tab": tab}
    template = "targets/_why.html" if request.headers.get("HX-Request") else "targets/ranking_unit.html"
    return render(request, template, context)


@page(may.VIEW)
def results(request: HttpRequest) -> HttpResponse:
    """The published results of this person's own unit, year by year, explained."""
    campaign = the_campaign()
    own = own_unit(request.actor)
    totals = of.published_totals_of(campaign, own)
    shown = totals[0] if totals else None
    wanted = whole_number(request.GET.get("nam", ""))
    shown = next((t for t in totals if t.run.year == wanted), shown)
    explained = None
    if shown is not None:
        tab = next((t for t in of.block_tabs(shown.run) if t.code == (shown.block_code or of.NO_BLOCK)), None)
        explained = of.explanation(shown.run, shown, tab.name if tab else "")
    context = {
        "unit": own, "totals": totals, "x": explained, "run": shown.run if shown else None,
        "others": shown is None and bool(published_runs(campaign)),
    }  # fmt: skip
    return render(request, "targets/results.html", context)
