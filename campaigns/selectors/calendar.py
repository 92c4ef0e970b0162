"""Milestones and reporting periods as dates. Inside a tenant's scope."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from campaigns.models import Campaign, Extension, Milestone, ReportingPeriod
from config.kernel import clock
from config.kernel.prepared import listed


@dataclass(frozen=True)
class CalendarEntry:
    """A milestone in one year. `last_day` is the last valid day, None where nobody gave one.

    A reporting period of which the plan says nothing has a milestone without words that is stored nowhere.
    `source` is "plan" or "tenant"; `when` keeps the plan's wording.
    """

    milestone: Milestone
    year: int | None
    last_day: dt.date | None
    when: str
    source: str
    period: ReportingPeriod | None = None

    @property
    def days_left(self) -> int | None:
        return None if self.last_day is None else (self.last_day - clock.today()).days

    @property
    def quote(self) -> str:
        """The plan's phrase for quotation marks; empty where the tenant set the date."""
        return self.when if self.source == "plan" else ""

    @property
    def is_past(self) -> bool:
        return self.days_left is not None and self.days_left < 0


def milestones(campaign: Campaign) -> QuerySet[Milestone]:
    return Milestone.objects.filter(campaign=campaign, withdrawn=False)


def periods(campaign: Campaign) -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.filter(campaign=campaign).select_related("milestone")


def period_for(campaign: Campaign, year: int) -> ReportingPeriod | None:
    return periods(campaign).filter(year=year).first()


def extensions(period_id: int) -> QuerySet[Extension]:
    """The later days that units were granted alone."""
    return Extension.objects.filter(period_id=period_id).select_related("unit", "period")


listed_extensions = listed(int)(extensions)


def calendar(campaign: Campaign) -> list[CalendarEntry]:
    """Every milestone in every year that it falls in, by last day; undated ones at the end of their year.

    The report that units owe takes its date from the reporting period, which the tenant may have moved, and stands
    there by its period where the plan names no day for it.
    """
    by_year = {period.year: period for period in periods(campaign)}
    entries: list[CalendarEntry] = []
    first_report = True
    for milestone in milestones(campaign):
        reports = milestone.kind == "annual_report" and first_report
        first_report = first_report and milestone.kind != "annual_report"
        for year in _years(milestone, campaign):
            period = by_year.pop(year, None) if reports and year else None
            entries.append(
                CalendarEntry(
                    milestone,
                    year,
                    period.last_day if period else milestone.last_day(year),
                    period.wording if period else milestone.when_label,
                    period.last_day_source if period else "plan",
                    period,
                )
            )
    unsaid = Milestone(campaign=campaign, kind="annual_report")
    entries += [CalendarEntry(unsaid, p.year, p.last_day, p.wording, p.last_day_source, p) for p in by_year.values()]
    return sorted(entries, key=lambda e: (e.year or 9999, e.last_day or dt.date.max, e.milestone.order))


def _years(milestone: Milestone, campaign: Campaign) -> list[int | None]:
    if not milestone.yearly:
        return [milestone.year or (int(milestone.date[:4]) if milestone.date else None)]
    last = milestone.year_to or campaign.period_to or campaign.period_from
    return list(range(milestone.year or campaign.period_from, last + 1))
