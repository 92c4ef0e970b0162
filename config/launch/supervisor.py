"""Starts the processes of `make run`, looks after them, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

from config.launch.postgres import tail

LINUX_PR_SET_PDEATHSIG = 1
STOP_SECONDS = 12.0


def die_with_parent() -> None:
    """Ask the kernel for a SIGTERM when our parent is gone, however it went (Linux; elsewhere nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(LINUX_PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(
    command: list[str], log: IO[bytes] | None = None, environment: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start ``command`` out of reach of the terminal's Ctrl-C; it ends when we end."""
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        env={**os.environ, **(environment or {})},
        preexec_fn=die_with_parent,  # noqa: PLW1509 -- there is one thread here
    )  # fmt: skip


def session(leader: int) -> list[psutil.Process]:
    """Everything that descends from a process made by `spawn`, also when that one is dead."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if os.getsid(process.pid) == leader:
                found.append(process)
    return found


def end_all(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(processes, timeout=5)


def parent_catches_interrupts() -> bool:
    """Whether our parent has a handler for SIGINT. A make that got one drops it, and waits for us."""
    with contextlib.suppress(OSError, StopIteration, ValueError):
        lines = Path(f"/proc/{os.getppid()}/status").read_text().splitlines()
        caught = next(line for line in lines if line.startswith("SigCgt:"))
        return bool(int(caught.split()[1], 16) & 1 << (signal.SIGINT - 1))
    return False


@dataclass
class Child:
    """One process that should run until all stop."""

    name: str
    command: list[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    start_again_at: float = 0.0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = spawn(self.command, log, self.environment)

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Keeps ``children`` running; ``look_after`` is called every other second (it revives the services)."""

    def __init__(self, record: Path, look_after: Callable[[], None]) -> None:
        self.record = record
        self.look_after = look_after
        self.children: list[Child] = []
        self.stopping = False
        self.heeds_make = bool(os.environ.get("MAKELEVEL")) and parent_catches_interrupts()

    def catch_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def clear_leftovers(self) -> None:
        """End what a supervisor that was killed left running; a recycled pid is spared."""
        left = []
        with contextlib.suppress(OSError, ValueError, TypeError):
            for pid, born in json.loads(self.record.read_text()):
                try:
                    recycled = abs(psutil.Process(pid).create_time() - born) > 1
                except psutil.Error:
                    recycled = False  # no number is given anew while a session goes by it
                left += [] if recycled else session(pid)
        end_all(left)
        self.record.unlink(missing_ok=True)

    def add(self, child: Child) -> None:
        self.children.append(child)
        child.start()
        self._write_record()

    def _write_record(self) -> None:
        rows = []
        for child in self.children:
            if child.alive() and child.process:
                with contextlib.suppress(psutil.Error):
                    rows.append((child.process.pid, psutil.Process(child.process.pid).create_time()))
        fresh = self.record.with_suffix(".new")
        fresh.write_text(json.dumps(rows))
        fresh.replace(self.record)

    def watch(self) -> None:
        """Until asked to stop: start again what ended, ever more slowly when it keeps ending."""
        looked = time.monotonic()
        while not self.stopping:
            time.sleep(0.2)
            now = time.monotonic()
            if now - looked > 2:
                looked = now
                self.stopping |= self.heeds_make and not parent_catches_interrupts()
                try:
                    self.look_after()
                except Exception as error:  # noqa: BLE001 -- whatever failed, the next look tries again
                    say(f"! {error}")
            for child in self.children:
                if not child.alive():
                    self._revive(child, now)

    def _revive(self, child: Child, now: float) -> None:
        if not child.start_again_at:
            child.failures += 1
            child.start_again_at = now + min(30.0, 0.5 * 2 ** min(child.failures, 6))
            code = child.process.returncode if child.process else None
            say(f"! {child.name} ended ({code}) and is started again; {child.log}:\n{tail(child.log, 5)}")
        elif now >= child.start_again_at:
            child.start_again_at = 0.0
            end_all(session(child.process.pid) if child.process else [])
            child.start()
            self._write_record()

    def stop(self) -> None:
        """End every child: politely, then not. Their own children go with them."""
        living = [child.process for child in self.children if child.alive() and child.process]
        for process in living:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in living:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            if process.poll() is None:
                process.kill()
                process.wait()
        self.clear_leftovers()


def say(text: str) -> None:
    print(text, flush=True)
