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
from campaigns.selectors.content import content_of
from campaigns.services.loading import load
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
    """An entry of the tenant's own; what it refers to is filled in by `campaigns`, when the other lists are there."""
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
ALONE = st.fixed_dictionaries({"campaign": HEAD} | LIST)
MEASURES = (
    {"value_kind": "share", "method": "ratio_cap", "threshold": Decimal("62.5"), "comparator": "gte", "unit": "%"},
    {"value_kind": "share", "method": "lower_is_better", "threshold": Decimal(5), "comparator": "lte", "unit": "%"},
    {"value_kind": "boolean", "method": "yes_no"},
    {"value_kind": "text", "method": "manual"},
    {"value_kind": "number", "method": "step", "params": [
        {"at_least": Decimal(10), "points": Decimal("2.5")}, {"at_least": Decimal(0), "points": Decimal(1)}]},
)  # fmt: skip
FREE = ("short", "section", "pillar", "numerator_label", "denominator_label", "guide", "evidence_note", "note")
INDICATORS = st.lists(
    st.tuples(
        st.fixed_dictionaries(
            {key: value(schema.INDICATOR[key]) for key in ("code", "name", "unit_kinds", "evidence_required")},
            optional={key: value(schema.INDICATOR[key]) for key in FREE},
        ),
        st.sampled_from(MEASURES),
        st.integers(1, 2000).map(lambda n: Decimal(n) / 100),
    ).map(lambda parts: parts[0] | parts[1] | {"max_points": parts[2]}),
    min_size=1, max_size=3, unique_by=lambda indicator: indicator["code"],
)  # fmt: skip


@st.composite
def campaigns(draw: st.DrawFn) -> dict[str, Any]:
    """Lists whose entries also refer to each other: standards to targets, rules to blocks, indicators to targets."""
    content = draw(ALONE)
    targets = [target["code"] for target in content["targets"]]
    blocks = [block["code"] for block in content["blocks"]]
    for standard in content["standards"]:
        if targets and draw(st.booleans()):
            standard["targets"] = draw(st.lists(st.sampled_from(targets), min_size=1, unique=True))
    for rule in content["award_rules"]:
        if blocks and draw(st.booleans()):
            rule["block"] = draw(st.sampled_from(blocks))
    if draw(st.booleans()):
        keys = ("code", "name", "years", "for_kinds")
        made = {key: draw(value(LISTS["indicator_sets"][key])) for key in keys}
        made |= {"source": "tenant_default", "indicators": draw(INDICATORS)}
        for indicator in made["indicators"]:
            if targets and draw(st.booleans()):
                indicator["target"] = draw(st.sampled_from(targets))
        content["indicator_sets"] = [made]
    return tidy(content)


CAMPAIGNS = campaigns()


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
        asked = plain(tidy(_read(path)))
        assert differences(asked, _without_what_was_filled_in(asked, plain(out))) == []
        path.write_text(plan_text(out), encoding="utf-8")
        assert load(kien_giang, path=path).effective == []
        with tenant_scope(kien_giang):
            assert plain(content_of(Campaign.objects.get(code="SINH-RA"))) == plain(out)
        transaction.set_rollback(True)


def _without_what_was_filled_in(asked: dict[str, Any], out: dict[str, Any]) -> dict[str, Any]:
    """An indicator goes out with what it took from its target or its kind; what was written must be as written."""
    said = {i["code"]: i for made in asked.get("indicator_sets", ()) for i in made["indicators"]}
    for made in out.get("indicator_sets", ()):
        for indicator in made["indicators"]:
            for key in set(indicator) - set(said[indicator["code"]]):
                del indicator[key]
    return out


def _read(path: Path) -> dict[str, Any]:
    plan = load_plan(path)
    return {"campaign": plan.campaign} | plan.lists
