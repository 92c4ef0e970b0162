"""Awards in the history of a unit and of those before it."""

from __future__ import annotations

from collections.abc import Iterable

from awards import permissions
from awards.selectors import register
from config.kernel.access import Actor
from config.kernel.web.addresses import tenant_path
from units.past import Deed


def of_units(ids: Iterable[int], actor: Actor) -> list[Deed]:
    """Of the units themselves; their people's awards stand in the register."""
    if not actor.can(permissions.REGISTER):
        return []
    filters = register.Filters(recipient="collective", unit_ids=tuple(ids))
    return [
        Deed("Khen thưởng", award.year, award.form_name, award.name, f"Quyết định {award.decision_number}",
             tenant_path("awards:award", award.uid))
        for award in register.awards(filters).order_by("-decided_on", "id")
    ]  # fmt: skip
