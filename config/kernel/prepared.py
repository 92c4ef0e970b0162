"""Questions that nearly every request asks: put into SQL by the ORM once in a process, afterwards only sent.

    @prepared(int)
    def _held(user_id: int) -> QuerySet: return Membership.objects.filter(user_id=user_id)

`_held(7)` is the list of rows, as the queryset gives them: instances, or tuples of `values_list`. The function must
ask the same whatever the values are. Tenant models stay behind `tenant_scope`: outside of one it raises `NoTenant`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django_scopes import scope

from config.kernel.tenancy.scope import current_tenant_id

# Stand for the values while the SQL is made; nothing that a question holds by itself looks like them.
_NUMBERS = tuple(range(2**40 + 7301, 2**40 + 7309))
_TENANT = 2**40 + 7399


class _Question:
    def __init__(self, ask: Callable[..., QuerySet[Any]], kinds: tuple[type, ...]) -> None:
        stand_ins = [kind(stand) for kind, stand in zip(kinds, _NUMBERS, strict=False)]
        with scope(tenant=apps.get_model("units", "Tenant")(pk=_TENANT)):
            found = ask(*stand_ins)
        self.compiler = found.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, params = self.compiler.as_sql()
        self.params = tuple(params)
        self.values = [(n, stand_ins.index(p)) for n, p in enumerate(self.params) if p in stand_ins]
        self.tenants = [n for n, p in enumerate(self.params) if p == _TENANT]
        columns = [one[0] for one in self.compiler.select]
        self.converters = self.compiler.get_converters(columns)
        self.model = found.model if issubclass(found._iterable_class, ModelIterable) else None  # noqa: SLF001
        self.names = [column.target.attname for column in columns] if self.model is not None else []

    def rows(self, values: tuple[Any, ...]) -> list[Any]:
        params = list(self.params)
        for place, which in self.values:
            params[place] = values[which]
        for place in self.tenants:
            params[place] = current_tenant_id()
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows: Any = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        if self.model is None:
            return [tuple(row) for row in rows]
        return [self.model.from_db(DEFAULT_DB_ALIAS, self.names, row) for row in rows]


def prepared(*kinds: type) -> Callable[[Callable[..., QuerySet[Any]]], Callable[..., list[Any]]]:
    """Decorate a function of values of these kinds (int, str) that gives a queryset without related instances."""

    def decorate(ask: Callable[..., QuerySet[Any]]) -> Callable[..., list[Any]]:
        kept: list[_Question] = []

        def rows(*values: Any) -> list[Any]:
            if not kept:
                kept.append(_Question(ask, kinds))
            return kept[0].rows(values)

        rows.__doc__ = ask.__doc__
        return rows

    return decorate
