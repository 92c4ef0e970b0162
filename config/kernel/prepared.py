"""Questions that many requests ask: put into SQL by the ORM once in a process, afterwards only sent.

    @prepared(int)
    def _held(user_id: int) -> QuerySet: return Membership.objects.filter(user_id=user_id)

`_held(7)` is the list of rows, as the queryset gives them: instances, with those of `select_related`, or tuples of
`values_list`. The kinds int, str, UUID and date are values, for which the function must ask the same whatever they
are; list is one of ids, for the lookup `pk__among=ids` (as `in`, in one parameter). What decides the question itself
(an order, a filter) has the kind `object`; the SQL is kept for each such argument, the last ones asked. The kind
`Actor` is both: what somebody may do decides, who it is and in which subtrees (`path__begins`) are values.
`by_key=True`: the question finds a few rows by keys, in a tenant of any size, so that one plan serves for
all of them and the server keeps it as well. Tenant models stay behind `tenant_scope`: outside of one it raises
`NoTenant`. The function may ask nothing of the tenant, such as today's date: give it as a value.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache, wraps
from types import NoneType
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.models import CharField, Count, Field, ForeignKey, JSONField, Lookup, Model, QuerySet, Value
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, get_related_populators
from django_scopes import scope

from config.kernel.tenancy.postgres.base import fetched, planned_cursor
from config.kernel.tenancy.scope import current_tenant_id

KEPT = 256
# Stand for the values while the SQL is made; nothing that a question holds by itself looks like them. They fit into the
# smallest column: of one that is too large the ORM knows without asking that nothing equals it.
_FIRST = 32_501
_TENANT = 2**40 + 7399
_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: int,
    str: str,
    uuid.UUID: lambda number: uuid.UUID(int=number),
    dt.date: lambda number: dt.date(9900, 1, 1) + dt.timedelta(days=number - _FIRST),
    list: lambda number: [number],
}
# From here on those of an actor.
_OF_ACTOR = _FIRST + 16
_CASTS = {int: "%s::bigint", str: "%s::text", uuid.UUID: "%s::uuid", dt.date: "%s::date", list: "%s::bigint[]"}


@Field.register_lookup
@ForeignKey.register_lookup
class Among(Lookup):
    """One of a list of ids."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [list(value)]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, params = self.process_lhs(compiler, connection)
        right, ids = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*params, *ids]


@CharField.register_lookup
class Begins(Lookup):
    """As `startswith`, with the text sent as it is."""

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, params = self.process_lhs(compiler, connection)
        right, text = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", [*params, *text]


class _Question:
    def __init__(
        self,
        ask: Callable[..., QuerySet[Any]],
        given: tuple[Any, ...],
        stand_ins: list[Any],
        *,
        needed: int,
        by_key: bool = False,
    ) -> None:
        """`needed`: how many of the stand-ins, the first ones, have to be sent; an actor's need not."""
        # Of this tenant nothing but its key is known: whatever asks for more would query, which is refused.
        nobody = apps.get_model("units", "Tenant").from_db(DEFAULT_DB_ALIAS, ["id"], [_TENANT])
        with scope(tenant=nobody), connection.execute_wrapper(_refused):
            found = ask(*given)
            compiler = found.query.get_compiler(DEFAULT_DB_ALIAS)
            try:
                sql, params = compiler.as_sql()
            except EmptyResultSet:
                self.sql = ""
                return
        if found._prefetch_related_lookups:  # type: ignore[attr-defined]  # noqa: SLF001
            raise TypeError("A prepared question prefetches nothing.")
        # What is the same every time stands in the statement itself, the rest is sent.
        sent = [p for p in params if p in stand_ins or p == _TENANT]
        if any(stand_in not in sent for stand_in in stand_ins[:needed]) or _made_of(stand_ins, params, sent):
            raise TypeError(f"{ask.__qualname__} does not send every value as it is: give it the kind object.")
        self.sent = [None if p == _TENANT else stand_ins.index(p) for p in sent]
        self.sql, self.by_key = _with_constants(sql, params, sent), by_key
        select = compiler.select
        self.converters = list(compiler.get_converters([one[0] for one in select]).items())
        # Whole numbers come as such from the database, but for the sum of many.
        self.whole = [at for at, (asked, _) in self.converters if _makes_whole(select[at], asked)]
        self.plain_json = [at for at, (asked, _) in self.converters if _is_plain_json(select[at], asked)]
        self.converters = [one for one in self.converters if one[0] not in (*self.whole, *self.plain_json)]
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
        params = [current_tenant_id() if which is None else values[which] for which in self.sent]
        rows: Any = fetched(self.sql, params, planned=self.by_key)
        if self.converters or self.plain_json:
            rows = [self._converted(list(row)) for row in rows]
        for at in self.whole:
            if not {type(row[at]) for row in rows} <= _WHOLE:
                rows = [(*row[:at], None if row[at] is None else int(row[at]), *row[at + 1 :]) for row in rows]
        if self.model is None:
            return [tuple(row) for row in rows]
        return [self._instance(row) for row in rows]

    def _converted(self, row: list[Any]) -> list[Any]:
        for at in self.plain_json:
            text = row[at]
            if text is not None:
                # Most are empty; each row has an object of its own all the same.
                row[at] = {} if text == "{}" else [] if text == "[]" else json.loads(text)
        for at, (converters, expression) in self.converters:
            for convert in converters:
                row[at] = convert(row[at], expression, connection)
        return row

    def _instance(self, row: Any) -> Any:
        made = _loaded(self.model, self.names, row[self.own])
        for populator in self.related:
            _relate(populator, row, made)
        for name, at in self.annotations.items():
            setattr(made, name, row[at])
        return made


_WHOLE = {int, NoneType}


def _makes_whole(selected: Any, asked: list[Any]) -> bool:
    """Whether that is all that the converters of a selected expression do."""
    kind = getattr(selected[0], "_output_field_or_none", None)
    own = getattr(selected[0], "convert_value", None)
    return asked == [own] and kind is not None and kind.get_internal_type().endswith("IntegerField")


def _is_plain_json(selected: Any, asked: list[Any]) -> bool:
    """Whether it is a column of JSON that nothing but JSON's own decoder reads."""
    field = getattr(selected[0], "target", None)
    return isinstance(field, JSONField) and field.decoder is None and asked == [field.from_db_value]


def _loaded(model: Any, names: list[str], values: Any) -> Any:
    """As `Model.from_db`, which sets field by field and tells listeners; there are none."""
    made, state = model.__new__(model), ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    made.__dict__.update(zip(names, values, strict=True), _state=state)
    return made


def _relate(populator: Any, row: Any, made: Any) -> None:
    """As `RelatedPopulator.populate`, with `_loaded`."""
    reorder = populator.reorder_for_init
    values = reorder(row) if reorder else row[populator.cols_start : populator.cols_end]
    found = None
    if values[populator.pk_idx] is not None:
        found = _loaded(populator.model_cls, populator.init_list, values)
        for further in populator.related_populators:
            _relate(further, row, found)
        populator.remote_setter(found, made)
    populator.local_setter(made, found)


def _with_constants(sql: str, params: Iterable[Any], sent: list[Any]) -> str:
    """The statement with those parameters written into it that are not `sent`."""
    every, compose = iter(params), connection.ops.compose_sql  # type: ignore[attr-defined]

    def written(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return "%%"
        param = next(every)
        if param in sent:
            return next(cast for kind, cast in _CASTS.items() if isinstance(param, kind))
        return str(compose("%s", [param])).replace("%", "%%")

    return re.sub("%%|%s", written, sql)


def _made_of(stand_ins: list[Any], params: Iterable[Any], sent: list[Any]) -> bool:
    """Whether a constant of the statement was made of a path that only stands for another."""
    numbers = [path.strip("/") for path in stand_ins if isinstance(path, str) and path.startswith("/")]
    return any(number in repr(p) for number in numbers for p in params if p not in sent)


def _refused(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    raise TypeError("A prepared question asks the database nothing while it is made, nor the tenant for the day.")


def prepared(*kinds: type, by_key: bool = False) -> Callable[[Callable[..., QuerySet[Any]]], Callable[..., list[Any]]]:
    """Decorate a function that gives a queryset of arguments of these kinds."""

    def decorate(ask: Callable[..., QuerySet[Any]]) -> Callable[..., list[Any]]:
        values = [n for n, kind in enumerate(kinds) if kind in _STAND_INS]
        actors = [n for n, kind in enumerate(kinds) if hasattr(kind, "apart")]
        stand_ins = [_STAND_INS[kinds[n]](_FIRST + n) for n in values]

        @lru_cache(maxsize=KEPT)
        def question(*decisive: Any) -> _Question:
            rest, given = iter(decisive), dict(zip(values, stand_ins, strict=True))
            whole = tuple(given[n] if n in given else next(rest) for n in range(len(kinds)))
            theirs = [value for n in actors for value in whole[n].apart(_OF_ACTOR)[1]]
            return _Question(ask, whole, [*stand_ins, *theirs], needed=len(stand_ins), by_key=by_key)

        @wraps(ask)
        def rows(*args: Any) -> list[Any]:
            sent, given = [args[n] for n in values], list(args)
            for n in actors:
                given[n], theirs = args[n].apart(_OF_ACTOR)
                sent += theirs
            return question(*(arg for n, arg in enumerate(given) if n not in values)).rows(sent)

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


def listed(*kinds: type, kept: bool = False) -> Callable[[Callable[..., QuerySet[Any]]], Callable[..., Any]]:
    """As `prepared`, for a list that is shown by pages: the function gives a `Listed`.

    `kept`: the server keeps the plan of the first page, which most people look at. That pays where the rows come in the
    order of a key and much stands beside them, so that planning takes longer than finding them; measure it.
    """

    def decorate(ask: Callable[..., QuerySet[Any]]) -> Callable[..., Any]:
        def every(*args: Any) -> QuerySet[Any, Any]:
            found = ask(*args).order_by().select_related(None).values_list(Value(1))
            return found.annotate(number=Count("*")).values_list("number")  # type: ignore[no-any-return]

        def part(*args: Any) -> QuerySet[Any]:
            found = ask(*args[:-2])
            if not found.query.select_related:
                return found[args[-2] : args[-1]]
            # The rows are found by narrow tuples; what stands beside them is fetched for the shown ones alone. As an
            # array they are found once, however the rest is planned.
            shown = found.select_related(None).values("pk")[args[-2] : args[-1]]
            return found.filter(pk__among=ArraySubquery(shown))

        count, slices = prepared(*kinds)(every), prepared(*kinds, object, object)(part)
        first = prepared(*kinds, object, object, by_key=True)(part) if kept else slices

        def shown(*args: Any) -> list[Any]:
            return (slices if args[-2] else first)(*args)

        @wraps(ask)
        def found(*args: Any) -> Listed:
            return Listed(count, shown, args)

        return found

    return decorate


def write(row: Model, *names: str) -> None:
    """Save these fields of a row of the tenant at hand, as `save(update_fields=names)` does; the server keeps the plan.

    For what is written again and again. No signals, no `auto_now`. Raises `DatabaseError` where the row is gone.
    """
    sql, fields = _update(type(row), names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with planned_cursor() as cursor:
        cursor.execute(sql, [*values, current_tenant_id(), row.pk])
        if not cursor.rowcount:
            raise DatabaseError(f"{row._meta.label} {row.pk} is gone.")


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    quoted = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    sets = ", ".join(f"{quoted(field.column)} = %s::{field.db_type(connection)}" for field in fields)
    where = "tenant_id = %s::bigint AND id = %s::bigint"
    return f"UPDATE {quoted(model._meta.db_table)} SET {sets} WHERE {where}", fields  # noqa: S608 -- its own names
