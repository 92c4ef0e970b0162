"""Who somebody is in a tenant."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from config.kernel import clock
from config.kernel.access import Actor, Grant
from config.kernel.tenancy import tenant_scope
from units.enums import UNIT_ROLES
from units.models import Membership, Tenant, Unit, User
from units.roles import is_reading


def memberships_of(user: User) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user, is_active=True).select_related("role", "unit", "person__unit")


def may_enter(user: User) -> bool:
    """False for a closed account, and for one of the demonstration, whose password many know, outside of it."""
    return user.is_active and (settings.DEMO or not user.is_demo)


def actor_for(user: User | AnonymousUser, tenant: Tenant) -> Actor | None:
    """The actor with every grant that `user` holds in `tenant`; None when not a member.

    Call inside the tenant's scope. One query. An account of a unit that is closed, or whose password somebody
    else chose, keeps only what reads. An account of the demonstration is nobody where there is none.
    """
    if not isinstance(user, User) or not may_enter(user):
        return None
    today = clock.today()
    grants = []
    held = list(memberships_of(user).filter(tenant=tenant).order_by("role__order", "id"))
    for membership in held:
        verbs = frozenset(membership.role.verbs)
        unit = membership.unit
        if unit is None and membership.role.code in UNIT_ROLES:
            continue
        closed = unit is not None and not unit.is_valid_on(today)
        if closed or user.must_change_password:
            verbs = frozenset(verb for verb in verbs if is_reading(verb))
        grants.append(Grant(membership.role.code, verbs, unit.path if unit is not None else None))
    if not held:
        return None
    first = held[0]
    person = first.person
    unit = first.unit or (person.unit if person is not None else None)
    return Actor(
        user_id=user.pk,
        name=person.full_name if person is not None else str(user),
        title=first.title or first.role.name,
        tenant_id=tenant.pk,
        grants=tuple(grants),
        unit_id=unit.pk if unit is not None else None,
        unit_name=unit.display_name if unit is not None else tenant.body("authority").short,
    )


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
