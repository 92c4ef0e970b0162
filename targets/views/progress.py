"""Progress over many units: by target, over the years, units × targets, and one target followed down."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.selectors import the_campaign
from config.kernel import clock
from config.kernel.face.charts import Bar, bars
from config.kernel.web import page
from targets import permissions as may
from targets.enums import PILLAR_ORDER, PILLAR_SLUGS, Pillar
from targets.scoring import score
from targets.selectors import rollup, show
from targets.selectors.indicator_sets import kinds_of
from targets.selectors.rollup.groups import DIMENSIONS, parts

PER_PAGE = 30
MOST_BARS = 20
MOST_LAGGARDS = 10
# Drawing is the dear part of the page: all charts of one pillar, else of what lags most.
MOST_CHARTS = 6
PILLARS = [(slug, str(pillar.label)) for slug, pillar in PILLAR_SLUGS.items()]


@page(may.PROGRESS)
def progress(request: HttpRequest) -> HttpResponse:
    """Sums per target of one year, their distance to the milestone, and who lags."""
    campaign = the_campaign()
    choice = rollup.read(campaign, request.GET, clock.today().year)
    indicators = rollup.indicators_of(campaign, choice.scope, year=choice.year)
    rolls = rollup.rolls(campaign, choice.scope, years=[choice.year], indicators=indicators)
    measured = [r for r in rolls if r.met_together is not None]
    late = (
        rollup.laggards(campaign, choice.year, choice.scope, indicators=indicators, most=MOST_LAGGARDS)
        if measured
        else []
    )
    context = {
        "campaign": campaign, "choice": choice, "pillar_options": PILLARS,
        "rolls": rolls, "rows": _told_apart(rolls),
        "measured": len(measured), "met": sum(1 for r in measured if r.met_together),
        "pillars": [
            (Pillar(p).label, sum(1 for r in mine if r.met_together), len(mine))
            for p in PILLAR_ORDER
            if (mine := [r for r in measured if r.indicator.pillar == p])
        ],
        "laggards": late, "count": sum(n for _, _, n in choice.sent),
        "sees_reports": request.actor.paths(may.VIEW) is None, "today": clock.today(), "view": "progress",
    }  # fmt: skip
    return render(request, "targets/progress.html", context)


def _told_apart(rolls: list[rollup.Roll]) -> list[tuple[rollup.Roll, str]]:
    """Each with whom it is asked of, where several bear the same words."""
    count = Counter(r.indicator.label for r in rolls)
    return [(r, kinds_of(r.indicator) if count[r.indicator.label] > 1 else "") for r in rolls]


@page(may.PROGRESS)
def trends(request: HttpRequest) -> HttpResponse:
    """Every target over the years, with each milestone, the distance to it and the pace that it would need."""
    campaign = the_campaign()
    choice = rollup.read(campaign, request.GET, clock.today().year)
    indicators = rollup.indicators_of(campaign, choice.scope)
    rolls = rollup.rolls(campaign, choice.scope, years=choice.years, indicators=indicators)
    series = [s for s in rollup.series(indicators, rolls) if s.last is not None]
    behind = sorted((s for s in series if s.behind), key=lambda s: -(s.next.short_h if s.next else 0))
    drawn = behind[:MOST_CHARTS] if choice.scope.pillar is None else series
    context = {
        "campaign": campaign, "choice": choice, "pillar_options": PILLARS,
        "charts": [chart for s in drawn if (chart := s.chart()) is not None], "behind": behind,
        "series": series, "rows": _by_milestone(series, choice.years), "view": "trends",
    }  # fmt: skip
    return render(request, "targets/progress_trends.html", context)


def _by_milestone(series: list[rollup.Series], years: tuple[int, ...]) -> list[dict[str, object]]:
    """One row per measure and milestone; the first of a measure also carries its years, oldest first."""
    rows: list[dict[str, object]] = []
    for s in series:
        figures = {r.year: r.shown for r in s.rolls}
        for place, milestone in enumerate(s.milestones or (None,)):
            rows.append({
                "series": s, "milestone": milestone, "first": place == 0, "span": len(s.milestones) or 1,
                "years": [figures.get(year, "–") for year in sorted(years)],
            })  # fmt: skip
    return rows


@page(may.PROGRESS)
def heat_map(request: HttpRequest) -> HttpResponse:
    """Units × targets of one year."""
    campaign = the_campaign()
    choice = rollup.read(campaign, request.GET, clock.today().year)
    scope = choice.scope
    indicators = rollup.indicators_of(campaign, scope, year=choice.year)
    reports: Any = rollup.reports_in(campaign, choice.year, scope)
    paginator = Paginator(reports, PER_PAGE)
    if scope.only(kind="", pillar=None) == rollup.Scope():  # known already
        paginator.count = sum(n for kind, _, n in choice.sent if scope.kind in ("", kind))
    shown = paginator.get_page(request.GET.get("trang"))
    columns = [i for i in indicators if i.value_kind == "share"]
    cells = rollup.heat(campaign, choice.year, columns, [r.pk for r in shown.object_list])
    used = {pk for row in cells.values() for pk in row}
    columns = [c for c in columns if c.pk in used]
    context = {
        "campaign": campaign, "choice": choice, "pillar_options": PILLARS, "columns": columns, "page": shown,
        "heat": [
            (report, [cells.get(report.pk, {}).get(c.pk, rollup.NOTHING) for c in columns])
            for report in shown.object_list
        ],
        "sees_reports": request.actor.paths(may.VIEW) is None, "view": "heat",
    }  # fmt: skip
    return render(request, "targets/progress_heat.html", context)


@page(may.PROGRESS)
def target(request: HttpRequest, code: str) -> HttpResponse:
    """One target: its years, the sum split by a dimension, the weakest units, and every unit's fraction."""
    campaign = the_campaign()
    choice = rollup.read(campaign, request.GET, clock.today().year)
    indicators = rollup.indicators_of(campaign, choice.scope, code=code)
    dimension = request.GET.get("theo", "") if request.GET.get("theo") in DIMENSIONS else "district"
    split = rollup.rolls(campaign, choice.scope, years=choice.years, indicators=indicators, group=dimension)
    whole = [
        rollup.together(mine) for _, mine in groupby(split, key=lambda roll: (roll.indicator.pk, roll.year))
    ]  # fmt: skip
    series = next((s for s in rollup.series(indicators, whole) if any(r.year == choice.year for r in s.rolls)), None)
    if series is None:
        raise Http404
    roll = next(r for r in series.rolls if r.year == choice.year)
    of_year = [r for r in split if r.year == choice.year and r.indicator == roll.indicator]
    figures: Any = rollup.by_unit(campaign, choice.year, roll.indicator, choice.scope)
    paginator = Paginator(figures, PER_PAGE)
    paginator.count = roll.units  # known already
    shown = paginator.get_page(request.GET.get("trang"))
    results = [(v, score(roll.rule, v.entry("final"))) for v in shown.object_list]
    chart = None
    if roll.indicator.value_kind == "share" and shown.number == 1:
        weakest = [(v, result) for v, result in results if result.actual_h is not None][:MOST_BARS]
        chart = bars(
            [Bar(v.report.unit_name, result.actual_h, result.reaches) for v, result in weakest],
            title=f"{roll.indicator.label}, năm {choice.year}: {len(weakest)} đơn vị thấp nhất",
            target_h=roll.goal_h,
            target_words=roll.goal,
        )
    context = {
        "campaign": campaign, "choice": choice, "roll": roll, "series": series, "trend": series.chart(),
        "chart": chart, "page": shown, "sees_reports": request.actor.paths(may.VIEW) is None,
        "dimension": dimension,
        "dimensions": [(key, label, choice.query(theo=key)) for key, label in DIMENSIONS.items()],
        "parts": parts(choice, of_year, dimension) if roll.actual_h is not None else [],
        "rows": [
            (v, show.value(roll.indicator, v.entry("final")), show.actual(roll.indicator, result.actual_h),
             result.reaches)
            for v, result in results
        ],
    }  # fmt: skip
    return render(request, "targets/progress_target.html", context)
