"""A server that may be killed, and the processes of one test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import database
from tests.jobs.stack import NAME, Stack


@pytest.fixture
def own_server(django_db_setup: None, django_db_blocker: Any) -> Iterator[database.Postgres]:
    """A server of this test alone, which may be killed; Django's connection leads there meanwhile."""
    server = database.own_server(NAME)
    before = dict(connection.settings_dict)
    try:
        server.start()
        database.recreate(server, NAME)
        connection.close()
        connection.settings_dict |= {"HOST": str(server.socket_home), "NAME": NAME}
        with django_db_blocker.unblock():
            yield server
            connection.close()
    finally:
        connection.settings_dict |= before
        server.stop(immediately=True)


@pytest.fixture
def own_stack(own_server: database.Postgres, tmp_path: Path) -> Iterator[Stack]:
    made = Stack(own_server, NAME, tmp_path)
    try:
        yield made
    finally:
        made.close()
