"""Under the sums: every unit's own figure, the map of units × targets, and who lags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from campaigns.models import Campaign
from config.kernel.face import formats
from config.kernel.prepared import Listed, listed, prepared
from targets.enums import COUNTED_STATES
from targets.models import AnnualReport, Indicator, ReportValue
from targets.scoring import score
from targets.scoring.statements import in_force
from targets.selectors.rollup.scope import GOALS, REACHES, Scope, parameters, values_sql


class Cell(NamedTuple):
    """One unit's result in one target: its shade, the share and whether the goal is reached, as a page shows them."""

    shade: str
    share: str
    words: str


NOTHING = Cell(formats.heat(None), formats.percent_h(None), "chưa có")
_WORDS = {True: "đạt", False: "chưa đạt", None: "không áp dụng, chưa có"}


def reports_in(campaign: Campaign, year: int, scope: Scope) -> Listed:
    """Reports that the sums of a year are made of, in Vietnamese order of their units."""
    found: Listed = _reports_in(campaign.pk, year, scope)
    return found


@listed(int, int, object, kept=True)
def _reports_in(campaign_id: int, year: int, scope: Scope) -> QuerySet[AnnualReport]:
    mine = AnnualReport.objects.filter(campaign_id=campaign_id, year=year, state__in=COUNTED_STATES)
    return mine.filter(_within(campaign_id, scope, "")).order_by("unit__sort_key", "id").only("uid", "unit_name")


def _within(campaign_id: int, scope: Scope, prefix: str) -> Q:
    wanted: dict[str, object] = {
        f"{prefix}unit__kind": scope.kind, f"{prefix}unit__level": scope.level,
        f"{prefix}unit__path__startswith": scope.under,
        f"{prefix}unit__block_memberships__block__code": scope.block,
    }  # fmt: skip
    if scope.block:
        wanted[f"{prefix}unit__block_memberships__campaign"] = campaign_id
    return Q(**{field: value for field, value in wanted.items() if value})


def heat(
    campaign: Campaign, year: int, indicators: list[Indicator], report_ids: list[int]
) -> dict[int, dict[int, Cell]]:
    """Cells by report id and indicator id, for a page of reports. One query."""
    rules = {i.pk: i.rule(year) for i in indicators}
    values = _values_of(report_ids, list(rules)) if report_ids and rules else []
    cells: dict[int, dict[int, Cell]] = {}
    for v in values:
        rule = rules[v.indicator_id]
        result = score(rule, v.entry("final"))
        goal_h = None if rule.threshold is None else int(rule.threshold * 100)
        cells.setdefault(v.report_id, {})[v.indicator_id] = Cell(
            formats.heat(result.actual_h, goal_h), formats.percent_h(result.actual_h, 1), _WORDS[result.reaches]
        )
    return cells


@prepared(list, list, by_key=True)
def _values_of(reports: list[int], indicators: list[int]) -> QuerySet[ReportValue]:
    found = ReportValue.objects.filter(report__among=reports, indicator__among=indicators)
    return found.only("report", "indicator", *ReportValue.OF_ENTRY)


# Without the name of the table, of which a list by pages bears two; none beside it has such columns.
_RATIO = "{n} / NULLIF(CASE WHEN {na} THEN NULL ELSE {d} END, 0)".format(
    n=in_force("final", "numerator", ""), d=in_force("final", "denominator", ""),
    na=in_force("final", "not_applicable", ""),
)  # fmt: skip


def by_unit(campaign: Campaign, year: int, indicator: Indicator, scope: Scope) -> Listed:
    """Every unit's value of one indicator, lowest share first, those without one at the end."""
    found: Listed = _by_unit(campaign.pk, year, indicator.pk, scope)
    return found


@listed(int, int, int, object)
def _by_unit(campaign_id: int, year: int, indicator_id: int, scope: Scope) -> QuerySet[ReportValue]:
    values = ReportValue.objects.filter(
        _within(campaign_id, scope, "report__"),
        indicator_id=indicator_id, report__campaign_id=campaign_id, report__year=year,
        report__state__in=COUNTED_STATES,
    )  # fmt: skip
    lowest = RawSQL(_RATIO, []).asc(nulls_last=True)  # noqa: S611 -- fixed names
    return values.select_related("report").order_by(lowest, "report__unit__sort_key", "id")


@dataclass(frozen=True)
class Laggard:
    """A unit's report with the number of shares that apply to it and of those that fall short of their goal."""

    report_uid: UUID
    unit_name: str
    applicable: int
    short: int


_LAG = """
    SELECT t.uid, t.unit_name, x.applicable, x.short
    FROM (
        SELECT e.report_id, count(*) FILTER (WHERE e.applies) AS applicable,
               count(*) FILTER (WHERE e.applies AND NOT {reaches}) AS short
        FROM ({values}) e JOIN {goals} ON g.id = e.indicator_id
        WHERE g.threshold IS NOT NULL GROUP BY e.report_id) x
    JOIN targets_annualreport t ON t.id = x.report_id
    WHERE x.short > 0
    ORDER BY x.short::numeric / x.applicable DESC, x.short DESC, t.id
    LIMIT %(most)s
"""


def laggards(
    campaign: Campaign, year: int, scope: Scope, *, indicators: Iterable[Indicator], most: int = 10
) -> list[Laggard]:
    """Units with the largest part of their shares below the goal; what is missing or unproven counts as below.
    One query."""
    statement = _LAG.format(reaches=REACHES, goals=GOALS, values=values_sql(scope))
    with connection.cursor() as cursor:
        cursor.execute(statement, {**parameters(campaign, scope, [year], indicators), "most": most})
        return [Laggard(*row) for row in cursor.fetchall()]
