"""A throw-away PostgreSQL for each test run, and a database of its own for each process of the run.

The template holds the migrated tables and what `tests.world.build()` puts into them. It is built once and
kept, as a stopped cluster, for as long as the files it depends on stay the same; a run starts from a copy.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from config.launch import roles, state
from config.launch.postgres import SIZES, UNSAFE_AND_FAST, Postgres, locked

TEMPLATE = "thidua_template"
RUN = "THIDUA_TEST_RUN"
APPS = ("config/kernel", "units", "campaigns", "targets", "awards", "dossiers")
# What fills the template. Services and models that these call are left out on purpose: they change with every
# edit, and their migrations count. `make clean`, and a first run such as that of .ci/run, build anew.
LOADERS = ("config/demo/**/*.py", "campaigns/plans/**/*.py", "units/services/loading.py", "units/roles.py")
DATA = ("*.yaml", "*.csv", "*.json")
HOME = Path("/var/tmp") if os.geteuid() == 0 else Path(tempfile.gettempdir())


def copy_method() -> str:
    """How copies of the template are made: by the kernel where it can, a third of the work for each of the forty of a
    run; else by PostgreSQL."""
    with tempfile.TemporaryFile(dir=HOME) as source, tempfile.TemporaryFile(dir=HOME) as target:
        source.write(b"x")
        source.flush()
        try:
            os.copy_file_range(source.fileno(), target.fileno(), 1, offset_src=0)
        except (AttributeError, OSError):
            return "copy"
    return "clone"


SERVER = {
    **UNSAFE_AND_FAST, "shared_buffers": "64MB", "max_connections": "200", "autovacuum": "off",
    "file_copy_method": copy_method(),
}  # fmt: skip
# For benchmarks: as large as the product's own.
FULL_SIZE = {**SERVER, **SIZES}


def fingerprint(*, world: bool) -> str:
    """Of what decides the content of the template: migrations, and with the world also loaders and data."""
    root = state.CHECKOUT
    paths = {Path(roles.__file__), *(root / "config/kernel/tenancy").rglob("*.py")}
    paths.update(path for app in APPS for path in (root / app).rglob("migrations/*.py"))
    if world:
        paths.update(path for app in (*APPS, "config/demo") for kind in DATA for path in (root / app).rglob(kind))
        paths.update(path for pattern in LOADERS for path in root.glob(pattern))
        paths.update(root / "tests" / name for name in ("world.py", "cast.py", "database.py"))
    digest = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file():
            digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def kept() -> Path:
    """Where templates are kept between runs, beside the state of the checkout and never inside it."""
    path = HOME / f"thidua-tests-{os.geteuid()}-{state.key_of(state.CHECKOUT)}"
    path.mkdir(mode=0o711, exist_ok=True)
    if path.stat().st_uid != os.geteuid():
        raise PermissionError(f"{path} belongs to another user")
    return path


def run_directory() -> Path:
    """The directory of this run; made by the process that starts it and known to its workers."""
    named = os.environ.get(RUN)
    if named:
        return Path(named)
    sweep()
    path = kept() / f"run-{os.getpid()}"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o711)
    os.environ[RUN] = str(path)
    return path


def sweep() -> None:
    """Stop and remove what runs that were killed left behind."""
    for path in kept().glob("run-*"):
        pid = path.name.removeprefix("run-")
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            end(path)


def end(run: Path) -> None:
    """Throw the run's server and files away."""
    Postgres(run / "pg").stop(immediately=True)
    shutil.rmtree(run, ignore_errors=True)


def server(settings: dict[str, str] = SERVER) -> Postgres:
    """The run's server, started by whichever process needs it first."""
    run = run_directory()
    found = Postgres(run / "pg", settings=settings)
    with locked(run / "server.lock"):
        if found.postmaster() is None:
            with locked(kept() / "build.lock"):
                source = _template()
                _copy(source, found.home)
            found.start()
    return found


def own_server(name: str) -> Postgres:
    """A server beside the run's, with the template in it, not started yet: one that a test may kill."""
    home = run_directory() / name
    with locked(kept() / "build.lock"):
        _copy(_template(), home)
    return Postgres(home, settings=SERVER)


def _template() -> Path:
    """A stopped cluster that holds the template, from the store or built now."""
    schema = kept() / f"schema-{fingerprint(world=False)}"
    if not schema.exists():
        _build(schema, None, "migrate")
    if find_spec("tests.world") is None:
        return schema
    world = kept() / f"world-{fingerprint(world=True)}"
    if not world.exists():
        _build(world, schema, "fill")
    for kind, keep in (("schema", schema), ("world", world)):
        os.utime(keep)
        old = sorted(kept().glob(f"{kind}-*"), key=lambda p: p.stat().st_mtime)
        for path in [p for p in old if p != keep][:-2]:
            shutil.rmtree(path, ignore_errors=True)
    return world


def _build(target: Path, base: Path | None, step: str) -> None:
    fresh = target.with_name(f"new-{target.name}")
    Postgres(fresh / "pg").stop(immediately=True)
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o711)
    built = Postgres(fresh / "pg", settings=SERVER)
    if base:
        _copy(base, built.home)
    try:
        built.start()
        if base is None:
            built.prepare(TEMPLATE)
        subprocess.run(
            [sys.executable, "-m", "tests.database", step],
            cwd=state.CHECKOUT,
            check=True,
            env={
                **os.environ,
                **addresses(built, TEMPLATE),
                "THIDUA_ROLE": "owner" if base is None else "app",
                # The same world whoever builds it, tests or a benchmark: on the demonstration's day.
                "DEMO": "1",
            },
        )
        # Autovacuum is off: without statistics a join of a few hundred rows takes a hundred times as long.
        with built.connect(database=TEMPLATE) as connection:
            connection.execute("vacuum analyze")
    except BaseException:
        built.stop(immediately=True)
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    built.stop()
    fresh.rename(target)


def _copy(source: Path, home: Path) -> None:
    """Put a copy of the stopped cluster under ``home``."""
    shutil.rmtree(home, ignore_errors=True)
    subprocess.run(["cp", "-a", str(source / "pg"), str(home)], check=True)
    shutil.rmtree(home / "s", ignore_errors=True)


def addresses(of: Postgres, database: str) -> dict[str, str]:
    """The environment that points a process at ``database`` on this server."""
    host = str(of.socket_home).replace("/", "%2F")
    return {
        "DATABASE_URL": f"postgres://{roles.APP}@{host}/{database}",
        "DATABASE_OWNER_URL": f"postgres://{roles.OWNER}@{host}/{database}",
    }


def recreate(of: Postgres, database: str) -> None:
    """Make ``database`` anew from the template, whoever is still connected."""
    with of.connect() as connection:
        name = sql.Identifier(database)
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        connection.execute(
            sql.SQL("create database {} template {} strategy file_copy owner {}").format(
                name, sql.Identifier(TEMPLATE), sql.Identifier(roles.OWNER)
            )
        )
        connection.execute(sql.SQL("revoke all on database {} from public").format(name))
        connection.execute(
            sql.SQL("grant connect, temporary on database {} to {}").format(name, sql.Identifier(roles.APP))
        )


def connect(of: Postgres, role: str, database: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(of.address(role, database))


def main(arguments: Iterable[str]) -> None:
    """Run in a process of its own by `_build`: the settings must know the address from the start."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    (step,) = arguments
    if step == "migrate":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    else:
        from config import celery_app
        from tests import world

        # Nobody listens while the world is built.
        celery_app.conf.broker_url = "memory://"
        build = getattr(world, "build", None)
        if build:
            build()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main(sys.argv[1:])
