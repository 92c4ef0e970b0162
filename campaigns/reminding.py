"""The registration that a plan asks for, as something to be reminded of."""

from __future__ import annotations

import datetime as dt

from django.db.models import DateField, F, Q, Value

from campaigns.enums import Matter
from campaigns.models import Campaign
from campaigns.owing import Owed, Rule, Terms
from campaigns.permissions import EDIT_REGISTRATIONS
from campaigns.selectors.registrations import expected_kinds, milestone, sent_to
from config.kernel.web.addresses import tenant_path
from units.selectors.tree import there_on


def owed(campaign: Campaign) -> list[Owed]:
    """Nothing where the plan names no day for registering."""
    due = milestone(campaign)
    last_day = due.last_day() if due else None
    if last_day is None:
        return []
    return [
        Owed(
            campaign_id=campaign.pk,
            matter=Matter.REGISTRATION,
            year=last_day.year,
            title="Đăng ký thi đua và gửi kế hoạch phát động",
            place=tenant_path("campaigns:registration_list"),
            people=(EDIT_REGISTRATIONS,),
            rule=Rule(_terms, (expected_kinds(campaign), last_day)),
        )
    ]


def _terms(campaign_id: int, today: dt.date, kinds: tuple[str, ...], last_day: dt.date) -> Terms:
    return Terms(
        asked=Q(kind__in=kinds) & there_on(today),
        # As a set it is read once, not looked up for every unit.
        done=Q(pk__in=sent_to(campaign_id).values("unit_id")),
        last_day=Value(last_day, DateField()),
        group=F("level"),
    )
