"""Until when a desk has a dossier: working days, counted from the day after it came.

No plan names these days and the law names only some, so they are a setting of the tenant: `dossier_days` maps a
state to a number of working days. The defaults leave the whole appraisal inside the 25 working days that provinces
publish for this procedure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from campaigns.workdays import day_off
from config.kernel import clock
from config.kernel.tenancy import current_tenant
from dossiers.enums import DossierState

S = DossierState
DEFAULT_DAYS: Mapping[str, int] = {
    S.RETURNED: 10,
    S.UNIT_CONFIRMED: 2,
    S.SUBMITTED: 5,
    S.RECEIVED: 10,
    S.APPRAISED_ICT: 7,
    S.APPRAISED_TDKT: 3,
    S.PRESENTED: 5,
}


def workdays_after(day: dt.date, count: int) -> dt.date:
    """The `count`-th day after `day` on which offices are open."""
    while count:
        day += dt.timedelta(days=1)
        count -= not day_off(day)
    return day


def due_on_entering(state: str) -> dt.date | None:
    """The last day for whoever has a dossier that comes into `state` today; None where nothing is waited for."""
    days = {**DEFAULT_DAYS, **current_tenant().settings.get("dossier_days", {})}
    return workdays_after(clock.today(), days[state]) if state in days else None
