"""Questions that many requests ask: put into SQL by the ORM once in a process, afterwards only sent.

    @prepared(int)
    def _held(user_id: int) -> QuerySet: return Membership.objects.filter(user_id=user_id)

`_held(7)` is the list of rows, as the queryset gives them: instances, with those of `select_related`, or tuples of
`values_list`. The kinds int, str, UUID and date are values, for which the function must ask the same whatever they
are. What decides the question itself (an order, a filter, the subtrees of an actor) has the kind `object`; the SQL is
kept for each such argument, the last ones asked. Tenant models stay behind `tenant_scope`: outside of one it raises
`NoTenant`. The function may ask nothing of the tenant, such as today's date: give it as a value.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Count, QuerySet, Value
from django.db.models.query import ModelIterable, get_related_populators
from django_scopes import scope

from config.kernel.tenancy.scope import current_tenant_id

KEPT = 64
# Stand for the values while the SQL is made; nothing that a question holds by itself looks like them.
_FIRST = 2**40 + 7301
_TENANT = 2**40 + 7399
_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: int,
    str: str,
    uuid.UUID: lambda number: uuid.UUID(int=number),
    dt.date: lambda number: dt.date(9900, 1, 1) + dt.timedelta(days=number - _FIRST),
}


class _Question:
    def __init__(self, ask: Callable[..., QuerySet[Any]], given: tuple[Any, ...], stand_ins: list[Any]) -> None:
        # Of this tenant nothing but its key is known: whatever asks for more would query, which is refused.
        nobody = apps.get_model("units", "Tenant").from_db(DEFAULT_DB_ALIAS, ["id"], [_TENANT])
        with scope(tenant=nobody), connection.execute_wrapper(_refused):
            found = ask(*given)
            compiler = found.query.get_compiler(DEFAULT_DB_ALIAS)
            try:
                self.sql, params = compiler.as_sql()
            except EmptyResultSet:
                self.sql = ""
                return
        if found._prefetch_related_lookups:  # type: ignore[attr-defined]  # noqa: SLF001
            raise TypeError("A prepared question prefetches nothing.")
        self.params = tuple(params)
        self.values = [(n, stand_ins.index(p)) for n, p in enumerate(self.params) if p in stand_ins]
        if {which for _, which in self.values} != set(range(len(stand_ins))):
            raise TypeError(f"{ask.__qualname__} does not send every value as it is: give it the kind object.")
        self.tenants = [n for n, p in enumerate(self.params) if p == _TENANT]
        select = compiler.select
        self.converters = list(compiler.get_converters([one[0] for one in select]).items())
        self.model: Any = None
        if issubclass(found._iterable_class, ModelIterable):  # noqa: SLF001
            made = compiler.klass_info
            fields = made["select_fields"]
            self.model, self.own = made["model"], slice(fields[0], fields[-1] + 1)
            self.names = [column[0].target.attname for column in select[self.own]]
            self.related = get_related_populators(made, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
            self.annotations = dict(compiler.annotation_col_map or {})

    def rows(self, values: list[Any]) -> list[Any]:
        if not self.sql:  # nothing can be found, so nothing is asked
            current_tenant_id()
            return []
        params = list(self.params)
        for place, which in self.values:
            params[place] = values[which]
        for place in self.tenants:
            params[place] = current_tenant_id()
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows: Any = cursor.fetchall()
        if self.converters:
            rows = [self._converted(list(row)) for row in rows]
        if self.model is None:
            return [tuple(row) for row in rows]
        return [self._instance(row) for row in rows]

    def _converted(self, row: list[Any]) -> list[Any]:
        for at, (converters, expression) in self.converters:
            for convert in converters:
                row[at] = convert(row[at], expression, connection)
        return row

    def _instance(self, row: Any) -> Any:
        made = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.own])
        for populator in self.related:
            populator.populate(row, made)
        for name, at in self.annotations.items():
            setattr(made, name, row[at])
        return made


def _refused(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    raise TypeError("A prepared question asks the database nothing while it is made, nor the tenant for the day.")


def prepared(*kinds: type) -> Callable[[Callable[..., QuerySet[Any]]], Callable[..., list[Any]]]:
    """Decorate a function that gives a queryset of arguments of these kinds."""

    def decorate(ask: Callable[..., QuerySet[Any]]) -> Callable[..., list[Any]]:
        values = [n for n, kind in enumerate(kinds) if kind is not object]
        stand_ins = [_STAND_INS[kinds[n]](_FIRST + n) for n in values]

        @lru_cache(maxsize=KEPT)
        def question(*decisive: Any) -> _Question:
            rest, given = iter(decisive), dict(zip(values, stand_ins, strict=True))
            return _Question(ask, tuple(given[n] if n in given else next(rest) for n in range(len(kinds))), stand_ins)

        @wraps(ask)
        def rows(*args: Any) -> list[Any]:
            decisive = [arg for arg, kind in zip(args, kinds, strict=True) if kind is object]
            return question(*decisive).rows([args[n] for n in values])

        return rows

    return decorate


class Listed:
    """What a paginator takes: counted and sliced by one query each, whose SQL is kept."""

    def __init__(self, count: Callable[..., list[Any]], part: Callable[..., list[Any]], args: tuple[Any, ...]) -> None:
        self._count, self._part, self.args = count, part, args

    def count(self) -> int:
        return next((number for (number,) in self._count(*self.args)), 0)

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[Any]:
        return iter(self[:])

    def __getitem__(self, wanted: slice) -> list[Any]:
        return self._part(*self.args, wanted.start or 0, wanted.stop)


def listed(*kinds: type) -> Callable[[Callable[..., QuerySet[Any]]], Callable[..., Any]]:
    """As `prepared`, for a list that is shown by pages: the function gives a `Listed`."""

    def decorate(ask: Callable[..., QuerySet[Any]]) -> Callable[..., Any]:
        def every(*args: Any) -> QuerySet[Any, Any]:
            found = ask(*args).order_by().select_related(None).values_list(Value(1))
            return found.annotate(number=Count("*")).values_list("number")  # type: ignore[no-any-return]

        def part(*args: Any) -> QuerySet[Any]:
            return ask(*args[:-2])[args[-2] : args[-1]]

        count, slices = prepared(*kinds)(every), prepared(*kinds, object, object)(part)

        @wraps(ask)
        def found(*args: Any) -> Listed:
            return Listed(count, slices, args)

        return found

    return decorate
