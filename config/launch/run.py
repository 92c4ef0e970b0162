"""`make run`: services, database, demo data, web server, worker and beat, until Ctrl-C."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

from config.launch import prepared, services, state
from config.launch.postgres import ServerFailed, tail
from config.launch.supervisor import Child, Supervisor, die_with_parent, say, spawn

DEFAULT_PORT = 8000
PYTHON = sys.executable
MANAGE = str(state.CHECKOUT / "manage.py")


def is_free(port: int) -> bool:
    """Whether nobody listens on ``port`` and we may."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("HOST", "127.0.0.1"), port))
        except OSError:
            return False
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def choose_port() -> int:
    """PORT when given, else 8000 or the next free one."""
    if os.environ.get("PORT"):
        port = int(os.environ["PORT"])
        if not is_free(port):
            raise ServerFailed(f"Port {port} is taken.")
        return port
    return next((p for p in range(DEFAULT_PORT, DEFAULT_PORT + 200) if is_free(p)), 0) or any_port()


def any_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def only_one(home: Path) -> IO[str]:
    """The lock of this checkout's run. Waits a while for one that is just stopping."""
    lock = (home / "run.lock").open("a+")
    waits_until = time.monotonic() + 20
    told = False
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > waits_until:
                where = (home / "address").read_text() if (home / "address").exists() else "?"
                raise ServerFailed(f"This checkout already runs at {where} (pid in {home}/run.lock).") from None
            if not told:
                say("Another run of this checkout is there; waiting for it to stop …")
                told = True
            time.sleep(0.25)
        else:
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            return lock


def prepare(supervisor: Supervisor) -> None:
    """Tables, official units, plans, demo: what `manage.py prepare` does, unless it is all there."""
    process = spawn([PYTHON, MANAGE, "prepare"], environment={"DEMO_PASSWORD": state.demo_password()})
    while process.poll() is None:
        if supervisor.stopping:
            process.terminate()
        time.sleep(0.05)
    if process.returncode and not supervisor.stopping:
        raise ServerFailed("The database could not be prepared (see above).")


def children(port: int, logs: Path) -> list[Child]:
    """The web server, the worker, beat."""
    host = os.environ.get("HOST", "127.0.0.1")
    celery = [PYTHON, "-m", "celery", "-A", "config"]
    return [
        Child(
            "web",
            [PYTHON, "-m", "granian", "--interface", "wsgi", "config.wsgi:application", "--host", host,
             "--port", str(port), "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers",
             "--no-ws", "--workers-kill-timeout", "8", "--log-level", "warning"],
            logs / "web.log",
            {"THIDUA_POOL": "1"},
        ),
        Child("worker", [PYTHON, MANAGE, "worker"], logs / "worker.log"),
        Child(
            "beat",
            [*celery, "beat", "--scheduler", "celery.beat:Scheduler", "--pidfile=", "--loglevel", "WARNING"],
            logs / "beat.log",
        ),
    ]  # fmt: skip


def wait_for(address: str, web: Child, supervisor: Supervisor) -> None:
    """Until the web server answers."""
    deadline = time.monotonic() + 60
    while not supervisor.stopping:
        with contextlib.suppress(OSError, urllib.error.URLError):
            urllib.request.urlopen(f"{address}/health/", timeout=2).close()  # noqa: S310 -- our own address
            return
        if not web.alive() or time.monotonic() > deadline:
            raise ServerFailed(f"The web server did not start; the end of {web.log}:\n{tail(web.log)}")
        time.sleep(0.1)


def announce(address: str, home: Path) -> None:
    say(f"\nThi đua số runs at {address}\n")
    accounts = home / "demo-accounts"
    if os.environ["DEMO"] == "1" and accounts.exists():
        say(accounts.read_text().rstrip())
        say(f"\nPassword of all of them: {state.demo_password()}")
    if days := state.remembered_days():
        say("\n" + "\n".join(days))
    say(f"\nLogs and data: {home}. Ctrl-C stops everything.")


def revive() -> None:
    """Bring back an embedded service that died."""
    if services.database_is_embedded() and services.embedded_postgres().postmaster() is None:
        say("! PostgreSQL is gone and is started again")
        services.embedded_postgres().start()
    if services.redis_is_embedded() and services.embedded_redis().process() is None:
        say("! Redis is gone and is started again")
        services.embedded_redis().start()


def run() -> None:
    home = state.directory()
    logs = home / "logs"
    logs.mkdir(exist_ok=True)
    for log in logs.glob("*.log"):
        log.replace(log.with_suffix(".log.old"))
    with only_one(home):
        supervisor = Supervisor(home / "children.json", revive)
        supervisor.catch_signals()
        supervisor.clear_leftovers()
        try:
            services.up()
            if not prepared.is_current():
                prepare(supervisor)
            if supervisor.stopping:
                return
            port = choose_port()
            address = f"http://localhost:{port}"
            web, *others = children(port, logs)
            supervisor.add(web)
            wait_for(address, web, supervisor)
            if not supervisor.stopping:
                for child in others:
                    supervisor.add(child)
                (home / "address").write_text(address)
                announce(address, home)
            supervisor.watch()
            say("\nStopping …")
        finally:
            supervisor.stop()
            (home / "address").unlink(missing_ok=True)


def main() -> int:
    if os.environ.get("MAKELEVEL"):
        die_with_parent()  # a killed make takes us, and so everything, with it
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEMO", "1")
    os.chdir(state.CHECKOUT)
    try:
        run()
    except ServerFailed as error:
        say(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


if __name__ == "__main__":
    sys.exit(main())
