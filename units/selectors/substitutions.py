"""Who stands in for whom today, and what passes."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.http import Http404

from config.kernel.access import Actor, Grant, Principal
from config.kernel.prepared import Listed, listed, prepared
from units.enums import UNIT_ROLES
from units.models import Membership, Substitution

# The steps of a dossier's chain: what passes to a substitute. Administration, drafting and counting do not.
STEPS = frozenset({
    "dossiers.confirm", "dossiers.receive", "dossiers.appraise", "dossiers.present", "dossiers.consult",
    "decisions.sign",
})  # fmt: skip
_LENDS = Q(role__verbs__has_any_keys=sorted(STEPS))
MOST = 2000
_NAMED = ("principal__role", "principal__person", "principal__user", "substitute__person", "substitute__user")
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
    return Substitution.objects.all() if actor.can("users.edit") else _of(actor.user_id or 0)


def listed_substitutions(actor: Actor) -> Listed:
    """The same, latest first, with the people whom a row names."""
    found: Listed = _listed() if actor.can("users.edit") else _listed_of(actor.user_id or 0)
    return found


@listed(kept=True)
def _listed() -> QuerySet[Substitution]:
    return Substitution.objects.select_related(*_NAMED)


@listed(int)
def _listed_of(user_id: int) -> QuerySet[Substitution]:
    return _of(user_id).select_related(*_NAMED)


def _of(user_id: int) -> QuerySet[Substitution]:
    return Substitution.objects.filter(Q(principal__user_id=user_id) | Q(substitute__user_id=user_id))


def lendable(actor: Actor) -> list[Membership]:
    """Roles that this person may have somebody stand in for."""
    return _lent_by_all() if actor.can("users.edit") else _lent_by(actor.user_id or 0)


@prepared(by_key=True)
def _lent_by_all() -> QuerySet[Membership]:
    return _held().filter(_LENDS)[:MOST]


@prepared(int, by_key=True)
def _lent_by(user_id: int) -> QuerySet[Membership]:
    return _held().filter(_LENDS, user_id=user_id)


def substitutes_for(principals: list[Membership]) -> list[Membership]:
    """Accounts that may stand in for one of these."""
    units = {m.unit_id for m in principals if m.role.code in UNIT_ROLES and m.unit_id is not None}
    whole = any(m.role.code not in UNIT_ROLES for m in principals)
    people = {m.user_id for m in principals}
    return _substitutes(sorted(units), next(iter(people)) if len(people) == 1 else 0, whole)


@prepared(list, int, object, by_key=True)
def _substitutes(units: list[int], but: int, whole: bool) -> QuerySet[Membership]:
    """Open accounts of those units, with `whole` of the tenant's bodies too, `but` one."""
    reach = Q(unit__among=units) | Q(unit__isnull=True) if whole else Q(unit__among=units)
    return _held().filter(reach, user__is_active=True).exclude(user_id=but)[:MOST]


def _held() -> QuerySet[Membership]:
    found = Membership.objects.filter(is_active=True).select_related("role", "unit", "person", "user")
    return found.order_by("role__order", "unit__sort_key", "id")


def among(held: list[Membership], uid: object) -> Membership:
    """That one of them; whoever is not among them does not exist."""
    found = next((m for m in held if str(m.uid) == str(uid)), None)
    if found is None:
        raise Http404
    return found
