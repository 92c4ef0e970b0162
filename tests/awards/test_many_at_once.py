"""A province judged criterion by criterion comes out as its units do one by one; rows of targets as their results."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.facts import (
    AttestationFact,
    ContributionFact,
    DisciplineFact,
    EarlierAward,
    InitiativeFact,
    PillarFact,
    RegistrationFact,
    ReportFact,
    Scope,
    UnitFacts,
    tally,
)
from awards.facts_json import from_json, to_json
from awards.rules import REGISTRY, evaluate, evaluate_all, leaves, parse, recalled
from awards.selectors import verdicts
from awards.target_rows import Headings, TargetHead, TargetRow, headings_from, headings_json

PILLARS = ("government", "economy", "society")
heads = st.builds(
    TargetHead,
    code=st.sampled_from("ABCDE"),
    place=st.integers(0, 9),
    year=st.sampled_from([None, 2023, 2025]),
    label=st.sampled_from(["", "Hộ có Internet"]),
    pillar=st.sampled_from(PILLARS),
    kind=st.sampled_from(["quantitative", "qualitative"]),
    threshold=st.sampled_from([None, Decimal(50), Decimal("66.5")]),
    natural_max=st.sampled_from([None, Decimal(100)]),
    progress=st.booleans(),
    measure=st.sampled_from(["share", "number", ""]),
    why=st.just({"u": "Chưa nhập.", "x": "Không áp dụng."}),
)
FIGURES = ("", "7.0000", "12.5000", "0.0000")


@st.composite
def rows(draw, headings=None):
    headings = headings or Headings(0, draw(st.lists(heads, min_size=1, max_size=6)))
    size = len(headings.heads)
    figures = st.lists(st.sampled_from(FIGURES), min_size=size, max_size=size).map(
        lambda cells: ",".join(cells) if any(cells) else ""
    )
    marks = draw(st.text("mnopquixs", min_size=size, max_size=size))
    return TargetRow(headings, marks, draw(figures), draw(figures))


scopes = st.builds(
    Scope,
    st.sampled_from([None, 2023, 2025]),
    st.sampled_from([(), ("economy",), ("government", "society")]),
    st.sampled_from([(), ("A",), ("B", "C")]),
)


@settings(max_examples=60, deadline=None)
@given(row=rows(), scope=scopes)
def test_a_row_is_counted_as_its_results_are(row, scope):
    assert tally(row, scope) == tally(tuple(row), scope)
    assert [one.code for one in row] == [head.code for head in sorted(row.headings.heads, key=lambda h: h.place)]


@settings(max_examples=60, deadline=None)
@given(row=rows())
def test_a_row_survives_as_json_beside_its_headings(row):
    facts = UnitFacts("a", "Xã A", 2023, targets=row)
    kept = json.loads(json.dumps([to_json(facts), headings_json([row.headings])]))
    again = from_json(kept[0], headings_from(kept[1]))
    assert again == facts
    assert tuple(again.targets) == tuple(row)


def test_a_share_is_computed_from_what_was_written_down():
    head = TargetHead("A", threshold=Decimal(75), measure="share", why={"u": "Chưa nhập."})
    reached, none = (
        TargetRow(Headings(0, [head]), "n", "721", "1000"),
        TargetRow(Headings(0, [head]), "u", "", ""),
    )
    assert (reached[0].actual, reached[0].met, reached[0].threshold) == (Decimal("72.1"), False, Decimal(75))
    assert (none[0].actual, none[0].met, none[0].reason) == (None, None, "Chưa nhập.")


@st.composite
def provinces(draw):
    headings = Headings(0, draw(st.lists(heads, min_size=1, max_size=4)))
    unit = st.builds(
        UnitFacts,
        key=st.uuids().map(str),
        name=st.just("Xã"),
        year=st.just(2023),
        kind=st.sampled_from(["commune", "department"]),
        milestone_year=st.sampled_from([None, 2023]),
        classification=st.sampled_from(["", "Tốt"]),
        contribution_norm=st.sampled_from([None, 10]),
        contributions=st.sampled_from(
            [(), (ContributionFact(2023, 12),), (ContributionFact(2023, 5, recognised=False),)]
        ),
        initiatives=st.sampled_from([None, (), (InitiativeFact("S", recognised=True),)]),
        disciplines=st.sampled_from([(), (DisciplineFact("khiển trách", date(2023, 1, 5)),)]),
        attestations=st.sampled_from([{}, {"S1": AttestationFact(True)}, {"S1": AttestationFact(False)}]),
        earlier_awards=st.sampled_from([(), (EarlierAward("BK_TINH", 2022),)]),
        years_taken_part=st.sampled_from([(), (2022,), (2022, 2023)]),
        targets=st.one_of(st.just(()), rows(headings)),
        ratio_h=st.sampled_from([None, 6900, 7000, 9000]),
        rank=st.sampled_from([None, 1, 2]),
        pillars=st.sampled_from([(), (PillarFact("economy", 5, 10),), (PillarFact("economy", 9, 10),)]),
        block_size=st.sampled_from([None, 1, 9]),
        equals=st.sampled_from([1, 2]),
        has_party=st.sampled_from([None, False]),
        registration=st.sampled_from([RegistrationFact(), RegistrationFact(registered=True, launch_plan=True)]),
        reports=st.sampled_from(
            [(), (ReportFact(2023, date(2023, 12, 1)),), (ReportFact(2023, date(2024, 1, 2), None, 5),)]
        ),
    )
    return draw(st.lists(unit, min_size=1, max_size=7))


RULE = parse(
    {
        "all": [
            {"kind": "registered", "launch_plan": True},
            {"kind": "reports_on_time", "late": "attest"},
            {"kind": "targets_met", "year": "round", "pillars": ["economy", "society"], "when": ["commune"]},
            {"kind": "participation_years", "n": 2, "advisory": True},
            {"any": [
                {"kind": "score_ratio", "at_least": 70},
                {"kind": "targets_exceeded", "year": "round", "percent": 20},
                {"all": [{"kind": "first_in_block", "n": 1}, {"kind": "classified", "as": "good"}],
                 "when": ["commune"]},
            ]},
            {"at_least": {"n": 2, "of": [
                {"kind": "attested", "standard": "S1", "party": True},
                {"kind": "contribution"},
                {"kind": "initiative"},
                {"kind": "no_discipline", "standard": "S1"},
            ]}},
            {"not": {"kind": "earlier_award", "forms": ["BK_TINH"], "years": 3}},
            {"any": [{"kind": "pillar_ratio", "at_least": 60}, {"kind": "top_share_of_block", "percent": 20},
                     {"kind": "leads_cluster", "n": 1}]},
        ]
    }
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(units=provinces())
def test_many_at_once_come_out_as_one_by_one(units):
    together = evaluate_all(RULE, units)
    assert [(v.outcome, v.marks) for v in together] == [
        (v.outcome, v.marks) for v in (evaluate(RULE, u) for u in units)
    ]
    for verdict in together:
        told, kept = verdict.as_json(), recalled(RULE, verdict.marks).as_json()
        assert verdicts.tally(kept) == verdicts.tally(told)
        assert [one.code for one in verdicts.items(kept) if one.open] == [
            one.code for one in verdicts.items(told) if one.open
        ]
    with pytest.raises(ValueError, match="marks for"):
        recalled(RULE, "m")


@pytest.mark.parametrize(
    "leaf", [leaf for leaf in leaves(RULE) if leaf.criterion.looks_at], ids=lambda leaf: leaf.criterion.kind
)
@settings(max_examples=12, deadline=None)
@given(units=provinces())
def test_a_criterion_looks_at_no_more_than_it_says(leaf, units):
    seen = set()

    class Watched(UnitFacts):
        def __getattribute__(self, name):
            seen.add(name)
            return super().__getattribute__(name)

    for unit in units:
        _ = leaf.criterion.judge(Watched(**{f.name: getattr(unit, f.name) for f in fields(unit)})).outcome
    assert seen & {field.name for field in fields(UnitFacts)} <= set(leaf.criterion.looks_at)


def test_every_kind_is_told_apart_somewhere():
    said = {leaf.criterion.kind for leaf in leaves(RULE)}
    assert {kind for kind, criterion in REGISTRY.items() if criterion.looks_at} <= said
