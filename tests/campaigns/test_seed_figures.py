"""The plans hold every figure of their source texts: counted against the texts themselves.

An occurrence of "N %" in a source is held when a structured item has that value and a text that covers the
occurrence; one item holds one occurrence at most. The same for every number of awards.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from campaigns.plans.criteria import leaves
from campaigns.plans.loader import PLANS, load_plan, plan_path

PERCENTS = {"kien-giang": 59, "can-tho": 0, "bac-kan": 5, "dak-song": 29, "tuyen-quang": 40}
QUOTAS = {"kien-giang": 0, "can-tho": 14, "bac-kan": 4, "dak-song": 2, "tuyen-quang": 0}
TENANTS = list(PERCENTS)

FIGURE = re.compile(r"(\d+(?:,\d+)?)\s*%")
AWARDED = re.compile(r"(?<!thuộc )\b(\d+) (tập thể|đơn vị|cá nhân)")
RECIPIENT = {"tập thể": "collective", "đơn vị": "collective", "cá nhân": "individual"}
QUOTED = ("text", "exclusion", "conditions", "theme", "period_text", "signer", "signer_title")

Lists = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Holder:
    """What may stand for one occurrence of `figure`: an item, or the items (`rows`) of its levels."""

    rows: tuple[str, ...]
    figure: tuple[Decimal, str]
    texts: tuple[str, ...]
    levelled: bool = False


def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def source_of(slug: str) -> str:
    return fold(load_plan(plan_path(slug)).source_path.read_text(encoding="utf-8"))


def percents_in(source: str) -> list[tuple[tuple[Decimal, str], int]]:
    return [((Decimal(m[1].replace(",", ".")), "%"), m.start()) for m in FIGURE.finditer(source)]


def quotas_in(source: str) -> list[tuple[tuple[Decimal, str], int]]:
    return [((Decimal(m[1]), RECIPIENT[m[2]]), m.start()) for m in AWARDED.finditer(source)]


def percent_holders(lists: Lists) -> list[Holder]:
    """Targets by their value (a range by its upper value), criteria of award rules by their percentages.

    One number said of several levels ("100% … cấp tỉnh và cấp huyện") may have a row per level:
    they hold it together.
    """
    held: list[Holder] = []
    levels: dict[Any, set[str]] = {}
    for target in lists["targets"]:
        if target.get("value") is None or not str(target.get("unit") or "").startswith("%"):
            continue
        value, text = Decimal(str(target.get("value_max") or target["value"])), target["text"]
        own, key = set(target.get("unit_levels") or ()), (value, text, target.get("group"))
        if own and target.get("group") and levels.get(key) and not own & levels[key]:
            n = next(n for n, h in enumerate(held) if h.figure[0] == value and h.texts == (text,) and h.levelled)
            held[n] = Holder((*held[n].rows, target["code"]), held[n].figure, held[n].texts, levelled=True)
        else:
            held.append(Holder((target["code"],), (value, "%"), (text,), levelled=bool(own)))
        levels.setdefault(key, set()).update(own)
    said: dict[tuple[Decimal, tuple[str, ...]], str] = {}
    for rule in lists["award_rules"]:
        for leaf in leaves(rule.get("criteria")):
            texts = (leaf["text"],) if leaf.get("text") else (rule["text"], *(rule.get("conditions") or ()))
            for name in ("percent", "at_least", "at_most"):
                if leaf.get(name) is not None:
                    said.setdefault((Decimal(str(leaf[name])), texts), rule["code"])
    return held + [Holder((code,), (value, "%"), texts) for (value, texts), code in said.items()]


def quota_holders(lists: Lists) -> list[Holder]:
    return [
        Holder((rule["code"],), (Decimal(rule["quota"]), rule["recipient"]), (rule["text"],))
        for rule in lists["award_rules"]
        if rule.get("quota") is not None
    ]


def places(text: str, source: str) -> Iterator[range]:
    at = source.find(text)
    while at >= 0:
        yield range(at, at + len(text))
        at = source.find(text, at + 1)


def held(occurrences: list[tuple[tuple[Decimal, str], int]], holders: list[Holder], source: str) -> int:
    """How many occurrences have a holder of their own (a largest matching)."""
    able = [
        [
            n
            for n, (figure, at) in enumerate(occurrences)
            if holder.figure == figure
            and any(at in place for text in holder.texts for place in places(fold(text), source))
        ]
        for holder in holders
    ]
    taken: dict[int, int] = {}

    def seat(holder: int, seen: set[int]) -> bool:
        for n in able[holder]:
            if n not in seen:
                seen.add(n)
                if n not in taken or seat(taken[n], seen):
                    taken[n] = holder
                    return True
        return False

    return sum(seat(holder, set()) for holder in range(len(holders)))


def without(lists: Lists, name: str, codes: tuple[str, ...]) -> Lists:
    return lists | {name: [item for item in lists[name] if item["code"] not in codes]}


def quotations(value: Any, key: str = "") -> Iterator[str]:
    """Every string that claims to be the plan's own words, our doubts' notes and labels aside."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from quotations(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from quotations(inner, key)
    elif isinstance(value, str) and key in QUOTED:
        yield value


@pytest.fixture(params=["definition", pytest.param("database", marks=pytest.mark.xdist_group("exported plans"))])
def plan(request: pytest.FixtureRequest) -> Any:
    """`plan(slug)` gives the lists of a plan: as its file defines them, or as `export_plan` prints them."""
    if request.param == "database":
        if not apps.is_installed("awards"):
            pytest.skip("the award rules are kept by an app that is not installed")
        return request.getfixturevalue("exported").__getitem__
    return lambda slug: {"campaign": load_plan(plan_path(slug)).campaign, **load_plan(plan_path(slug)).lists}


@pytest.fixture(scope="module")
def exported(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """What `export_plan` prints for every tenant after `load_plans`; the database is left as it was."""
    found = {}
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_units", stdout=io.StringIO())
        call_command("load_plans", stdout=io.StringIO())
        for slug in TENANTS:
            out = io.StringIO()
            call_command("export_plan", slug, stdout=out)
            found[slug] = json.loads(out.getvalue())
        transaction.set_rollback(True)
    connection.close()
    return found


def test_the_sources_have_the_figures_that_were_counted() -> None:
    assert {slug: len(percents_in(source_of(slug))) for slug in TENANTS} == PERCENTS
    assert {slug: source_of(slug).count("%") for slug in TENANTS} == PERCENTS
    assert sum(PERCENTS.values()) == 133
    assert {slug: len(quotas_in(source_of(slug))) for slug in TENANTS} == QUOTAS
    assert len(list((PLANS / "sources").glob("*.txt"))) == len(TENANTS)


@pytest.mark.parametrize("slug", TENANTS)
def test_every_percentage_of_the_source_is_held(slug: str, plan: Any) -> None:
    source, lists = source_of(slug), plan(slug)
    assert held(percents_in(source), percent_holders(lists), source) == PERCENTS[slug]


@pytest.mark.parametrize("slug", TENANTS)
def test_no_target_names_a_percentage_that_is_not_in_the_source(slug: str, plan: Any) -> None:
    source, lists = source_of(slug), plan(slug)
    targets = percent_holders({"targets": lists["targets"], "award_rules": []})
    assert held(percents_in(source), targets, source) == len(targets)


@pytest.mark.parametrize("slug", TENANTS)
def test_one_target_less_and_a_percentage_is_missing(slug: str) -> None:
    source, lists = source_of(slug), load_plan(plan_path(slug)).lists
    occurrences = percents_in(source)
    for holder in percent_holders({"targets": lists["targets"], "award_rules": []}):
        fewer = without(lists, "targets", holder.rows)
        assert held(occurrences, percent_holders(fewer), source) == PERCENTS[slug] - 1, holder.rows


@pytest.mark.parametrize(("slug", "figures"), [("kien-giang", {20}), ("dak-song", {70, 30})])
def test_without_its_award_rules_a_plan_misses_their_percentages(slug: str, figures: set[int]) -> None:
    source, lists = source_of(slug), load_plan(plan_path(slug)).lists
    fewer = lists | {"award_rules": []}
    assert held(percents_in(source), percent_holders(fewer), source) == PERCENTS[slug] - len(figures)
    told = {int(h.figure[0]) for h in percent_holders({"targets": [], "award_rules": lists["award_rules"]})}
    assert figures <= told


@pytest.mark.parametrize("slug", TENANTS)
def test_every_number_of_awards_is_held_by_its_rule(slug: str, plan: Any) -> None:
    source, lists = source_of(slug), plan(slug)
    occurrences, holders = quotas_in(source), quota_holders(lists)
    assert held(occurrences, holders, source) == QUOTAS[slug] == len(holders)
    for holder in holders:
        fewer = quota_holders(without(lists, "award_rules", holder.rows))
        assert held(occurrences, fewer, source) == QUOTAS[slug] - 1, holder.rows


@pytest.mark.parametrize("slug", TENANTS)
def test_every_quotation_stands_in_the_source(slug: str, plan: Any) -> None:
    source = source_of(slug)
    quoted = list(quotations(plan(slug)))
    assert quoted
    assert [text for text in quoted if fold(text) not in source] == []


@pytest.mark.parametrize("slug", TENANTS)
def test_every_item_names_its_section(slug: str, plan: Any) -> None:
    lists = plan(slug)
    own = ("campaign", "blocks", "indicator_sets")
    items = [
        (name, item["code"], item.get("section"))
        for name, entries in lists.items()
        if name not in own and isinstance(entries, list)
        for item in entries
        if isinstance(item, dict) and "code" in item
    ]
    assert [(name, code) for name, code, section in items if not section] == []


@pytest.mark.parametrize("slug", ["bac-kan", "dak-song", "tuyen-quang"])
def test_the_default_points_of_every_kind_of_unit_add_up_to_100(slug: str) -> None:
    for indicator_set in load_plan(plan_path(slug)).lists["indicator_sets"]:
        points: dict[str, Decimal] = dict.fromkeys(indicator_set["for_kinds"], Decimal(0))
        for indicator in indicator_set["indicators"]:
            for kind in indicator["unit_kinds"]:
                points[kind] += indicator["max_points"]
        assert set(points.values()) == {Decimal(100)}, (indicator_set["code"], points)
