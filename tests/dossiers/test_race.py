"""A second click and a stale page never act twice, however many arrive at the same moment."""

from __future__ import annotations

import os

import pytest

from config.kernel.tenancy import tenant_scope
from tests.cast import Cast
from tests.dossiers.desk import set_up
from tests.dossiers.race import CLIENTS, race

ROUNDS = int(os.environ.get("RACES") or 2)


@pytest.mark.real_transactions
def test_eight_clients_at_once_have_one_effect(cast: Cast) -> None:
    people = cast.of("dak-song")
    with tenant_scope(people["clerk"].tenant):
        desk = set_up(people)
        assert all(member.actor for member in people.values())
    assert race(desk, ROUNDS) == {"done": ROUNDS, "refused": ROUNDS * (CLIENTS - 1)}
