"""Debian's Chromium: where it is, how it is started, and what it may reach."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SIZES = {"wide": (1440, 900), "phone": (390, 844)}


def chromium() -> str | None:
    """Path of the browser; None where the machine has none."""
    given = os.environ.get("CHROMIUM", "")
    for name in (given, "/usr/bin/chromium", "chromium", "chromium-browser"):
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


def keep_inside(context: Any) -> None:
    """Refuse every request that would leave the machine, for all pages of a context."""

    def decide(route: Any) -> None:
        address = urlsplit(route.request.url)
        # The browser's own viewer of PDF files is made of pages of these two kinds.
        if address.hostname in LOOPBACK or address.scheme in {"chrome", "chrome-extension"}:
            route.continue_()
        else:
            route.abort()

    context.route("**/*", decide)


def axe_source() -> str:
    return next((Path(__file__).parent / "vendor").glob("axe-*.min.js")).read_text(encoding="utf-8")
