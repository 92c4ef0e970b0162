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
    """What a tenant's walled tables hold, read past the walls: any write shows in the count or in the sum of the
    writing transactions of the rows that are left."""

    def __init__(self, superuser: psycopg.Connection[Any]) -> None:
        self.superuser = superuser
        self.ids = dict(Tenant.objects.values_list("slug", "pk"))
        self.known: dict[str, dict[str, tuple[int, int]]] = {}
        one = sql.SQL(
            "SELECT {name}, count(*), coalesce(sum(xmin::text::bigint), 0)::bigint "
            "FROM {table} WHERE tenant_id = %(tenant)s"
        )
        tables = sorted(m._meta.db_table for m in apps.get_models() if is_walled(m))
        self.statement = sql.SQL(" UNION ALL ").join(
            one.format(name=sql.Literal(table), table=sql.Identifier(table)) for table in tables
        )

    def read(self, slug: str) -> dict[str, tuple[int, int]]:
        rows = self.superuser.execute(self.statement, {"tenant": self.ids[slug]}).fetchall()
        return {name: (count, writers) for name, count, writers in rows}

    def look(self) -> None:
        """Remember both provinces, unless nothing happened since the last look."""
        self.known = self.known or {slug: self.read(slug) for slug in (VICTIM, OTHER)}

    def changed(self) -> set[str]:
        """Tables that differ from the last look, as "tenant.table"."""
        now = {slug: self.read(slug) for slug in (VICTIM, OTHER)}
        before, self.known = self.known, now
        return {f"{slug}.{table}" for slug in now for table in now[slug] if now[slug][table] != before[slug][table]}

    def forget(self) -> None:
        """Something was allowed to write."""
        self.known = {}


@pytest.fixture(scope="module")
def contents(
    world: dict[str, things.Things], postgres_server: database.Postgres, database_name: str
) -> Iterator[Contents]:
    with postgres_server.connect(database=database_name) as superuser:
        yield Contents(superuser)
