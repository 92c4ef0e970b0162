"""A live server over real transactions, and Chromium in front of it.

`visit()` gives an `Insider`: a fresh browser context (no cookies) in front of the live server, at the size asked for.
Tests here carry the marker `browser`. Without Chromium they are skipped with a line that says so; where CI is set
they fail instead.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.insider import Insider
from tests.browser.machine import SIZES, chromium, start

HERE = Path(__file__).parent
MISSING = "no Chromium on this machine: browser tests are skipped (install it, or set CHROMIUM to its path)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mine = [item for item in items if HERE in item.path.parents]
    for item in mine:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.slow)
    if mine and chromium() is None and not os.environ.get("CI"):
        print(f"\n{MISSING}")
        for item in mine:
            item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(autouse=True)
def numbers_are_kept(settings: Any) -> None:
    """As in production, the navigation counts again only after something was recorded."""
    settings.NAV_NUMBERS_SECONDS = 60


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Any]:
    """One browser for the run. Playwright's loop runs in this thread, which Django would take for async code."""
    from playwright.sync_api import sync_playwright

    if chromium() is None:
        pytest.fail(MISSING)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            browser = start(playwright)
            yield browser
            browser.close()


@pytest.fixture
def visit(chromium_browser: Any, live_server: Any) -> Iterator[Callable[..., Insider]]:
    """`visit()` or `visit("phone")`: somebody opens a browser of their own."""
    contexts: list[Any] = []

    def arrive(size: str = "wide", **options: Any) -> Insider:
        width, height = SIZES[size]
        context = chromium_browser.new_context(
            viewport={"width": width, "height": height}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        return Insider(context.new_page(), live_server.url)

    yield arrive
    for context in contexts:
        context.close()
