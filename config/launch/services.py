"""PostgreSQL and Redis for this checkout: embedded, or wherever DATABASE_URL and REDIS_URL point.

Whoever uses the embedded servers holds a shared lock; the last one out stops them. The kernel drops the
lock of a killed process, so nothing has to be cleaned up by hand.
"""

from __future__ import annotations

import atexit
import fcntl
import os
from functools import cache
from pathlib import Path
from typing import IO, Any

import dj_database_url

from config.launch import roles, state
from config.launch.adopt import adopt
from config.launch.postgres import Postgres
from config.launch.redis import Redis

DATABASE = "thidua"
ENGINE = "config.kernel.tenancy.postgres"
_held: list[IO[str]] = []


@cache
def embedded_postgres() -> Postgres:
    return Postgres(state.directory() / "pg")


@cache
def embedded_redis() -> Redis:
    return Redis(state.directory() / "redis")


def database_is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def redis_is_embedded() -> bool:
    return not os.environ.get("REDIS_URL")


def acting_role() -> str:
    """``owner`` in the commands that change tables, else ``app``."""
    return "owner" if os.environ.get("THIDUA_ROLE") == "owner" else "app"


def database_settings() -> dict[str, Any]:
    """Django's DATABASES["default"] for the acting role. Starts nothing."""
    owner = acting_role() == "owner"
    if database_is_embedded():
        server = embedded_postgres()
        found: dict[str, Any] = {
            "NAME": DATABASE, "USER": roles.OWNER if owner else roles.APP, "PASSWORD": "",
            "HOST": str(server.socket_home), "PORT": "5432", "OPTIONS": {},
        }  # fmt: skip
    else:
        address = os.environ["DATABASE_URL"]
        if owner:
            address = os.environ.get("DATABASE_OWNER_URL") or address
        found = dict(dj_database_url.parse(address))
        found.setdefault("OPTIONS", {})
    return {**found, "ENGINE": ENGINE, "ROLE": acting_role()}


def broker_url() -> str:
    """Celery's broker."""
    if redis_is_embedded():
        return f"redis+socket://{embedded_redis().socket}?virtual_host=0"
    return os.environ["REDIS_URL"].replace("unix://", "redis+socket://")


def cache_url() -> str:
    """Django's cache."""
    return f"unix://{embedded_redis().socket}?db=1" if redis_is_embedded() else os.environ["REDIS_URL"]


def up() -> None:
    """Bring up what is embedded and keep it up for as long as this process lives."""
    if not database_is_embedded():
        adopt()
    if _held or not (database_is_embedded() or redis_is_embedded()):
        return
    users: IO[str] = (state.directory() / "users.lock").open("a")
    fcntl.flock(users, fcntl.LOCK_SH)
    _held.append(users)
    atexit.register(_leave, os.getpid())
    if database_is_embedded():
        server = embedded_postgres()
        server.start()
        mark = server.home / "prepared"
        if not mark.exists():
            server.prepare(DATABASE)
            mark.touch()
    if redis_is_embedded():
        embedded_redis().start()


def _leave(pid: int) -> None:
    if os.getpid() != pid or not _held:  # a forked child is not the one that came in
        return
    users = _held.pop()
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    stop()
    users.close()


def stop() -> None:
    """Stop the embedded servers of this checkout, whoever uses them."""
    if redis_is_embedded():
        embedded_redis().stop()
    if database_is_embedded():
        embedded_postgres().stop()


def homes() -> list[Path]:
    """Every directory that holds state of this checkout (the cluster may lie outside for root)."""
    cluster = embedded_postgres()
    return list(dict.fromkeys([state.directory(), cluster.home, cluster.socket_home]))
