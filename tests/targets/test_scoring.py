"""A reported value earns points, a verdict and a sentence (decisions 1 to 5)."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targets.scoring import Band, Entry, Option, Rule, explain, half_up, ratio_h, score, standings
from targets.scoring.milestones import goal_for
from tests.targets import generated, reference

SHARE = {"method": "ratio_cap", "max_h": 1000, "natural_max": Decimal(100)}


def share(numerator, denominator, **more):
    return Entry(numerator=Decimal(numerator), denominator=Decimal(denominator), **more)


def test_reaching_the_threshold_earns_everything():
    rule = Rule(**SHARE, threshold=Decimal(75))
    result = score(rule, share(3412, 4298))
    assert (result.verdict, result.points_h, result.max_h, result.actual_h) == ("met", 1000, 1000, 7939)
    assert explain(rule, share(3412, 4298), result) == "Vượt ngưỡng 75% là 4,39 điểm %."


def test_below_the_threshold_earns_in_proportion_and_says_how_many_are_missing():
    rule = Rule(**SHARE, threshold=Decimal(70), numerator_label="Số người có tài khoản")
    entry = share(3105, 4512)
    result = score(rule, entry)
    assert (result.verdict, result.points_h, result.actual_h) == ("not_met", 983, 6882)
    assert explain(rule, entry, result) == "Còn thiếu 1,18 điểm %: cần thêm 54 người có tài khoản."


def test_above_is_strict():
    rule = Rule(**SHARE, comparator="gt", threshold=Decimal(40))
    at = share(40, 100)
    assert score(rule, at).verdict == "not_met"
    assert explain(rule, at, score(rule, at)) == "Kế hoạch ghi “trên 40%” nên bằng 40% chưa đạt."
    assert score(rule, share(401, 1000)).verdict == "met"


def test_above_a_hundred_percent_of_a_share_is_read_as_at_least():
    rule = Rule(**SHARE, comparator="gt", threshold=Decimal(100))
    entry = share(9, 9)
    result = score(rule, entry)
    assert result.verdict == "met"
    assert "không thể vượt" in explain(rule, entry, result)


def test_a_range_is_met_from_its_lower_bound_and_full_at_its_upper():
    rule = Rule(**SHARE, comparator="range", threshold=Decimal(65), threshold_max=Decimal(70))
    assert [score(rule, share(n, 100)).verdict for n in (64, 65, 70)] == ["not_met", "met", "met"]
    assert [score(rule, share(n, 100)).points_h for n in (65, 70, 90)] == [929, 1000, 1000]


def test_the_verdict_goes_by_the_exact_fraction_not_by_what_is_shown():
    rule = Rule(**SHARE, threshold=Decimal(60))
    entry = share(59999, 100000)
    result = score(rule, entry)
    assert (result.actual_h, result.verdict, result.points_h) == (6000, "not_met", 1000)
    assert explain(rule, entry, result).startswith("Còn thiếu dưới 0,01 điểm %")


@pytest.mark.parametrize("entry", [share(0, 0), Entry(not_applicable=True), share(5, 0)])
def test_not_applicable_leaves_points_and_maximum(entry):
    result = score(Rule(**SHARE, threshold=Decimal(75)), entry)
    assert (result.status, result.verdict, result.points_h, result.max_h) == ("not_applicable", "none", 0, 0)


def test_nothing_entered_earns_nothing_but_counts():
    assert score(Rule(**SHARE, threshold=Decimal(75)), Entry()).max_h == 1000
    assert score(Rule(**SHARE, threshold=Decimal(75)), Entry(numerator=Decimal(3))).status == "missing"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (Entry(), "Chưa nhập."),
        (Entry(numerator=Decimal(39)), "Còn thiếu mẫu số."),
        (Entry(denominator=Decimal(39)), "Còn thiếu tử số."),
    ],
)
def test_half_a_fraction_is_told_from_none(entry, said):
    rule = Rule(**SHARE, threshold=Decimal(75))
    assert explain(rule, entry, score(rule, entry)) == said


def test_unproven_earns_nothing_and_says_so():
    rule = Rule(**SHARE, threshold=Decimal(60), evidence_required=True)
    entry = share(2214, 3506)
    result = score(rule, entry)
    assert (result.status, result.verdict, result.points_h, result.reaches) == ("unproven", "none", 0, True)
    assert explain(rule, entry, result) == "Đủ ngưỡng nhưng chưa có tài liệu kiểm chứng nên chưa được tính điểm."
    assert score(rule, share(2214, 3506, has_evidence=True)).points_h == 1000


@pytest.mark.parametrize("entry", [share(2980, 2890), share(-1, 10), share(1, -10)])
def test_figures_that_cannot_be_earn_nothing(entry):
    assert score(Rule(**SHARE, threshold=Decimal(60)), entry).status == "invalid"


def test_a_share_may_pass_a_hundred_where_nothing_forbids_it():
    assert score(Rule(method="ratio_cap", max_h=1000, threshold=Decimal(100)), share(12, 10)).points_h == 1000


def test_less_is_better():
    rule = Rule(method="lower_is_better", max_h=1000, value_kind="number", threshold=Decimal(5), unit="ngày")
    assert [score(rule, Entry(number=Decimal(n))).points_h for n in (0, 5, 10, 40)] == [1000, 1000, 500, 125]
    assert [score(rule, Entry(number=Decimal(n))).verdict for n in (5, 6)] == ["met", "not_met"]


def test_bands():
    bands = tuple(Band(Decimal(n), p) for n, p in ((4, 2000), (3, 1500), (2, 1000), (1, 500)))
    rule = Rule(method="step", max_h=2000, value_kind="number", bands=bands)
    assert [score(rule, Entry(number=Decimal(n))).points_h for n in (0, 1, 2, 3, 4, 9)] == [
        0,
        500,
        1000,
        1500,
        2000,
        2000,
    ]


def test_choices_yes_no_and_the_appraisers_own_points():
    options = (
        Option("head", "Bí thư/Chủ tịch", 1000),
        Option("deputy", "Phó", 500),
        Option("none", "Không", 0),
    )
    rule = Rule(method="option", max_h=1000, value_kind="text", options=options)
    assert [score(rule, Entry(text=c)).points_h for c in ("head", "deputy", "none")] == [1000, 500, 0]
    assert score(rule, Entry(text="other")).status == "invalid"
    yes = Rule(method="yes_no", max_h=300, value_kind="boolean", comparator="boolean")
    assert [score(yes, Entry(boolean=b)).verdict for b in (True, False, None)] == ["met", "not_met", "none"]
    manual = Rule(method="manual", max_h=500, value_kind="text", comparator="qualitative")
    assert score(manual, Entry(text="đã làm")).status == "missing"
    assert score(manual, Entry(text="đã làm", points_h=420)).points_h == 420


def test_a_year_of_progress_scores_without_a_verdict():
    rule = Rule(**SHARE, threshold=Decimal(75), progress=True, milestone_year=2023)
    entry = share(60, 100)
    result = score(rule, entry)
    assert (result.verdict, result.points_h, result.reaches) == ("none", 800, False)
    assert "mốc 2023" in explain(rule, entry, result)


def test_the_goal_of_a_year():
    milestones = {2023: Decimal(60), 2025: Decimal(90)}
    assert goal_for(2023, milestones).progress is False
    assert (goal_for(2022, milestones).value, goal_for(2022, milestones).progress) == (60, True)
    assert (goal_for(2024, milestones).value, goal_for(2024, milestones).milestone_year) == (90, 2025)
    assert goal_for(2024, milestones, interpolate=True).value == 75
    assert goal_for(2022, milestones, interpolate=True).value == 60
    assert goal_for(2026, milestones) is None


def test_ratio_is_half_up_in_hundredths_of_a_percent():
    assert ratio_h(90120, 100000) == 9012
    assert ratio_h(1, 8) == 1250
    assert ratio_h(12345, 20000) == 6173  # 61,725 %
    assert ratio_h(0, 0) is None
    assert half_up(1, 2) == 1


def test_equal_ratios_share_a_rank():
    result = standings({"a": 9000, "b": 9000, "c": 8000, "d": None, "e": 7000})
    assert {k: s.rank for k, s in result.items()} == {"a": 1, "b": 1, "c": 3, "d": None, "e": 4}
    assert (result["a"].tied, result["c"].tied, result["c"].of) == (True, False, 4)


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "ratio_cap", "max_h": 1},
        {"method": "magic", "max_h": 1},
        {"method": "yes_no", "max_h": 1},
        {"method": "ratio_cap", "max_h": -1, "threshold": Decimal(1)},
        {"method": "option", "max_h": 1},
        {"method": "ratio", "max_h": 1, "comparator": "range", "threshold": Decimal(1)},
    ],
)
def test_a_rule_that_cannot_be_scored_is_refused(wrong):
    with pytest.raises(ValueError, match=" "):
        Rule(**wrong)


@settings(max_examples=2000, deadline=None)
@given(generated.cases())
def test_the_engine_agrees_with_the_reference(case):
    rule, value = case
    built = generated.as_rule(rule)
    result = score(built, generated.as_entry(value))
    assert (result.status, result.verdict, result.points_h, result.max_h) == reference.judge(rule, value)
    assert 0 <= result.points_h <= max(result.max_h, 0) or result.status == "not_applicable"
    assert Rule.from_row(built.as_row()) == built
    assert explain(built, generated.as_entry(value), result)


@settings(max_examples=300, deadline=None)
@given(generated.cases())
def test_more_never_earns_less(case):
    rule, value = case
    if rule["value_kind"] != "number" or rule["method"] == "manual" or value.get("number") is None:
        return
    built = generated.as_rule(rule)
    more = {**value, "number": value["number"] + 1}
    first, second = score(built, Entry(**value)), score(built, Entry(**more))
    if "invalid" in (first.status, second.status):
        return
    if built.lower and rule["method"] in ("ratio_cap", "lower_is_better"):
        assert second.points_h <= first.points_h
    else:
        assert second.points_h >= first.points_h


@given(st.dictionaries(st.integers(0, 9), st.none() | st.integers(0, 12), min_size=1), st.integers(1, 9), st.data())
def test_more_points_never_lower_a_rank(ratios, more, data):
    lucky = data.draw(st.sampled_from(sorted(ratios)))
    before = standings(ratios)[lucky].rank
    after = standings(ratios | {lucky: (ratios[lucky] or 0) + more})[lucky].rank
    assert after is not None
    assert before is None or after <= before
