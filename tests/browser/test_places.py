"""Every place in every role's navigation opens, is accessible, fits both screens and complains of nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.browser.insider import Insider

ROLES = ("clerk", "head", "standing", "board", "leader", "admin")
# Roles share most of their pages; the slow look at accessibility is taken once per page.
LOOKED_AT: set[str] = set()


@pytest.mark.xdist_group("places")
@pytest.mark.parametrize("role", ROLES)
def test_the_places_of_a_role_are_well(visit: Callable[..., Insider], role: str) -> None:
    me = visit()
    me.login("kien-giang", role)
    me.open("/kien-giang/menu/")
    paths = me.page.eval_on_selector_all(".menu-list a", "links => links.map((a) => new URL(a.href).pathname)")
    assert paths, "the menu is empty"
    for path in dict.fromkeys(paths):
        me.resize("wide")
        answer = me.open(path)
        assert answer.status == 200, path
        assert me.page.locator("h1").count() == 1, path
        me.assert_fits()
        me.assert_quiet()
        if path not in LOOKED_AT:
            me.assert_accessible()
            LOOKED_AT.add(path)
        me.resize("phone")
        me.assert_fits()


@pytest.mark.parametrize("tenant", ["kien-giang", "can-tho", "tuyen-quang", "bac-kan", "dak-song"])
def test_the_public_pages_of_every_tenant_are_well(visit: Callable[..., Insider], tenant: str) -> None:
    me = visit()
    me.open(f"/{tenant}/dang-nhap/")
    links = "links => links.map((a) => new URL(a.href).pathname)"
    paths = me.page.eval_on_selector_all(".gate-b a", links)
    for path in dict.fromkeys(paths):
        me.resize("wide")
        assert me.open(path).status == 200, path
        me.assert_fits()
        me.assert_quiet()
        # The five differ in their words alone: one of them shows what axe has to say.
        if tenant == "kien-giang":
            me.assert_accessible()
        me.resize("phone")
        me.assert_fits()


def test_pictures_are_taken_from_outside_without_the_server_s_own_settings() -> None:
    without = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    asked = [sys.executable, "-m", "tests.browser.gallery", "--help"]
    said = subprocess.run(asked, env=without, capture_output=True, text=True, timeout=60, check=False)
    assert (said.returncode, said.stderr) == (0, "")
    assert "--password" in said.stdout
