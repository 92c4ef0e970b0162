"""Two populated provinces in a database with real commits, for a whole module of hostile requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.test import Client
from psycopg import sql

from config.kernel.tenancy import tenant_scope
from config.kernel.tenancy.postgres.schema import is_walled
from tests import database
from tests.isolation import things
from units.models import Tenant, User

VICTIM, OTHER = "kien-giang", "can-tho"


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, postgres_server: database.Postgres, database_name: str
) -> Iterator[dict[str, things.Things]]:
    """One of everything in both provinces, committed; the database is made anew afterwards."""
    from django.db import connection

    with django_db_blocker.unblock():
        built = {}
        for slug in (VICTIM, OTHER):
            with tenant_scope(Tenant.objects.get(slug=slug)):
                built[slug] = things.build()
        try:
            yield built
        finally:
            connection.close()
            database.recreate(postgres_server, database_name)


@pytest.fixture(scope="module")
def client_for(world: dict[str, things.Things]) -> Callable[..., Client]:
    """A signed-in browser by user name, kept; with `csrf` a fresh one that is asked for the token."""
    kept: dict[str, Client] = {}

    def give(username: str, *, csrf: bool = False) -> Client:
        if csrf or username not in kept:
            client = Client(enforce_csrf_checks=csrf, raise_request_exception=False)
            client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
            if csrf:
                return client
            kept[username] = client
        return kept[username]

    return give


@pytest.fixture(autouse=True)
def numbers_are_kept(settings: Any) -> None:
    """As in production, the navigation counts again only after something was recorded."""
    settings.NAV_NUMBERS_SECONDS = 60


class Contents:
    """What the walled tables hold of both tenants, read past the walls: any write shows in the count or in the sum of
    the writing transactions of the rows that are left."""

    def __init__(self, superuser: psycopg.Connection[Any]) -> None:
        self.superuser = superuser
        self.slugs = dict(Tenant.objects.filter(slug__in=(VICTIM, OTHER)).values_list("pk", "slug"))
        self.known: dict[str, tuple[int, int]] = {}
        self.next_writer = 0
        one = sql.SQL(
            "SELECT {name}, tenant_id, count(*), sum(xmin::text::bigint)::bigint "
            "FROM {table} WHERE tenant_id IN ({tenants}) GROUP BY tenant_id"
        )
        tables = sorted(m._meta.db_table for m in apps.get_models() if is_walled(m))
        tenants = sql.SQL(", ").join(map(sql.Literal, self.slugs))
        statement = sql.SQL(" UNION ALL ").join(
            one.format(name=sql.Literal(table), table=sql.Identifier(table), tenants=tenants) for table in tables
        )
        self.statement = statement.as_bytes(superuser)

    def read(self) -> dict[str, tuple[int, int]]:
        """Rows and their writers by "tenant.table"; a table without rows is not there."""
        self.next_writer = self._next_writer()
        rows = self.superuser.execute(self.statement, prepare=True).fetchall()
        return {f"{self.slugs[tenant]}.{table}": (count, writers) for table, tenant, count, writers in rows}

    def _next_writer(self) -> int:
        """As long as the server has not given this number away, no transaction that wrote has ended on it."""
        row = self.superuser.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint").fetchone()
        assert row is not None
        return int(row[0])

    def look(self) -> None:
        """Remember both provinces, unless nothing happened since the last look."""
        self.known = self.known or self.read()

    def changed(self) -> set[str]:
        """Tables that differ from the last look, as "tenant.table"."""
        if self.known and self._next_writer() == self.next_writer:
            return set()
        before, self.known = self.known, self.read()
        return {place for place, _ in before.items() ^ self.known.items()}

    def forget(self) -> None:
        """Something was allowed to write."""
        self.known = {}


@pytest.fixture(scope="module")
def contents(
    world: dict[str, things.Things], postgres_server: database.Postgres, database_name: str
) -> Iterator[Contents]:
    with postgres_server.connect(database=database_name) as superuser:
        yield Contents(superuser)
