"""Make `.venv` from the hashed lock and see to the native libraries.

Run by path, before anything is installed:

python3 -P config/launch/environment.py run|dev
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
# What is missing → the Debian package that brings it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
# Debian's Chromium without windows does a third less for each page; any other serves where that is not to be had.
HEADLESS = "/usr/lib/chromium/chromium-headless-shell"
PROGRAMS = {"chromium": "chromium-headless-shell", "pdftotext": "poppler-utils"}
CHROMIUMS = (os.environ.get("CHROMIUM", ""), HEADLESS, "chromium", "chromium-browser")


def say(text: str) -> None:
    """One write for each line: two threads have their say."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def make_venv(kind: str) -> None:
    """Install the lock of ``kind`` unless that very lock is installed."""
    lock = ROOT / LOCKS[kind]
    python = VENV / "bin" / "python"
    digest = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    marks = [VENV / f".{name}-installed" for name in ("dev", kind)]  # dev holds all that run holds
    with (ROOT / ".venv.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        works = python.exists() and subprocess.run([python, "-c", ""], check=False).returncode == 0
        wanted = {marks[-1]: digest}
        if kind == "run":
            dev = ROOT / LOCKS["dev"]
            wanted[marks[0]] = hashlib.sha256(dev.read_bytes() + sys.version.encode()).hexdigest()
        if works and any(mark.exists() and mark.read_text() == value for mark, value in wanted.items()):
            return
        if not works:
            say("Making .venv …")
            subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
        say(f"Installing {lock.name} (once; a minute or two) …")
        subprocess.run(
            [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input",
             "--require-hashes", "-r", lock],
            check=True,
        )  # fmt: skip
        marks[-1].write_text(digest)


def missing_packages(kind: str) -> list[str]:
    """Debian packages that would bring what this machine lacks."""
    found = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            found.append(package)
    if kind == "dev":
        if not any(name and shutil.which(name) for name in CHROMIUMS[:2]):
            found.append(PROGRAMS["chromium"])
        if not shutil.which("pdftotext"):
            found.append(PROGRAMS["pdftotext"])
    return found


def see_to_libraries(kind: str) -> bool:
    """Install what is missing where we are root on Debian, else name it. False when documents cannot work."""
    packages = missing_packages(kind)
    if not packages:
        return True
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        say(f"Installing {' '.join(packages)} …")
        quiet: dict[str, Any] = {
            "stdout": subprocess.DEVNULL,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run([apt, "-q", "-o", "Acquire::http::Timeout=20", "update"], check=False, **quiet)
        for package in packages:  # one by one: what an archive lacks must not hold up the others
            subprocess.run([apt, "-qy", "install", "--no-install-recommends", package], check=False, **quiet)
        packages = missing_packages(kind)
    needed = [package for package in packages if package in LIBRARIES.values()]
    if needed:
        say(
            "Documents need Pango and HarfBuzz, which this machine lacks. On Debian or Ubuntu:\n"
            f"    sudo apt-get install {' '.join(needed)}\n"
            "on Fedora: pango harfbuzz; on macOS: brew install pango."
        )
    if kind == "dev" and not any(name and shutil.which(name) for name in CHROMIUMS):
        say(f"There is no Chromium: browser tests will be skipped (sudo apt-get install {PROGRAMS['chromium']}).")
    if "poppler-utils" in packages:
        say("There is no pdftotext: tests that read PDFs with it will be skipped.")
    return not needed


def main() -> int:
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    if sys.version_info < (3, 11):  # noqa: UP036 -- this file runs before anybody has looked
        say(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11 …")
        return 1
    # The archive of the distribution and the package registry are waited for side by side.
    with ThreadPoolExecutor(1) as beside:
        libraries = beside.submit(see_to_libraries, kind)
        try:
            make_venv(kind)
        except subprocess.CalledProcessError as error:
            say(f"The environment could not be made: {error.cmd[0]} ended with {error.returncode}.")
            return 1
    return 0 if libraries.result() else 1


if __name__ == "__main__":
    sys.exit(main())
