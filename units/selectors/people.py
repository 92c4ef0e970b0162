"""Reading accounts, roles, people and the audit trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from config.kernel.access import Actor
from config.kernel.face import acts
from config.kernel.models import AuditEntry
from config.kernel.prepared import listed, prepared
from config.kernel.text import search_key
from units.models import Membership, Notice, Person, Role, SavedSearch, Tenant, Unit
from units.roles import VERB_LABELS
from units.selectors.tree import within


@dataclass(frozen=True)
class UserCriteria:
    """`state` "" is open accounts, "closed", "all"."""

    text: str = ""
    role: str = ""
    state: str = ""


@dataclass(frozen=True)
class AuditCriteria:
    text: str = ""
    verb: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def active_tenants() -> QuerySet[Tenant]:
    return Tenant.objects.filter(is_active=True)


@prepared()
def roles() -> QuerySet[Role]:
    return Role.objects.order_by("order", "id")


def verb_labels(role: Role) -> list[str]:
    return [VERB_LABELS.get(verb, verb) for verb in role.verbs]


def with_verb_labels(memberships: Iterable[Membership]) -> list[dict[str, Any]]:
    return [{"membership": held, "verbs": verb_labels(held.role)} for held in memberships]


def role_table() -> dict[str, Any]:
    """Roles as columns, verbs as rows with a yes or no per role."""
    columns = roles()
    verbs = [*VERB_LABELS, *sorted({v for role in columns for v in role.verbs} - set(VERB_LABELS))]
    return {
        "roles": columns,
        "rows": [
            {"verb": verb, "label": VERB_LABELS.get(verb, verb), "held": [verb in r.verbs for r in columns]}
            for verb in verbs
        ],
    }


def all_memberships() -> QuerySet[Membership]:
    return Membership.objects.select_related("user", "role", "unit", "person__unit")


@listed(object, kept=True)
def filtered_memberships(criteria: UserCriteria) -> QuerySet[Membership]:
    held = all_memberships().order_by("role__order", "unit__depth", "unit__sort_key", "user__username")
    if criteria.state != "all":
        held = held.filter(is_active=criteria.state != "closed")
    if criteria.role:
        held = held.filter(role__code=criteria.role)
    if criteria.text.strip():
        key = search_key(criteria.text)
        held = held.filter(
            Q(person__search_key__contains=key)
            | Q(unit__search_key__contains=key)
            | Q(user__username__contains=criteria.text.strip().lower())
        )
    return held


def people_at(unit: Unit) -> QuerySet[Person]:
    """Who works at the unit now, for choosing among them."""
    return Person.objects.filter(unit=unit, is_active=True)


def people_of(unit: Unit, *, left: bool = False) -> list[Person]:
    """Who works at a unit, leaders first; `left`: who no longer does, after them."""
    everyone = _people_of(unit.pk)
    return everyone if left else [person for person in everyone if person.is_active]


@prepared(int)
def _people_of(unit_id: int) -> QuerySet[Person]:
    return Person.objects.filter(unit_id=unit_id).order_by("-is_active", "-is_leader", "sort_key", "id")


def people_for(actor: Actor, verb: str, text: str = "") -> QuerySet[Person]:
    """People of the units over which `actor` may do `verb`, with their unit."""
    found = Person.objects.filter(within(actor.paths(verb), prefix="unit__")).select_related("unit")
    if text.strip():
        found = found.filter(search_key__contains=search_key(text))
    return found.order_by("unit__depth", "unit__sort_key", "sort_key", "id")


@dataclass(frozen=True)
class AuditRow:
    """An audit entry in words."""

    entry: AuditEntry
    label: str
    before: str
    after: str


def audit_rows(entries: Iterable[AuditEntry]) -> list[AuditRow]:
    return [
        AuditRow(
            entry,
            acts.label(entry.verb),
            acts.state(entry.verb, entry.state_from),
            acts.state(entry.verb, entry.state_to),
        )
        for entry in entries
    ]


def audit_verbs() -> list[tuple[str, str]]:
    """(verb, label) of every act recorded in this tenant."""
    return [(verb, acts.label(verb)) for (verb,) in _verbs_seen()]


@prepared()
def _verbs_seen() -> QuerySet[AuditEntry, tuple[str]]:
    return AuditEntry.objects.order_by("verb").values_list("verb").distinct()


@listed(object)
def filtered_audit(criteria: AuditCriteria) -> QuerySet[AuditEntry]:
    """Entries, latest first."""
    entries = AuditEntry.objects.order_by("-sequence")
    if criteria.verb:
        entries = entries.filter(verb=criteria.verb)
    if criteria.text.strip():
        text = criteria.text.strip()
        entries = entries.filter(Q(actor_name__icontains=text) | Q(object_label__icontains=text))
    zone = timezone.get_current_timezone()
    if criteria.since:
        entries = entries.filter(at__gte=dt.datetime.combine(criteria.since, dt.time.min, zone))
    if criteria.until:
        entries = entries.filter(at__lt=dt.datetime.combine(criteria.until + dt.timedelta(days=1), dt.time.min, zone))
    return entries


def user_ids_with(verb: str, unit: Unit | None = None) -> list[int]:
    """Open accounts that hold `verb`; with `unit`, as people of exactly that unit."""
    held = Membership.objects.filter(is_active=True, user__is_active=True, role__verbs__contains=[verb])
    if unit is not None:
        held = held.filter(unit=unit)
    return list(held.order_by("user_id").values_list("user_id", flat=True).distinct())


def notices(actor: Actor) -> QuerySet[Notice]:
    """What this person was told, newest first."""
    return Notice.objects.filter(user_id=actor.user_id or 0)


def unread_notices(actor: Actor) -> QuerySet[Notice]:
    return notices(actor).filter(read_at__isnull=True)


def saved_searches(actor: Actor) -> list[SavedSearch]:
    """The searches that this person keeps, by name."""
    return list(SavedSearch.objects.filter(user_id=actor.user_id or 0))
