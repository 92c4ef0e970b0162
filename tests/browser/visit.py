"""A person at the browser: pages, what they complain about, and what they must be.

Nothing here knows the server from within, so that pictures can be taken of any; `tests.browser.insider` does.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Any

from tests.browser.machine import SIZES, axe_source

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SEVERE = {"serious", "critical"}
# A refused form answers 422, a stale page 409: the browser logs them, and they are what was asked for.
EXPECTED = ("the server responded with a status of 4",)


@dataclass
class Visit:
    """One page of one browser context, with everything it said."""

    page: Any
    base: str
    complaints: list[str] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"pageerror: {error}"))
        self.page.on("requestfailed", self._failed)

    def _hear(self, message: Any) -> None:
        if message.type in {"error", "warning"} and not any(part in message.text for part in EXPECTED):
            self.complaints.append(f"{message.type}: {message.text}")

    def _failed(self, request: Any) -> None:
        # A page that is left cancels what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"request: {request.url} {request.failure}")

    def open(self, path: str) -> Any:
        """Go to a path of the server; returns the response."""
        return self.page.goto(self.base + path, wait_until="load")

    def resize(self, size: str) -> None:
        width, height = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})

    def login(self, tenant: str, role: str, password: str) -> None:
        """Sign in through the form as the demo account `<role>@<tenant>`."""
        self.open(f"/{tenant}/dang-nhap/")
        self.page.fill("[name=username]", role if "@" in role else f"{role}@{tenant}")
        self.page.fill("[name=password]", password)
        with self.page.expect_navigation():
            self.page.click("form[method=post] button.btn-main")
        assert "/dang-nhap/" not in self.page.url, self.page.inner_text("main")

    def assert_quiet(self) -> None:
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"

    def assert_fits(self) -> None:
        """Nothing makes the page itself scroll sideways; tables scroll inside their own box."""
        wide = self.page.evaluate(
            """() => {
                const room = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= room) { return []; }
                const clips = (e) => ["auto", "scroll", "hidden"].includes(getComputedStyle(e).overflowX);
                const inside = (e) => {
                    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
                        if (clips(p)) { return true; }
                    }
                    return false;
                };
                return [...document.body.querySelectorAll("*")]
                    .filter((e) => e.getBoundingClientRect().right > room + 1 && !inside(e))
                    .slice(0, 5).map((e) => e.outerHTML.slice(0, 160));
            }"""
        )
        assert wide == [], f"{self.page.url} scrolls sideways: {wide}"

    def assert_accessible(self, *, within: str = "") -> None:
        """No serious or critical finding of axe (WCAG 2.2 A and AA, and good practice)."""
        found = violations(self.page, within)
        assert not found, f"{self.page.url}\n" + "\n".join(found)

    def assert_well(self) -> None:
        """All that holds for every page at the present size."""
        self.assert_fits()
        self.assert_accessible()
        self.assert_quiet()


@functools.cache
def _axe() -> str:
    return axe_source()


def violations(page: Any, within: str = "") -> list[str]:
    """Findings of axe that are serious or critical, one line each with the place."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(_axe())
    result = page.evaluate(
        """([within, rules]) => axe.run(within || document, {
            runOnly: {type: "tag", values: rules}, resultTypes: ["violations"],
        })""",
        [within, RULES],
    )
    return [
        f"{v['id']} ({v['impact']}): {v['help']}\n    " + "\n    ".join(node["html"][:200] for node in v["nodes"][:4])
        for v in result["violations"]
        if v["impact"] in SEVERE
    ]


def assert_accessible(page: Any) -> None:
    found = violations(page)
    assert not found, f"{page.url}\n" + "\n".join(found)
