"""What the tenant's bodies were called before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from units.models import Tenant
from units.models.tenant import Body

# The order in which pages tell of them.
ROLES = ("authority", "standing", "board", "council", "intake")


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
        bodies = [Body(**before["bodies"][role]) for role in ROLES if role in before["bodies"]]
        found.append(Earlier(since, began - dt.timedelta(days=1), change["legal_basis"], bodies, before["place"]))
        since = began
    return found[::-1]
