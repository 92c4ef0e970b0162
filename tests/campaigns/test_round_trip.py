"""Whatever campaign can be written can be written as a file, loaded, and read back the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from campaigns.models import Campaign
from campaigns.plans import schema
from campaigns.plans.differences import differences
from campaigns.plans.loader import load_plan, problems, read_plan
from campaigns.plans.nodes import Reader, fold
from campaigns.plans.schema import CAMPAIGN, LISTS, Key, Many, OneOf
from campaigns.plans.writing import plain, plan_text, tidy
from campaigns.services.loading import content_of, load
from config.kernel.tenancy import tenant_scope
from units.models import Tenant

# Characters that YAML, white space and Vietnamese make trouble with.
LETTERS = st.sampled_from([*"aăđếộừ NgY 0159.,;:–-\"'#&*!|>%@`{}[]?=~\\/()“”…\n\t", "null", "yes", "- ", ": "])
WORDS = st.lists(LETTERS, min_size=1, max_size=40).map(lambda ls: fold("".join(ls))).filter(bool)
CODES = st.from_regex(r"[A-Z]{1,3}-[0-9]{1,3}(\.[a-z])?", fullmatch=True)
NUMBERS = st.integers(0, 10**7).map(lambda n: Decimal(n) / 100)
YEARS = st.integers(2020, 2035)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))
PLAIN = {
    schema.amount: NUMBERS, schema.year: YEARS, schema.count: st.integers(0, 500), schema.quarter: st.integers(1, 4),
    schema.due: DAYS.map(dt.date.isoformat), Reader.day: DAYS, Reader.flag: st.booleans(), Reader.code: CODES,
    schema.short: WORDS.map(lambda text: fold(text[:60])).filter(bool), Reader.prose: WORDS,
}  # fmt: skip
LEAF = {"kind": "registered", "section": "IV", "label": "Có đăng ký", "launch_plan": True}
CRITERIA = st.recursive(
    st.sampled_from([LEAF, {"kind": "score_ratio", "section": "V", "label": "Tỷ lệ", "at_least": Decimal("82.5")}]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2).map(lambda nodes: {"all": nodes}),
        inner.map(lambda node: {"not": node}),
        st.lists(inner, min_size=2, max_size=2).map(lambda nodes: {"at_least": {"n": 1, "of": nodes}}),
    ),
    max_leaves=3,
)


def value(key: Key) -> st.SearchStrategy[Any]:
    read = key.read
    if isinstance(read, OneOf):
        return st.sampled_from(sorted(read.words))
    if isinstance(read, Many):
        return st.lists(value(Key(read.one)), min_size=1, max_size=3, unique=True)
    return PLAIN.get(read, WORDS)


def entry(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """An entry of the tenant's own; references are left out, they are asked for by examples of their own."""
    keys = {k: s for k, s in LISTS[name].items() if not s.ref and k not in ("criteria", "indicators", "source")}
    required = {k: value(s) for k, s in keys.items() if s.required}
    optional = {k: value(s) for k, s in keys.items() if not s.required}
    made = st.fixed_dictionaries(required, optional=optional)
    if name == "award_rules":
        made = st.tuples(made, CRITERIA).map(lambda pair: pair[0] | {"criteria": pair[1]})
    return made.map(lambda found: sensible(name, found | {"source": "tenant"}))


def sensible(name: str, found: dict[str, Any]) -> dict[str, Any]:
    """What the keys ask of each other."""
    if name == "targets":
        found = {k: v for k, v in found.items() if k not in ("value", "value_max", "natural_max")}
        kinds = {"boolean": "boolean", "qualitative": "qualitative"}
        found["kind"] = kinds.get(found["comparator"], "quantitative")
        if found["kind"] == "quantitative":
            found |= {"value": Decimal("62.5"), "unit": "%"}
        if found["comparator"] == "range":
            found["value_max"] = Decimal(70)
    if name == "award_rules":
        if "quota" in found:
            found.pop("quota_percent", None)
        kinds = [kind for kind, key in (("at_most", "quota"), ("share", "quota_percent")) if key in found]
        found["quota_kind"] = [*kinds, "none_stated"][0]
    if name == "timeline":
        found = {"date": "2026-12-15", "year": 2026} | found
    return found


LIST = {
    name: st.lists(entry(name), min_size=int(name in schema.REQUIRED_LISTS), max_size=2, unique_by=lambda e: e["code"])
    for name in LISTS
    if name != "indicator_sets"
}
HEAD = st.fixed_dictionaries(
    {"issuer": WORDS, "title": WORDS, "text": WORDS},
    optional={k: value(s) for k, s in CAMPAIGN.items() if k in ("number", "date", "theme", "signer", "source_note")},
).map(lambda head: head | {"code": "SINH-RA", "period_from": 2026, "period_to": 2027, "source_kind": "own"})
CAMPAIGNS = st.fixed_dictionaries({"campaign": HEAD} | LIST).map(tidy)


@given(CAMPAIGNS)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_written_and_read_it_is_the_same(content: dict[str, Any]):
    assert problems(plain(content)) == []
    plan = read_plan(plan_text(content))
    again = tidy({"campaign": plan.campaign} | plan.lists)
    assert differences(plain(content), plain(again)) == []


@pytest.mark.django_db
@given(content=CAMPAIGNS)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_loaded_and_exported_it_is_the_same(kien_giang: Tenant, tmp_path_factory: Any, content: dict[str, Any]):
    assume(len({e["code"] for e in content.get("award_rules", ())}) == len(content.get("award_rules", ())))
    path: Path = tmp_path_factory.mktemp("plan") / "ke-hoach.yaml"
    path.write_text(plan_text(content), encoding="utf-8")
    with transaction.atomic():
        load(kien_giang, path=path)
        with tenant_scope(kien_giang):
            out = content_of(Campaign.objects.get(code="SINH-RA"))
        assert differences(plain(tidy(_read(path))), plain(out)) == []
        path.write_text(plan_text(out), encoding="utf-8")
        assert load(kien_giang, path=path).effective == []
        transaction.set_rollback(True)


def _read(path: Path) -> dict[str, Any]:
    plan = load_plan(path)
    return {"campaign": plan.campaign} | plan.lists
