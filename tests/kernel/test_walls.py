"""The catalogue of the database, read as it is: every table of tenants has its wall."""

import re

import pytest
from django.apps import apps
from django.db import connection

from config.kernel.tenancy.postgres.schema import OWN_REFERENCES, is_walled

WALLED = sorted((m for m in apps.get_models() if is_walled(m)), key=lambda m: m._meta.db_table)
ASKED = r"\((\w+) IN \( SELECT (\w+)\.id\s+FROM \2\)\)"
pytestmark = pytest.mark.django_db


def rows(sql: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_every_table_with_a_tenant_column_is_known_as_walled():
    found = {
        name
        for (name,) in rows(
            "SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
            "WHERE a.attname = 'tenant_id' AND NOT a.attisdropped AND c.relkind = 'r' "
            "AND c.relnamespace = 'public'::regnamespace"
        )
    }
    assert found == {m._meta.db_table for m in WALLED}
    assert len(found) >= 20


@pytest.mark.parametrize("model", WALLED, ids=lambda m: m._meta.db_table)
def test_table_is_forced_under_one_plain_policy(model):
    table = model._meta.db_table
    assert rows("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", table) == [
        (True, True)
    ]
    [(command, roles, using, check)] = rows(
        "SELECT cmd, roles::text, qual, with_check FROM pg_policies WHERE tablename = %s AND permissive = 'PERMISSIVE'",
        table,
    )
    assert (command, roles) == ("ALL", "{public}")
    assert using == check
    assert re.sub(r"[()\s]|::text", "", using) == ("tenant_id=NULLIFcurrent_setting'app.tenant_id',true,''::bigint")


@pytest.mark.parametrize("model", WALLED, ids=lambda m: m._meta.db_table)
def test_keys_and_indexes_are_led_by_the_tenant(model):
    table = model._meta.db_table
    stray = rows(
        "SELECT i.indexrelid::regclass::text FROM pg_index i "
        "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] "
        "WHERE i.indrelid = %s::regclass AND NOT i.indisprimary AND a.attname <> 'tenant_id'",
        table,
    )
    assert stray == []


@pytest.mark.parametrize("model", WALLED, ids=lambda m: m._meta.db_table)
def test_no_row_can_point_into_another_tenant(model):
    walled = {m._meta.db_table for m in WALLED}
    keys = rows(
        "SELECT confrelid::regclass::text, array_agg(a.attname::text ORDER BY k.n) FROM pg_constraint c, "
        "unnest(c.conkey) WITH ORDINALITY AS k(attnum, n), pg_attribute a "
        "WHERE c.contype = 'f' AND c.conrelid = %s::regclass AND a.attrelid = c.conrelid AND a.attnum = k.attnum "
        "GROUP BY c.oid, confrelid",
        model._meta.db_table,
    )
    plain = [columns for target, columns in keys if target in walled and columns[0] != "tenant_id"]
    assert plain == []
    wanted = {
        f.column
        for f in model._meta.local_fields
        if f.is_relation and f.remote_field.model._meta.db_table in walled and f.name != "tenant"
    }
    kept = {columns[1] for target, columns in keys if target in walled}
    assert kept | (asked_at_once(model).keys() & wanted) == wanted


def asked_at_once(model) -> dict[str, str]:
    """Columns that a policy checks for a whole statement, and the tables whose `id` they hold."""
    found = rows(
        "SELECT with_check FROM pg_policies WHERE tablename = %s AND policyname = %s AND cmd = 'INSERT'"
        " AND permissive = 'RESTRICTIVE' AND roles = '{public}'",
        model._meta.db_table, OWN_REFERENCES,
    )  # fmt: skip
    return {column: table for (check,) in found for column, table in re.findall(ASKED, check)}


def test_snapshots_refer_to_runs_and_units_of_their_own_tenant():
    assert {m._meta.db_table: asked_at_once(m) for m in WALLED if asked_at_once(m)} == {
        "targets_scorelines": {"run_ref": "targets_scorerun", "unit_ref": "units_unit"},
        "targets_scoretotal": {"run_id": "targets_scorerun", "unit_id": "units_unit"},
    }


def test_the_application_role_is_bound_by_the_walls():
    assert rows(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ) == [(False, False, False, False)]
    assert rows("SELECT tablename FROM pg_tables WHERE tableowner = current_user") == []
    tables = [m._meta.db_table for m in WALLED]
    assert rows("SELECT t FROM unnest(%s::text[]) t WHERE has_table_privilege(t, 'TRUNCATE')", tables) == []
    assert rows("SELECT has_schema_privilege('public', 'CREATE')") == [(False,)]


def test_no_view_and_no_definer_function_leads_round_the_walls():
    assert rows("SELECT matviewname FROM pg_matviews WHERE schemaname = 'public'") == []
    assert (
        rows(
            "SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace "
            "AND NOT coalesce(reloptions::text LIKE '%%security_invoker=true%%', false)"
        )
        == []
    )
    assert rows("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace") == []
