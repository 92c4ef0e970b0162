"""Who stands in for whom today, and what passes."""

from __future__ import annotations

import datetime as dt

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from config.kernel.access import Actor, Grant, Principal
from units.enums import UNIT_ROLES
from units.models import Membership, Role, Substitution

# The steps of a dossier's chain: what passes to a substitute. Administration, drafting and counting do not.
STEPS = frozenset({
    "dossiers.confirm", "dossiers.receive", "dossiers.appraise", "dossiers.present", "dossiers.consult",
    "decisions.sign",
})  # fmt: skip
LENT = STEPS | {"dossiers.view", "rounds.view", "reports.view"}


def may_lend(membership: Membership) -> bool:
    """Whether the role has a step to lend."""
    return bool(STEPS & set(membership.role.verbs))


def in_reach(principal: Membership, substitute: Membership) -> bool:
    """A unit's head is stood in for by somebody of that unit; an officer of the tenant's bodies by such an officer."""
    if principal.role.code in UNIT_ROLES:
        return substitute.unit_id == principal.unit_id
    return substitute.role.code not in UNIT_ROLES


def open_substitutions() -> QuerySet[Substitution]:
    return Substitution.objects.filter(revoked_at__isnull=True).select_related(
        "principal__role", "principal__unit", "principal__person", "principal__user", "substitute__person",
        "substitute__user", "substitute__role", "substitute__unit",
    )  # fmt: skip


def lent_to(user_id: int, today: dt.date) -> list[Grant]:
    """Grants that others lend this account today. One query."""
    found = open_substitutions().filter(
        substitute__user_id=user_id, substitute__is_active=True, principal__is_active=True,
        principal__user__is_active=True, starts_on__lte=today, ends_on__gte=today,
    )  # fmt: skip
    grants = []
    for one in found.order_by("id"):
        principal = one.principal
        unit = principal.unit
        places = [place for place in (unit, one.substitute.unit) if place is not None]
        if any(not place.is_valid_on(today) for place in places):
            continue
        person = principal.person
        name = f"{person.honorific.lower()} {person.full_name}" if person is not None else str(principal.user)
        behalf = Principal(principal.user_id, name, principal.title or principal.role.name, one.paper)
        verbs = LENT & frozenset(principal.role.verbs)
        grants.append(Grant(principal.role.code, verbs, unit.path if unit is not None else None, behalf))
    return grants


def visible_substitutions(actor: Actor) -> QuerySet[Substitution]:
    """One's own, given and received; for whoever administers accounts everybody's."""
    # One join over all of it is planned badly where a tenant has just grown.
    people = Membership.objects.select_related("role", "unit", "person", "user")
    found = Substitution.objects.prefetch_related(Prefetch("principal", people), Prefetch("substitute", people))
    if actor.can("users.edit"):
        return found
    mine = actor.user_id or 0
    return found.filter(Q(principal__user_id=mine) | Q(substitute__user_id=mine))


def lendable(actor: Actor) -> list[Membership]:
    """Roles that this person may have somebody stand in for."""
    lending = [pk for pk, verbs in Role.objects.order_by().values_list("pk", "verbs") if STEPS & set(verbs)]
    held = Membership.objects.filter(is_active=True, role_id__in=lending)
    if not actor.can("users.edit"):
        held = held.filter(user_id=actor.user_id or 0)
    found = held.select_related("role", "unit", "person", "user")
    return list(found.order_by("role__order", "unit__sort_key", "id")[:2000])


def substitutes_for(principals: list[Membership]) -> list[Membership]:
    """Accounts that may stand in for one of these."""
    held = Membership.objects.filter(is_active=True, user__is_active=True).select_related(
        "role", "unit", "person", "user"
    )
    units = {m.unit_id for m in principals if m.role.code in UNIT_ROLES}
    whole = any(m.role.code not in UNIT_ROLES for m in principals)
    reach = Q(unit_id__in=[u for u in units if u is not None])
    if whole:
        reach |= Q(unit__isnull=True)
    people = {m.user_id for m in principals}
    if len(people) == 1:
        held = held.exclude(user_id__in=people)
    return list(held.filter(reach).order_by("role__order", "unit__sort_key", "id")[:2000])


def among(held: list[Membership], uid: object) -> Membership:
    """That one of them; whoever is not among them does not exist."""
    found = next((m for m in held if str(m.uid) == str(uid)), None)
    if found is None:
        raise Http404
    return found
