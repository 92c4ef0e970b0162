"""Tests about one kind of paper run in one process: they share its PDF (tests.papers.rendered)."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE and (call := getattr(item, "callspec", None)) and "code" in call.params:
            item.add_marker(pytest.mark.xdist_group(f"paper-{call.params['code']}"))
