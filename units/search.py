"""Units and people in the search."""

from __future__ import annotations

from django.urls import reverse

from config.kernel.access import Actor
from config.kernel.search import Hit, holding
from units import selectors
from units.models import Person, SavedSearch
from units.selectors.people import saved_searches
from units.selectors.tree import within


def kept(actor: Actor) -> list[SavedSearch]:
    """This person's saved searches."""
    return saved_searches(actor)


def find(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Units are open to every member; people to those who work with their unit's reports."""
    units = selectors.visible_units(actor).filter(holding(text, "search_key")).select_related("parent")
    hits = [
        Hit("Đơn vị", unit.display_name, reverse("units:unit_detail", args=[unit.uid]),
            unit.parent.display_name if unit.parent else "")
        for unit in units.order_by("depth", "sort_key", "id")[:limit]
    ]  # fmt: skip
    people = Person.objects.filter(
        within(actor.paths("reports.view"), prefix="unit__"), holding(text, "search_key"),
        is_active=True, unit__isnull=False,
    ).select_related("unit")  # fmt: skip
    for person in people.order_by("sort_key", "id")[:limit]:
        unit = person.unit
        if unit is not None:
            where = ", ".join(part for part in (person.position, unit.display_name) if part)
            hits.append(Hit("Người", person.full_name, reverse("units:unit_detail", args=[unit.uid]), where))
    return hits
