"""The rule engine: kinds, combinators, strictness."""

from datetime import date
from decimal import Decimal

import pytest

from awards.facts import (
    ContributionFact,
    DisciplineFact,
    InitiativeFact,
    RegistrationFact,
    ReportFact,
    TargetResult,
)
from awards.rules import REGISTRY, Outcome, RuleError, evaluate, parse
from tests.awards.makers import NO, PLANNED, YES, person, target, unit

MET, NOT, ASK, NA = Outcome.MET, Outcome.NOT_MET, Outcome.NEEDS_ATTESTATION, Outcome.NOT_APPLICABLE
HAS = {"kind": "registered", "launch_plan": True}
SAID = {"kind": "attested", "statement": "Nội bộ đoàn kết"}
RICH = {"kind": "contribution", "norm": 50_000_000}
FOREIGN = {"kind": "score_ratio", "at_least": 10}


def outcome(tree, facts):
    return evaluate(tree, facts).outcome


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"all": [HAS, HAS]}, MET),
        ({"all": [HAS, RICH]}, NOT),
        ({"all": [HAS, SAID]}, ASK),
        ({"all": [RICH, SAID]}, NOT),
        ({"any": [RICH, HAS]}, MET),
        ({"any": [RICH, SAID]}, ASK),
        ({"any": [RICH, RICH]}, NOT),
        ({"not": RICH}, MET),
        ({"not": HAS}, NOT),
        ({"not": SAID}, ASK),
        ({"at_least": {"n": 2, "of": [HAS, HAS, RICH]}}, MET),
        ({"at_least": {"n": 2, "of": [HAS, SAID, RICH]}}, ASK),
        ({"at_least": {"n": 3, "of": [HAS, SAID, RICH]}}, NOT),
        ({"all": [HAS, {**RICH, "when": ["enterprise"]}]}, MET),
        ({"all": [{"all": [RICH], "when": ["enterprise"]}]}, NA),
        ({"all": [{"any": [RICH, {"all": [HAS]}], "when": ["commune"]}]}, MET),
        ({"all": [HAS, {"kind": "participation_years", "n": 3, "advisory": True}]}, MET),
    ],
)
def test_combinators(tree, expected):
    assert outcome(tree, unit("a", registration=PLANNED)) is expected


def test_nothing_applicable_is_not_eligible():
    verdict = evaluate({"all": [{**HAS, "when": ["enterprise"]}]}, unit("a", registration=PLANNED))
    assert verdict.outcome is NA
    assert verdict.eligible == "no"
    assert verdict.lines == ()


def test_a_branch_not_needed_does_not_decide():
    verdict = evaluate({"all": [{"any": [HAS, SAID, RICH]}]}, unit("a", registration=PLANNED))
    assert verdict.eligible == "yes"
    assert [line.decides for line in verdict.lines] == [True, True, False, False]
    assert verdict.open_questions == ()


@pytest.mark.parametrize(
    ("tree", "place", "expected"),
    [
        ({}, "criteria", "exactly one of"),
        ({"kind": "flying"}, "criteria", "one of"),
        ({"all": []}, ".all", "non-empty list"),
        ({"all": [{"kind": "score_ratio"}]}, "all[0]", "percentage"),
        ({"all": [{"kind": "score_ratio", "at_least": 120}]}, "all[0]", "from 0 to 100"),
        ({"all": [{"kind": "score_ratio", "at_least": 50, "atleast": 1}]}, "all[0]", "at_least"),
        ({"all": [HAS, {"kind": "targets_exceeded", "year": 23, "percent": 20}]}, "all[1]", "a year"),
        ({"at_least": {"n": 3, "of": [HAS]}}, "at_least.n", "whole number"),
        ({"any": [HAS], "wenn": ["commune"]}, "criteria", "when"),
        ({"kind": "registered", "launch_plan": "yes"}, "criteria", "true or false"),
        ({"kind": "registered", "when": []}, "criteria", "non-empty list"),
        ({"kind": "first_in_block", "n": True}, "criteria", "whole number"),
    ],
)
def test_a_rule_that_cannot_be_read_says_where_and_what(tree, place, expected):
    with pytest.raises(RuleError) as caught:
        parse(tree)
    assert place in str(caught.value)
    assert expected in str(caught.value)


ALL_2023 = {"kind": "targets_met", "year": 2023, "mode": "all"}
OVER_20 = {"kind": "targets_exceeded", "year": 2023, "percent": 20, "mode": "mean"}


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ((target("A", "70", "70"),), MET),
        ((target("A", "70", "70", comparator="gt"),), NOT),
        ((target("A", None, "70"),), NOT),
        ((target("A", "70", "70"), target("B", "1", "70", applicable=False)), MET),
        ((target("A", "1", "70", applicable=False),), NA),
        ((target("A", "70", "70"), target("B", "1", "70", year=2025)), MET),
        ((target("A", "70", "70"), TargetResult("Q", 2023, kind="qualitative")), ASK),
        ((target("A", "7", "70"), TargetResult("Q", 2023, kind="qualitative")), NOT),
        ((target("A", "7", "70", progress=True),), ASK),
        ((target("A", "71", "70", progress=True),), MET),
    ],
)
def test_targets_met(targets, expected):
    assert outcome(ALL_2023, unit("a", targets=targets)) is expected


def test_no_report_is_not_the_same_as_not_applicable():
    assert outcome(ALL_2023, unit("a")) is NOT
    sent = ReportFact(2023, date(2023, 12, 1))
    assert outcome(ALL_2023, unit("a", reports=(sent,))) is NA


def test_a_share_of_the_targets_by_pillar():
    tree = ALL_2023 | {"mode": "share", "share": 60, "pillars": ["government"]}
    two_of_three = tuple(target(c, v, "50", pillar="government") for c, v in (("A", "60"), ("B", "50"), ("C", "1")))
    other = target("D", "1", "50", pillar="economy")
    assert outcome(tree, unit("a", targets=(*two_of_three, other))) is MET
    assert outcome(tree | {"share": 67}, unit("a", targets=two_of_three)) is NOT


def test_not_met_names_figures_and_what_was_asked():
    facts = unit("a", targets=(target("A", "91.67", "100", numerator=Decimal(11), denominator=Decimal(12), label="X"),))
    line = evaluate(ALL_2023, facts).lines[0]
    assert line.sentence == "Đạt 0/1 chỉ tiêu mốc 2023; chưa đạt X: 91,67% (11/12), yêu cầu từ 100%."


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        # Exactly 1.20 is not above it; a hair more is.
        ((target("A", "84", "70"),), NOT),
        ((target("A", "84.01", "70"),), MET),
        # 90 % cannot be exceeded by 20 %: it leaves the mean, but still has to be met.
        ((target("A", "85", "70"), target("B", "90", "90")), MET),
        ((target("A", "85", "70"), target("B", "89", "90")), NOT),
        ((target("A", "100", "90"),), NOT),
        # The mean: 1.5 and 1.0 make 1.25.
        ((target("A", "60", "40"), target("B", "50", "50")), MET),
        # Thirds: 1.1 + 1.3 is exactly 1.20 on average.
        ((target("A", "33", "30"), target("B", "39", "30")), NOT),
        # A number without a natural maximum can always be exceeded.
        ((target("A", "250", "200", natural_max=None),), MET),
        ((target("A", "1", "1", comparator="eq"),), NOT),
    ],
)
def test_exceeded_by_twenty_percent_on_the_mean(targets, expected):
    assert outcome(OVER_20, unit("a", targets=targets)) is expected


def test_the_other_modes_of_exceeding():
    facts = unit("a", targets=(target("A", "60", "40"), target("B", "50", "50"), target("C", "95", "90")))
    assert outcome(OVER_20 | {"mode": "every"}, facts) is NOT
    assert outcome(OVER_20 | {"mode": "share", "share": 50}, facts) is MET
    assert outcome(OVER_20 | {"mode": "share", "share": 51}, facts) is NOT
    assert outcome(OVER_20 | {"percent": 0}, facts) is MET
    figures = evaluate(OVER_20, facts).lines[0].figures
    assert figures["measured"] == ["A", "B"]
    assert figures["cannot_exceed"] == ["C"]
    assert figures["mode"] == "mean"
    assert figures["percent"] == 20


def test_a_person_is_measured_by_the_unit():
    of = unit("u", targets=(target("A", "85", "70"),), ratio_h=9000, rank=1)
    assert outcome(OVER_20, person("p", of)) is MET
    assert outcome({"kind": "first_in_block", "n": 1}, person("p", of)) is MET
    assert outcome(OVER_20, person("p")) is NA


@pytest.mark.parametrize(
    ("ratio", "expected"), [(8000, MET), (7999, NOT), (None, NOT)], ids=["at", "below", "not scored"]
)
def test_score_ratio(ratio, expected):
    assert outcome({"kind": "score_ratio", "at_least": 80}, unit("a", ratio_h=ratio)) is expected


def test_classified():
    tree = {"kind": "classified", "as": "excellent"}
    assert outcome(tree, unit("a", classification="Xuất sắc")) is MET
    assert outcome(tree, unit("a", classification="Hoàn thành xuất sắc nhiệm vụ")) is MET
    assert outcome(tree, unit("a", classification="tốt")) is NOT
    assert outcome(tree | {"as": "good"}, unit("a", classification="excellent")) is MET
    assert outcome(tree, unit("a", ratio_h=9900)) is ASK
    assert outcome(tree | {"at_least": 90}, unit("a", ratio_h=9000)) is MET
    assert outcome(tree | {"at_least": 90}, unit("a", ratio_h=8999)) is NOT


def test_registered():
    assert outcome(HAS, unit("a", registration=RegistrationFact(registered=True))) is NOT
    assert outcome({**HAS, "launch_plan": False}, unit("a", registration=RegistrationFact(registered=True))) is MET
    assert outcome({**HAS, "registration": False}, unit("a", registration=RegistrationFact(launch_plan=True))) is MET


def test_reports_on_time():
    tree = {"kind": "reports_on_time"}
    due, late = date(2023, 12, 14), ReportFact(2023, date(2023, 12, 16), date(2023, 12, 14), 2)
    assert outcome(tree, unit("a", reports=(ReportFact(2023, date(2023, 12, 14), due),))) is MET
    assert outcome(tree, unit("a", reports=(late,))) is NOT
    assert outcome(tree | {"max_late_days": 2}, unit("a", reports=(late,))) is MET
    assert outcome(tree | {"late": "attest"}, unit("a", reports=(late,))) is ASK
    assert outcome(tree, unit("a")) is NOT
    assert outcome(tree | {"years": [2022, 2023]}, unit("a", reports=(ReportFact(2023, due, due),))) is NOT


def test_contribution():
    gifts = (ContributionFact(2023, 30_000_000), ContributionFact(2023, 20_000_000, in_kind=True))
    assert outcome(RICH, unit("a", contributions=gifts)) is MET
    assert outcome(RICH, unit("a", contributions=gifts[:1])) is NOT
    assert (
        outcome({"kind": "contribution", "norm": "theo quy định của Hội đồng"}, unit("a", contributions=gifts)) is ASK
    )
    council = unit("a", contributions=gifts, contribution_norm=50_000_001)
    assert outcome({"kind": "contribution"}, council) is NOT
    before = (ContributionFact(2022, 90_000_000),)
    assert outcome(RICH, unit("a", contributions=before)) is NOT
    assert outcome(RICH | {"period": "campaign"}, unit("a", contributions=before)) is MET
    assert outcome(RICH, unit("a", contributions=(ContributionFact(2023, 90_000_000, recognised=False),))) is ASK


def test_initiative():
    mine = InitiativeFact("Tổ công nghệ số", level="district", recognised=True)
    tree = {"kind": "initiative", "level": "district"}
    assert outcome(tree, unit("a", initiatives=(mine,))) is MET
    assert outcome(tree | {"level": "province"}, unit("a", initiatives=(mine,))) is ASK
    assert outcome(tree | {"replicated": True}, unit("a", initiatives=(mine,))) is ASK
    assert outcome(tree, unit("a", initiatives=())) is NOT
    assert outcome(tree, unit("a")) is ASK
    assert outcome({"kind": "initiative", "many": True}, unit("a", initiatives=(mine, mine))) is ASK


def test_attested_and_discipline():
    code = evaluate(SAID, unit("a")).lines[0].code
    assert outcome(SAID, unit("a", attestations={code: YES})) is MET
    assert outcome(SAID, unit("a", attestations={code: NO})) is NOT
    named = {"kind": "attested", "standard": "IV.3.1.4", "party": True}
    assert evaluate(named, unit("a")).lines[0].code == "IV.3.1.4"
    assert outcome(named, unit("a", has_party=False)) is NA
    clean = {"kind": "no_discipline"}
    assert outcome(clean, unit("a")) is ASK
    assert outcome(clean | {"presume": True}, unit("a")) is MET
    assert outcome(clean, unit("a", disciplines=(DisciplineFact("Khiển trách", date(2023, 3, 1)),))) is NOT
    ended = DisciplineFact("Khiển trách", date(2021, 3, 1), date(2022, 3, 1))
    assert outcome(clean | {"presume": True}, unit("a", disciplines=(ended,))) is MET


def test_a_not_met_figure_cannot_be_attested_away():
    line = evaluate(RICH, unit("a")).lines[0]
    assert line.outcome is NOT
    assert line.code == ""


def test_placed_unit():
    tree = {"kind": "belongs_to_placed_unit", "n": 1}
    of = unit("u")
    assert outcome(tree, person("p", of, unit_placed=True)) is MET
    assert outcome(tree, person("p", of, unit_placed=False)) is NOT
    assert outcome(tree, person("p", of)) is ASK
    assert outcome(tree, person("p")) is NOT
    assert evaluate(tree, person("p", of)).lines[0].code == ""


def test_every_kind_has_a_title_and_a_labelled_form():
    for kind, criterion in REGISTRY.items():
        assert criterion.title, kind
        assert all(param.label for param in criterion.params.values()), kind


def test_the_same_facts_give_the_same_digest():
    facts = unit("a", targets=(target("A", "85", "70"),), registration=PLANNED)
    tree = {"all": [HAS, OVER_20, SAID]}
    assert evaluate(tree, facts).digest == evaluate(tree, facts).digest
