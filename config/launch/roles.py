"""The two database roles. The owner has the tables and migrates; the application's can bypass nothing."""

from __future__ import annotations

from typing import LiteralString

import psycopg
from psycopg import sql

OWNER = "thidua_owner"
APP = "thidua_app"

# One row: superuser, bypasses row security, may make roles, owns a table of the schema.
POWERS: LiteralString = """
select r.rolsuper, r.rolbypassrls, r.rolcreaterole,
       exists (select from pg_class c where c.relkind in ('r', 'p')
               and pg_has_role(r.oid, c.relowner, 'usage') and c.relnamespace = to_regnamespace('public'))
from pg_roles r where r.rolname = current_user
"""

Connection = psycopg.Connection[tuple[object, ...]]


class RoleTooPowerful(RuntimeError):
    """The application's connection could step round row-level security."""


def make_role(connection: Connection, name: str, password: str = "") -> None:
    """Create a plain role when missing, and set its password where one is given."""
    role = sql.Identifier(name)
    if connection.execute("select from pg_roles where rolname = %s", [name]).fetchone() is None:
        connection.execute(sql.SQL("create role {} login nosuperuser nobypassrls nocreatedb nocreaterole").format(role))
    if password:
        connection.execute(sql.SQL("alter role {} password {}").format(role, sql.Literal(password)))


def make_database(connection: Connection, database: str, *, owner: str = OWNER) -> None:
    if connection.execute("select from pg_database where datname = %s", [database]).fetchone() is None:
        connection.execute(
            sql.SQL("create database {} owner {}").format(sql.Identifier(database), sql.Identifier(owner))
        )


def grant_defaults(connection: Connection, *, owner: str = OWNER, app: str = APP) -> None:
    """Let ``app`` read and write rows of what ``owner`` will create, and no more (no DDL, no TRUNCATE)."""
    names = {"owner": sql.Identifier(owner), "app": sql.Identifier(app)}
    row = connection.execute("select current_database()").fetchone()
    names["database"] = sql.Identifier(str(row[0]) if row else "")
    future = "alter default privileges for role {owner} in schema public grant "
    for statement in (
        "revoke all on database {database} from public",
        "grant connect, temporary on database {database} to {app}",
        "revoke create on schema public from public",
        "grant usage on schema public to {app}",
        future + "select, insert, update, delete on tables to {app}",
        future + "usage, select on sequences to {app}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def refuse_powers(row: tuple[object, ...] | None, role: str) -> None:
    """Raise when ``row`` (of POWERS) shows a role that row-level security would not bind."""
    superuser, bypasses, makes_roles, owns = row or (True, True, True, True)
    reasons = [
        text
        for holds, text in (
            (superuser, "is a superuser"),
            (bypasses, "has BYPASSRLS"),
            (makes_roles, "may create roles"),
            (owns, "owns tables (or may act as their owner)"),
        )
        if holds
    ]
    if reasons:
        raise RoleTooPowerful(
            f"The application must not connect as {role}: that role {' and '.join(reasons)}, so row-level "
            f"security would not hold. Connect as a plain role, and name the owner in DATABASE_OWNER_URL."
        )
