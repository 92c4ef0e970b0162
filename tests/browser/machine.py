"""Debian's Chromium: where it is, how it is started, and what it may reach."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from config.launch.environment import HEADLESS

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # Nothing leaves the machine. (Asking about every request instead would also switch the browser's cache off.)
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip
SIZES = {"wide": (1440, 900), "phone": (390, 844)}


def chromium() -> str | None:
    """Path of the browser; None where the machine has none."""
    given = os.environ.get("CHROMIUM", "")
    # Debian's /usr/bin/chromium is a script that adds what a desktop wants: extensions, rasterising on a GPU.
    for name in (given, HEADLESS, "/usr/lib/chromium/chromium", "/usr/bin/chromium", "chromium", "chromium-browser"):
        found = shutil.which(name) if name else None
        if found:
            return found
    return None


def start(playwright: Any) -> Any:
    """A running browser; the caller closes it."""
    path = chromium()
    if path is None:
        raise LookupError("no Chromium on this machine")
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))


def axe_source() -> str:
    return next((Path(__file__).parent / "vendor").glob("axe-*.min.js")).read_text(encoding="utf-8")
