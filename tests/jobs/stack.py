"""A real Redis, real Celery workers and a real beat on the test's own database."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings
from kombu import Connection

from config.celery import app
from config.launch import state
from config.launch.redis import Redis
from tests import database

LEASE = 3
# Of the database on a server of a test's own (`conftest.own_server`).
NAME = "killed"


class Stack:
    """Processes of one test; `close` ends them all."""

    def __init__(self, server: database.Postgres, name: str, home: Path) -> None:
        self.home = home
        self.redis = Redis(home / "redis")
        self.environment = {
            **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
            **database.addresses(server, name),
            "REDIS_URL": f"unix://{self.redis.socket}",
            "THIDUA_STATE": str(home / "state"),
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "JOB_LEASE_SECONDS": str(LEASE),
            "JOB_PATIENCE_SECONDS": "1",
            "DEMO": "1",
        }
        self.started: list[psutil.Process] = []
        (home / "state").mkdir(parents=True)

    def _start(self, name: str, *arguments: str) -> psutil.Process:
        with (self.home / f"{name}.log").open("a") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=state.CHECKOUT, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        found = psutil.Process(process.pid)
        self.started.append(found)
        return found

    def worker(self) -> psutil.Process:
        return self._start("worker", "manage.py", "worker", "--concurrency", "1")

    def beat(self) -> psutil.Process:
        return self._start(
            "beat", "-m", "celery", "-A", "config", "beat", "--scheduler", "celery.beat:Scheduler", "--pidfile=",
            "--loglevel", "WARNING",
        )  # fmt: skip

    def calls(self, queue: str) -> int:
        """How many calls wait in a queue or are being answered."""
        options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
        with Connection(f"redis+socket://{self.redis.socket}?virtual_host=0", transport_options=options) as line:
            redis = line.default_channel.client
            return int(redis.llen(queue)) + int(redis.hlen("unacked"))

    def flush(self) -> None:
        """Redis forgets everything: calls that wait, calls that were not acknowledged."""
        with Connection(f"redis+socket://{self.redis.socket}?virtual_host=0") as line:
            line.default_channel.client.flushall()

    def announce(self, *announced: Any) -> None:
        """The wake-up calls that the web process would have sent."""
        options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
        with Connection(f"redis+socket://{self.redis.socket}?virtual_host=0", transport_options=options) as line:
            for job in announced:
                app.send_task(
                    "kernel.run_job", kwargs={"tenant_id": job.tenant_id, "job_id": job.pk, "queue": job.queue},
                    queue=job.queue, connection=line,
                )  # fmt: skip

    def log(self) -> str:
        return "\n".join(path.read_text()[-3000:] for path in self.home.glob("*.log"))

    def close(self) -> None:
        for process in self.started:
            kill(process)
        self.redis.stop()


def children(process: psutil.Process) -> list[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.children(recursive=True)
    return []


def kill(process: psutil.Process) -> None:
    """kill -9 of a process and all that it started."""
    for one in [*children(process), process]:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.send_signal(signal.SIGKILL)
    with contextlib.suppress(psutil.Error, ChildProcessError):
        process.wait(5)


def until(true: Callable[[], bool], what: str, stack: Stack, seconds: float = 240) -> float:
    """Wait for something to become true; returns how long it took."""
    began = time.monotonic()
    while not true():
        waited = time.monotonic() - began
        assert waited < seconds, f"{what}: not within {seconds} s\n{stack.log()}"
        time.sleep(0.1)
    return time.monotonic() - began
