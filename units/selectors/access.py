"""Who somebody is in a tenant."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, FilteredRelation, Q, QuerySet
from django_scopes import get_scope

from config.kernel import clock
from config.kernel.access import Actor, Grant
from config.kernel.prepared import prepared
from config.kernel.tenancy import current_tenant_id, tenant_scope
from units.enums import UNIT_ROLES
from units.models import Membership, Tenant, Unit, User
from units.roles import is_reading
from units.selectors.substitutions import lent_to


def memberships_of(user: User) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user, is_active=True).select_related("role", "unit", "person__unit")


def may_enter(user: User) -> bool:
    """False for a closed account, and for one of the demonstration, whose password many know, outside of it."""
    return user.is_active and (settings.DEMO or not user.is_demo)


def actor_for(user: User | AnonymousUser, tenant: Tenant) -> Actor | None:
    """The actor with every grant that `user` holds in `tenant`; None when not a member.

    Call inside the tenant's scope. One query, none right after `account`, and one more for whoever stands in for
    somebody. An account of a unit that is closed, or whose password somebody else chose, keeps only what reads. An
    account of the demonstration is nobody where there is none.
    """
    if not isinstance(user, User) or not may_enter(user):
        return None
    today = clock.today()
    grants = []
    brought: tuple[int, list[Any]] | None = getattr(user, "_brought", None)
    user._brought = None  # type: ignore[attr-defined]  # noqa: SLF001 -- later on it may hold something else
    rows = brought[1] if brought is not None and brought[0] == tenant.pk else _held(user.pk)
    held = [_Held(*row) for row in rows]
    for one in held:
        verbs = _verbs(tuple(one.verbs))
        if one.unit_id is None and one.role in UNIT_ROLES:
            continue
        if one.is_closed(today) or user.must_change_password:
            verbs = frozenset(verb for verb in verbs if is_reading(verb))
        grants.append(Grant(one.role, verbs, one.path))
    if not held:
        return None
    if user.stands_in_until is not None and user.stands_in_until >= today and not user.must_change_password:
        grants += lent_to(user.pk, today)
    first = held[0]
    return Actor(
        user_id=user.pk,
        name=first.person_name if first.person_name is not None else str(user),
        title=first.title or first.role_name,
        tenant_id=tenant.pk,
        grants=tuple(grants),
        unit_id=first.unit_id or first.person_unit_id,
        unit_name=first.shown_unit or tenant.body("authority").short,
    )


@lru_cache(maxsize=1000)
def _verbs(given: tuple[str, ...]) -> frozenset[str]:
    """One object for all who may do the same: what is kept by an actor is found by comparing them."""
    return frozenset(given)


class _Held(NamedTuple):
    """A membership with what an actor takes of its role, its unit and its person."""

    title: str
    role: str
    role_name: str
    verbs: list[str]
    unit_id: int | None
    path: str | None
    unit_short: str | None
    unit_name: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    person_name: str | None
    person_unit_id: int | None
    person_unit_short: str | None
    person_unit_name: str | None

    def is_closed(self, day: dt.date) -> bool:
        """Whether the unit is not there on `day`; a membership of the whole tenant has none."""
        return bool((self.valid_from and day < self.valid_from) or (self.valid_to and self.valid_to < day))

    @property
    def shown_unit(self) -> str:
        if self.unit_id is not None:
            return self.unit_short or self.unit_name or ""
        return self.person_unit_short or self.person_unit_name or ""


# Of a membership, in the order of `_Held`.
_TAKEN = (
    "title", "role__code", "role__name", "role__verbs", "unit_id", "unit__path", "unit__short_name", "unit__name",
    "unit__valid_from", "unit__valid_to", "person__full_name", "person__unit_id", "person__unit__short_name",
    "person__unit__name",
)  # fmt: skip


@prepared(int, by_key=True)
def _held(user_id: int) -> QuerySet[Membership, tuple[Any, ...]]:
    mine = Membership.objects.filter(user_id=user_id, is_active=True).order_by("role__order", "id")
    return mine.values_list(*_TAKEN)


def account(user_id: int) -> User | None:
    """An account; in a tenant's scope with what it holds there, for the `actor_for` that follows."""
    inside = get_scope().get("tenant")
    if inside is None:
        return next(iter(_accounts(user_id)), None)
    rows: list[Any] = _accounts_held(user_id)
    if not rows:
        return None
    user: User = rows[0]
    held = [tuple(getattr(row, f"held_{n}") for n, _ in enumerate(_TAKEN)) for row in rows if row.held_id is not None]
    user._brought = inside.pk, held  # type: ignore[attr-defined]  # noqa: SLF001
    return user


@prepared(int, by_key=True)
def _accounts(user_id: int) -> QuerySet[User]:
    return User.objects.filter(pk=user_id).order_by()


@prepared(int, by_key=True)
def _accounts_held(user_id: int) -> QuerySet[User]:
    """As often as it holds something, once where it holds nothing."""
    here = Q(memberships__tenant=current_tenant_id(), memberships__is_active=True)
    found = User.objects.filter(pk=user_id).annotate(held=FilteredRelation("memberships", condition=here))
    taken = {f"held_{n}": F(f"held__{name}") for n, name in enumerate(_TAKEN)}
    return found.annotate(held_id=F("held__id"), **taken).order_by("held__role__order", "held__id")


def held_at(unit: Unit, verb: str) -> bool:
    """Whether somebody holds `verb` for exactly this unit, not only for one above it."""
    return Membership.objects.filter(unit=unit, is_active=True, role__verbs__contains=[verb]).exists()


def must_change_password(actor: Actor) -> bool:
    if actor.user_id is None:
        return False
    return User.objects.filter(pk=actor.user_id, must_change_password=True).exists()


def tenants_of(user: User) -> list[Tenant]:
    """Active tenants in which `user` has a part; asks each tenant within its own scope."""
    found = []
    for tenant in Tenant.objects.filter(is_active=True):
        with tenant_scope(tenant):
            if memberships_of(user).exists():
                found.append(tenant)
    return found
