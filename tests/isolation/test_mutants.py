"""The raw SQL check would notice: with any one policy taken away it no longer holds."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from psycopg import sql

from config.kernel.tenancy import tenant_scope
from config.kernel.tenancy.postgres.schema import is_walled
from tests import database
from tests.isolation import things
from tests.isolation.conftest import OTHER, VICTIM
from units.models import Tenant

TABLES = sorted(m._meta.db_table for m in apps.get_models() if is_walled(m))
POLICY = "tenant_wall_of_the_test"
WRITTEN_ONCE = {"targets_scorelines", "targets_scoretotal"}


def leaks(app: psycopg.Connection[tuple[object, ...]], table: str, own: int, foreign: int) -> list[str]:
    """What the application's role can see or write across the wall of one table; nothing is kept."""
    found = []
    name = sql.Identifier(table)
    with app.transaction(force_rollback=True), app.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(name))
        if cursor.fetchone() != (0,):
            found.append("seen without a tenant")
        cursor.execute("SELECT set_config('app.tenant_id', %s, true)", [str(own)])
        cursor.execute(sql.SQL("SELECT count(*) FROM {} WHERE tenant_id = %s").format(name), [foreign])
        if cursor.fetchone() != (0,):
            found.append("foreign rows seen")
    return found


@pytest.fixture
def ids(committed_db: None) -> dict[str, int]:
    """Both provinces hold something of everything that addresses name."""
    for slug in (VICTIM, OTHER):
        with tenant_scope(Tenant.objects.get(slug=slug)):
            things.build()
    return dict(Tenant.objects.values_list("slug", "pk"))


@pytest.fixture
def superuser(
    postgres_server: database.Postgres, database_name: str
) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with postgres_server.connect(database=database_name) as connection:
        yield connection


def test_taking_away_any_one_policy_is_noticed(
    ids: dict[str, int],
    app_connection: psycopg.Connection[tuple[object, ...]],
    owner_connection: psycopg.Connection[tuple[object, ...]],
    superuser: psycopg.Connection[tuple[object, ...]],
) -> None:
    empty, unnoticed = [], []
    for table in TABLES:
        name = sql.Identifier(table)
        assert leaks(app_connection, table, ids[OTHER], ids[VICTIM]) == [], table
        row = superuser.execute(
            sql.SQL("SELECT count(*) FROM {} WHERE tenant_id = %s").format(name), [ids[VICTIM]]
        ).fetchone()
        if row == (0,):
            empty.append(table)
            continue
        owner_connection.execute(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(name))
        owner_connection.commit()
        if leaks(app_connection, table, ids[OTHER], ids[VICTIM]) != ["seen without a tenant", "foreign rows seen"]:
            unnoticed.append(table)
        owner_connection.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(name))
        owner_connection.commit()
    assert unnoticed == []
    assert empty == [], "what nobody has filled proves nothing: give the table a row in things.py"


@pytest.mark.parametrize("broken", ["USING (true)", "USING (tenant_id IS NOT NULL) WITH CHECK (true)"])
def test_a_second_wider_policy_is_noticed(
    broken: str,
    ids: dict[str, int],
    app_connection: psycopg.Connection[tuple[object, ...]],
    owner_connection: psycopg.Connection[tuple[object, ...]],
) -> None:
    """Policies are joined by OR: one that is too wide opens the wall beside the right one."""
    for table in ("targets_annualreport", "kernel_storedfile", "dossiers_document"):
        owner_connection.execute(
            sql.SQL("CREATE POLICY {} ON {} " + broken).format(sql.Identifier(POLICY), sql.Identifier(table))
        )
        owner_connection.commit()
        assert leaks(app_connection, table, ids[OTHER], ids[VICTIM]) != [], table
        owner_connection.execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(POLICY), sql.Identifier(table)))
        owner_connection.commit()


def test_rows_cannot_be_written_across_the_wall_of_any_table(
    ids: dict[str, int], app_connection: psycopg.Connection[tuple[object, ...]]
) -> None:
    """UPDATE and DELETE reach no foreign row; moving an own row over the wall is refused, or finds none to move."""
    for table in TABLES:
        name = sql.Identifier(table)
        for statement in (
            "UPDATE {} SET tenant_id = tenant_id WHERE tenant_id = %s",
            "DELETE FROM {} WHERE tenant_id = %s",
        ):
            with app_connection.transaction(force_rollback=True), app_connection.cursor() as cursor:
                cursor.execute("SELECT set_config('app.tenant_id', %s, true)", [str(ids[OTHER])])
                try:
                    with app_connection.transaction():
                        cursor.execute(sql.SQL(statement).format(name), [ids[VICTIM]])
                        assert cursor.rowcount == 0, (table, statement)
                except psycopg.errors.InsufficientPrivilege:
                    assert table == "kernel_auditentry", table
        with app_connection.transaction(force_rollback=True), app_connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.tenant_id', %s, true)", [str(ids[OTHER])])
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(name))
            if cursor.fetchone() == (0,):
                continue
            move = sql.SQL("UPDATE {} SET tenant_id = %s").format(name)
            if table in WRITTEN_ONCE:
                assert cursor.execute(move, [ids[VICTIM]]).rowcount == 0
                continue
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ForeignKeyViolation)):
                cursor.execute(move, [ids[VICTIM]])
