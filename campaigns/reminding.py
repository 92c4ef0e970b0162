"""The registration that a plan asks for, as something to be reminded of."""

from __future__ import annotations

from campaigns.enums import Matter
from campaigns.models import Campaign
from campaigns.owing import Debt, Owed, Register
from campaigns.permissions import EDIT_REGISTRATIONS
from campaigns.selectors.registrations import expected_kinds, milestone
from config.kernel import clock
from config.kernel.web.addresses import tenant_path


def owed(campaign: Campaign, register: Register) -> list[Owed]:
    """Nothing where the plan names no day for registering."""
    due = milestone(campaign)
    last_day = due.last_day() if due else None
    if last_day is None:
        return []
    units = sorted(register.there_on(clock.today(), set(expected_kinds(campaign))), key=lambda unit: unit.level)
    return [
        Owed(
            matter=Matter.REGISTRATION,
            year=last_day.year,
            title="Đăng ký thi đua và gửi kế hoạch phát động",
            place=tenant_path("campaigns:registration_list"),
            people=(EDIT_REGISTRATIONS,),
            expected=len(units),
            debts=tuple(Debt(unit, last_day) for unit in units if not unit.registered),
        )
    ]
