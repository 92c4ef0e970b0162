"""A DATABASE_URL that names an administrator: keep that as the owner, and work through a plain role of our own."""

from __future__ import annotations

import contextlib
import os
import secrets
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg

from config.launch import roles, state


def with_role(address: str, role: str, password: str) -> str:
    """``address`` for another role."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role, safe='')}:{quote(password, safe='')}@{host}"))


def standard(address: str) -> str:
    """The address as libpq reads it (Django's spellings of the scheme and of a socket's path are its own)."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(scheme="postgresql"))


def adopt() -> None:
    """Give the application a role of its own where DATABASE_URL alone is given and its role may make one.

    Sets DATABASE_OWNER_URL and DATABASE_URL of this process; its children inherit them. Any other address is
    left as it is: one that is too powerful and cannot make roles is refused when Django connects.
    """
    owner_address = os.environ.get("DATABASE_URL")
    if not owner_address or os.environ.get("DATABASE_OWNER_URL"):
        return
    with psycopg.connect(standard(owner_address), autocommit=True, connect_timeout=10) as connection:
        row = connection.execute(roles.POWERS).fetchone()
        if not row or not (row[0] or row[2]):
            return
        name = f"{connection.info.dbname}_app"[:63]
        password = state.private_text("database-password", secrets.token_urlsafe(24))
        app_address = with_role(owner_address, name, password)
        if not _opens(app_address):
            roles.make_role(connection, name, password)
            roles.grant_defaults(connection, owner=unquote(connection.info.user), app=name)
    os.environ["DATABASE_OWNER_URL"], os.environ["DATABASE_URL"] = owner_address, app_address


def _opens(address: str) -> bool:
    with contextlib.suppress(psycopg.Error):
        psycopg.connect(standard(address), connect_timeout=10).close()
        return True
    return False
