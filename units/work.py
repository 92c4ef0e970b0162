"""What stands beside everybody's work list."""

from __future__ import annotations

from config.kernel.access import Actor
from config.kernel.web.work import Panel, WorkItem
from units import selectors


def items(actor: Actor) -> list[WorkItem]:
    """Units and accounts make no work of their own."""
    return []


def panels(actor: Actor) -> list[Panel]:
    """What this person did last; for people of a unit also whom to ask at the standing agency."""
    found = []
    recent = selectors.recent_acts(actor)
    if recent:
        found.append(Panel("units/_panel_recent.html", {"entries": recent}, order=200))
    if actor.paths("reports.view") is not None:
        people = selectors.standing_officers()
        if people:
            found.append(Panel("units/_panel_contact.html", {"people": people}, order=210))
    return found
