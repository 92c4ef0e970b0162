"""A round under other figures: who comes in, who drops out and why; and nothing is stored."""

from __future__ import annotations

import re
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from awards.facts import PillarFact
from awards.models import Attestation, AwardRound, AwardRule, AwardRuleSet, Candidate, RoundSubject
from awards.selectors.what_if import what_if
from awards.services import judgement, judging, rounds, rules
from awards.services.judgement import Answer
from awards.services.rounds import Subject
from awards.trials import knobs
from campaigns.selectors import current_campaign
from config.kernel.models import AuditEntry
from config.kernel.tenancy import tenant_scope
from tests.awards.makers import PLANNED, target, unit
from units.models import Unit

pytestmark = pytest.mark.django_db

RULE = {
    "code": "RIENG-1",
    "occasion": "ad_hoc",
    "years": [2023],
    "award_form": "GK_HUYEN",
    "recipient": "collective",
    "quota": 2,
    "quota_kind": "exact",
    "criteria": {
        "all": [
            {"kind": "score_ratio", "at_least": "70", "section": "IV.1", "label": "Tỷ lệ điểm từ 70%"},
            {"kind": "targets_met", "year": "round", "section": "IV.2", "label": "Đạt chỉ tiêu"},
            {"kind": "attested", "section": "IV.3", "label": "Tổ chức thiết thực", "standard": "TC-1"},
        ]
    },
}


@pytest.fixture
def found(cast):
    """Đắk Song: 90 %, 80 % and 75 % can be awarded, 60 % cannot; two places; one target missed by the fourth."""
    actor = cast["standing@dak-song"].actor
    with tenant_scope(cast["standing@dak-song"].tenant):
        rules.set_own_rule(campaign=current_campaign(), data=RULE, actor=actor)
        round_ = rounds.open_round(campaign=current_campaign(), occasion="ad_hoc", year=2023, actor=actor)
        homes = list(Unit.objects.filter(kind="commune").order_by("id")[:4])
        given = [
            Subject(
                unit(
                    f"u{place}", name=home.display_name, ratio_h=ratio, rank=place + 1, block="K", registration=PLANNED,
                    milestone_year=2023, targets=(target("CT-1", "95", "90", label="Dịch vụ công"),),
                ),
                home.pk,
                unit_name=home.display_name,
            )
            for place, (home, ratio) in enumerate(zip(homes, (9000, 8000, 7500, 6000), strict=True))
        ]  # fmt: skip
        rounds.store_evaluation(round=round_, subjects=given, actor=actor)
        answers = [Answer(f"u{place}", "TC-1", True) for place in range(4)]
        judgement.attest(round=round_, answers=answers, actor=actor)
        yield AwardRound.objects.select_related("rule_set", "campaign").get(pk=round_.pk)


def tried(round_, text="", **fields):
    query = QueryDict(text, mutable=True)
    for name, value in fields.items():
        query[name.replace("_", "-")] = value
    return what_if(round_, query)


def names(moves):
    return {move.key for move in moves}


def uid(round_, key):
    return str(RoundSubject.objects.get(round=round_, key=key).uid)


def test_nothing_typed_is_no_trial(found):
    assert tried(found).comparison is None
    assert tried(found, s0="2").comparison is None


def test_one_place_more_lets_in_the_first_reserve_and_says_so(found):
    one = tried(found, s0="3").comparison.of("RIENG-1")
    assert names(one.comes_in) == {"u2"}
    assert one.drops_out == ()
    assert one.comes_in[0].why == ("Trước là dự bị số 1; số suất thử 3 thay cho 2.",)
    assert [row[0] for row in one.rows] == [1, 2, 3]
    assert one.rows[2][1] == ""


def test_one_place_less_makes_the_last_a_reserve(found):
    one = tried(found, s0="1").comparison.of("RIENG-1")
    assert names(one.drops_out) == {"u1"}
    assert one.drops_out[0].why == ("Vẫn đủ tiêu chuẩn, thành dự bị số 1: số suất thử còn 1 thay cho 2.",)


def test_a_place_that_there_is_not_is_told_from_one_that_stays_empty(found, cast):
    member = cast["standing@dak-song"]

    def said(**typed) -> list[str]:
        body = member.client.get(member.path("dossiers:what_if", found.uid), typed).content.decode()
        return re.findall(r"<td [^>]*>(\([^)]*\))</td>", body)

    assert said(s0="1") == ["(không có suất)"]
    assert said(s0="3") == ["(không có suất)"]
    assert said(**{"n0.all.0.at_least": "85"}) == ["(để trống)"]


def test_a_higher_threshold_drops_by_name_of_the_criterion_and_nobody_fills_the_place(found):
    shown = tried(found, "n0.all.0.at_least=85")
    one = shown.comparison.of("RIENG-1")
    assert names(one.drops_out) == {"u1"}
    assert one.comes_in == ()
    assert (one.seats_before, one.seats_after) == (2, 1)
    assert one.drops_out[0].why == ("Nay không đạt “Tỷ lệ điểm từ 70%” (Mục IV.1): Tỷ lệ điểm 80,00%, yêu cầu từ 85%.",)
    assert shown.comparison.sentence == "0 đối tượng vào danh sách, 1 ra khỏi danh sách."


def test_a_better_ratio_moves_the_order_and_the_one_passed_is_named(found):
    one = tried(found, ai=uid(found, "u2"), ty_le="85").comparison.of("RIENG-1")
    assert names(one.comes_in) == {"u2"}
    assert names(one.drops_out) == {"u1"}
    assert one.comes_in[0].why[0] == "Tỷ lệ điểm thử 85,00%, chính thức 75,00%."
    passed = RoundSubject.objects.get(round=found, key="u2").name
    assert one.drops_out[0].why == (f"Vẫn đủ tiêu chuẩn, thành dự bị số 1: xếp sau {passed}.",)


def test_a_target_missed_or_a_no_lets_in_the_next(found):
    missed = tried(found, ai=uid(found, "u0"), chi_tieu="CT-1", gia_tri="89,9").comparison.of("RIENG-1")
    assert (names(missed.comes_in), names(missed.drops_out)) == ({"u2"}, {"u0"})
    assert "“Đạt chỉ tiêu” (Mục IV.2)" in missed.drops_out[0].why[0]
    said = tried(found, ai=uid(found, "u0"), tieu_chuan="TC-1", tra_loi="khong").comparison.of("RIENG-1")
    assert (names(said.comes_in), names(said.drops_out)) == ({"u2"}, {"u0"})
    gone = RoundSubject.objects.get(round=found, key="u0").name
    assert said.comes_in[0].why == (f"Trước là dự bị số 1; có suất do {gone} ra khỏi danh sách.",)


def scored(_key, _target, actual):
    if actual > 100:
        raise ValueError("Kết quả chỉ tiêu: ghi số từ 0 đến 100.")
    return (PillarFact("government", int(actual * 100), 10_000),)


def test_a_value_is_scored_anew_and_the_unit_goes_up_in_its_block(found):
    query = QueryDict(urlencode({"ai": uid(found, "u2"), "chi-tieu": "CT-1", "gia-tri": "92,5"}))
    shown = what_if(found, query, rescore=scored)
    one = shown.comparison.of("RIENG-1")
    assert (names(one.comes_in), names(one.drops_out)) == ({"u2"}, {"u1"})
    assert one.comes_in[0].why[0] == "Tỷ lệ điểm thử 92,50%, chính thức 75,00%."
    name = RoundSubject.objects.get(round=found, key="u2").name
    (moved,) = shown.refigured
    assert (moved.name, moved.ratio_before, moved.ratio_after) == (name, "75,00%", "92,50%")
    assert (moved.rank_before.split("/")[0], moved.rank_after) == ("3", "1/4")


def test_nothing_typed_for_somebody_is_passed_over(found):
    """A cell without its other half, a subject without figures or twice, a value that cannot be."""
    first, value = {"ai": uid(found, "u0")}, {"chi-tieu": "CT-1", "gia-tri": "5"}
    for fields, field, sentence in (
        (value, "ai-0", "Số liệu (1): chọn đối tượng, hoặc xóa số liệu đã ghi."),
        (first | {"gia-tri": "5"}, "chi-tieu-0", "Đã ghi kết quả nhưng chưa chọn chỉ tiêu."),
        (first | {"chi-tieu": "CT-1", "ty-le": "5"}, "gia-tri-0", "Đã chọn chỉ tiêu nhưng chưa ghi kết quả."),
        (first | {"tieu-chuan": "*", "ty-le": "5"}, "tra-loi-0", "Đã chọn tiêu chuẩn nhưng chưa chọn trả lời thử."),
        (first | {"tra-loi": "dat"}, "tieu-chuan-0", "Đã chọn trả lời thử nhưng chưa chọn tiêu chuẩn."),
        (first, "ai-0", "Đã chọn đối tượng nhưng chưa ghi gì để thử."),
        (first | value | {"gia-tri": "năm"}, "gia-tri-0", "Chỉ ghi chữ số, ví dụ 2900 hoặc 2.900."),
        (first | value | {"gia-tri": "150"}, "gia-tri-0", "Kết quả chỉ tiêu: ghi số từ 0 đến 100."),
        (first | value | {"chi-tieu": "CT-9"}, "chi-tieu-0",
         "Đối tượng này không có kết quả của chỉ tiêu đã chọn nên không thử được."),
        ({"ai": [uid(found, "u0")] * 2, "ty-le": ["5", "6"]}, "ai-1",
         "Số liệu (2): đối tượng này đã có ở trên. Mỗi đối tượng ghi một lần."),
    ):  # fmt: skip
        shown = what_if(found, QueryDict(urlencode(fields, doseq=True)), rescore=scored)
        assert shown.comparison is None
        assert shown.errors == [(field, sentence)]
        cell, row = field.rsplit("-", 1)
        assert shown.rows[int(row)]["wrong"] == [cell]
        assert shown.rows[int(row)]["typed"]


def test_a_share_of_the_targets_may_be_enough(found):
    """“Every target” is a share of 100 % to begin with."""
    half = tried(found, "n0.all.1.share=0", ai=uid(found, "u0"), chi_tieu="CT-1", gia_tri="89,9")
    assert half.comparison.sentence == "Danh sách được chọn không đổi."
    assert tried(found, "n0.all.1.share=100").comparison is None


def test_what_is_only_assumed_is_said_in_one_sentence(found):
    Attestation.objects.filter(round=found, subject__key="u0").delete()
    judging.judge(found)
    one = tried(found, con_mo="dat").comparison.of("RIENG-1")
    assert (names(one.comes_in), names(one.drops_out)) == ({"u0"}, {"u2"})
    assert one.comes_in[0].why == ("Giả định đạt 1 tiêu chuẩn do người xác nhận: “Tổ chức thiết thực”.",)


def test_what_people_have_said_is_not_overruled_by_the_answer_for_open_questions(found):
    assert tried(found, con_mo="khong").comparison.sentence == "Danh sách được chọn không đổi."


def test_equals_at_the_edge_are_not_cut_silently(found):
    shown = tried(found, ai=uid(found, "u2"), ty_le="80")
    one = shown.comparison.of("RIENG-1")
    assert names(one.drops_out) == {"u1"}
    assert one.drops_out[0].why[-1] == "Đồng điểm ở suất cuối: Hội đồng phải biểu quyết."
    assert any("biểu quyết" in sentence for sentence in shown.comparison.blockers)


def test_what_cannot_be_is_said_at_its_field(found):
    shown = tried(found, "n0.all.0.at_least=120&s0=-1")
    assert shown.comparison is None
    assert dict(shown.errors)["n0.all.0.at_least"] == "Tỷ lệ điểm tối thiểu (%): ghi số từ 0 đến 100."
    assert "s0" in dict(shown.errors)


def test_nothing_is_stored(found, cast, django_assert_max_num_queries):
    """No table of the round, its rules or the audit log changes, whatever is tried; only reads are sent."""
    models = (AwardRound, AwardRule, AwardRuleSet, Candidate, RoundSubject, Attestation, AuditEntry)
    before = {model: list(model.objects.order_by("pk").values()) for model in models}
    tried(found, "n0.all.0.at_least=85&s0=1&con-mo=dat", ai=uid(found, "u2"), ty_le="99")
    member = cast["standing@dak-song"]
    client = member.client
    with django_assert_max_num_queries(60) as sent:
        page = client.get(member.path("dossiers:what_if", found.uid), {"s0": "3", "n0.all.0.at_least": "50"})
    assert page.status_code == 200
    assert "Không phải kết quả chính thức" in page.content.decode()
    assert [q["sql"] for q in sent if q["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert {model: list(model.objects.order_by("pk").values()) for model in models} == before


def test_every_figure_of_a_rule_can_be_turned():
    tree = {
        "all": [
            {"any": [{"kind": "first_in_block", "n": 3}, {"kind": "targets_exceeded", "percent": "20"}]},
            {"at_least": {"n": 1, "of": [{"kind": "registered"}, {"kind": "reports_on_time"}]}},
            {"not": {"kind": "score_ratio", "at_least": "10"}},
        ]
    }
    assert {knob.path: knob.value for knob in knobs(tree)} == {
        "all.0.any.0.n": Decimal(3),
        "all.0.any.1.percent": Decimal(20),
        "all.1.at_least.n": Decimal(1),
        "all.1.at_least.of.1.max_late_days": Decimal(0),
        "all.2.not.at_least": Decimal(10),
    }
