"""Weights in a trial, and trials that are kept under a name beside an official result that never changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from awards.facts import PillarFact
from awards.models import AwardRound, Candidate, Scenario
from awards.selectors.reasons import reason
from awards.selectors.verdicts import explain
from awards.selectors.what_if import what_if
from awards.services import judgement, rounds, rules
from awards.services.rounds import Subject
from awards.trials import SubjectChange, Trial, changed_facts, weighted_h
from campaigns.selectors import current_campaign
from config.kernel.models import AuditEntry
from config.kernel.tenancy import tenant_scope
from tests.awards.makers import unit
from units.models import Unit

RULE = {
    "code": "RIENG-2", "occasion": "ad_hoc", "years": [2023], "award_form": "GK_HUYEN", "recipient": "collective",
    "quota": 2, "quota_kind": "exact",
    "criteria": {"all": [
        {"kind": "score_ratio", "at_least": "60", "section": "IV.1", "label": "Tỷ lệ điểm từ 60%"},
        {"kind": "penalty_points", "for": "late_report", "each": 1, "section": "V", "label": "Báo cáo trễ"},
    ]},
}  # fmt: skip
# Government strong; even; society strong: 80 %, 75 %, 70 %, and one below the floor.
POINTS = {"u0": (4800, 3200), "u1": (3750, 3750), "u2": (2600, 4400), "u3": (2500, 2500)}


def pillars(key):
    first, second = POINTS[key]
    return (PillarFact("government", first, 5000), PillarFact("society", second, 5000))


def scored(key, **more):
    return unit(key, ratio_h=sum(POINTS[key]), pillars=pillars(key), block="K", rank=int(key[1]) + 1, **more)


def test_weights_move_ratios_ranks_and_nothing_else():
    assert weighted_h(pillars("u0"), {}) == 8000
    assert weighted_h(pillars("u0"), {"government": Decimal(50), "society": Decimal(150)}) == 7200
    assert weighted_h((PillarFact("society", 1, 3),), {}) == 3333
    assert weighted_h((PillarFact("society", 0, 0),), {}) is None
    trial = Trial(weights={"government": Decimal(0), "society": Decimal(100)})
    now = {one.key: one for one in changed_facts([scored(key) for key in POINTS], trial, frozenset())}
    assert {key: (one.ratio_h, one.rank) for key, one in now.items()} == {
        "u0": (6400, 3), "u1": (7500, 2), "u2": (8800, 1), "u3": (5000, 4),
    }  # fmt: skip
    assert all(one.pillars == pillars(key) for key, one in now.items())


def test_a_value_scored_anew_counts_unless_a_ratio_is_given_by_hand():
    better = tuple(pillar._replace(points_h=5000) for pillar in pillars("u3"))
    change = SubjectChange("u3", target="A", actual=Decimal(9), pillars=better)
    (found,) = changed_facts([scored("u3")], Trial(subjects=(change,)), frozenset())
    assert (found.ratio_h, found.rank) == (10_000, 1)
    (found,) = changed_facts([scored("u3")], Trial(subjects=(replace(change, ratio_h=6500),)), frozenset())
    assert found.ratio_h == 6500


@pytest.fixture
def found(cast):
    me = cast["standing@dak-song"]
    with tenant_scope(me.tenant):
        rules.set_own_rule(campaign=current_campaign(), data=RULE, actor=me.actor)
        round_ = rounds.open_round(campaign=current_campaign(), occasion="ad_hoc", year=2023, actor=me.actor)
        homes = list(Unit.objects.filter(kind="commune").order_by("id")[:4])
        given = [
            Subject(scored(key, name=home.display_name), home.pk, unit_name=home.display_name)
            for key, home in zip(POINTS, homes, strict=True)
        ]
        rounds.store_evaluation(round=round_, subjects=given, actor=me.actor)
        yield AwardRound.objects.select_related("rule_set", "campaign").get(pk=round_.pk)


@pytest.mark.django_db
def test_a_trial_is_kept_opened_again_and_thrown_away(cast, found):
    me, board = cast["standing@dak-song"], cast["board@dak-song"]
    query = {"w.government": "0", "w.society": "100"}
    shown = what_if(found, QueryDict(urlencode(query)))
    names = {c.subject.key: c.name for c in Candidate.objects.filter(round=found).select_related("subject")}
    assert [field.name for field in shown.weights] == ["w.government", "w.society"]
    assert [move.name for move in shown.comparison.of("RIENG-2").comes_in] == [names["u2"]]
    assert [move.name for move in shown.comparison.of("RIENG-2").drops_out] == [names["u0"]]
    page, save = me.path("dossiers:what_if", found.uid), me.path("dossiers:save_scenario", found.uid)
    assert "Trọng số các trụ cột" in me.client.get(page, query).content.decode()
    empty = me.client.post(save, {"name": "Không đổi gì", "query": ""})
    assert empty.status_code == 422
    assert "Chưa đổi số nào để thử" in empty.content.decode()
    typed = {"name": "Chỉ tính xã hội số", "note": "Ý kiến họp", "query": urlencode(query)}
    before = found.digest
    assert me.client.post(save, typed).status_code == 302
    again = me.client.post(save, typed)
    assert again.status_code == 409
    assert "đã có kịch bản “Chỉ tính xã hội số”" in again.content.decode()
    kept = Scenario.objects.get(round=found)
    assert kept.summary == {
        "sentence": "1 đối tượng vào danh sách, 1 ra khỏi danh sách.", "comes_in": [names["u2"]],
        "drops_out": [names["u0"]],
    }  # fmt: skip
    opened = board.client.get(f"{board.path('dossiers:what_if', found.uid)}?{kept.query}").content.decode()
    assert "1 đối tượng vào danh sách, 1 ra khỏi danh sách." in opened
    assert "Kết quả chính thức đã đổi" not in opened
    found.refresh_from_db()
    assert found.digest == before
    # Somebody else's trial is not the board's to throw away; the round moves on and the page says so.
    drop = "dossiers:delete_scenario"
    assert board.client.post(board.path(drop, found.uid, kept.uid)).status_code == 403
    judgement.withdraw(candidate=Candidate.objects.get(round=found, subject__key="u0"), reason="Rút", actor=me.actor)
    assert "Kết quả chính thức đã đổi" in me.client.get(page).content.decode()
    assert me.client.post(me.path(drop, found.uid, kept.uid)).status_code == 302
    assert not Scenario.objects.filter(round=found).exists()
    assert AuditEntry.objects.filter(verb__in=("scenario.save", "scenario.delete")).count() == 2
    leader = cast["leader@dak-song"]
    assert leader.client.post(leader.path("dossiers:save_scenario", found.uid), typed).status_code == 302


@pytest.mark.django_db
def test_the_page_alone_says_why(cast, found):
    """Every standing in a sentence with its figures, from what the round keeps."""
    me = cast["standing@dak-song"]
    by_key = {c.subject.key: c for c in Candidate.objects.filter(round=found).select_related("subject", "rule")}
    explain(list(by_key.values()))
    said = {key: reason(found, candidate) for key, candidate in by_key.items()}
    assert said["u0"].sentence == (
        "Đạt đủ tiêu chuẩn (đạt 1/1), xếp thứ 1 trong 3 tập thể đủ tiêu chuẩn; được suất 1 trong 2 suất."
    )
    assert said["u2"].sentence == (
        "Đạt đủ tiêu chuẩn (đạt 1/1), nhưng xếp thứ 3 trong 3 tập thể đủ tiêu chuẩn; quy tắc có 2 suất nên là dự bị "
        "số 1."
    )
    # Both ratios less the point that the rule takes for the late report.
    assert said["u2"].more[0] == (
        f"Suất cuối thuộc về {by_key['u1'].name}, có tỷ lệ điểm cao hơn (74,00% so với 69,00%), kể cả điểm cộng, trừ "
        "của quy tắc."
    )
    assert said["u3"].sentence == "Không đủ tiêu chuẩn: chưa đạt 1 trong 1 tiêu chuẩn."
    assert [(line.title, line.clause) for line in said["u3"].lines] == [("Tỷ lệ điểm từ 60%", "IV.1")]
    body = me.client.get(me.path("dossiers:candidate", found.uid, by_key["u3"].uid)).content.decode()
    assert "Không đủ tiêu chuẩn: chưa đạt 1 trong 1 tiêu chuẩn." in body
    assert "Tỷ lệ điểm 50,00%, yêu cầu từ 60%." in body
