from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from django.apps import apps
from django.db import connection, transaction
from django.db.models import CharField, Func, Value
from django.db.models.functions import Cast
from django_scopes import ScopeError, get_scope, scope

if TYPE_CHECKING:
    from units.models import Tenant

Found = TypeVar("Found", bound="Tenant | None")
NoTenant = ScopeError
SETTING = "app.tenant_id"


def current_tenant() -> Tenant:
    """The tenant of the innermost scope. Raises `NoTenant` outside one."""
    tenant: Tenant | None = get_scope().get("tenant")
    if tenant is None:
        raise NoTenant("A tenant model was used outside tenant_scope().")
    return tenant


def current_tenant_id() -> int:
    """Default of every `tenant` column; raises `NoTenant` outside a scope."""
    return current_tenant().pk


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        # Local to the transaction: a session-level setting leaks through a transaction pooler.
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, value])


def putting_in_force() -> Func:
    """What a question for one tenant, asked in `found_scope`, has to ask besides."""
    return Func(Value(SETTING), Cast("pk", CharField()), Value(True), function="set_config", output_field=CharField())


@contextmanager
def tenant_scope(tenant: Tenant | int) -> Iterator[Tenant]:
    """Open a transaction in which only the rows of `tenant` (instance or id) exist.

    Nestable, also for another tenant; on leaving, the outer tenant is in force again. A setting made after
    a savepoint is undone by PostgreSQL when that savepoint is rolled back, and the end of a transaction undoes all,
    so only the successful way out into a transaction that goes on has to restore it.
    """
    if isinstance(tenant, int):
        tenant = apps.get_model("units", "Tenant").objects.get(pk=tenant)

    def enter() -> Tenant:
        _set(str(tenant.pk))
        return tenant

    with found_scope(enter) as inside:
        yield inside


@contextmanager
def found_scope(enter: Callable[[], Found]) -> Iterator[Found]:
    """As `tenant_scope`, of the tenant that `enter` finds and puts in force in one statement; without one there is
    only the transaction."""
    goes_on = connection.in_atomic_block
    outer = get_scope().get("tenant") if goes_on else None
    with transaction.atomic():
        tenant = enter()
        if tenant is None:
            yield tenant
            return
        with scope(tenant=tenant):
            yield tenant
        if goes_on and not connection.needs_rollback:
            _set(str(outer.pk) if outer is not None else "")
