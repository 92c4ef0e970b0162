"""The embedded servers come up whatever the last ones left behind, and keep what was committed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import redis

from config.launch import state
from config.launch.postgres import Postgres
from config.launch.redis import Redis
from config.launch.services import DATABASE
from tests.database import run_directory


@pytest.fixture
def folder() -> Iterator[Path]:
    path = run_directory() / f"launch-{uuid.uuid4().hex[:6]}"
    path.mkdir(mode=0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def postgres(folder: Path) -> Iterator[Postgres]:
    server = Postgres(folder / "pg")
    server.start()
    yield server
    server.stop(immediately=True)


@pytest.fixture
def broker(folder: Path) -> Iterator[Redis]:
    server = Redis(folder / "redis")
    server.start()
    yield server
    server.stop()


def test_committed_rows_outlive_kill_9_of_the_server(postgres: Postgres):
    with postgres.connect() as connection:
        connection.execute("create table kept (n int)")
    for n in range(3):
        with postgres.connect() as connection:
            connection.execute("insert into kept values (%s)", [n])
        pid = postgres.postmaster()
        assert pid
        os.kill(pid, signal.SIGKILL)
        postgres.start()
    with postgres.connect() as connection:
        assert connection.execute("select array_agg(n order by n) from kept").fetchone() == ([0, 1, 2],)


def test_a_backend_that_outlives_its_postmaster_does_not_block_the_next_start(postgres: Postgres):
    with postgres.connect() as busy:
        busy.execute("select 1")
        backend = busy.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        os.kill(postgres.postmaster() or 0, signal.SIGKILL)
        postgres.start()
        assert postgres.answers()
    assert not psutil.pid_exists(backend) or psutil.Process(backend).status() == psutil.STATUS_ZOMBIE


def test_pid_file_of_a_recycled_number_is_seen_through(postgres: Postgres):
    postgres.stop()
    (postgres.data / "postmaster.pid").write_text(f"{os.getpid()}\n{postgres.data}\n")
    assert postgres.postmaster() is None
    postgres.start()
    assert postgres.answers()


def test_half_made_cluster_is_made_anew(folder: Path):
    server = Postgres(folder / "pg")
    (folder / "pg" / "data.new").mkdir(parents=True)
    (folder / "pg" / "data.new" / "PG_VERSION").write_text("18")
    server.start()
    try:
        assert server.answers()
    finally:
        server.stop(immediately=True)


def test_many_starts_at_once_give_one_server(folder: Path):
    servers = [Postgres(folder / "pg") for _ in range(4)]
    try:
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda server: server.start(), servers))
        assert len({server.postmaster() for server in servers}) == 1
    finally:
        servers[0].stop(immediately=True)


def test_long_path_gets_a_short_socket(folder: Path):
    server = Postgres(folder / ("l" * 80) / "pg")
    server.home.parent.mkdir(mode=0o711)
    server.start()
    try:
        assert server.answers()
        assert len(str(server.socket_home)) < 60
        assert server.socket_home.stat().st_mode & 0o077 == 0
    finally:
        server.stop(immediately=True)
        shutil.rmtree(server.socket_home)


def test_data_directory_is_closed_to_others(postgres: Postgres):
    for path in (postgres.home, postgres.data, postgres.socket_home):
        assert path.stat().st_mode & 0o077 == 0, path


def test_redis_keeps_its_queue_through_kill_9(broker: Redis):
    line = redis.Redis(unix_socket_path=str(broker.socket))
    line.config_set("appendfsync", "always")
    line.rpush("queue", "a")
    process = broker.process()
    assert process
    process.kill()
    process.wait()
    broker.start()
    assert redis.Redis(unix_socket_path=str(broker.socket)).lrange("queue", 0, -1) == [b"a"]


def test_redis_starts_over_when_its_file_is_spoilt(broker: Redis):
    broker.stop()
    for path in [*broker.home.rglob("*.aof"), *broker.home.rglob("*.rdb"), *broker.home.rglob("*.manifest")]:
        path.write_bytes(b"\x00nonsense\xff" * 40)
    broker.start()
    assert broker.answers()
    assert list(broker.home.glob("unreadable-*"))


def test_stale_redis_socket_and_pid_file_do_not_matter(broker: Redis):
    broker.stop()
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as stale:
        stale.bind(str(broker.socket))
    broker.pid_file.write_text(str(os.getpid()))
    assert broker.process() is None
    broker.start()
    assert broker.answers()


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    environment |= {"THIDUA_STATE": str(folder), "THIDUA_ROLE": "app"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=state.CHECKOUT, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.slow
def test_a_command_in_a_fresh_shell_brings_the_database_up_and_leaves_nothing_running(folder: Path):
    done = command(folder, "check", "--database", "default")
    assert done.returncode == 0, done.stderr
    server = Postgres(folder / "pg")
    assert server.postmaster() is None
    assert Redis(folder / "redis").process() is None
    server.start()
    try:
        with server.connect(role="thidua_app", database=DATABASE) as connection:
            assert connection.execute("select current_user").fetchone() == ("thidua_app",)
    finally:
        server.stop(immediately=True)
