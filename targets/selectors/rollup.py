"""Progress of many units together: sums of numerators over sums of denominators, never means of percentages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from campaigns.models import Campaign
from config.kernel.face.charts import gap
from targets.enums import COUNTED_STATES, Layer
from targets.models import Indicator, ReportValue
from targets.scoring import Entry, Rule, goal, half_up, score
from targets.scoring.statements import in_force
from targets.selectors import show
from units.enums import UnitKind


@dataclass(frozen=True)
class Roll:
    """One indicator over all units of a kind. `actual_h` is None where it is no share or nobody gave figures."""

    indicator: Indicator
    rule: Rule
    units: int
    applicable: int
    met: int
    numerator: Any
    denominator: Any
    actual_h: int | None
    met_together: bool | None

    @property
    def goal(self) -> str:
        return goal(self.rule)

    @property
    def goal_h(self) -> int | None:
        return None if self.rule.threshold is None else int(self.rule.threshold * 100)

    @property
    def shown(self) -> str:
        return show.percent(self.actual_h, 1)

    @property
    def short_by(self) -> str:
        """Distance to the goal in points of percent, where it is not reached."""
        if self.actual_h is None or self.goal_h is None or self.met_together:
            return "–"
        return f"{show.points(abs(self.goal_h - self.actual_h))} điểm %"

    @property
    def bar(self) -> str:
        return gap(self.actual_h, self.goal_h, met=bool(self.met_together))


_BY_INDICATOR = f"""
    SELECT e.indicator_id, count(*),
           count(*) FILTER (WHERE NOT (e.not_applicable OR coalesce(e.denominator = 0, false))),
           count(*) FILTER (WHERE e.final_verdict = 'met'),
           sum(e.numerator) FILTER (WHERE e.sound), sum(e.denominator) FILTER (WHERE e.sound)
    FROM (
        SELECT f.*, NOT f.not_applicable AND f.numerator IS NOT NULL AND f.denominator > 0 AS sound
        FROM (
            SELECT v.indicator_id, v.final_verdict, {in_force(Layer.FINAL, "numerator")} AS numerator,
                   {in_force(Layer.FINAL, "denominator")} AS denominator,
                   {in_force(Layer.FINAL, "not_applicable")} AS not_applicable
            FROM targets_reportvalue v
            JOIN targets_annualreport r ON r.tenant_id = v.tenant_id AND r.id = v.report_id
            JOIN units_unit u ON u.tenant_id = r.tenant_id AND u.id = r.unit_id
            WHERE r.campaign_id = %(campaign)s AND r.year = %(year)s AND r.state = ANY(%(states)s)
              AND u.kind = %(kind)s) f) e
    GROUP BY e.indicator_id
"""  # noqa: S608 -- fixed names, values are parameters


def kinds_with_reports(campaign: Campaign, year: int) -> list[tuple[str, str, int]]:
    """(kind, label, number of reports sent), largest first."""
    statement = """
        SELECT u.kind, count(*) FROM targets_annualreport r
        JOIN units_unit u ON u.tenant_id = r.tenant_id AND u.id = r.unit_id
        WHERE r.campaign_id = %(campaign)s AND r.year = %(year)s AND r.state = ANY(%(states)s)
        GROUP BY u.kind ORDER BY 2 DESC, 1
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, _parameters(campaign, year))
        return [(kind, str(UnitKind(kind).label), count) for kind, count in cursor.fetchall()]


def roll_up(campaign: Campaign, year: int, kind: str) -> list[Roll]:
    """Every indicator reported by units of `kind`, in the plan's order. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_INDICATOR, _parameters(campaign, year) | {"kind": kind})
        sums = {row[0]: row[1:] for row in cursor.fetchall()}
    found = []
    for indicator in Indicator.objects.filter(pk__in=list(sums)).order_by("order", "id"):
        units, applicable, met, numerator, denominator = sums[indicator.pk]
        rule = indicator.rule(year)
        actual_h, together = None, None
        if indicator.value_kind == "share" and denominator:
            actual_h = half_up(100 * 100 * numerator, denominator)
            together = score(rule, Entry(numerator=numerator, denominator=denominator, has_evidence=True)).reaches
        found.append(Roll(indicator, rule, units, applicable, met, numerator, denominator, actual_h, together))
    return found


@dataclass(frozen=True)
class Cell:
    actual_h: int | None
    goal_h: int | None
    met: bool | None
    words: str


def heat(
    campaign: Campaign, year: int, kind: str, indicators: list[Indicator], unit_ids: list[int]
) -> dict[int, dict[int, Cell]]:
    """Cells by unit id and indicator id, for a page of units. One query."""
    rules = {i.pk: i.rule(year) for i in indicators}
    values = ReportValue.objects.filter(
        report__campaign=campaign, report__year=year, report__state__in=COUNTED_STATES,
        report__unit_id__in=unit_ids, indicator_id__in=list(rules),
    ).select_related("report")  # fmt: skip
    cells: dict[int, dict[int, Cell]] = {}
    for v in values:
        rule = rules[v.indicator_id]
        result = score(rule, v.entry(Layer.FINAL))
        goal_h = None if rule.threshold is None else int(rule.threshold * 100)
        words = {True: "đạt", False: "chưa đạt", None: "không áp dụng, chưa có"}[result.reaches]
        cells.setdefault(v.report.unit_id, {})[v.indicator_id] = Cell(result.actual_h, goal_h, result.reaches, words)
    return cells


def by_unit(campaign: Campaign, year: int, indicator: Indicator) -> list[tuple[ReportValue, int | None, bool | None]]:
    """Every unit's value of one indicator, lowest first: (value, hundredths, reaches). One query."""
    values = ReportValue.objects.filter(
        indicator=indicator, report__campaign=campaign, report__year=year, report__state__in=COUNTED_STATES
    ).select_related("report__unit")
    rule = indicator.rule(year)
    found = []
    for v in values:
        result = score(rule, v.entry(Layer.FINAL))
        found.append((v, result.actual_h, result.reaches))
    return sorted(found, key=lambda row: (row[1] is None, row[1] or 0, row[0].report.unit.sort_key))


def _parameters(campaign: Campaign, year: int) -> dict[str, Any]:
    return {"campaign": campaign.pk, "year": year, "states": [str(s) for s in COUNTED_STATES]}
