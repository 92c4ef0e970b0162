"""What the application's database role may not do, and that a stronger one is refused."""

import psycopg
import pytest
from django.db import connections

from config.launch import guard, roles
from config.launch.adopt import with_role
from tests import database

FORBIDDEN = {
    "change a table": "alter table units_tenant add column x int",
    "make a table": "create table x (i int)",
    "make a schema": "create schema x",
    "empty a table": "truncate units_tenant",
    "drop a table": "drop table units_tenant",
    "switch walls off": "alter table units_unit disable row level security",
    "drop a wall": "drop policy tenant_wall on units_unit",
    "step round triggers": "set session_replication_role = replica",
    "become the owner": "set role thidua_owner",
    "make a role": "create role x",
    "read files": "select pg_read_file('PG_VERSION')",
    "run programs": "copy (select 1) to program 'true'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN)
def test_application_may_not(statement, app_connection):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_connection.execute(statement)


@pytest.mark.django_db
def test_application_owns_nothing_and_may_stage_rows(app_connection):
    owned = app_connection.execute("select count(*) from pg_class where relowner = current_user::regrole").fetchone()
    assert owned == (0,)
    app_connection.execute("create temporary table staged (i int)")


@pytest.mark.parametrize("role", ["postgres", roles.OWNER])
def test_stronger_role_is_refused(role, postgres_server, database_name, django_db_setup):
    with database.connect(postgres_server, role, database_name) as connection:
        row = connection.execute(roles.POWERS).fetchone()
    with pytest.raises(roles.RoleTooPowerful, match=role):
        roles.refuse_powers(row, role)


@pytest.mark.django_db
def test_plain_role_passes(app_connection):
    roles.refuse_powers(app_connection.execute(roles.POWERS).fetchone(), roles.APP)


def test_django_itself_does_not_connect_as_the_owner(postgres_server, database_name, django_db_blocker):
    with django_db_blocker.unblock():
        stranger = connections.create_connection("default")
        stranger.settings_dict = {
            **stranger.settings_dict, "NAME": database_name, "USER": roles.OWNER,
            "HOST": str(postgres_server.socket_home), "ROLE": "app",
        }  # fmt: skip
        with pytest.raises(roles.RoleTooPowerful):
            stranger.connect()
    assert roles.OWNER not in guard._seen


@pytest.mark.parametrize(
    "given,wanted",
    [
        ("postgres://root:a%40b@db:5432/x", "postgres://app:p%2Fw@db:5432/x"),
        ("postgres://root@%2Frun%2Fpg/x?sslmode=disable", "postgres://app:p%2Fw@%2Frun%2Fpg/x?sslmode=disable"),
    ],
)
def test_address_for_another_role(given, wanted):
    assert with_role(given, "app", "p/w") == wanted
