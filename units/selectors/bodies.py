"""What the tenant's bodies were called before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from units.models import Tenant
from units.models.tenant import Body

# In the order in which pages tell of them.
BODY_ROLES = {
    "authority": "Cơ quan quyết định", "standing": "Cơ quan thường trực", "board": "Cơ quan thi đua, khen thưởng",
    "council": "Hội đồng", "intake": "Nơi nhận hồ sơ",
}  # fmt: skip


@dataclass(frozen=True)
class Earlier:
    """The bodies under the names that they bore from one day (None: from the beginning) to another."""

    since: dt.date | None
    until: dt.date
    ended_by: str
    bodies: list[Body]
    place: str


def earlier_names(tenant: Tenant) -> list[Earlier]:
    """Latest first."""
    found, since = [], None
    for change in tenant.name_changes:
        began = dt.date.fromisoformat(change["valid_from"])
        before = change["before"]
        bodies = [Body(**before["bodies"][role]) for role in BODY_ROLES if role in before["bodies"]]
        found.append(Earlier(since, began - dt.timedelta(days=1), change["legal_basis"], bodies, before["place"]))
        since = began
    return found[::-1]
