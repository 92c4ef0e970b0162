"""Rows in bulk past the walls: COPY into a temporary table, then one INSERT … SELECT or UPDATE … FROM.

COPY FROM is refused on a table under row-level security; the temporary table has none, and what goes from it
into the real one passes the policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from psycopg import sql

from config.kernel.errors import Conflict

CHANGED_MEANWHILE = "Dữ liệu đã đổi trong lúc ghi. Chưa ghi gì; hãy xem trước lại."


def stage(name: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
    """A temporary table of this transaction with `rows`; `columns` are (name, SQL type)."""
    with connection.cursor() as cursor:
        cursor.execute(_create(name, columns))
        with cursor.copy(_copy(name, columns)) as copy:
            for row in rows:
                copy.write_row(row)


def stage_text(name: str, columns: Sequence[tuple[str, str]], content: bytes) -> None:
    """The same from content that is in COPY's text format already."""
    with connection.cursor() as cursor:
        cursor.execute(_create(name, columns))
        with cursor.copy(_copy(name, columns)) as copy:
            copy.write(content)


def dump(query: str, params: dict[str, Any]) -> bytes:
    """What `query` yields, in COPY's text format."""
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY ({}) TO STDOUT").format(sql.SQL(query)), params) as c:
        return b"".join(bytes(part) for part in c)


def escape(text: str) -> str:
    """A value inside COPY's text format."""
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text


def reserve(instances: Sequence[Model]) -> None:
    """Give new instances their primary keys, so that they can name each other before they are written."""
    if not instances:
        return
    table = type(instances[0])._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, len(instances)]
        )
        for instance, (pk,) in zip(instances, cursor.fetchall(), strict=True):
            instance.pk = pk


def insert(instances: Sequence[Model]) -> None:
    """Insert model instances (their `save` is not called); gives primary keys to those that have none."""
    if not instances:
        return
    model = type(instances[0])
    table = model._meta.db_table
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    if instances[0].pk is None:
        reserve(instances)
    columns = [("id", "bigint"), *((str(f.column), type_of(f)) for f in fields)]
    stage("sheet_insert", columns, ([o.pk, *(_value(f, o, add=True) for f in fields)] for o in instances))
    names = sql.SQL(", ").join(sql.Identifier(name) for name, _ in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("INSERT INTO {table} ({names}) SELECT {names} FROM sheet_insert ORDER BY id").format(
                table=sql.Identifier(table), names=names
            )
        )
        cursor.execute("DROP TABLE sheet_insert")


def update(instances: Sequence[Model], names: Sequence[str]) -> None:
    """Write the attributes `names` of instances that are there; `Conflict` when one is gone."""
    if not instances:
        return
    model = type(instances[0])
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    columns = [("id", "bigint"), *((str(f.column), type_of(f)) for f in fields)]
    stage("sheet_update", columns, ([o.pk, *(_value(f, o, add=False) for f in fields)] for o in instances))
    sets = sql.SQL(", ").join(sql.SQL("{c} = s.{c}").format(c=sql.Identifier(str(f.column))) for f in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("UPDATE {table} t SET {sets} FROM sheet_update s WHERE t.id = s.id").format(
                table=sql.Identifier(model._meta.db_table), sets=sets
            )
        )
        written = cursor.rowcount
        cursor.execute("DROP TABLE sheet_update")
    if written != len(instances):
        raise Conflict(CHANGED_MEANWHILE, code="stale")


def _create(name: str, columns: Sequence[tuple[str, str]]) -> sql.Composed:
    parts = sql.SQL(", ").join(sql.Identifier(c) + sql.SQL(" ") + sql.SQL(kind) for c, kind in columns)
    return sql.SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(sql.Identifier(name), parts)


def _copy(name: str, columns: Sequence[tuple[str, str]]) -> sql.Composed:
    names = sql.SQL(", ").join(sql.Identifier(c) for c, _ in columns)
    return sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(name), names)


def type_of(field: Field[Any, Any]) -> str:
    """The SQL type of a model's column."""
    kind = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    return str(kind).split(" CHECK", 1)[0]


def _value(field: Field[Any, Any], instance: Model, *, add: bool) -> Any:
    return field.get_db_prep_save(field.pre_save(instance, add), connection)
