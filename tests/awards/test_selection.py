"""Picking under quotas: ties, holds, placed units, the same achievement, 70/30; what holds for any input."""

import json
import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.facts import EarlierAward, HoldFact, ReportFact
from awards.facts_json import from_json, to_json
from awards.rules import parse
from awards.selection import Quota, Rule, Standing, TieVote, in_force, rule_from, run_round
from awards.selection.order import Ahead, ahead_by, ranked
from tests.awards.makers import NO, PLANNED, YES, person, unit

OPEN = {"kind": "attested", "standard": "S1"}
TREE = parse({"all": [{"kind": "registered", "launch_plan": True}]})
PLACED = parse({"all": [{"kind": "belongs_to_placed_unit"}]})


def rule(code="C", recipient="collective", n=None, **more):
    quota = Quota() if n is None else Quota("exact", n)
    return Rule(
        **{"code": code, "award_form": "BK_TINH", "recipient": recipient, "criteria": TREE, "quota": quota} | more
    )


def scored(key, ratio_h, **more):
    return unit(key, **{"ratio_h": ratio_h, "registration": PLANNED} | more)


def picked(result, code="C"):
    return result.of(code).picked


def test_the_best_under_the_quota_and_the_rest_in_reserve():
    units = [scored("a", 9000), scored("b", 9500), scored("c", 8000), unit("d", ratio_h=9900)]
    result = run_round([rule(n=2)], units)
    assert picked(result) == ["b", "a"]
    assert [(e.key, e.standing.value, e.reserve) for e in result.of("C").entries if e.key in "cd"] == [
        ("c", "reserve", 1),
        ("d", "out", None),
    ]


def test_a_place_that_nobody_eligible_takes_stays_empty():
    result = run_round([rule(n=3)], [scored("a", 9000), unit("b", ratio_h=9900)])
    assert picked(result) == ["a"]
    assert result.of("C").unfilled == 2


def test_without_a_quota_everybody_eligible():
    assert picked(run_round([rule()], [scored("a", 1), scored("b", 1), unit("c")])) == ["a", "b"]


def test_at_most_and_share_of_the_participants():
    units = [scored(str(i), 9000 + i) for i in range(7)]
    assert len(picked(run_round([rule(quota=Quota("at_most", 15))], units))) == 7
    assert picked(run_round([rule(quota=Quota("share", percent=Decimal(30)))], units)) == ["6", "5"]


def test_the_legal_order_among_equals():
    women = scored("w", 9000, women_share_h=7000)
    men = scored("m", 9000, women_share_h=6999)
    assert picked(run_round([rule(n=1)], [men, women])) == ["w"]
    by_pillar = scored("p", 9000, pillar_ratios_h=(9100, 8900))
    assert picked(run_round([rule(n=1)], [women, by_pillar])) == ["p"]


def test_a_tie_at_the_edge_stops_and_a_vote_resolves_it():
    units = [scored("a", 9500), scored("b", 9000), scored("c", 9000), scored("d", 8000)]
    result = run_round([rule(n=2)], units)
    assert picked(result) == ["a"]
    (tie,) = result.of("C").ties
    assert (tie.among, tie.seats, tie.first_seat) == (("b", "c"), 1, 2)
    assert result.of("C").unfilled == 0
    assert result.blockers
    vote = TieVote("C", frozenset("bc"), ("c", "b"))
    voted = run_round([rule(n=2)], units, votes=[vote])
    assert picked(voted) == ["a", "c"]
    assert not voted.blockers
    # The vote orders those it was held among; a newcomer among the equals makes it void.
    again = run_round([rule(n=2)], [*units, scored("e", 9000)], votes=[vote])
    assert picked(again) == ["a"]
    assert again.of("C").ties[0].among == ("b", "c", "e")
    # The winner of the vote leaves: the next one by the same vote comes in.
    left = run_round([rule(n=2)], units, votes=[vote], withdrawn={"C": frozenset("c")})
    assert picked(left) == ["a", "b"]


def test_who_was_not_chosen_among_equals_is_voted_on_again_when_a_chosen_one_falls():
    """As in Cần Thơ's final round: the council chose some of many equals, and did not confirm one of them."""
    units = [scored(key, 9000) for key in "abcd"]
    first = TieVote("C", frozenset("abcd"), ("a", "b"))
    fallen = {"C": frozenset("b")}
    waiting = run_round([rule(n=2)], units, votes=[first], withdrawn=fallen).of("C")
    assert waiting.picked == ["a"]
    assert [(tie.among, tie.seats, tie.first_seat) for tie in waiting.ties] == [(("c", "d"), 1, 2)]
    second = TieVote("C", frozenset("cd"), ("d",))
    settled = run_round([rule(n=2)], units, votes=[first, second], withdrawn=fallen)
    assert (picked(settled), settled.of("C").ties, settled.blockers) == (["a", "d"], (), [])
    assert [e.key for e in settled.of("C").entries if e.reserve] == ["c"]
    # A vote over all of them again stands above both.
    third = TieVote("C", frozenset("acd"), ("c", "a"))
    assert picked(run_round([rule(n=2)], units, votes=[first, second, third], withdrawn=fallen)) == ["c", "a"]


def test_a_tie_inside_the_quota_is_no_tie():
    assert not run_round([rule(n=2)], [scored("a", 9000), scored("b", 9000)]).of("C").ties


def test_who_is_on_hold_keeps_the_place():
    held = scored("b", 9200, holds=(HoldFact("inspection"),))
    result = run_round([rule(n=2)], [scored("a", 9500), held, scored("c", 9000)])
    assert picked(result) == ["a"]
    assert [e.key for e in result.of("C").standing(Standing.HELD)] == ["b"]
    assert "Giữ suất" in result.of("C").standing(Standing.HELD)[0].why
    lifted = run_round([rule(n=2)], [scored("a", 9500), replace(held, holds=()), scored("c", 9000)])
    assert picked(lifted) == ["a", "b"]


def test_an_open_question_inside_the_quota_blocks_the_list_but_takes_no_place():
    open_rule = rule(n=1, criteria=parse(OPEN))
    units = [scored("a", 9500), scored("b", 9000, attestations={"S1": YES})]
    result = run_round([open_rule], units)
    assert picked(result) == ["b"]
    assert result.blockers
    refused = replace(units[0], attestations={"S1": NO})
    assert not run_round([open_rule], [refused, units[1]]).blockers


def test_people_follow_the_placed_units():
    units = [scored("x", 9500, block="K1"), scored("y", 9000, block="K1"), scored("z", 9900, block="K2")]
    people = [person("p1", units[0], merit_h=5), person("p2", units[1], merit_h=9), person("p3", units[2])]
    rules = [
        rule("C1", n=1, block="K1"),
        rule("P1", "individual", n=1, block="K1", criteria=PLACED),
    ]
    result = run_round(rules, [*people, *units])
    assert picked(result, "C1") == ["x"]
    assert picked(result, "P1") == ["p1"]
    assert {e.key for e in result.of("P1").entries} == {"p1", "p2"}


def test_up_to_nine_people_of_six_units_and_a_limit_per_unit():
    units = [scored(f"u{i}", 9000 - i, block="K3") for i in range(8)]
    people = [person(f"p{i}{j}", units[i], merit_h=100 - j) for i in range(8) for j in range(2)]
    collective = rule("C3", n=6, block="K3")
    free = rule("P3", "individual", n=9, block="K3", criteria=PLACED)
    result = run_round([collective, free], [*units, *people])
    assert len(picked(result, "P3")) == 9
    assert {key[1] for key in picked(result, "P3")} == set("012345")
    one_each = rule(
        "P3", "individual", n=9, block="K3", criteria=parse({"kind": "belongs_to_placed_unit", "per_unit": 1})
    )
    result = run_round([collective, one_each], [*units, *people])
    assert sorted(picked(result, "P3")) == [f"p{i}0" for i in range(6)]
    assert result.of("P3").unfilled == 3


def test_only_the_first_n_placed_units_carry_people():
    units = [scored(f"u{i}", 9000 - i) for i in range(3)]
    people = [person(f"p{i}", units[i]) for i in range(3)]
    first = rule("P", "individual", criteria=parse({"kind": "belongs_to_placed_unit", "n": 1}))
    assert picked(run_round([rule("C1", n=3), first], [*units, *people]), "P") == ["p0"]


def test_a_tie_within_one_unit_is_for_the_vote_too():
    units = [scored("u", 9000, block="K1")]
    twins = [person("p", units[0]), person("q", units[0])]
    rules = [
        rule("C1", n=1),
        rule("P1", "individual", n=3, criteria=parse({"kind": "belongs_to_placed_unit", "per_unit": 1})),
    ]
    (tie,) = run_round(rules, [*units, *twins]).of("P1").ties
    assert (tie.among, tie.seats, tie.unit) == (("p", "q"), 1, "u")


def test_while_the_units_are_tied_their_people_wait():
    units = [scored("u", 9000), scored("v", 9000)]
    result = run_round(
        [rule("C1", n=1), rule("P1", "individual", n=1, criteria=PLACED)], [*units, person("p", units[0])]
    )
    assert [e.standing for e in result.of("P1").entries] == [Standing.PENDING]


def test_the_same_achievement_is_awarded_once():
    both = [rule("C1", section="IV.2.a"), rule("C2", position=1)]
    result = run_round(both, [scored("a", 9000)])
    assert picked(result, "C1") == ["a"]
    assert result.of("C2").entries[0].standing is Standing.REFUSED
    assert "IV.2.a" in result.of("C2").entries[0].why
    before = scored("b", 9000, earlier_awards=(EarlierAward("BK_TINH", 2023, "12/QĐ-UBND", same_round=True),))
    assert run_round([rule()], [before]).of("C").entries[0].standing is Standing.REFUSED


def test_an_earlier_award_of_the_theme_is_a_warning():
    before = scored("b", 9000, milestone_year=2023, earlier_awards=(EarlierAward("BK_TINH", 2022, "12/QĐ-UBND"),))
    entry = run_round([rule()], [before]).of("C").entries[0]
    assert entry.standing is Standing.PICKED
    assert "12/QĐ-UBND" in entry.warnings[0]
    other = replace(before, earlier_awards=(EarlierAward("BK_TINH", 2022, milestone_year=2025),))
    assert run_round([rule()], [other]).of("C").entries[0].warnings == ()


@pytest.mark.parametrize(("leaders", "total", "limit", "ok"), [(3, 10, 3, True), (4, 10, 3, False), (2, 5, 1, False)])
def test_seventy_thirty(leaders, total, limit, ok):
    tree = parse(
        {
            "all": [
                {"any": [{"kind": "attested", "standard": "S1"}]},
                {"kind": "member_share", "of": "leaders", "at_most": 30},
            ]
        }
    )
    people = [
        person(f"{i:02}", role="leader" if i < leaders else "direct", attestations={"S1": YES}) for i in range(total)
    ]
    result = run_round([rule("P", "individual", criteria=tree)], people)
    check = result.shares["P"]
    assert (check.leaders, check.limit, check.ok) == (leaders, limit, ok)
    assert bool(result.blockers) is not ok
    assert not run_round([rule("P", "individual", criteria=tree)], people, overrides={"P": "nơi ít người"}).blockers


def test_direct_at_least_seventy_says_the_same():
    tree = {"all": [{"kind": "member_share", "of": "direct", "at_least": 70}]}
    assert rule("P", "individual", criteria=parse(tree)).leaders_at_most == 30


def test_merit_ranks_where_nobody_has_a_score():
    units = [scored("a", None, merit_h=80), scored("b", None, merit_h=95)]
    assert picked(run_round([rule(n=1)], units)) == ["b"]


def test_the_year_2025_replaces_the_annual_quota():
    plan = [
        {"code": "A", "occasion": "annual", "quota": 1, "block": "K1"},
        {"code": "B", "occasion": "annual", "quota": 3, "block": "K1", "years": [2025]},
    ]
    rules = [
        rule_from({"award_form": "BK_TINH", "recipient": "collective", "quota_kind": "exact", "criteria": OPEN} | each)
        for each in plan
    ]
    assert [r.code for r in in_force(rules, occasion="annual", year=2024)] == ["A"]
    assert [r.code for r in in_force(rules, occasion="annual", year=2025)] == ["B"]
    assert in_force(rules, occasion="final", year=2025) == []


units_strategy = st.lists(
    st.tuples(st.integers(7000, 7012), st.booleans(), st.sampled_from([None, 6000, 8000]), st.booleans()),
    max_size=14,
).map(
    lambda rows: [
        unit(
            f"u{i:02}",
            ratio_h=ratio,
            women_share_h=women,
            registration=PLANNED if ok else unit("x").registration,
            holds=(HoldFact("complaint"),) if held and i % 5 == 0 else (),
        )
        for i, (ratio, ok, women, held) in enumerate(rows)
    ]
)


@settings(max_examples=150, deadline=None)
@given(units=units_strategy, quota=st.integers(0, 6), seed=st.integers(0, 99))
def test_no_quota_is_passed_nobody_ineligible_is_in_and_order_of_input_does_not_matter(units, quota, seed):
    result = run_round([rule(n=quota)], units)
    selection = result.of("C")
    assert selection.seats_used + sum(tie.seats for tie in selection.ties) <= quota
    assert all(entry.verdict.eligible == "yes" for entry in selection.entries if entry.key in selection.picked)
    assert all(e.seat is None for e in selection.entries if e.verdict.eligible != "yes")
    shuffled = list(units)
    random.Random(seed).shuffle(shuffled)
    assert run_round([rule(n=quota)], shuffled).digest == result.digest


@settings(max_examples=150, deadline=None)
@given(units=units_strategy.filter(bool), more=st.integers(1, 20), data=st.data())
def test_more_points_never_lower_a_rank_nor_cost_a_place(units, more, data):
    lucky = data.draw(st.sampled_from(units))
    better = [replace(u, ratio_h=u.ratio_h + more) if u is lucky else u for u in units]
    before, after = (
        {e.key: e for e in run_round([rule(n=3)], given).of("C").entries}[lucky.key] for given in (units, better)
    )
    if before.rank is not None:
        assert after.rank is not None
        assert after.rank <= before.rank
    if before.standing in (Standing.PICKED, Standing.HELD):
        assert after.standing is before.standing


@settings(max_examples=60, deadline=None)
@given(units=units_strategy, quota=st.integers(0, 6))
def test_the_same_inputs_give_the_same_digest_and_other_points_another(units, quota):
    result = run_round([rule(n=quota)], units)
    kept = [from_json(json.loads(json.dumps(to_json(u)))) for u in units]
    assert run_round([rule(n=quota)], kept).digest == result.digest
    if units:
        other = [replace(units[0], ratio_h=units[0].ratio_h + 1), *units[1:]]
        assert run_round([rule(n=quota)], other).digest != result.digest


@settings(max_examples=150, deadline=None)
@given(units=units_strategy, quota=st.integers(1, 6), data=st.data())
def test_a_withdrawn_winner_lets_in_exactly_the_next(units, quota, data):
    votes = [TieVote("C", frozenset(u.key for u in units), tuple(u.key for u in units))] if units else []
    before = run_round([rule(n=quota)], units, votes=votes).of("C")
    if not before.picked:
        return
    gone = data.draw(st.sampled_from(before.picked))
    after = run_round([rule(n=quota)], units, votes=votes, withdrawn={"C": frozenset({gone})}).of("C")
    taken = {e.key for e in after.standing(Standing.PICKED, Standing.HELD)}
    stayed = {e.key for e in before.standing(Standing.PICKED, Standing.HELD)} - {gone}
    first_reserve = [e.key for e in before.entries if e.reserve == 1]
    assert taken - stayed == set(first_reserve[:1])
    assert stayed <= taken


@pytest.mark.parametrize(
    ("ahead", "behind", "by"),
    [
        ({"ratio_h": 9640}, {"ratio_h": 9637}, Ahead("score_ratio", "có tỷ lệ điểm cao hơn (96,40% so với 96,37%)")),
        (
            {"ratio_h": 9640, "bonus_h": 100},
            {"ratio_h": 9700},
            Ahead("score_ratio", "có tỷ lệ điểm cao hơn (97,40% so với 97,00%), kể cả điểm cộng, trừ của quy tắc"),
        ),
        ({"ratio_h": 9640}, {}, Ahead("score_ratio", "có tỷ lệ điểm 96,40%, bên kia chưa có")),
        (
            {"ratio_h": 9640, "pillar_ratios_h": (9000, 8000)},
            {"ratio_h": 9640, "pillar_ratios_h": (9000, 7950)},
            Ahead("pillars", "có điểm của trụ cột thứ 2 theo thứ tự trong kế hoạch cao hơn (80,00% so với 79,50%)"),
        ),
        (
            {"women_share_h": 7000},
            {"women_share_h": 6999},
            Ahead("women", "được ưu tiên là nữ, hoặc tập thể có từ 70% nữ"),
        ),
        (
            {},
            {"reports": (ReportFact(2023, days_late=3),)},
            Ahead("late_reports", "có ít báo cáo trễ hơn (0 so với 1)"),
        ),
    ],
)
def test_what_puts_one_before_the_other(ahead, behind, by):
    one, other = unit("a", **ahead), unit("b", **behind)
    assert ahead_by(one, other, rule().order_keys) == by
    assert [row.facts.key for row in ranked([other, one], rule().order_keys)] == ["a", "b"]


def test_nothing_puts_one_equal_before_the_other():
    assert ahead_by(unit("a"), unit("b"), rule().order_keys) is None


def test_what_stops_a_list_names_the_rule_as_the_plan_does():
    tied = [scored("a", 9000), scored("b", 9000)]
    stopped = run_round([rule(n=1, block="KHOI-1", section="III.1")], [replace(one, block="KHOI-1") for one in tied])
    assert replace(stopped, names={"KHOI-1": "Khối 1"}).blockers == [
        "Bằng khen tỉnh, tập thể, Khối 1 (Mục III.1): 2 đối tượng bằng nhau ở suất thứ 1, chờ Hội đồng biểu quyết."
    ]
