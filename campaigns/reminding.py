"""The registration that a plan asks for, as something to be reminded of."""

from __future__ import annotations

from campaigns.enums import Matter
from campaigns.models import Campaign
from campaigns.owing import Debt, Debtor, Owed
from campaigns.permissions import EDIT_REGISTRATIONS
from campaigns.selectors.registrations import expected_with_state, milestone
from config.kernel.web.addresses import tenant_path


def owed(campaign: Campaign) -> list[Owed]:
    """Nothing where the plan names no day for registering."""
    due = milestone(campaign)
    last_day = due.last_day() if due else None
    if last_day is None:
        return []
    units = expected_with_state(campaign)
    return [
        Owed(
            matter=Matter.REGISTRATION,
            year=last_day.year,
            title="Đăng ký thi đua và gửi kế hoạch phát động",
            place=tenant_path("campaigns:registration_list"),
            people=(EDIT_REGISTRATIONS,),
            expected=len(units),
            debts=tuple(Debt(Debtor._make(unit), last_day) for *unit, sent in units if not sent),
        )
    ]
