"""The years of one unit: what it reported, owes, or may not report yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from campaigns.models import Campaign
from config.kernel import clock
from targets.models import AnnualReport, ReportValue
from targets.selectors import completeness
from targets.selectors.completeness import Completeness
from targets.selectors.indicators import years_for
from targets.selectors.periods import Due, dues
from targets.selectors.reports import is_past
from units.models import Unit


@dataclass(frozen=True)
class OwnYear:
    """`past`: its day is over and was met. `assessed`: of a report that is still written. `opens`: the first day of a
    period that is still to come."""

    year: int
    report: AnnualReport | None
    due: Due | None
    past: bool
    assessed: Completeness[ReportValue] | None
    opens: dt.date | None


def own_years(campaign: Campaign, unit: Unit) -> list[OwnYear]:
    """Years that ask something of the unit or that it reported for: what can be done now stands first, the newest
    before the older; what is to come follows in the order in which it comes."""
    reports = {report.year: report for report in AnnualReport.objects.filter(campaign=campaign, unit=unit)}
    periods = {due.year: due for due in dues(campaign, unit)}
    owed = set(years_for(campaign, unit)) & set(periods)
    found = [_year(year, reports.get(year), periods.get(year)) for year in owed | set(reports)]
    return sorted(found, key=lambda one: (one.opens is not None, one.year if one.opens else -one.year))


def _year(year: int, report: AnnualReport | None, due: Due | None) -> OwnYear:
    to_come = due is not None and not due.is_closed and not due.is_open(clock.today())
    return OwnYear(
        year,
        report,
        due,
        past=report is not None and due is not None and is_past(report, due.last_day),
        assessed=completeness.of_report(report) if report is not None and report.is_open else None,
        opens=due.opens_on if due is not None and to_come else None,
    )
