"""When reports are due. The calendar itself belongs to the campaign."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, DateField, OuterRef, Q, QuerySet, Subquery, When

from campaigns.enums import DateSource, PeriodState
from campaigns.models import Campaign, Extension, ReportingPeriod
from config.kernel import clock
from config.kernel.prepared import prepared
from config.kernel.text import format_date
from units.models import Unit
from units.selectors.tree import there_on


@dataclass(frozen=True)
class Due:
    """The last valid day of a year's report (decision 9), with the wording it comes from.

    `from_plan` is False where the day is the tenant's own setting because the plan names none (decision 10).
    `extended_from` is the day of all others, where this unit was granted a later one.
    """

    year: int
    opens_on: dt.date | None
    last_day: dt.date | None
    wording: str = ""
    from_plan: bool = False
    state: str = PeriodState.PLANNED
    extended_from: dt.date | None = None
    uid: uuid.UUID | None = None

    @property
    def sentence(self) -> str:
        """`hết ngày 14/12/2023 (“trước ngày 15/12”)`."""
        if self.last_day is None:
            return ""
        text = f"hết ngày {format_date(self.last_day)}"
        if self.wording:
            text += f" (“{self.wording}”)"
        if self.extended_from is not None:
            return f"{text} · đã gia hạn cho đơn vị, hạn chung là hết ngày {format_date(self.extended_from)}"
        return text if self.from_plan else f"{text} · hạn do cơ quan thường trực đặt"

    def days_late(self, on: dt.date) -> int:
        return max(0, (on - self.last_day).days) if self.last_day else 0

    @property
    def is_closed(self) -> bool:
        """No report is taken any more, not even a late one."""
        return self.state == PeriodState.CLOSED

    def is_open(self, on: dt.date) -> bool:
        if self.is_closed:
            return False
        return self.state == PeriodState.OPEN or self.opens_on is None or on >= self.opens_on


def due_of(campaign: Campaign, year: int, unit: Unit | None = None) -> Due | None:
    """The reporting period of `year`, with the later day that `unit` was granted; None when the campaign has none."""
    return next((due for due in dues(campaign, unit) if due.year == year), None)


def dues(campaign: Campaign, unit: Unit | None = None) -> list[Due]:
    """All years of a campaign, newest first; for `unit` with what it was granted. One query."""
    if unit is None:
        return [due_in(period) for period in _periods(campaign.pk)]
    return [due_in(period, period.granted) for period in _periods_of(campaign.pk, unit.pk)]


@prepared(int, by_key=True)
def _periods(campaign_id: int) -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.filter(campaign_id=campaign_id).order_by("-year")


@prepared(int, int, by_key=True)
def _periods_of(campaign_id: int, unit_id: int) -> QuerySet[Any]:
    return periods_of(campaign_id, unit_id)


def periods_of(campaign_id: int, unit_id: int) -> QuerySet[Any]:
    """Periods, newest first, each with the later day that the unit was `granted`."""
    granted = Extension.objects.filter(period=OuterRef("pk"), unit_id=unit_id).order_by().values("last_day")
    found = ReportingPeriod.objects.filter(campaign_id=campaign_id).order_by("-year")
    return found.annotate(granted=Subquery(granted[:1]))


def asked_in(year: int, kinds: Iterable[str]) -> Q:
    """Of units: those of the kinds that were there on the last day of the year owe its report."""
    return Q(kind__in=sorted(kinds)) & there_on(dt.date(year, 12, 31))


def granted_in(campaign_id: int, year: int, *first: When, otherwise: Any = None) -> Case:
    """Beside units: the last day that each was granted alone, after `first` and before `otherwise`. Who was granted any
    is a set that is read once, not looked up for every unit."""
    period = ReportingPeriod.objects.filter(campaign_id=campaign_id, year=year).order_by().values("pk")
    granted = Extension.objects.filter(period=Subquery(period)).order_by()
    own = Subquery(granted.filter(unit=OuterRef("pk")).values("last_day"))
    return Case(
        *first, When(pk__in=granted.values("unit_id"), then=own), default=otherwise, output_field=DateField()
    )  # fmt: skip


def due_in(period: ReportingPeriod, granted: dt.date | None = None) -> Due:
    if granted is not None:
        return Due(
            year=period.year,
            opens_on=period.opens_on,
            last_day=granted,
            extended_from=period.last_day,
            state=PeriodState.OPEN if clock.today() <= granted else period.state,
            uid=period.uid,
        )
    return Due(
        year=period.year,
        opens_on=period.opens_on,
        last_day=period.last_day,
        wording=period.quote,
        from_plan=period.last_day_source == DateSource.PLAN,
        state=period.state,
        uid=period.uid,
    )
