"""Criteria that plans of other provinces bring: floors, shares of a block, flags, bonus and penalty points, records."""

from decimal import Decimal

import pytest

from awards.facts import ContributionFact, EarlierAward, InitiativeFact, PillarFact, ReportFact
from awards.rules import REGISTRY, Outcome, evaluate
from awards.selection import rule_from, run_round
from campaigns.plans.criteria import LEAVES
from tests.awards.makers import NO, YES, person, target, unit

MET, NOT, ASK, NA = Outcome.MET, Outcome.NOT_MET, Outcome.NEEDS_ATTESTATION, Outcome.NOT_APPLICABLE
PILLARS = (PillarFact("government", 4000, 5000), PillarFact("economy", 1500, 3000), PillarFact("society", 0, 0))
SCORED = {"ratio_h": 6875, "rank": 3, "block_size": 10, "pillars": PILLARS}


def line(leaf, facts):
    (found,) = evaluate(leaf, facts).lines
    return found


@pytest.mark.parametrize(
    ("leaf", "more", "outcome", "sentence"),
    [
        ({"kind": "pillar_ratio", "at_least": 60}, {}, NOT, "Kinh tế số 50%; yêu cầu mỗi trụ cột từ 60%."),
        ({"kind": "pillar_ratio", "at_least": 50}, {}, MET,
         "Chính quyền số 80%; Kinh tế số 50%; yêu cầu mỗi trụ cột từ 50%."),
        ({"kind": "pillar_ratio", "at_least": 90, "pillars": ["society"]}, {}, NA,
         "Không có chỉ số nào của trụ cột này áp dụng với đối tượng."),
        ({"kind": "pillar_ratio", "at_least": 1}, {"ratio_h": None}, NOT,
         "Chưa có điểm trong lần chấm được dùng cho đợt xét."),
        ({"kind": "top_share_of_block", "percent": 30}, {}, MET,
         "Hạng 3/10 của khối; 30% của 10 đơn vị là 3 hạng đầu."),
        ({"kind": "top_share_of_block", "percent": "29.9"}, {}, NOT,
         "Hạng 3/10 của khối; 29,90% của 10 đơn vị là 2 hạng đầu."),
        ({"kind": "top_share_of_block", "percent": 1}, {"rank": 1}, MET,
         "Hạng 1/10 của khối; 1% của 10 đơn vị là 1 hạng đầu."),
        ({"kind": "leads_cluster"}, {"rank": 1}, MET, "Hạng 1/10 của cụm, tỷ lệ điểm 68,75%."),
        ({"kind": "leads_cluster"}, {}, NOT, "Hạng 3/10 của cụm, tỷ lệ điểm 68,75%; mỗi cụm 1 cờ."),
        ({"kind": "leads_cluster", "members": 11}, {"rank": 1}, NOT,
         "Hạng 1/10 của cụm, tỷ lệ điểm 68,75%; cụm có từ 11 đơn vị mới xét cờ."),
        ({"kind": "leads_cluster", "at_least": 70}, {"rank": 1}, NOT,
         "Hạng 1/10 của cụm, tỷ lệ điểm 68,75%; yêu cầu từ 70%."),
        ({"kind": "leads_cluster"}, {"rank": 1, "equals": 2}, ASK,
         "Hạng 1/10 của cụm, tỷ lệ điểm 68,75%, đồng hạng với 1 đơn vị khác; cụm bình chọn 1 cờ."),
        ({"kind": "leads_cluster", "n": 4}, {"equals": 2}, MET, "Hạng 3/10 của cụm, tỷ lệ điểm 68,75%."),
        ({"kind": "earlier_award", "forms": ["BK_TINH"], "years": 2},
         {"earlier_awards": (EarlierAward("BK_TINH", 2021, "7/QĐ-UBND"), EarlierAward("BK_TINH", 2023))}, MET,
         ("Đã được tặng Bằng khen cấp tỉnh: năm 2021 (Quyết định 7/QĐ-UBND); yêu cầu từ 1 lần trong các năm 2021 "
          "đến 2022.")),
        ({"kind": "earlier_award", "forms": ["BK_TINH"], "years": 1},
         {"earlier_awards": (EarlierAward("BK_TINH", 2021), EarlierAward("GK_XA", 2022))}, NOT,
         "Chưa ghi nhận lần nào được tặng Bằng khen cấp tỉnh; yêu cầu từ 1 lần trong các năm 2022 đến 2022."),
        ({"kind": "works_as", "roles": ["direct"]}, {}, NA, "Chỉ xét với cá nhân."),
    ],
)  # fmt: skip
def test_of_a_unit(leaf, more, outcome, sentence):
    found = line(leaf, unit("a", **SCORED | more))
    assert (found.outcome, found.sentence) == (outcome, sentence)


def test_of_a_person():
    direct, leader = {"kind": "works_as", "roles": ["direct"]}, person("p", unit("a", **SCORED), role="leader")
    assert line(direct, leader).outcome is NOT
    assert line(direct, person("q", unit("a", **SCORED))).outcome is MET
    assert line({"kind": "top_share_of_block", "percent": 30}, leader).outcome is MET
    assert line({"kind": "leads_cluster"}, person("r")).outcome is NA


@pytest.mark.parametrize(
    ("leaf", "more", "points_h", "sentence"),
    [
        ({"kind": "bonus_points", "for": "initiative", "each": "1.5", "most": 2},
         {"initiatives": (InitiativeFact("A", recognised=True), InitiativeFact("B", recognised=True, year=2023),
                          InitiativeFact("C"), InitiativeFact("D", recognised=True, year=2022))}, 200,
         "Cộng 2,00 điểm khi xếp thứ tự: 2 × 1,50 (mỗi sáng kiến được công nhận, nhiều nhất 2,00)."),
        ({"kind": "bonus_points", "for": "contribution", "each": 1},
         {"contributions": (ContributionFact(2023, 5), ContributionFact(2022, 5, recognised=False))}, 100,
         "Cộng 1,00 điểm khi xếp thứ tự: 1 × 1,00 (có đóng góp được ghi nhận trong năm)."),
        ({"kind": "bonus_points", "for": "award", "each": "0.25"}, {"earlier_awards": (EarlierAward("GK_XA", 2022),)},
         25, "Cộng 0,25 điểm khi xếp thứ tự: 1 × 0,25 (mỗi lần được khen trong năm xét và năm trước)."),
        ({"kind": "penalty_points", "for": "late_report", "each": 1}, {"reports": (ReportFact(2023, None),)}, -100,
         "Trừ 1,00 điểm khi xếp thứ tự: 1 × 1,00 (mỗi báo cáo trễ hạn hoặc không gửi)."),
        ({"kind": "penalty_points", "for": "late_day", "each": "0.1", "most": "0.25"},
         {"reports": (ReportFact(2023, None, days_late=4), ReportFact(2022, None, days_late=9))}, -25,
         "Trừ 0,25 điểm khi xếp thứ tự: 4 × 0,10 (mỗi ngày báo cáo trễ, nhiều nhất 0,25)."),
        ({"kind": "penalty_points", "for": "unmet_target", "each": 2},
         {"targets": (target("A", "50", "80"), target("B", "90", "80"))}, -200,
         "Trừ 2,00 điểm khi xếp thứ tự: 1 × 2,00 (mỗi chỉ tiêu chưa đạt)."),
        ({"kind": "penalty_points", "for": "late_day", "each": 1}, {}, 0,
         "Không trừ điểm nào (1,00 điểm mỗi ngày báo cáo trễ)."),
    ],
)  # fmt: skip
def test_points_are_added_or_taken_and_decide_nothing(leaf, more, points_h, sentence):
    facts = unit("a", ratio_h=7000, **more)
    found = line(leaf, facts)
    assert (found.sentence, found.figures["adjust_h"], found.decides) == (sentence, points_h, False)
    rule = {"code": "R", "award_form": "BK_TINH", "recipient": "collective"}
    alone = rule_from(rule | {"criteria": {"all": [leaf]}})
    assert alone.adjusted(facts).bonus_h == points_h
    assert evaluate(alone.criteria, facts).eligible == "no"
    other = rule_from(rule | {"criteria": {"all": [leaf | {"when": ["school"]}]}})
    assert other.adjusted(facts).bonus_h == 0


def test_a_bonus_that_a_person_confirms_moves_the_order_and_the_floor_that_counts_it():
    leaf = {"kind": "bonus_points", "for": "attested", "each": 3, "section": "V", "label": "Mô hình mới"}
    floor = {"kind": "score_ratio", "at_least": 70, "with_bonus": True}
    rule = rule_from(
        {"code": "R", "award_form": "BK_TINH", "recipient": "collective", "quota": 1, "quota_kind": "exact",
         "criteria": {"all": [floor, leaf]}}
    )  # fmt: skip
    code = line(leaf, unit("a")).code
    ahead, behind = unit("a", ratio_h=7100), unit("b", ratio_h=6900)
    assert run_round([rule], [ahead, behind]).of("R").picked == ["a"]
    said = unit("b", ratio_h=6900, attestations={code: YES})
    selection = run_round([rule], [ahead, said]).of("R")
    assert selection.picked == ["b"]
    assert selection.entries[0].verdict.lines[0].sentence == "Tỷ lệ điểm 69,00%, cộng 3,00 điểm, yêu cầu từ 70%."
    assert run_round([rule], [ahead, unit("b", ratio_h=6900, attestations={code: NO})]).of("R").picked == ["a"]


def test_a_quota_is_a_share_of_those_who_take_part():
    rule = rule_from(
        {"code": "R", "award_form": "BK_TINH", "recipient": "collective", "quota_kind": "share", "quota_percent": "25",
         "criteria": {"kind": "score_ratio", "at_least": 10}}
    )  # fmt: skip
    units = [unit(f"u{n}", ratio_h=9000 - n) for n in range(11)]
    assert run_round([rule], units).of("R").picked == ["u0", "u1"]
    assert rule.quota.percent == Decimal(25)


def test_plan_files_know_every_kind():
    assert set(LEAVES) == set(REGISTRY)
    assert all(set(LEAVES[kind]) <= set(REGISTRY[kind].params) for kind in LEAVES)
