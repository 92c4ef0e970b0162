"""The annual reports that units owe, as something to be reminded of."""

from __future__ import annotations

import datetime as dt

from campaigns.enums import Matter
from campaigns.models import Campaign
from campaigns.owing import Debt, Owed
from config.kernel import clock
from config.kernel.web.addresses import tenant_path
from targets import permissions as may
from targets.enums import ReportState
from targets.models import AnnualReport
from targets.selectors.indicators import reporting_kinds
from targets.selectors.periods import Due, dues, extended_days
from units.models import Unit
from units.selectors.tree import valid_on


def owed(campaign: Campaign) -> list[Owed]:
    """Reports of every period that is open now; a closed period takes none, so nobody is reminded of it."""
    return [_owed(campaign, due) for due in dues(campaign) if due.is_open(clock.today()) and due.last_day]


def _owed(campaign: Campaign, due: Due) -> Owed:
    kinds = reporting_kinds(campaign, due.year)
    units = valid_on(Unit.objects.filter(kind__in=kinds), dt.date(due.year, 12, 31)).select_related("parent")
    granted = extended_days(campaign, due.year)
    reports = AnnualReport.objects.filter(campaign=campaign, year=due.year)
    states = dict(reports.filter(submission=0).values_list("unit_id", "state"))
    sent = set(reports.filter(submission__gt=0).values_list("unit_id", flat=True))
    everyone = list(units)
    return Owed(
        matter=Matter.REPORT,
        year=due.year,
        title=f"Gửi báo cáo kết quả năm {due.year}",
        place=tenant_path("targets:report", due.year),
        people=(may.EDIT, may.CONFIRM),
        expected=len(everyone),
        debts=tuple(
            Debt(unit, granted.get(unit.pk, due.last_day), _state(states.get(unit.pk)))
            for unit in everyone
            if unit.pk not in sent
        ),
    )


def _state(state: str | None) -> str:
    return str(ReportState(state).label) if state else "Chưa mở báo cáo"
