"""One state directory per checkout: database, broker, stored files, logs, secrets."""

from __future__ import annotations

import hashlib
import os
import secrets
import string
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SOCKET_LIMIT = 100  # sun_path holds 107 bytes, and PostgreSQL adds a lock file's suffix


def key_of(path: Path) -> str:
    """A short name that no other path has."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:8]


def others_can_enter(path: Path) -> bool:
    """Whether an unprivileged user could reach ``path`` (or the nearest ancestor of it that exists)."""
    here = path
    while not here.exists():
        here = here.parent
    return all(step.stat().st_mode & 0o001 for step in [here, *here.parents])


def directory() -> Path:
    """The state directory, made when missing: THIDUA_STATE, else the user's own state directory.

    Root's home is closed to the user that runs PostgreSQL, so root's default is under /var/lib.
    """
    named = os.environ.get("THIDUA_STATE")
    if named:
        path = Path(named).expanduser().absolute()
    else:
        home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
        if os.geteuid() == 0 and not others_can_enter(home):
            home = Path("/var/lib")
        path = home / "thidua" / key_of(CHECKOUT)
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        (path / "checkout").write_text(f"{CHECKOUT}\n")
    return path


def private_text(name: str, make: str) -> str:
    """The text kept under ``name`` with mode 600; ``make`` is written there the first time."""
    path = directory() / name
    try:
        kept = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        kept = ""
    if kept:
        return kept
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write(f"{make}\n")
    try:
        os.link(temporary, path)  # the first of two that start at once wins
    except FileExistsError:
        if not path.read_text(encoding="utf-8").strip():  # cut off by a crash
            temporary.replace(path)
            return make
    temporary.unlink(missing_ok=True)
    return path.read_text(encoding="utf-8").strip()


def secret_key() -> str:
    return private_text("secret-key", secrets.token_urlsafe(50))


def demo_password() -> str:
    """DEMO_PASSWORD, else a random one that is kept for the next start."""
    given = os.environ.get("DEMO_PASSWORD")
    if given:
        return given
    letters = "".join(c for c in string.ascii_lowercase + string.digits if c not in "l1o0i")
    fresh = "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(3))
    return private_text("demo-password", fresh)


def remember_day(tenant: str, line: str) -> None:
    """Keep what the start shall say about a tenant's demonstration day; a later line replaces the earlier one."""
    home = directory() / "demo-days"
    home.mkdir(exist_ok=True)
    (home / tenant).write_text(f"{line}\n", encoding="utf-8")


def remembered_days() -> list[str]:
    home = directory() / "demo-days"
    return [path.read_text(encoding="utf-8").strip() for path in sorted(home.glob("*"))] if home.is_dir() else []
