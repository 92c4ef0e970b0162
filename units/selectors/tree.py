"""Reading the tree of units and its history. All of it inside a tenant's scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from config.kernel import clock
from config.kernel.access import Actor, at
from config.kernel.prepared import Listed, listed, prepared
from config.kernel.text import search_key
from units.enums import Level
from units.models import Unit, UnitSuccession


@dataclass(frozen=True)
class UnitCriteria:
    """What the register's filter asks for; empty means "any". `state` "" is valid today, "closed", "all"."""

    text: str = ""
    kind: str = ""
    level: str = ""
    under: str = ""
    state: str = ""


def root() -> Unit:
    """The tenant's own unit: the province or district at the top."""
    return Unit.objects.filter(parent__isnull=True, is_demo=False).order_by("depth", "id").first()  # type: ignore[return-value]


def subtree(unit: Unit, *, include_self: bool = True) -> QuerySet[Unit]:
    below = Unit.objects.filter(path__startswith=unit.path)
    return below if include_self else below.exclude(pk=unit.pk)


def children(unit: Unit) -> QuerySet[Unit]:
    return Unit.objects.filter(parent=unit)


@listed(int)
def listed_children(unit_id: int) -> QuerySet[Unit]:
    return Unit.objects.filter(parent_id=unit_id).order_by("sort_key", "id")


def ancestors(unit: Unit) -> list[Unit]:
    """From the root down to the parent; no query for a root."""
    ids = unit.ancestor_ids
    if not ids:
        return []
    found = Unit.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def there_on(day: dt.date) -> Q:
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return begun & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def valid_on(units: QuerySet[Unit], day: dt.date) -> QuerySet[Unit]:
    return units.filter(there_on(day))


def search(
    text: str = "",
    *,
    kinds: Iterable[str] = (),
    levels: Iterable[str] = (),
    under: Unit | None = None,
    on: dt.date | None = None,
    base: QuerySet[Unit] | None = None,
) -> QuerySet[Unit]:
    """Units whose names hold every word of `text`, in any spelling with or without marks.

    Own matches and matches of the parent's name both count; larger units come first, then the
    Vietnamese order.
    """
    units = Unit.objects.all() if base is None else base
    if kinds:
        units = units.filter(kind__in=list(kinds))
    if levels:
        units = units.filter(level__in=list(levels))
    if under is not None:
        units = units.filter(path__startswith=under.path)
    if on is not None:
        units = valid_on(units, on)
    key = search_key(text)
    if text.strip() and not key:
        return units.none()
    if key:
        units = units.filter(search_key__contains=key)
    return units.order_by("depth", "sort_key", "id")


def within(paths: Iterable[str] | None, *, prefix: str = "") -> Q:
    """The filter for subtrees at `paths` (None: everything); `prefix` names the relation: "unit__"."""
    if paths is None:
        return Q()
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{prefix}path__begins": path})
    return condition


def forerunners(paths: Iterable[str]) -> QuerySet[UnitSuccession, Any]:
    """Ids of the units that units in subtrees at `paths` came from directly, for a sub-query."""
    return UnitSuccession.objects.filter(within(paths, prefix="successor__")).order_by().values("predecessor_id")


def units_for(actor: Actor, verb: str) -> QuerySet[Unit]:
    """Units over which `actor` may do `verb`."""
    return Unit.objects.filter(within(actor.paths(verb)))


def visible_units(actor: Actor) -> QuerySet[Unit]:
    """The register of units is open to every member of the tenant."""
    return Unit.objects.all() if actor.is_member else Unit.objects.none()


unit_at = at(lambda actor: visible_units(actor).select_related("parent"))


def filtered_units(actor: Actor, criteria: UnitCriteria) -> QuerySet[Unit]:
    """The register as filtered, with each unit's parent."""
    under = Unit.objects.filter(uid=criteria.under).first() if criteria.under else None
    return _filtered(actor, criteria, under, clock.today())


def listed_units(actor: Actor, criteria: UnitCriteria) -> QuerySet[Unit] | Listed:
    """`filtered_units` for a list that is shown by pages."""
    return filtered_units(actor, criteria) if criteria.under else _listed_units(actor, criteria, clock.today())


@listed(object, object, dt.date)
def _listed_units(actor: Actor, criteria: UnitCriteria, today: dt.date) -> QuerySet[Unit]:
    return _filtered(actor, criteria, None, today)


def _filtered(actor: Actor, criteria: UnitCriteria, under: Unit | None, today: dt.date) -> QuerySet[Unit]:
    base = visible_units(actor).select_related("parent")
    if criteria.state == "closed":
        base = base.filter(valid_to__lt=today)
    return search(
        criteria.text,
        kinds=[criteria.kind] if criteria.kind else (),
        levels=[criteria.level] if criteria.level else (),
        under=under,
        on=None if criteria.state else today,
        base=base,
    )


@prepared()
def districts() -> QuerySet[Unit]:
    """What the register can be narrowed to: the units right below the root that have units of their own."""
    return Unit.objects.filter(level=Level.DISTRICT, is_demo=False).order_by("sort_key", "id")


def unit_choices() -> list[tuple[str, str]]:
    """(code, display name) of every valid unit, for a list to pick from while typing."""
    found = valid_on(Unit.objects.all(), clock.today()).order_by("depth", "sort_key", "id")
    return [(code, short or name) for code, short, name in found.values_list("code", "short_name", "name")]


def unit_typed(typed: str) -> Unit | str:
    """The unit that `typed` names by code, by "code · name" or by a name that only one unit bears;
    otherwise the sentence that says what is wrong."""
    code = typed.split("·", 1)[0].strip()
    unit = Unit.objects.filter(code=code).first()
    if unit is not None:
        return unit
    found = list(search(typed)[:3])
    if len(found) == 1:
        return found[0]
    exact = [u for u in found if search_key(typed) in (search_key(u.name), search_key(u.short_name))]
    if len(exact) == 1:
        return exact[0]
    if not found:
        return f"Không có đơn vị nào khớp “{typed}”. Thử gõ ít chữ hơn hoặc gõ mã đơn vị."
    names = ", ".join(f"{u.display_name} ({u.code})" for u in found)
    return f"Nhiều đơn vị khớp “{typed}”: {names}. Hãy gõ mã đơn vị."


def _walk(unit: Unit, *, forward: bool, known: Iterable[UnitSuccession] | None = None) -> list[UnitSuccession]:
    """Every edge reachable from `unit`, nearest first; a cycle (A splits and merges back) ends the walk.

    `known`: all edges that touch `unit`, where they were read already.
    """
    near, far = ("predecessor", "successor") if forward else ("successor", "predecessor")
    seen, edges, frontier = {unit.pk}, [], [unit.pk]
    while frontier:
        if known is not None:
            layer, known = [edge for edge in known if getattr(edge, f"{near}_id") == unit.pk], None
        else:
            layer = list(_edges().filter(**{f"{near}_id__in": frontier}))
        edges += layer
        frontier = []
        for edge in layer:
            other = getattr(edge, f"{far}_id")
            if other is not None and other not in seen:
                seen.add(other)
                frontier.append(other)
    return edges


def _edges() -> QuerySet[UnitSuccession]:
    return UnitSuccession.objects.select_related("predecessor", "successor")


def before_and_after(unit: Unit) -> tuple[list[UnitSuccession], list[UnitSuccession]]:
    """`predecessors` and `successors`; one query for a unit that has neither."""
    known = _touching(unit.pk)
    return _walk(unit, forward=False, known=known), _walk(unit, forward=True, known=known)


@prepared(int, by_key=True)
def _touching(unit_id: int) -> QuerySet[UnitSuccession]:
    return _edges().filter(Q(predecessor_id=unit_id) | Q(successor_id=unit_id))


def predecessors(unit: Unit) -> list[UnitSuccession]:
    """Edges that lead to `unit`, with the units before it, nearest first."""
    return _walk(unit, forward=False)


def successors(unit: Unit) -> list[UnitSuccession]:
    """Edges that lead from `unit`, with the units after it, nearest first."""
    return _walk(unit, forward=True)


def family(unit: Unit) -> list[int]:
    """Ids of `unit` and all its predecessors: whose awards and reports are its history."""
    return [unit.pk, *dict.fromkeys(edge.predecessor_id for edge in predecessors(unit))]


def function_holder(unit: Unit, on: dt.date) -> Unit:
    """The unit that holds `unit`'s function on a day: itself, or the main successor along the chain."""
    holder, seen = unit, {unit.pk}
    while True:
        edge = (
            UnitSuccession.objects.filter(
                predecessor=holder, effective_on__lte=on, is_main=True, successor__isnull=False
            )
            .select_related("successor")
            .order_by("effective_on", "id")
            .first()
        )
        if edge is None or edge.successor is None or edge.successor_id in seen:
            return holder
        holder = edge.successor
        seen.add(holder.pk)


def own_unit(actor: Actor) -> Unit:
    """The unit that this person acts for as its own; 404 for whoever acts for none."""
    unit = Unit.objects.filter(pk=actor.unit_id).first() if actor.unit_id else None
    if unit is None:
        raise Http404
    return unit
