"""The annual reports that units owe, as something to be reminded of."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, DateField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from campaigns.enums import Matter
from campaigns.models import Campaign, Extension, ReportingPeriod
from campaigns.owing import Owed, Rule, Terms
from config.kernel import clock
from config.kernel.web.addresses import tenant_path
from targets import permissions as may
from targets.enums import ReportState
from targets.models import AnnualReport
from targets.selectors.indicators import reporting_kinds_in
from targets.selectors.periods import dues
from units.selectors.tree import there_on


def owed(campaign: Campaign) -> list[Owed]:
    """Reports of every period that is open now; a closed period takes none, so nobody is reminded of it.

    As many queries for all years as for one.
    """
    today = clock.today()
    open_now = [(due, due.last_day) for due in dues(campaign) if due.is_open(today) and due.last_day]
    kinds = reporting_kinds_in(campaign, [due.year for due, _ in open_now])
    return [
        Owed(
            campaign_id=campaign.pk,
            matter=Matter.REPORT,
            year=due.year,
            title=f"Gửi báo cáo kết quả năm {due.year}",
            place=tenant_path("targets:report", due.year),
            people=(may.EDIT, may.CONFIRM),
            rule=Rule(_terms, (due.year, tuple(sorted(kinds[due.year])), last_day)),
            period=due.uid,
            last_day=due.last_day,
            states=_STATES,
        )
        for due, last_day in open_now
    ]


def _terms(campaign_id: int, today: dt.date, year: int, kinds: tuple[str, ...], last_day: dt.date) -> Terms:
    """Those of the kinds that were there on the last day of the year. What is read as a set is read once, not looked
    up for every unit."""
    reports = AnnualReport.objects.filter(campaign_id=campaign_id, year=year).order_by()
    period = ReportingPeriod.objects.filter(campaign_id=campaign_id, year=year).order_by().values("pk")
    granted = Extension.objects.filter(period=Subquery(period)).order_by()
    own = granted.filter(unit=OuterRef("pk")).values("last_day")
    return Terms(
        asked=Q(kind__in=kinds) & there_on(dt.date(year, 12, 31)),
        done=Q(pk__in=reports.filter(submission__gt=0).values("unit_id")),
        last_day=Case(When(pk__in=granted.values("unit_id"), then=Subquery(own)), default=Value(last_day, DateField())),
        state=Coalesce(Subquery(reports.filter(unit=OuterRef("pk")).values("state")), Value("")),
    )


_STATES = {"": "Chưa mở báo cáo"} | {str(state.value): str(state.label) for state in ReportState}
