"""Progress of many units together: sums of numerators over sums of denominators, never means of percentages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db import connection

from campaigns.models import Campaign
from config.kernel.face.charts import gap
from targets.models import Indicator
from targets.scoring import Entry, Rule, goal, half_up, score
from targets.selectors import show
from targets.selectors.rollup.scope import GOALS, REACHES, Scope, parameters, values_sql


@dataclass(frozen=True)
class Roll:
    """One indicator in one year over all units of a scope, or of one part of it.

    `units` gave a value, for `applicable` of them it counts, `met` of those reach the goal. `numerator` and
    `denominator` are the sums; None where it is no share or nobody gave figures.
    """

    indicator: Indicator
    year: int
    units: int
    applicable: int
    met: int
    numerator: Decimal | None
    denominator: Decimal | None
    part: str = ""

    @cached_property
    def rule(self) -> Rule:
        return self.indicator.rule(self.year)

    @cached_property
    def actual_h(self) -> int | None:
        """The common share in hundredths of a percent point."""
        if self.indicator.value_kind != "share" or not self.denominator or self.numerator is None:
            return None
        return half_up(100 * 100 * self.numerator, self.denominator)

    @cached_property
    def met_together(self) -> bool | None:
        """Whether the units together reach the goal; None where there is no common share."""
        if self.actual_h is None:
            return None
        return score(
            self.rule, Entry(numerator=self.numerator, denominator=self.denominator, has_evidence=True)
        ).reaches

    @property
    def goal(self) -> str:
        return goal(self.rule)

    @property
    def goal_h(self) -> int | None:
        return None if self.rule.threshold is None else int(self.rule.threshold * 100)

    @property
    def short_h(self) -> int | None:
        """Distance to the goal in hundredths of a percent point; 0 where it is reached."""
        if self.actual_h is None or self.goal_h is None:
            return None
        return 0 if self.met_together else abs(self.goal_h - self.actual_h)

    @property
    def shown(self) -> str:
        return show.percent(self.actual_h, 1)

    @property
    def short_by(self) -> str:
        return f"{show.points(self.short_h)} điểm %" if self.short_h else "–"

    @property
    def bar(self) -> str:
        return gap(self.actual_h, self.goal_h, met=bool(self.met_together))


_SUMS = """
    SELECT e.indicator_id, e.year, {part} AS part, count(*), count(*) FILTER (WHERE e.applies),
           count(*) FILTER (WHERE {reaches}),
           sum(e.numerator) FILTER (WHERE e.sound), sum(e.denominator) FILTER (WHERE e.sound)
    FROM ({values}) e JOIN {goals} ON g.id = e.indicator_id
    GROUP BY e.indicator_id, e.year{grouped}
"""


# Up to so many indicators are looked up by the index rather than sieved out of all values.
FEW = 8


def sums_sql(scope: Scope, group: str = "", *, few: bool = False) -> str:
    """The statement of `rolls`; its parameters are those of `scope.parameters`."""
    return _SUMS.format(
        part="e.part" if group else "''", grouped=", e.part" if group else "", reaches=REACHES, goals=GOALS,
        values=values_sql(scope, group, few=few),
    )  # fmt: skip


def rolls(
    campaign: Campaign, scope: Scope, *, years: Iterable[int], indicators: Iterable[Indicator], group: str = ""
) -> list[Roll]:
    """Sums of every indicator in every year, those that nobody reported left out; `group` (a key of
    `scope.GROUPS`) also splits them. In the order of `indicators`, then by year. One query."""
    listed = {i.pk: i for i in indicators}
    with connection.cursor() as cursor:
        cursor.execute(
            sums_sql(scope, group, few=len(listed) <= FEW), parameters(campaign, scope, years, listed.values())
        )
        found = [
            Roll(listed[pk], year, units, applicable, met, numerator, denominator, part)
            for pk, year, part, units, applicable, met, numerator, denominator in cursor.fetchall()
        ]
    place = {pk: number for number, pk in enumerate(listed)}
    return sorted(found, key=lambda roll: (place[roll.indicator.pk], roll.year, roll.part))


def together(found: Iterable[Roll]) -> Roll:
    """The sum of parts of one indicator in one year."""
    listed = list(found)
    first = listed[0]
    return Roll(
        first.indicator, first.year, sum(r.units for r in listed), sum(r.applicable for r in listed),
        sum(r.met for r in listed), _sum(r.numerator for r in listed), _sum(r.denominator for r in listed),
    )  # fmt: skip


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    given = [value for value in values if value is not None]
    return sum(given, Decimal(0)) if given else None
