"""Remembers what the database was last prepared from, so that a second start need not look again."""

from __future__ import annotations

import hashlib
import os

from config.launch import services, state

FOLDERS = ("config", "units", "campaigns", "targets", "awards", "dossiers", "static", "templates")


def fingerprint() -> str:
    """Of every file that tables, loaded data and static files depend on, and of the demo's password."""
    digest = hashlib.sha256(f"{os.environ.get('DEMO')} {os.environ.get('DEBUG')}".encode())
    digest.update(state.demo_password().encode())
    for folder in FOLDERS:
        for path in sorted((state.CHECKOUT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                about = path.stat()
                digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether nothing changed since; never said of a database that others may change too."""
    mark = state.directory() / "prepared"
    return services.database_is_embedded() and mark.exists() and mark.read_text() == fingerprint()


def remember() -> None:
    (state.directory() / "prepared").write_text(fingerprint())
