"""The annual reports that units owe, as something to be reminded of."""

from __future__ import annotations

import datetime as dt

from django.db.models import DateField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from campaigns.enums import Matter
from campaigns.models import Campaign
from campaigns.owing import Owed, Rule, Terms
from config.kernel import clock
from config.kernel.web.addresses import tenant_path
from targets import permissions as may
from targets.enums import ReportState
from targets.models import AnnualReport
from targets.selectors.indicators import reporting_kinds_in
from targets.selectors.periods import asked_in, dues, granted_in


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
    reports = AnnualReport.objects.filter(campaign_id=campaign_id, year=year).order_by()
    return Terms(
        asked=asked_in(year, kinds),
        # As a set it is read once, not looked up for every unit.
        done=Q(pk__in=reports.filter(submission__gt=0).values("unit_id")),
        last_day=granted_in(campaign_id, year, otherwise=Value(last_day, DateField())),
        state=Coalesce(Subquery(reports.filter(unit=OuterRef("pk")).values("state")), Value("")),
    )


_STATES = {"": "Chưa mở báo cáo"} | {str(state.value): str(state.label) for state in ReportState}
