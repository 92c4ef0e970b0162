"""The register, the rules beside the plan, a rule of the tenant's own."""

from __future__ import annotations

import pytest

from awards.models import AwardGranted, AwardRound, AwardRule, Candidate
from awards.rules import evaluate
from awards.selectors.verdicts import NotExplained, explain, items, tally, verdict_of
from awards.services import decisions, rounds
from awards.services.rounds import Subject
from campaigns.selectors import current_campaign
from config.kernel.tenancy import tenant_scope
from config.kernel.text import search_key
from tests.awards.makers import PLANNED, unit
from units.models import Tenant, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def granted(cast):
    """Tuyên Quang has one award by a rule of its own, made through the page."""
    member = cast["standing@tuyen-quang"]
    typed = {
        "code": "RIENG-1",
        "occasion": "final",
        "year": "2025",
        "award_form": "BK_TINH",
        "recipient": "collective",
        "quota_kind": "at_most",
        "quota": "3",
        "launch_plan": "on",
        "reason": "Họp ngày 02/6/2025",
    }
    assert member.client.post(member.path("awards:own_rule"), typed).status_code == 302
    with tenant_scope(Tenant.objects.get(slug="tuyen-quang")):
        round_ = rounds.open_round(campaign=current_campaign(), occasion="final", year=2025, actor=member.actor)
        units = list(Unit.objects.filter(kind="district").order_by("id")[:2])
        facts = [
            unit("a", name=units[0].display_name, ratio_h=9000, registration=PLANNED),
            unit("b", name=units[1].display_name),
        ]
        given = [Subject(f, u.pk, unit_name=u.display_name) for f, u in zip(facts, units, strict=True)]
        rounds.store_evaluation(round=round_, subjects=given, actor=member.actor)
        listed = rounds.propose(round=AwardRound.objects.get(pk=round_.pk), actor=member.actor)
        decisions.record_decision(
            round=listed,
            award_form="BK_TINH",
            number="77/QĐ-UBND",
            date=round_.tenant.demo_today,
            candidates=list(Candidate.objects.filter(round=round_, proposed=True)),
            actor=cast["leader@tuyen-quang"].actor,
        )
        return AwardGranted.objects.get()


def test_the_register_is_searched_without_marks_and_shows_the_prize(granted, cast):
    member = cast["clerk@tuyen-quang"]
    page = member.client.get(member.path("awards:register"), {"q": search_key(granted.name), "nam": "2025"})
    body = page.content.decode()
    assert page.status_code == 200
    assert "77/QĐ-UBND" in body
    assert "7.020.000 đồng" in body
    assert "77/QĐ-UBND" not in member.client.get(member.path("awards:register"), {"q": "khong co"}).content.decode()
    line = member.client.get(member.path("awards:award", granted.uid)).content.decode()
    assert "hệ số 3" in line
    assert "2.340.000" in line


def test_another_tenant_does_not_see_the_line(granted, cast):
    assert cast.phuoc.client.get(cast.phuoc.path("awards:award", granted.uid)).status_code == 404
    assert "77/QĐ-UBND" not in cast.phuoc.client.get(cast.phuoc.path("awards:register")).content.decode()


@pytest.mark.parametrize("slug", ["kien-giang", "can-tho", "bac-kan", "dak-song"])
def test_every_rule_stands_beside_the_plans_words(slug, cast):
    member = cast[f"standing@{slug}"]
    body = member.client.get(member.path("awards:rules")).content.decode()
    assert "không đọc được" not in body
    with tenant_scope(member.tenant):
        rules = AwardRule.objects.exclude(text="")
        assert rules
        assert all(f"<blockquote>{rule.text[:40]}" in body for rule in rules if '"' not in rule.text[:40])
        assert all(rule.plain for rule in rules if rule.runnable)


def test_a_rule_without_a_criterion_or_with_a_stray_number_is_refused(cast):
    member = cast["standing@tuyen-quang"]
    typed = {"code": "riêng", "occasion": "final", "year": "2025", "award_form": "BK_TINH", "recipient": "collective"}
    page = member.client.post(member.path("awards:own_rule"), typed | {"quota_kind": "exact", "reason": "Họp"})
    assert page.status_code == 422
    body = page.content.decode()
    assert "chữ in hoa" in body
    assert "Ghi số lượng" in body
    clerk = cast["clerk@tuyen-quang"]
    assert clerk.client.get(clerk.path("awards:own_rule")).status_code == 403


def test_the_verdict_as_pages_show_it(granted):
    with tenant_scope(granted.tenant):
        out = Candidate.objects.get(round=granted.round, standing="out")
        with pytest.raises(NotExplained, match="the whole list before"):
            verdict_of(out)
        [verdict] = explain([out])
        assert verdict_of(out) == verdict
        assert tally(verdict).words == "Đạt 0/1"
        (item,) = items(verdict)
        assert (item.state, item.open, item.aside) == ("khong-dat", False, "")
        assert "chưa đăng ký" in item.sentence


def test_a_choice_between_criteria_counts_once_and_the_idle_branch_says_so():
    tree = {
        "all": [
            {"label": "Chung", "all": [{"kind": "registered"}, {"kind": "attested", "statement": "Đoàn kết"}]},
            {"any": [{"kind": "registered", "launch_plan": True}, {"kind": "contribution", "norm": 5}]},
            {"kind": "participation_years", "n": 3, "advisory": True},
        ]
    }
    verdict = evaluate(tree, unit("a", registration=PLANNED)).as_json()
    assert tally(verdict).words == "Đạt 2/3, 1 chờ"
    rows = items(verdict)
    assert [(row.state, row.depth, row.is_group) for row in rows] == [
        ("dat", 0, False),
        ("cho", 0, False),
        ("dat", 0, True),
        ("dat", 1, False),
        ("khong-dat", 1, False),
        ("khong-dat", 0, False),
    ]
    assert "đã đạt tiêu chuẩn khác" in rows[4].aside
    assert "Lưu ý" in rows[5].aside
