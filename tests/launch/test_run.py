"""`make run` as a whole: up, killed in several ways, up again with its data, and nothing left behind."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.launch import state
from config.launch.postgres import Postgres
from config.launch.redis import Redis
from config.launch.run import choose_port
from config.launch.services import DATABASE
from config.launch.supervisor import Child, Supervisor, session
from tests.database import addresses, connect, run_directory

UP = re.compile(r"runs at (http://localhost:(\d+))")


class Run:
    """One `make run` (without the environment's set-up) on a state directory of its own."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.output = home.with_suffix(".log")
        drop = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "PORT", "THIDUA_TEST_RUN", "MAKELEVEL"}
        base = {key: value for key, value in os.environ.items() if key not in drop}
        self.environment = {**base, "THIDUA_STATE": str(home), "DEMO": "0", "LOG_LEVEL": "WARNING", **environment}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, within: float = 600) -> None:
        """Until it says where it runs."""
        begun = time.monotonic()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.launch.run"], cwd=state.CHECKOUT, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        while not UP.search(self.said()):
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - begun < within, self.said()
            time.sleep(0.05)

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    @property
    def address(self) -> str:
        found = UP.search(self.said())
        assert found
        return found[1]

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(f"{self.address}/health/", timeout=20).status == 200  # noqa: S310
        return False

    def signal(self, number: int) -> None:
        assert self.process
        self.process.send_signal(number)
        self.process.wait(timeout=120)

    def children(self) -> list[int]:
        return [pid for pid, _ in json.loads((self.home / "children.json").read_text())]


def gone(pids: list[int]) -> bool:
    return not any(psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" for pid in pids)


def eventually(condition, within: float = 120) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def home() -> Iterator[Path]:
    path = run_directory() / f"run-{uuid.uuid4().hex[:6]}"
    path.mkdir(mode=0o711)
    yield path
    Postgres(path / "pg").stop(immediately=True)
    Redis(path / "redis").stop()
    shutil.rmtree(path, ignore_errors=True)


@pytest.mark.slow
def test_up_killed_and_up_again(home: Path):
    run = Run(home)
    run.start()
    assert run.answers()
    postgres, redis = Postgres(home / "pg"), Redis(home / "redis")
    with postgres.connect(database=DATABASE) as connection:
        connection.execute("create table kept as select 42 as n")
    address = run.address

    # A worker's and a database's violent end are mended while it runs.
    _, worker, _ = run.children()
    os.kill(worker, signal.SIGKILL)
    os.kill(postgres.postmaster() or 0, signal.SIGKILL)
    assert eventually(lambda: worker not in run.children() and len(run.children()) == 3)
    assert eventually(lambda: postgres.postmaster() is not None and postgres.answers())
    assert eventually(run.answers)

    # Ctrl-C stops everything, and quickly.
    left = [pid for leader in run.children() for pid in [leader, *(p.pid for p in session(leader))]]
    run.signal(signal.SIGINT)
    assert gone(left)
    assert postgres.postmaster() is None
    assert redis.process() is None

    # The second start keeps the data and the address, and does not look at what has not changed.
    mark = home / "prepared"
    prepared = mark.stat().st_mtime_ns
    run.start()
    assert mark.stat().st_mtime_ns == prepared
    assert run.address == address
    with postgres.connect(database=DATABASE) as connection:
        assert connection.execute("select n from kept").fetchone() == (42,)

    # Everything killed at once, supervisor first: the next start is not hindered.
    children = run.children()
    everyone = [p.pid for leader in children for p in session(leader)]
    process = redis.process()
    assert run.process
    assert process
    for pid in [run.process.pid, postgres.postmaster() or 0, process.pid, *everyone]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    run.process.wait()
    run.start()
    assert mark.stat().st_mtime_ns == prepared
    assert run.answers()

    # The supervisor alone is killed: its children follow it, the next start is not hindered.
    children = run.children()
    run.signal(signal.SIGKILL)
    run.start()
    assert gone(children)
    assert run.answers()
    run.signal(signal.SIGTERM)
    assert postgres.postmaster() is None


@pytest.mark.slow
def test_other_servers_are_used_where_their_addresses_are_given(home: Path, postgres_server: Postgres):
    """DATABASE_URL names an administrator: tables are made as it, the application works as a plain role."""
    name = f"outside_{uuid.uuid4().hex[:6]}"
    with postgres_server.connect() as connection:
        connection.execute(f'create database "{name}"')
    broker = Redis(home / "elsewhere")
    broker.start()
    admin = addresses(postgres_server, name)["DATABASE_URL"].replace("thidua_app@", "postgres@")
    run = Run(home, DATABASE_URL=admin, REDIS_URL=f"unix://{broker.socket}")
    try:
        run.start()
        assert run.answers()
        assert not (home / "pg" / "data").exists()
        assert not (home / "redis" / "redis.pid").exists()
        with connect(postgres_server, "postgres", name) as connection:
            owners = connection.execute("select distinct tableowner from pg_tables where schemaname = 'public'")
            assert owners.fetchall() == [("postgres",)]
            working = connection.execute(
                "select distinct usename from pg_stat_activity where datname = %s and pid <> pg_backend_pid()", [name]
            ).fetchall()
            assert working == [(f"{name}_app",)]
    finally:
        if run.process and run.process.poll() is None:
            run.signal(signal.SIGTERM)
        broker.stop()
        with postgres_server.connect() as connection:
            connection.execute(f'drop database "{name}" with (force)')
            connection.execute(f'drop role if exists "{name}_app"')


def test_taken_port_is_passed_over(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("PORT", raising=False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr("config.launch.run.DEFAULT_PORT", port)
        assert choose_port() != port


def test_what_ends_is_started_again(home: Path):
    supervisor = Supervisor(home / "children.json", lambda: None)
    child = Child("short", [sys.executable, "-c", "print('once')"], home / "short.log")
    supervisor.add(child)
    assert eventually(lambda: not child.alive())

    def twice() -> bool:
        if not child.alive():
            supervisor._revive(child, time.monotonic())
        return child.log.read_text().count("once") >= 2

    assert eventually(twice)
    supervisor.stop()
    assert child.failures >= 1


def test_grandchildren_of_a_dead_child_are_found_and_ended(home: Path):
    script = "import subprocess, sys, time; subprocess.Popen(['sleep', '300']); time.sleep(300)"
    supervisor = Supervisor(home / "children.json", lambda: None)
    supervisor.add(Child("parent", [sys.executable, "-c", script], home / "parent.log"))
    process = supervisor.children[0].process
    assert process
    assert eventually(lambda: len(session(process.pid)) == 2)
    (orphan,) = [p.pid for p in session(process.pid) if p.pid != process.pid]
    process.kill()
    process.wait()
    Supervisor(home / "children.json", lambda: None).clear_leftovers()
    assert gone([orphan])
