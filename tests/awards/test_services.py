"""Rounds from opening to the register, with what people say in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from awards.facts import UnitFacts
from awards.models import AwardGranted, AwardRound, AwardRule, Candidate, RoundSubject
from awards.selectors.rule_sets import current_set, rules_of
from awards.selectors.verdicts import explain
from awards.services import decisions, judgement, revocations, rounds, rules
from awards.services.judgement import Answer
from awards.services.rounds import Subject
from campaigns.selectors import current_campaign
from config.kernel import audit
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.tenancy import tenant_scope
from tests.awards.makers import PLANNED, person, unit
from units.models import Person, Tenant, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def dak_song(cast):
    tenant = Tenant.objects.get(slug="dak-song")
    with tenant_scope(tenant):
        yield tenant


@pytest.fixture
def standing(cast, dak_song):
    return cast["standing@dak-song"].actor


@pytest.fixture
def leader(cast, dak_song):
    return cast["leader@dak-song"].actor


OWN = {
    "code": "RIENG-1",
    "occasion": "ad_hoc",
    "years": [2023],
    "award_form": "GK_HUYEN",
    "recipient": "collective",
    "quota": 2,
    "quota_kind": "exact",
    "criteria": {
        "all": [
            {"kind": "registered", "section": "IV.1.1", "label": "Có đăng ký thi đua", "launch_plan": True},
            {"kind": "attested", "section": "IV.1.1", "label": "Tổ chức thiết thực", "standard": "TC-1"},
        ]
    },
}


@pytest.fixture
def opened(standing):
    """A round of the tenant's own rule: two places."""
    campaign = current_campaign()
    rules.set_own_rule(campaign=campaign, data=OWN, actor=standing)
    return rounds.open_round(campaign=campaign, occasion="ad_hoc", year=2023, actor=standing)


def subjects(ratios, **more):
    units = list(Unit.objects.filter(kind="commune").order_by("sort_key")[: len(ratios)])
    return [
        Subject(
            facts=unit(f"u{i}", name=u.display_name, ratio_h=ratio, registration=PLANNED, **more),
            unit_id=u.pk,
            unit_name=u.display_name,
        )
        for i, (u, ratio) in enumerate(zip(units, ratios, strict=True))
    ]


def everybody_attested(round_, actor, keys):
    judgement.attest(round=round_, answers=[Answer(key, "TC-1", True) for key in keys], actor=actor)


def standings(round_):
    return dict(Candidate.objects.filter(round=round_).values_list("subject__key", "standing"))


def test_a_round_from_opening_to_the_register(opened, standing, leader):
    rounds.store_evaluation(round=opened, subjects=subjects([9000, 8000, 7000]), actor=standing)
    opened.refresh_from_db()
    assert opened.state == "evaluating"
    assert set(standings(opened).values()) == {"pending"}
    with pytest.raises(DomainError, match="Chưa lập được danh sách"):
        rounds.propose(round=opened, actor=standing)
    everybody_attested(opened, standing, ["u0", "u1", "u2"])
    assert standings(opened) == {"u0": "picked", "u1": "picked", "u2": "reserve"}
    moved = rounds.propose(round=opened, actor=standing)
    sent = rounds.step(round=moved, name="send", actor=standing)
    listed = list(Candidate.objects.filter(round=opened, proposed=True))
    assert [c.subject.key for c in listed] == ["u0", "u1"]
    decision = decisions.record_decision(
        round=sent,
        award_form="GK_HUYEN",
        number="1234/QĐ-UBND",
        date=date(2023, 12, 4),
        candidates=listed,
        actor=leader,
    )
    assert decision.regime_code == "ND91"
    awards = list(AwardGranted.objects.filter(decision=decision))
    assert [award.prize for award in awards] == [1_080_000, 1_080_000]
    assert decision.total == 2_160_000
    assert awards[0].name == listed[0].name
    opened.refresh_from_db()
    assert opened.state == "decided"
    assert [entry.verb for entry in audit.timeline(opened)] == [
        "round.open",
        "round.evaluate",
        "round.attest",
        "round.propose",
        "round.send",
        "round.decide",
    ]
    with pytest.raises(Conflict):
        judgement.withdraw(candidate=listed[0], reason="muộn", actor=standing)
    with pytest.raises(Conflict, match="Trang này đã cũ"):
        decisions.record_decision(
            round=sent, award_form="GK_HUYEN", number="1/QĐ", date=date(2023, 12, 4), candidates=listed, actor=leader
        )
    revoked = revocations.revoke(award=awards[0], number="9/QĐ-UBND", reason="Hồ sơ không đúng", actor=leader)
    assert revoked.state == "revoked"
    with pytest.raises(Conflict):
        revocations.revoke(award=awards[0], number="9/QĐ-UBND", reason="Hồ sơ không đúng", actor=leader)


def test_the_verdict_is_kept_with_its_sentence_and_digest(opened, standing):
    rounds.store_evaluation(round=opened, subjects=subjects([9000]), actor=standing)
    candidate = Candidate.objects.get(round=opened)
    [verdict] = explain([candidate])
    assert [line["section"] for line in verdict["lines"]] == ["IV.1.1", "IV.1.1"]
    assert candidate.marks == "ma"
    first = opened.digest
    rounds.store_evaluation(round=opened, subjects=subjects([9000]), actor=standing)
    opened.refresh_from_db()
    again = AwardRound.objects.get(pk=opened.pk).digest
    assert again
    assert first in ("", again)


def test_evaluating_again_replaces_subjects_and_keeps_what_was_said(opened, standing):
    rounds.store_evaluation(round=opened, subjects=subjects([9000, 8000]), actor=standing)
    everybody_attested(opened, standing, ["u0", "u1"])
    rounds.store_evaluation(round=opened, subjects=subjects([9000]), actor=standing)
    assert standings(opened) == {"u0": "picked"}


def test_only_open_questions_can_be_attested_and_no_needs_a_reason(opened, standing, leader):
    given = [
        replace(s, facts=replace(s.facts, registration=UnitFacts("x", "x", 1).registration)) for s in subjects([9000])
    ]
    rounds.store_evaluation(round=opened, subjects=given, actor=standing)
    [verdict] = explain([Candidate.objects.get(round=opened)])
    code = next(line["code"] or "registered" for line in verdict["lines"] if line["kind"] == "registered")
    with pytest.raises(DomainError, match="không thể xác nhận"):
        judgement.attest(round=opened, answers=[Answer("u0", code, True)], actor=standing)
    with pytest.raises(DomainError, match="lý do"):
        judgement.attest(round=opened, answers=[Answer("u0", "TC-1", False)], actor=standing)
    with pytest.raises(Refused):
        judgement.attest(round=opened, answers=[Answer("u0", "TC-1", True)], actor=leader)


def test_a_tie_stops_the_list_until_the_vote(opened, standing):
    rounds.store_evaluation(round=opened, subjects=subjects([9000, 8000, 8000]), actor=standing)
    everybody_attested(opened, standing, ["u0", "u1", "u2"])
    opened.refresh_from_db()
    assert standings(opened) == {"u0": "picked", "u1": "tied", "u2": "tied"}
    with pytest.raises(DomainError, match="suất thứ 2"):
        rounds.propose(round=opened, actor=standing)
    rule = AwardRule.objects.get(rule_set=opened.rule_set, code="RIENG-1")
    with pytest.raises(Conflict):
        judgement.resolve_tie(
            round=opened, rule=rule, among=["u0", "u1"], order=["u1"], minutes="01/BB", actor=standing
        )
    with pytest.raises(DomainError, match="chọn 1 trong 2"):
        # Ticked without votes: no order can be read from it.
        judgement.resolve_tie(
            round=opened, rule=rule, among=["u1", "u2"], order=["u1", "u2"], minutes="01/BB", actor=standing
        )
    judgement.resolve_tie(
        round=opened,
        rule=rule,
        among=["u1", "u2"],
        order=["u2", "u1"],
        minutes="01/BB-HĐTĐKT",
        actor=standing,
        votes={"u2": 7, "u1": 4},
    )
    assert standings(opened) == {"u0": "picked", "u2": "picked", "u1": "reserve"}
    assert rounds.propose(round=opened, actor=standing).state == "proposed"


def test_a_hold_keeps_the_place_and_lifting_brings_it_back(opened, standing):
    rounds.store_evaluation(round=opened, subjects=subjects([9000, 8000, 7000]), actor=standing)
    everybody_attested(opened, standing, ["u0", "u1", "u2"])
    subject = RoundSubject.objects.get(round=opened, key="u1")
    hold = judgement.set_hold(
        round=opened, subject=subject, kind="inspection", reason="Thanh tra huyện", actor=standing
    )
    assert standings(opened) == {"u0": "picked", "u1": "held", "u2": "reserve"}
    moved = rounds.propose(round=opened, actor=standing)
    assert Candidate.objects.filter(round=opened, proposed=True).count() == 1
    judgement.lift_hold(hold=hold, reason="Không có vi phạm", actor=standing)
    assert Candidate.objects.filter(round=moved, proposed=True).count() == 2
    with pytest.raises(Conflict):
        judgement.lift_hold(hold=hold, reason="Không có vi phạm", actor=standing)


def test_a_winner_who_withdraws_lets_in_the_next_also_after_the_list(opened, standing):
    rounds.store_evaluation(round=opened, subjects=subjects([9000, 8000, 7000, 6000]), actor=standing)
    everybody_attested(opened, standing, ["u0", "u1", "u2", "u3"])
    rounds.propose(round=opened, actor=standing)
    gone = Candidate.objects.get(round=opened, subject__key="u0")
    judgement.withdraw(candidate=gone, reason="Đơn vị xin rút", actor=standing)
    listed = Candidate.objects.filter(round=opened, proposed=True).values_list("subject__key", flat=True)
    assert sorted(listed) == ["u1", "u2"]
    assert standings(opened)["u0"] == "withdrawn"


def test_by_hand_only_into_a_free_place(opened, standing):
    rounds.store_evaluation(round=opened, subjects=subjects([9000, 8000, 7000]), actor=standing)
    everybody_attested(opened, standing, ["u0", "u1", "u2"])
    by_key = {c.subject.key: c for c in Candidate.objects.filter(round=opened)}
    judgement.approve(candidate=by_key["u0"], actor=standing)
    with pytest.raises(DomainError, match="lý do"):
        judgement.approve(candidate=by_key["u2"], actor=standing)
    judgement.approve(candidate=by_key["u2"], actor=standing, reason="Tập thể nhỏ, trực tiếp")
    with pytest.raises(Conflict, match="Đã hết số lượng"):
        judgement.approve(candidate=by_key["u1"], actor=standing)
    rounds.propose(round=opened, actor=standing)
    listed = Candidate.objects.filter(round=opened, proposed=True).values_list("subject__key", flat=True)
    assert sorted(listed) == ["u0", "u2"]


def test_a_used_set_is_frozen_and_a_change_makes_a_version(opened, standing):
    campaign = current_campaign()
    used = opened.rule_set
    used.refresh_from_db()
    assert used.frozen
    rules.set_own_rule(campaign=campaign, data=OWN | {"quota": 3}, actor=standing)
    now = current_set(campaign)
    assert now.version == used.version + 1
    assert used.rules.get(code="RIENG-1").quota == 2
    assert now.rules.count() == used.rules.count()
    assert rules.sync(campaign, [rule.data for rule in rules_of(now) if rule.source == "plan"], None)[0].state == (
        "unchanged"
    )


def test_where_the_plan_names_no_form_the_tenant_has_to_set_a_rule(cast):
    with tenant_scope(Tenant.objects.get(slug="tuyen-quang")):
        actor = cast["standing@tuyen-quang"].actor
        campaign = current_campaign()
        with pytest.raises(DomainError, match="không nêu hình thức"):
            rounds.open_round(campaign=campaign, occasion="final", year=2025, actor=actor)
        own = OWN | {"occasion": "final", "years": [2025], "award_form": "BK_TINH"}
        own |= {"quota_kind": "none_stated", "quota": None}
        rule = rules.set_own_rule(campaign=campaign, data=own, actor=actor)
        assert rule.source == "tenant"
        assert rules.export(campaign) == []
        assert rounds.open_round(campaign=campaign, occasion="final", year=2025, actor=actor).state == "draft"


def test_a_rule_that_cannot_be_read_is_refused_with_the_place(standing):
    bad = OWN | {"criteria": {"all": [{"kind": "first_in_block", "n": 0}]}}
    with pytest.raises(DomainError, match=r"all\[0\]"):
        rules.set_own_rule(campaign=current_campaign(), data=bad, actor=standing)


def test_merit_orders_those_whom_no_index_ranks(opened, standing):
    rounds.store_evaluation(round=opened, subjects=subjects([None, None, None]), actor=standing)
    everybody_attested(opened, standing, ["u0", "u1", "u2"])
    assert set(standings(opened).values()) == {"tied"}
    for key, points in (("u0", 8000), ("u1", 9000), ("u2", 7000)):
        subject = RoundSubject.objects.get(round=opened, key=key)
        judgement.set_merit(subject=subject, points_h=points, reason="Họp chấm ngày 01/12", actor=standing)
    assert standings(opened) == {"u1": "picked", "u0": "picked", "u2": "reserve"}


def test_people_and_their_placed_unit_in_one_round(cast):
    with tenant_scope(Tenant.objects.get(slug="can-tho")):
        actor = cast.oanh.actor
        round_ = rounds.open_round(campaign=current_campaign(), occasion="annual", year=2023, actor=actor)
        home = Unit.objects.filter(kind="district").first()
        someone = Person.objects.first()
        of = unit("d", kind="district", block="KHOI-2", ratio_h=9000, rank=1, registration=PLANNED)
        given = [
            Subject(of, home.pk, unit_name=home.display_name),
            Subject(person("p", of, block="KHOI-2"), home.pk, someone.pk, home.display_name, someone.position),
        ]
        rounds.store_evaluation(round=round_, subjects=given, actor=actor)
        everybody = list(Candidate.objects.filter(round=round_))
        questions = {
            (c.subject.key, line["code"])
            for c, verdict in zip(everybody, explain(everybody), strict=True)
            for line in verdict["lines"]
            if line["code"]
        }
        answers = [Answer(key, code, True) for key, code in sorted(questions)]
        judgement.attest(round=round_, answers=answers, actor=actor)
        placed = Candidate.objects.filter(round=round_, standing="picked", award_form="BK_TINH")
        assert sorted(placed.values_list("recipient", flat=True)) == ["collective", "individual"]
