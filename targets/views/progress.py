"""Progress by target over many units, and one target followed down to the units."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.models import Campaign
from campaigns.selectors import the_campaign
from config.kernel import clock
from config.kernel.face.charts import Bar, bars
from config.kernel.text import whole_number
from config.kernel.web import page
from targets import permissions as may
from targets.enums import COUNTED_STATES, PILLAR_ORDER, Pillar, ReportState
from targets.models import AnnualReport
from targets.selectors import rollup, show

PER_PAGE = 30
MOST_BARS = 20


def _choice(request: HttpRequest, campaign: Campaign) -> tuple[int, str, list[int], list[tuple[str, str, int]]]:
    """(year, kind, years, kinds) as asked for, else the latest year and the largest kind."""
    years = sorted(
        set(
            AnnualReport.objects.filter(campaign=campaign, state__in=COUNTED_STATES)
            .order_by()
            .values_list("year", flat=True)
        ),
        reverse=True,
    )
    asked = whole_number(request.GET.get("nam", ""))
    year = asked if asked in years else (years[0] if years else clock.today().year)
    kinds = rollup.kinds_with_reports(campaign, year)
    kind = request.GET.get("loai", "")
    if kind not in {k for k, _, _ in kinds}:
        kind = kinds[0][0] if kinds else ""
    return year, kind, years, kinds


@page(may.PROGRESS)
def progress(request: HttpRequest) -> HttpResponse:
    """Sums per target with their distance to the milestone; units × targets."""
    campaign = the_campaign()
    year, kind, years, kinds = _choice(request, campaign)
    rolls = rollup.roll_up(campaign, year, kind) if kind else []
    measured = [r for r in rolls if r.met_together is not None]
    reports = AnnualReport.objects.filter(
        campaign=campaign, year=year, state__in=COUNTED_STATES, unit__kind=kind
    ).order_by("unit__sort_key", "id")
    count = next((n for k, _, n in kinds if k == kind), 0)
    paginator = Paginator(reports.select_related("unit"), PER_PAGE)
    paginator.count = count  # known already
    shown = paginator.get_page(request.GET.get("trang"))
    columns = [r.indicator for r in rolls if r.indicator.value_kind == "share"]
    cells = rollup.heat(campaign, year, kind, columns, [r.unit_id for r in shown.object_list])
    actor = request.actor
    context = {
        "campaign": campaign, "year": year, "years": years, "kind": kind, "kinds": kinds,
        "kind_label": next((label for k, label, _ in kinds if k == kind), ""),
        "count": count, "unappraised": reports.filter(state=ReportState.SUBMITTED).count(),
        "rolls": rolls, "measured": len(measured), "met": sum(1 for r in measured if r.met_together),
        "pillars": [
            (Pillar(p).label, sum(1 for r in mine if r.met_together), len(mine))
            for p in PILLAR_ORDER
            if (mine := [r for r in measured if r.indicator.pillar == p])
        ],
        "columns": columns, "page": shown,
        "heat": [
            (report, [cells.get(report.unit_id, {}).get(c.pk) for c in columns]) for report in shown.object_list
        ],
        "sees_reports": actor.paths(may.VIEW) is None,
        "today": clock.today(),
    }  # fmt: skip
    return render(request, "targets/progress.html", context)


@page(may.PROGRESS)
def target(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: the sum, the weakest units as bars, and every unit's fraction."""
    campaign = the_campaign()
    year, kind, years, kinds = _choice(request, campaign)
    roll = next((r for r in rollup.roll_up(campaign, year, kind) if r.indicator.code == code), None) if kind else None
    if roll is None:
        raise Http404
    actor = request.actor
    everything = rollup.by_unit(campaign, year, roll.indicator)
    sees = actor.paths(may.VIEW) is None
    chart = None
    if roll.indicator.value_kind == "share":
        weakest = [row for row in everything if row[1] is not None][:MOST_BARS]
        chart = bars(
            [Bar(v.report.unit_name, h, met) for v, h, met in weakest],
            title=f"{roll.indicator.label}, năm {year}: {len(weakest)} đơn vị thấp nhất",
            target_h=roll.goal_h,
            target_words=roll.goal,
        )
    shown = Paginator(everything, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "campaign": campaign, "year": year, "years": years, "kind": kind, "kinds": kinds, "roll": roll,
        "chart": chart, "page": shown, "sees_reports": sees,
        "rows": [
            (v, show.value(roll.indicator, v.entry("final")), show.actual(roll.indicator, h), met)
            for v, h, met in shown.object_list
        ],
    }  # fmt: skip
    return render(request, "targets/progress_target.html", context)
