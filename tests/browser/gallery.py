"""Take pictures of all pages as every role, at both sizes, from a running server.

    .venv/bin/python -m tests.browser.gallery --base http://127.0.0.1:8000 --password … [--tenant kien-giang]

Walks from each role's first page along links, one picture per kind of address, into var/pictures/.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import deque
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.browser.machine import SIZES, start
from tests.browser.visit import Visit, violations

ROLES = ("clerk", "head", "standing", "board", "leader", "admin")
UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOST = 60


def kind_of(path: str) -> str:
    """An address without what names one object: `/ho-so/<uid>/`."""
    return re.sub(r"\d+", "N", UID.sub("uid", path))


def walk(me: Visit, tenant: str, home: Path, first: str) -> list[str]:
    """Visit one page of each kind; returns a line per page that is not well."""
    queue, seen, notes = deque([first]), {kind_of(first)}, []
    number = 0
    while queue and number < MOST:
        path = queue.popleft()
        me.resize("wide")
        me.complaints.clear()
        try:
            answer = me.open(path)
        except Exception as error:  # noqa: BLE001 -- a download or a broken page is noted, the walk goes on
            notes.append(f"{path}: {str(error).splitlines()[0]}")
            continue
        if answer is None or "text/html" not in (answer.headers.get("content-type") or ""):
            continue
        number += 1
        name = f"{number:02d}-" + (kind_of(path).strip("/").removeprefix(tenant).strip("/").replace("/", "_") or "goc")
        links = me.page.eval_on_selector_all("a[href]", "links => links.map((a) => a.href)")
        for size in SIZES:
            me.resize(size)
            me.page.evaluate("document.activeElement && document.activeElement.blur()")
            me.page.screenshot(path=home / f"{name}-{SIZES[size][0]}.png", full_page=True)
            notes += [f"{path} [{size}] {line}" for line in violations(me.page)]
            try:
                me.assert_fits()
            except AssertionError as error:
                notes.append(str(error))
        if answer.status >= 400:
            notes.append(f"{path}: {answer.status}")
        notes += [f"{path}: {line}" for line in me.complaints]
        for link in links:
            parts = urlsplit(link)
            if f"{parts.scheme}://{parts.netloc}" == me.base and parts.path.startswith(f"/{tenant}/"):
                if (kind := kind_of(parts.path)) not in seen:
                    seen.add(kind)
                    queue.append(parts.path)
    return notes


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--password", required=True)
    parser.add_argument("--tenant", default="kien-giang")
    parser.add_argument("--roles", default=",".join(("public", *ROLES)))
    parser.add_argument("--out", type=Path, default=Path("var/pictures"))
    given = parser.parse_args(arguments)
    from playwright.sync_api import sync_playwright

    bad = 0
    with sync_playwright() as playwright:
        browser = start(playwright)
        for role in given.roles.split(","):
            home = given.out / given.tenant / role
            home.mkdir(parents=True, exist_ok=True)
            for old in home.glob("*.png"):
                old.unlink()
            context: Any = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", accept_downloads=False)
            context.set_default_timeout(20_000)
            me = Visit(context.new_page(), given.base)
            if role == "public":
                first = f"/{given.tenant}/dang-nhap/"
            else:
                me.login(given.tenant, role, given.password)
                first = urlsplit(me.page.url).path
            notes = walk(me, given.tenant, home, first)
            bad += len(notes)
            print(f"{role}: {len(list(home.glob('*.png')))} pictures in {home}")
            for note in notes:
                print(f"  {note}")
            context.close()
        browser.close()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
