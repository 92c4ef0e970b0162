"""What a workbook of reported values would do: shared by the list of many units and the report of one."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from campaigns.models import Campaign
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.text import format_date
from targets import permissions as may
from targets.enums import OPEN_STATES, ReportState, SetState
from targets.models import AnnualReport, Indicator, IndicatorSet
from targets.selectors.indicators import sets_of
from targets.selectors.periods import Due, due_of
from targets.sheets.cells import Given
from units.models import Unit
from units.selectors.tree import valid_on, within

_OLD = """
    SELECT r.unit_id, v.indicator_id, trim_scale(v.numerator)::text, trim_scale(v.denominator)::text,
           trim_scale(v.number)::text, CASE v."boolean" WHEN true THEN 't' WHEN false THEN 'f' END, v."text",
           CASE WHEN v.not_applicable THEN 't' ELSE 'f' END, v.na_reason, v.note, v.reopened, v.typed <> '{}'::jsonb
    FROM targets_reportvalue v JOIN targets_annualreport r ON r.tenant_id = v.tenant_id AND r.id = v.report_id
    WHERE r.campaign_id = %(campaign)s AND r.year = %(year)s AND r.unit_id = ANY(%(units)s)
"""
# What a plan reads of reports and values; `version` rises with every change of the unit's own columns.
_MARKS = """
    SELECT r.unit_id, r.id, r.state, r.submission, count(v.id),
           sum(hashtextextended(concat_ws(' ', v.indicator_id, v.version, v.reopened, v.typed <> '{}'::jsonb), 0))
    FROM targets_annualreport r
    LEFT JOIN targets_reportvalue v ON v.tenant_id = r.tenant_id AND v.report_id = r.id
    WHERE r.campaign_id = %(campaign)s AND r.year = %(year)s AND r.unit_id = ANY(%(units)s)
    GROUP BY r.id
"""


class Old(NamedTuple):
    """A value as it is, in the spelling of `Given`. `unread`: what was typed last could not be read."""

    unit: int
    indicator: int
    numerator: str | None
    denominator: str | None
    number: str | None
    boolean: str | None
    text: str
    not_applicable: str
    na_reason: str
    note: str
    reopened: bool
    unread: bool

    @property
    def value(self) -> Given:
        return Given._make(self[2:10])

    @property
    def figures(self) -> tuple[str | None, ...]:
        """All of it but the note."""
        return self[2:9]


@dataclass
class UnitRow:
    """One unit's part of a file: its report, if there is one, and the values that the file changes."""

    unit: Unit
    report: AnnualReport | None
    old: dict[int, Old] = field(default_factory=dict)
    values: dict[int, Given] = field(default_factory=dict)


class Year:
    """A year of a campaign as a file of values meets it: indicators, units in reach, reports, what is there."""

    def __init__(self, campaign: Campaign, year: int, actor: Actor) -> None:
        self.campaign, self.year, self.actor = campaign, year, actor
        self.due: Due | None = due_of(campaign, year)
        self.sets: list[IndicatorSet] = sets_of(campaign, year)
        self.indicators: list[Indicator] = list(
            Indicator.objects.filter(set__in=self.sets).select_related("set").order_by("order", "id")
        )

    def kinds_of(self, indicator: Indicator) -> list[str]:
        """Kinds of unit that report it; empty for every kind."""
        kinds, reach = list(indicator.unit_kinds), list(indicator.set.for_kinds)
        return [kind for kind in kinds if not reach or kind in reach] if kinds else reach

    def applies(self, indicator: Indicator, kind: str) -> bool:
        reach = indicator.set.for_kinds
        return (not reach or kind in reach) and (not indicator.unit_kinds or kind in indicator.unit_kinds)

    def reach(self) -> QuerySet[Unit]:
        """Units in the actor's reach that owe this report."""
        kinds = {kind for indicator in self.indicators for kind in self.kinds_of(indicator)}
        found = valid_on(Unit.objects.filter(within(self.actor.paths(may.EDIT))), dt.date(self.year, 12, 31))
        if all(self.kinds_of(indicator) for indicator in self.indicators):
            found = found.filter(kind__in=kinds)
        return found.only("tenant", "code", "name", "short_name", "kind")

    def units(self) -> dict[str, Unit]:
        """`reach` by code, in the register's order."""
        return {unit.code: unit for unit in self.reach().order_by("depth", "sort_key", "id")}

    def marks(self, units: Iterable[Unit]) -> dict[int, str]:
        """By the unit's id what its report and values are like, for those that have a report. Read before `rows`."""
        with connection.cursor() as cursor:
            cursor.execute(
                _MARKS, {"campaign": self.campaign.pk, "year": self.year, "units": [unit.pk for unit in units]}
            )
            return {unit: repr(said) for unit, *said in cursor.fetchall()}

    def stamp(self, units: Iterable[Unit], marks: Mapping[int, str]) -> str:
        """A digest of all that a plan for these units rests on: another one later means that it no longer holds."""
        said = hashlib.sha256(self._not_open().encode())
        for indicator in self.indicators:
            columns = [getattr(indicator, f.attname) for f in Indicator._meta.concrete_fields]
            said.update(repr([columns, indicator.set.for_kinds]).encode())
        for unit in sorted(units, key=lambda unit: unit.pk):
            line = f"{unit.pk} {unit.code} {unit.kind} {unit.display_name} {marks.get(unit.pk, '')}\n"
            said.update(line.encode())
        return said.hexdigest()

    def rows(self, units: Iterable[Unit]) -> dict[int, UnitRow]:
        """By the unit's id: report and values as they are."""
        wanted = {unit.pk: unit for unit in units}
        reports = {
            report.unit_id: report
            for report in AnnualReport.objects.filter(campaign=self.campaign, year=self.year, unit__in=list(wanted))
        }
        found = {pk: UnitRow(unit, reports.get(pk)) for pk, unit in wanted.items()}
        if reports:
            with connection.cursor() as cursor:
                cursor.execute(_OLD, {"campaign": self.campaign.pk, "year": self.year, "units": list(reports)})
                for old in map(Old._make, cursor):
                    found[old.unit].old[old.indicator] = old
        return found

    def closed(self, row: UnitRow) -> str:
        """Why this unit's report takes no values now; empty when it does."""
        if row.report is None:
            return self._not_open()
        if row.report.state in OPEN_STATES:
            return ""
        state = ReportState(row.report.state).label
        return f"Báo cáo của {row.unit.display_name} đang ở bước “{state}” nên không sửa được qua tệp."

    def _not_open(self) -> str:
        due, year = self.due, self.year
        if due is None:
            return f"Kỳ báo cáo năm {year} chưa mở."
        if due.is_closed:
            return f"Kỳ báo cáo năm {year} đã đóng."
        if not due.is_open(clock.today()):
            return f"Kỳ báo cáo năm {year} mở từ ngày {format_date(due.opens_on)}."
        return ""

    def fixed(self, row: UnitRow, indicator: Indicator) -> str:
        """Why this one value cannot be changed; empty when it can."""
        if row.report is None or not row.report.was_submitted:
            return ""
        old = row.old.get(indicator.pk)
        return (
            ""
            if old is not None and old.reopened
            else f"Chỉ tiêu {indicator.code} không bị trả lại nên không sửa được."
        )

    def applicable(self, kind: str) -> list[Indicator]:
        return [indicator for indicator in self.indicators if self.applies(indicator, kind)]

    def use_sets(self, kinds: Iterable[str]) -> None:
        """A set that a report was opened with is frozen."""
        used = {i.set_id for kind in kinds for i in self.applicable(kind)}
        IndicatorSet.objects.filter(pk__in=used, state=SetState.DRAFT).update(state=SetState.USED)


def differs(row: UnitRow, indicator: Indicator, value: Given) -> bool:
    old: Any = row.old.get(indicator.pk)
    return old is None or old.unread or old.value != value
