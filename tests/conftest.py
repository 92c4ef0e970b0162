"""The test run's surroundings: its own state directory, database server and settings.

Tests connect as the application's role, as the application does. Fixtures: `db` (rolled back), `committed_db`
or the marker `real_transactions` (commits; the database is then made anew), `owner_connection` and
`app_connection` (psycopg).
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests import database

# Set before Django reads its settings; workers of the run inherit it.
RUN = database.run_directory()
for name in (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "HTTPS",
    "DEBUG",
    "MEDIA_ROOT",
    "STATIC_ROOT",
):
    os.environ.pop(name, None)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "THIDUA_STATE": str(RUN / "state"),
    "THIDUA_ROLE": "app",
    "DEMO": "1",
    "SECRET_KEY": "tests",
    "LOG_LEVEL": "WARNING",
}

IN_THE_DATABASE = {"db", "transactional_db", "live_server"}
MAKE_THE_DATABASE = {*IN_THE_DATABASE, "postgres_server", "django_db_setup"}

import django  # noqa: E402

django.setup()

from config import celery_app  # noqa: E402
from config.demo import papers  # noqa: E402
from tests.cast import can_tho, cast, kien_giang  # noqa: E402, F401
from tests.world import WITH_REPORTS  # noqa: E402


def pytest_configure(config: pytest.Config) -> None:
    """Settings that hold for tests only: no broker, no Redis, static files without a manifest, cheap passwords."""
    from django.conf import settings

    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    # Tests put rows where nobody recorded anything.
    settings.NAV_NUMBERS_SECONDS = 0
    # Celery has read its settings by now.
    celery_app.conf.broker_url = "memory://"
    settings.MEDIA_ROOT = RUN / f"files-{worker_name(config)}"
    settings.ALLOWED_HOSTS = ["*"]
    for slug in WITH_REPORTS:
        papers.place(settings.MEDIA_ROOT, slug)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        database.end(RUN)


def pytest_sessionstart(session: pytest.Session) -> None:
    """While the processes of the run do what needs no database, theirs is being made."""
    # Thousands of tests look through what was imported once for garbage: a tenth of the whole run.
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    if session.config.getoption("numprocesses", None):
        threading.Thread(target=database.server, daemon=True).start()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("real_transactions") or "committed_db" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(transaction=True))
    items.sort(key=lambda item: (_needs_database(item), not _long_and_apart(item)))


def _long_and_apart(item: pytest.Item) -> bool:
    """Such tests go first, lest one process is left alone with one at the end: nobody shares their database."""
    shared = bool(item.get_closest_marker("django_db")) or not IN_THE_DATABASE.isdisjoint(_fixtures(item))
    return bool(item.get_closest_marker("slow")) and not shared


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def _needs_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or not MAKE_THE_DATABASE.isdisjoint(_fixtures(item))


def worker_name(config: pytest.Config) -> str:
    return getattr(config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def database_name(request: pytest.FixtureRequest) -> str:
    return f"test_{worker_name(request.config)}"


@pytest.fixture(scope="session")
def postgres_server() -> database.Postgres:
    """The run's server."""
    return database.server()


@pytest.fixture(scope="session")
def django_db_setup(postgres_server: database.Postgres, database_name: str, django_db_blocker: Any) -> Iterator[None]:
    """In place of pytest-django's: this process's database is a copy of the template."""
    from django.db import connection
    from django.test import TransactionTestCase

    database.recreate(postgres_server, database_name)
    connection.settings_dict |= {
        "HOST": str(postgres_server.socket_home), "PORT": "5432", "NAME": database_name,
        "USER": database.roles.APP, "PASSWORD": "",
    }  # fmt: skip

    def renew(_: TransactionTestCase) -> None:
        """In place of the flush that follows a test with real transactions: the role has no TRUNCATE."""
        connection.close()
        database.recreate(postgres_server, database_name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", renew)
        yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture
def committed_db(transactional_db: None) -> None:
    """A database in which commits are real; afterwards it is made anew from the template."""


@pytest.fixture
def owner_connection(
    django_db_setup: None, postgres_server: database.Postgres, database_name: str
) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A psycopg connection as the owner of the tables, for what only the owner may look at or do."""
    with database.connect(postgres_server, database.roles.OWNER, database_name) as connection:
        yield connection


@pytest.fixture
def app_connection(
    django_db_setup: None, postgres_server: database.Postgres, database_name: str
) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A second, raw connection as the application's role."""
    with database.connect(postgres_server, database.roles.APP, database_name) as connection:
        yield connection
