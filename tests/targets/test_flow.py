"""From the clerk to the head to the standing agency and back (decisions 4 and 9)."""

import datetime as dt
from decimal import Decimal

import pytest

from campaigns.models import ReportingPeriod
from campaigns.selectors import the_campaign
from config.kernel import audit, workflow
from config.kernel.access import Actor, Grant
from config.kernel.errors import Conflict, DomainError, Invalid, Refused
from config.kernel.tenancy import tenant_scope
from targets.enums import Decision, Layer
from targets.flow import REPORT_FLOW
from targets.models import AnnualReport, ReportValue, ReportVersion
from targets.selectors import oddities
from targets.selectors.frozen import digest_of, frozen_content
from targets.selectors.periods import due_of
from targets.selectors.work_list import work_list
from targets.services import appraisal, reports, values
from targets.services.values import Change
from targets.validators import ValueInput
from tests.targets import makers

CHANGED = ValueInput(numerator=Decimal(300), denominator=Decimal(1000))


@pytest.fixture
def handed_over(cast, in_kien_giang):
    report = makers.fill(makers.open_report(cast.lan), cast.lan.actor)
    return reports.hand_over(report=report, actor=cast.lan.actor)


@pytest.fixture
def sent(cast, in_kien_giang):
    return makers.send(cast.lan, cast.tung)


@pytest.fixture
def appraised(cast, sent):
    value = makers.share_value(sent)
    appraisal.appraise(
        value=value, decision=Decision.CHANGED, change=CHANGED, reason="Biểu 2 ghi 300.", actor=cast.phuoc.actor
    )
    return makers.judge_all(sent, cast.phuoc)


def set_last_day(tenant, day):
    ReportingPeriod.objects.filter(campaign=the_campaign(), year=2023).update(last_day=day)


def test_only_the_head_confirms(cast, handed_over):
    for member in (cast.lan, cast.phuoc, cast.loc):
        with pytest.raises((Refused, DomainError)):
            reports.confirm(report=handed_over, actor=member.actor)
    assert reports.confirm(report=handed_over, actor=cast.tung.actor).number == 1


def test_four_eyes(cast, handed_over):
    lan = cast.lan.actor
    both = Actor(lan.user_id, lan.name, lan.title, lan.tenant_id,
                 (*lan.grants, Grant("head", frozenset({"reports.confirm"}), cast.lan.unit.path)))  # fmt: skip
    with pytest.raises(DomainError, match="không tự xác nhận được"):
        reports.confirm(report=handed_over, actor=both)
    handed_over.refresh_from_db()
    assert handed_over.state == "unit_confirming"


def test_confirming_freezes_a_version_with_digest_and_receipt(cast, handed_over):
    version = reports.confirm(report=handed_over, actor=cast.tung.actor)
    report = AnnualReport.objects.get(pk=handed_over.pk)
    assert version.receipt == report.receipt == "BN-2023-0001"
    assert version.digest == digest_of(version.content) == digest_of(frozen_content(report))
    assert len(version.content["values"]) == len(makers.all_values(report))
    assert version.content["values"][0]["evidence"][0]["number"] == "41/BC-UBND"
    assert version.submitted_by == cast.tung.actor.name
    entry = audit.timeline(report)[-1]
    assert (entry.verb, entry.state_from, entry.state_to) == ("report.confirm", "unit_confirming", "submitted")


def test_receipts_count_on(cast, sent):
    second = makers.send(cast.nga, cast.loc)
    assert (sent.receipt, second.receipt) == ("BN-2023-0001", "BN-2023-0002")


def test_a_second_click_is_told_who_was_first(cast, handed_over):
    reports.confirm(report=handed_over, actor=cast.tung.actor, expected_version=handed_over.version)
    with pytest.raises(Conflict, match="đã được chuyển bước lúc"):
        reports.confirm(report=handed_over, actor=cast.tung.actor, expected_version=handed_over.version)
    assert ReportVersion.objects.count() == 1


def test_the_head_sends_back_with_a_reason(cast, handed_over):
    with pytest.raises(DomainError, match="lý do"):
        reports.send_back(report=handed_over, actor=cast.tung.actor, reason=" ")
    back = reports.send_back(report=handed_over, actor=cast.tung.actor, reason="Xem lại biểu 2.")
    assert (back.state, back.return_reason) == ("draft", "Xem lại biểu 2.")
    desk = cast.lan.client.get(cast.lan.path("units:work")).content.decode()
    assert "Bổ sung báo cáo năm 2023 bị trả lại" in desk
    assert "“Xem lại biểu 2.”" in desk


def test_the_last_valid_day_is_in_time_and_the_next_is_late(cast, in_kien_giang, kien_giang):
    today = kien_giang.demo_today
    set_last_day(kien_giang, today)
    assert makers.send(cast.lan, cast.tung).days_late == 0
    set_last_day(kien_giang, today - dt.timedelta(days=2))
    assert makers.send(cast.nga, cast.loc).days_late == 2


def test_before_the_fifteenth_means_until_the_fourteenth(cast, django_user_model):
    bac_kan = cast["standing@bac-kan"].tenant
    with tenant_scope(bac_kan):
        due = due_of(the_campaign(), 2023)
        assert due.last_day == dt.date(2023, 12, 14)
        assert due.from_plan
        assert "15/12" in due.wording
        assert (due.days_late(dt.date(2023, 12, 14)), due.days_late(dt.date(2023, 12, 15))) == (0, 1)


def test_a_late_report_is_taken_and_a_correction_does_not_make_it_later(cast, in_kien_giang, kien_giang):
    set_last_day(kien_giang, kien_giang.demo_today - dt.timedelta(days=3))
    report = makers.send(cast.lan, cast.tung)
    assert report.days_late == 3
    value = makers.share_value(report)
    reports.return_report(report=report, remarks={value.uid: "Thiếu ngày."}, reason="Bổ sung.", actor=cast.phuoc.actor)
    kien_giang.demo_today += dt.timedelta(days=9)
    report = AnnualReport.objects.get(pk=report.pk)
    report = reports.hand_over(report=report, actor=cast.lan.actor)
    reports.confirm(report=report, actor=cast.tung.actor)
    report.refresh_from_db()
    assert (report.days_late, report.submission) == (3, 2)


def test_a_closed_period_takes_no_report(cast, handed_over):
    ReportingPeriod.objects.filter(campaign=the_campaign(), year=2023).update(state="closed")
    with pytest.raises(DomainError, match="đã đóng"):
        reports.confirm(report=handed_over, actor=cast.tung.actor)


def test_a_return_reopens_only_what_was_asked(cast, sent):
    asked, other = makers.share_value(sent, 0), makers.share_value(sent, 1)
    appraisal.accept_many(report=sent, values=[other.uid], actor=cast.phuoc.actor)
    returned = reports.return_report(
        report=sent, remarks={asked.uid: "Thiếu ngày trên tài liệu."}, reason="Thiếu ngày.", actor=cast.phuoc.actor
    )
    assert returned.state == "returned"
    asked.refresh_from_db()
    assert (asked.reopened, asked.remark) == (True, "Thiếu ngày trên tài liệu.")
    opened = cast.lan.client.get(cast.lan.path("targets:report", returned.year))["Location"]
    assert opened.endswith(f"#{asked.indicator.code.replace('.', '_')}"), "opens at what was asked"
    watched = cast.phuoc.path("targets:appraisal", returned.uid)
    mending = "số dưới đây là số đang sửa, có thể khác bản đã gửi"
    assert mending in cast.phuoc.client.get(watched).content.decode()
    change = ValueInput(numerator=Decimal(810), denominator=Decimal(1000))
    saved = values.save_values(
        report=returned, changes={asked.uid: Change(asked.version, change)}, actor=cast.lan.actor
    )
    assert len(saved.values) == 1
    with pytest.raises(DomainError, match="không bị trả lại"):
        values.save_values(report=returned, changes={other.uid: Change(other.version, change)}, actor=cast.lan.actor)
    handed = reports.hand_over(report=returned, actor=cast.lan.actor)
    signed = cast.tung.client.get(cast.tung.path("targets:confirmation", handed.uid)).content.decode()
    assert "Khác lần gửi trước" in signed
    assert "<ins>810/1.000</ins>" in signed
    assert reports.confirm(report=handed, actor=cast.tung.actor).number == 2
    seen = cast.phuoc.client.get(watched).content.decode()
    assert mending not in seen
    assert "Sửa sau khi trả lại, số liệu: 800/1.000 → 810/1.000." in seen, "what was asked for is what to look at"
    asked.refresh_from_db()
    other.refresh_from_db()
    assert (asked.reopened, asked.decision, other.decision) == (False, "", "accepted")
    first, second = ReportVersion.objects.order_by("number")
    assert first.digest != second.digest


@pytest.mark.parametrize(("found", "median"), [([], None), ([7], 7), ([4440, 6920], 5680), ([1, 2, 9], 2), ([1, 2], 2)])
def test_the_middle_of_like_units(found, median):
    assert oddities.middle(found) == median


@pytest.mark.parametrize(("before", "now", "said"), [
    (4298, 1400, "Mẫu số giảm từ 4.298 xuống 1.400, còn 32,57% của năm trước."),
    (200, 100, "Mẫu số giảm từ 200 xuống 100, còn 50,00% của năm trước."),
    (200, 101, ""),
    (1400, 4298, "Mẫu số tăng từ 1.400 lên 4.298, gấp 3,07 lần năm trước."),
    (19, 6, ""), (None, 100, ""), (100, None, ""), (0, 100, ""),
])  # fmt: skip
def test_a_base_that_halved_or_doubled_is_looked_at_twice(before, now, said):
    bases = (None if n is None else Decimal(n) for n in (before, now))
    assert oddities.base_moved(*bases) == said


def test_a_return_names_its_values_and_its_wishes(cast, sent):
    with pytest.raises(DomainError, match="Chọn ít nhất một chỉ tiêu"):
        reports.return_report(report=sent, remarks={}, reason="Thiếu.", actor=cast.phuoc.actor)
    value = makers.share_value(sent)
    with pytest.raises(DomainError, match="Ghi yêu cầu bổ sung"):
        reports.return_report(report=sent, remarks={value.uid: " "}, reason="Thiếu.", actor=cast.phuoc.actor)
    assert not ReportValue.objects.filter(report=sent, reopened=True).exists()


def test_changing_a_value_needs_a_reason_and_keeps_both_layers(cast, sent):
    value = makers.share_value(sent)
    with pytest.raises(DomainError, match="Nêu lý do điều chỉnh"):
        appraisal.appraise(value=value, decision="changed", change=CHANGED, actor=cast.phuoc.actor)
    judged = appraisal.appraise(
        value=value, decision="changed", change=CHANGED, reason="Biểu 2 ghi 300.", actor=cast.phuoc.actor
    )
    assert (judged.numerator, judged.appraised_numerator) == (800, 300)
    assert judged.appraised_points_h < judged.self_points_h
    assert judged.final_points_h == judged.appraised_points_h
    entry = audit.timeline(sent)[-1]
    assert (entry.verb, entry.reason) == ("value.appraise", "Biểu 2 ghi 300.")


def test_many_values_are_changed_by_one_reason_all_or_none(cast, sent):
    first, second, third = (makers.share_value(sent, n) for n in range(3))
    scored = next((v for v in makers.all_values(sent) if v.indicator.method == "manual"), None)
    client, path = cast.phuoc.client, cast.phuoc.path("targets:adjust", sent.uid)
    a, b, c = (v.indicator.code.replace(".", "_") for v in (first, second, third))
    listed = cast.phuoc.client.post(
        cast.phuoc.path("targets:appraisal", sent.uid), {"adjust": "1", "value": [first.uid, second.uid, third.uid]}
    )["Location"]
    page = client.get(listed).content.decode()
    assert [f'name="{x}-n"' in page for x in (a, b, c)] == [True] * 3
    assert page.count('-was" value=""') == 3
    posted = {
        f"{a}-was": "", f"{a}-n": "300", f"{a}-d": "1.000", f"{b}-was": "", f"{b}-n": "1200", f"{b}-d": "1.000",
        f"{b}-reason": "Biểu 4 ghi 1.200.", f"{c}-was": "", f"{c}-n": "800", f"{c}-d": "1.000",
    }  # fmt: skip
    before = len(audit.timeline(sent))
    answer = client.post(path, posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "không thể lớn hơn" in page
    assert 'value="1200"' in page
    assert 'value="Biểu 4 ghi 1.200."' in page
    answer = client.post(path, posted | {f"{b}-n": "900"})
    assert "Nêu lý do chung ở trên" in answer.content.decode()
    assert not ReportValue.objects.filter(report=sent).exclude(decision="").exists()
    assert len(audit.timeline(sent)) == before
    answer = client.post(path, posted | {f"{b}-n": "900", "reason": "Theo Biểu 2."})
    assert answer.status_code == 302
    first, second, third = (ReportValue.objects.get(pk=v.pk) for v in (first, second, third))
    assert [(v.decision, v.numerator, v.appraised_numerator, v.appraised_reason) for v in (first, second, third)] == [
        ("changed", 800, 300, "Theo Biểu 2."), ("changed", 800, 900, "Biểu 4 ghi 1.200."), ("", 800, None, ""),
    ]  # fmt: skip
    assert first.final_points_h < first.self_points_h
    entry = audit.timeline(sent)[-1]
    assert (entry.verb, entry.reason, len(audit.timeline(sent))) == ("value.change_many", "Theo Biểu 2.", before + 1)
    assert [line["appraised"][0] for line in entry.data["values"]] == ["300/1.000", "900/1.000"]
    assert [line["reason"] for line in entry.data["values"]] == ["Theo Biểu 2.", "Biểu 4 ghi 1.200."]
    late = appraisal.Adjustment(CHANGED, expected="")
    with pytest.raises(Invalid, match="đã kết luận chỉ tiêu này"):
        appraisal.change_many(report=sent, changes={first.uid: late}, reason="Lại.", actor=cast.phuoc.actor)
    with pytest.raises(DomainError, match="Chưa sửa số liệu nào"):
        appraisal.change_many(report=sent, changes={}, reason="Lại.", actor=cast.phuoc.actor)
    if scored is not None:
        appraisal.change_many(
            report=sent,
            changes={scored.uid: appraisal.Adjustment(manual_h=100)},
            reason="Chấm.",
            actor=cast.phuoc.actor,
        )
        scored.refresh_from_db()
        assert (scored.appraised_manual_h, scored.final_points_h) == (100, 100)


def test_accepting_takes_the_units_figures(cast, sent):
    value = makers.share_value(sent)
    judged = appraisal.appraise(value=value, decision="accepted", actor=cast.phuoc.actor)
    assert judged.appraised_points_h == judged.self_points_h


def test_two_officers_do_not_overwrite_each_other(cast, sent):
    value = makers.share_value(sent)
    appraisal.appraise(value=value, decision="accepted", actor=cast.phuoc.actor, expected="")
    with pytest.raises(Conflict, match="đã kết luận chỉ tiêu này"):
        appraisal.appraise(value=value, decision="asked", reason="?", actor=cast.phuoc.actor, expected="")


def test_only_officers_appraise(cast, sent):
    for member in (cast.lan, cast.tung, cast.hanh, cast.trung):
        with pytest.raises(Refused):
            appraisal.appraise(value=makers.share_value(sent), decision="accepted", actor=member.actor)


def test_a_report_is_finished_only_when_everything_is_judged(cast, sent):
    with pytest.raises(DomainError, match="chỉ tiêu chưa có kết luận"):
        reports.finish(report=sent, actor=cast.phuoc.actor)
    done = makers.judge_all(sent, cast.phuoc)
    assert done.state == "appraised"
    assert done.explain_until == cast.lan.tenant.demo_today + dt.timedelta(days=10)


def test_the_unit_explains_once_and_the_officer_has_the_last_word(cast, appraised):
    value = ReportValue.objects.get(report=appraised, decision="changed", appraised_numerator=300)
    appraisal.explain(value=value, text="Số ở biểu 3 mới là số cuối năm.", actor=cast.lan.actor)
    with pytest.raises(Conflict, match="đã được giải trình một lần"):
        appraisal.explain(value=value, text="Lần nữa.", actor=cast.lan.actor)
    better = ValueInput(numerator=Decimal(750), denominator=Decimal(1000))
    final = appraisal.conclude(
        value=value, keep=False, change=better, reason="Đúng theo biểu 3.", actor=cast.phuoc.actor
    )
    assert [final.entry(layer).numerator for layer in (Layer.SELF, Layer.APPRAISED, Layer.FINAL)] == [800, 300, 750]
    assert final.appraised_points_h < final.final_points_h
    with pytest.raises(Conflict, match="đã có kết luận"):
        appraisal.conclude(value=value, keep=True, reason="Thôi.", actor=cast.phuoc.actor)


def test_an_explanation_has_its_day(cast, appraised, kien_giang):
    value = ReportValue.objects.get(report=appraised, decision="changed", appraised_numerator=300)
    kien_giang.demo_today += dt.timedelta(days=11)
    with pytest.raises(DomainError, match="Đã hết hạn giải trình"):
        appraisal.explain(value=value, text="Muộn.", actor=cast.lan.actor)


def test_what_was_not_changed_needs_no_explanation(cast, appraised):
    value = ReportValue.objects.filter(report=appraised, decision="accepted").first()
    with pytest.raises(DomainError, match="không điều chỉnh"):
        appraisal.explain(value=value, text="Vì sao?", actor=cast.lan.actor)


def test_a_rejected_paper_proves_nothing_in_later_layers(cast, sent):
    from targets.models import EvidenceLink
    from targets.services import evidence

    value = makers.share_value(sent)
    link = EvidenceLink.objects.get(value=value)
    evidence.reject(link=link, rejected=True, reason="Ảnh không có ngày.", actor=cast.phuoc.actor)
    value.refresh_from_db()
    assert value.self_points_h > 0
    assert (value.final_points_h, value.final_status) == (0, "unproven")


def test_the_work_list_says_who_is_late_and_who_has_not_reported(cast, sent, kien_giang):
    set_last_day(kien_giang, kien_giang.demo_today - dt.timedelta(days=5))
    rows = work_list(the_campaign(), 2023, cast.phuoc.actor, due_of(the_campaign(), 2023))
    assert rows[0].unit_id == cast.lan.unit.pk
    assert (rows[0].group, rows[0].days_late) == ("waiting", 0)
    unsent = [r for r in rows if r.group == "unsent"]
    assert len(unsent) == len(rows) - 1
    assert all(r.days_late == 5 for r in unsent)


def test_choices_of_each_person(cast, handed_over):
    def names(member):
        return {c.transition.name for c in workflow.available(REPORT_FLOW, handed_over, member.actor)}

    assert names(cast.lan) == {"take_back"}
    assert names(cast.tung) == {"confirm", "send_back"}
    assert names(cast.phuoc) == set()
