"""The annual reports that units owe, as something to be reminded of."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, QuerySet, Value

from campaigns.enums import Matter
from campaigns.models import Campaign, Extension
from campaigns.owing import Debt, Debtor, Owed, Register
from config.kernel import clock
from config.kernel.prepared import prepared
from config.kernel.web.addresses import tenant_path
from targets import permissions as may
from targets.enums import ReportState
from targets.models import AnnualReport
from targets.selectors.indicators import reporting_kinds_in
from targets.selectors.periods import Due, dues


def owed(campaign: Campaign, register: Register) -> list[Owed]:
    """Reports of every period that is open now; a closed period takes none, so nobody is reminded of it.

    As many queries for all years as for one.
    """
    today = clock.today()
    open_now = [due for due in dues(campaign) if due.is_open(today) and due.last_day]
    years = [due.year for due in open_now]
    kinds = reporting_kinds_in(campaign, years)
    known = _known(campaign, years)
    return [_owed(due, _expected(register, kinds[due.year], due.year), known[due.year]) for due in open_now]


class _Known(NamedTuple):
    """Of one year, by the unit's id: last days granted to it alone, states of reports not sent yet, who has sent."""

    granted: dict[int, dt.date]
    states: dict[int, str]
    sent: set[int]


def _known(campaign: Campaign, years: list[int]) -> dict[int, _Known]:
    found = {year: _Known({}, {}, set()) for year in years}
    for year, unit_id, state, submission, last_day in _rows(campaign.pk, tuple(years)):
        if last_day is not None:
            found[year].granted[unit_id] = last_day
        elif submission:
            found[year].sent.add(unit_id)
        else:
            found[year].states[unit_id] = state
    return found


@prepared(int, object, by_key=True)
def _rows(campaign_id: int, years: tuple[int, ...]) -> QuerySet[AnnualReport, tuple[Any, ...]]:
    reports = AnnualReport.objects.filter(campaign_id=campaign_id, year__in=years).order_by()
    granted = Extension.objects.filter(period__campaign_id=campaign_id, period__year__in=years).order_by()
    no_day, nothing = Value(None, DateField()), Value("", CharField())
    return reports.values_list("year", "unit_id", "state", "submission", no_day).union(
        granted.values_list("period__year", "unit_id", nothing, Value(0), "last_day"), all=True
    )


def _expected(register: Register, kinds: set[str], year: int) -> list[Debtor]:
    """Those of the kinds that were there on the last day of the year."""
    return register.there_on(dt.date(year, 12, 31), kinds)


def _owed(due: Due, units: list[Debtor], known: _Known) -> Owed:
    return Owed(
        matter=Matter.REPORT,
        year=due.year,
        title=f"Gửi báo cáo kết quả năm {due.year}",
        place=tenant_path("targets:report", due.year),
        people=(may.EDIT, may.CONFIRM),
        expected=len(units),
        debts=tuple(
            Debt(unit, known.granted.get(unit.pk, due.last_day), _STATES[known.states.get(unit.pk, "")])
            for unit in units
            if unit.pk not in known.sent
        ),
        period=due.uid,
        last_day=due.last_day,
    )


_STATES = {"": "Chưa mở báo cáo"} | {str(state.value): str(state.label) for state in ReportState}
