"""An officer's conclusions on many values go to Excel and come back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from config.kernel import audit, jobs
from config.kernel.errors import Refused
from config.kernel.sheets.plan import STALE
from targets.models import ReportValue
from targets.services import appraisal, reports
from targets.sheets import AppraisalSheet
from targets.validators import ValueInput
from tests.sheets.books import book, filled, row_of, sent, told
from tests.sheets.test_lists import take_back, write
from tests.sheets.test_values import assert_scored_by_the_engine, stored
from tests.targets import makers

pytestmark = pytest.mark.usefixtures("in_kien_giang")
HEADINGS = ("Mã đơn vị", "Mã chỉ tiêu", "Tử số", "Số", "Kết luận", "Lý do")


def test_conclusions_on_many_values_come_by_a_file(cast) -> None:
    report = makers.send(cast.lan, cast.tung)
    jobs.drain()
    first, second, third, fourth = (makers.share_value(report, n) for n in range(4))
    code = cast.lan.unit.code
    sheet = AppraisalSheet(cast.phuoc.actor, {"nam": "2023"})
    assert [row[:2] for row in sheet.rows()] == [[code, cast.lan.unit.display_name]] * report.values.count()
    assert len(list(AppraisalSheet(cast.phuoc.actor, {"nam": "2023", "chi-tieu": first.indicator.code}).rows())) == 1

    def fill(page, at) -> None:
        rows = {v.pk: row_of(page, at["Mã chỉ tiêu"], v.indicator.code) for v in (first, second, third)}
        page.cell(rows[first.pk], at["Tử số"], 300)
        page.cell(rows[first.pk], at["Lý do"], "Biểu 2 ghi 300.")
        page.cell(rows[second.pk], at["Kết luận"], "Chấp nhận")
        page.cell(rows[third.pk], at["Kết luận"], "hoi lai")
        page.cell(rows[third.pk], at["Lý do"], "Bổ sung biên bản.")

    found = sent(cast.phuoc, "tham-dinh", filled(sheet, fill), nam="2023")
    assert told(found) == []
    assert (found.changed, found.same) == (3, report.values.count() - 3)
    before = stored()
    assert write(cast.phuoc, found).state == "applied"
    assert_scored_by_the_engine()
    now = {v.pk: v for v in ReportValue.objects.filter(report=report)}
    said = [(now[v.pk].decision, now[v.pk].appraised_numerator, now[v.pk].appraised_reason)
            for v in (first, second, third, fourth)]  # fmt: skip
    assert said == [
        ("changed", 300, "Biểu 2 ghi 300."), ("accepted", None, ""), ("asked", None, "Bổ sung biên bản."),
        ("", None, ""),
    ]  # fmt: skip
    assert now[first.pk].numerator == 800
    assert now[first.pk].final_points_h < now[first.pk].self_points_h
    entry = audit.timeline(report)[-1]
    assert (entry.verb, [v["decision"] for v in entry.data["values"]]) == (
        "value.by_file", ["changed", "accepted", "asked"],
    )  # fmt: skip
    again = sent(cast.phuoc, "tham-dinh", filled(AppraisalSheet(cast.phuoc.actor, {"nam": "2023"}), lambda p, at: None),
                 nam="2023")  # fmt: skip
    assert (told(again), again.writes) == ([], 0)
    assert take_back(cast.phuoc, found).state == "undone"
    assert stored() == before

    early = filled(AppraisalSheet(cast.phuoc.actor, {"nam": "2023"}), fill)
    waiting = sent(cast.phuoc, "tham-dinh", early, nam="2023")
    change = ValueInput(numerator=Decimal(400), denominator=first.denominator)
    for value, decision, other in ((first, "changed", change), (fourth, "changed", change)):
        appraisal.appraise(value=value, decision=decision, actor=cast.phuoc.actor, change=other, reason="Biểu 3.")
    between = stored()
    assert (write(cast.phuoc, waiting).state, waiting.failure) == ("failed", STALE)
    late = sent(cast.phuoc, "tham-dinh", early, nam="2023")
    [(_, sentence)] = told(late)
    assert sentence.startswith(f"{cast.phuoc.actor.name} đã kết luận chỉ tiêu này lúc "), "the row that says something"
    assert "sau khi tệp được tải" in sentence
    assert (late.changed, late.wrong) == (2, 1), "what the file only carries along of the fourth overwrites nothing"
    assert stored() == between
    fresh = filled(AppraisalSheet(cast.phuoc.actor, {"nam": "2023"}), fill)
    assert write(cast.phuoc, sent(cast.phuoc, "tham-dinh", fresh, nam="2023")).state == "applied"
    now = {v.pk: v for v in ReportValue.objects.filter(report=report)}
    assert [now[v.pk].appraised_numerator for v in (first, fourth)] == [300, 400]
    before = stored()

    fifth, sixth = makers.share_value(report, 4), makers.share_value(report, 5)
    wrong = sent(
        cast.phuoc, "tham-dinh",
        book(sheet.name, HEADINGS, (code, sixth.indicator.code, 300, None, None, None),
             (code, fifth.indicator.code, None, None, "Điều chỉnh", "Vì thế."),
             (code, makers.share_value(report, 6).indicator.code, 9000, None, None, "Vì thế."),
             ("91", first.indicator.code, 1, None, None, "x"),
             (code, makers.share_value(report, 7).indicator.code, 1, None, "Chấp nhận", "x"),
             (code, makers.share_value(report, 8).indicator.code, None, 7, None, "x"),
             (code, first.indicator.code, 310, None, None, "Biểu 4.")),
        nam="2023",
    )  # fmt: skip
    said_wrong = dict(told(wrong))
    assert "sau khi tệp được tải" in said_wrong["E8"], "a file that does not say what it has seen has seen nothing"
    assert said_wrong["F2"] == "Nêu lý do điều chỉnh, đơn vị sẽ đọc được."
    assert said_wrong["E3"] == "Kết luận Điều chỉnh thì ghi số khác số của đơn vị."
    assert "không thể lớn hơn" in said_wrong["C4"]
    assert "không có trong các báo cáo năm 2023 đang chờ bạn thẩm định" in said_wrong["A5"]
    assert said_wrong["E6"] == "Đã sửa số thì kết luận là Điều chỉnh."
    assert "không dùng cột này" in said_wrong["D7"]
    assert stored() == before
    with pytest.raises(Refused):
        AppraisalSheet(cast.lan.actor, {"nam": "2023"})


def test_a_finished_report_keeps_its_conclusions(cast) -> None:
    report = makers.send(cast.lan, cast.tung)
    jobs.drain()
    first = makers.share_value(report)
    row = (cast.lan.unit.code, first.indicator.code, 300, None, None, "Biểu 2 ghi 300.")
    name = AppraisalSheet(cast.phuoc.actor, {"nam": "2023"}).name
    found = write(cast.phuoc, sent(cast.phuoc, "tham-dinh", book(name, HEADINGS, row), nam="2023"))
    left = [v.uid for v in makers.all_values(report) if v.pk != first.pk]
    for value in makers.all_values(report):
        if value.indicator.method == "manual":
            appraisal.appraise(value=value, decision="changed", actor=cast.phuoc.actor, manual_h=0, reason="Chấm.")
    appraisal.accept_many(report=report, values=left, actor=cast.phuoc.actor)
    reports.finish(report=report, actor=cast.phuoc.actor)
    assert take_back(cast.phuoc, found).state == "applied"
    assert found.failure.startswith("Không hoàn tác được: Báo cáo năm 2023")
