"""The rules of the five plans as the engine reads them."""

from __future__ import annotations

import pytest

from awards.rules import leaves
from awards.selection import in_force
from awards.selectors.rule_sets import current_set, rules_of
from campaigns.selectors import current_campaign
from config.kernel.tenancy import tenant_scope
from units.models import Tenant

pytestmark = pytest.mark.django_db


def rules(slug):
    with tenant_scope(Tenant.objects.get(slug=slug)):
        found = current_set(current_campaign())
        return [rule.plain for rule in rules_of(found) if rule.runnable] if found else []


def places(slug, recipient, occasion, year):
    chosen = in_force(rules(slug), occasion=occasion, year=year)
    return [rule.quota.n for rule in chosen if rule.recipient == recipient and rule.award_form == "BK_TINH"]


def test_can_tho_gives_33_collectives_and_30_people_in_four_years():
    for recipient, yearly, final, total in (
        ("collective", [1, 1, 3, 1], [3, 3, 6, 3], 33),
        ("individual", [1, 1, 3], [3, 3, 9], 30),
    ):
        assert places("can-tho", recipient, "annual", 2022) == yearly
        assert places("can-tho", recipient, "annual", 2024) == yearly
        assert places("can-tho", recipient, "annual", 2025) == []
        assert places("can-tho", recipient, "final", 2025) == final
        assert 3 * sum(yearly) + sum(final) == total


def test_bac_kan_and_dak_song_have_their_numbers_and_the_others_none():
    assert places("bac-kan", "collective", "preliminary", 2023) == [15]
    assert places("bac-kan", "individual", "preliminary", 2023) == [15]
    assert places("bac-kan", "collective", "final", 2025) == [20]
    assert places("bac-kan", "individual", "final", 2025) == [25]
    preliminary = in_force(rules("dak-song"), occasion="preliminary", year=2023)
    assert [(r.recipient, r.quota.kind, r.quota.n) for r in preliminary] == [
        ("collective", "exact", 5),
        ("individual", "exact", 10),
    ]
    assert preliminary[1].leaders_at_most == 30
    assert all(rule.quota.n is None for rule in rules("kien-giang"))
    assert rules("tuyen-quang") == []


@pytest.mark.parametrize("slug", ["kien-giang", "can-tho", "bac-kan", "dak-song"])
def test_every_criterion_names_its_section(slug):
    for rule in rules(slug):
        assert all(leaf.section for leaf in leaves(rule.criteria)), rule.code
