"""`make stop` and `make clean`: end this checkout's run and services; with --remove, their files too."""

import contextlib
import os
import shutil
import signal
import sys
import time
from pathlib import Path

import psutil

from config.launch import services, state
from config.launch.supervisor import Supervisor, say


def main() -> None:
    home = state.directory()
    lock = home / "run.lock"
    with contextlib.suppress(OSError, ValueError, psutil.Error):
        runner = psutil.Process(int(lock.read_text()))
        if "config.launch.run" in runner.cmdline() and runner.cwd() == str(state.CHECKOUT):
            runner.send_signal(signal.SIGTERM)
            psutil.wait_procs([runner], timeout=20)
    Supervisor(home / "children.json", lambda: None).clear_leftovers()
    services.stop()
    if "--remove" in sys.argv:
        for path in services.homes():
            shutil.rmtree(path, ignore_errors=True)
        kept = Path("/var/tmp") / f"thidua-tests-{os.geteuid()}-{state.key_of(state.CHECKOUT)}"  # noqa: S108 -- where the tests keep theirs
        shutil.rmtree(kept, ignore_errors=True)
        say(f"Removed {home}.")
    else:
        deadline = time.monotonic() + 5
        while services.embedded_postgres().postmaster() and time.monotonic() < deadline:
            time.sleep(0.05)


if __name__ == "__main__":
    main()
