"""Reported values go to Excel and come back: many units in one file, or one unit's report."""

from __future__ import annotations

from decimal import Decimal

import pytest

from campaigns.selectors import the_campaign
from config.kernel import files, jobs
from config.kernel.errors import Refused
from config.kernel.models import AuditEntry
from config.kernel.sheets import services
from targets.flow import not_own_report
from targets.models import AnnualReport, ReportValue
from targets.services import reports, values
from targets.services.points import POINT_FIELDS, rescore
from targets.services.values import Change
from targets.sheets import ReportSheet, ValuesSheet
from targets.validators import ValueInput
from tests.sheets.books import book, filled, row_of, sent, told
from tests.sheets.test_lists import take_back, write
from tests.targets import makers

pytestmark = pytest.mark.usefixtures("in_kien_giang")
YEAR = "2023"


def stored() -> list[tuple]:
    names = [f.attname for f in ReportValue._meta.concrete_fields if f.attname != "id"]
    return sorted(ReportValue.objects.values_list("report_id", "indicator_id", *names), key=str)


def assert_scored_by_the_engine() -> None:
    """Points that the bulk statement wrote are those of the engine that writes one value."""
    for value in ReportValue.objects.select_related("indicator", "report"):
        written = {name: getattr(value, name) for name in POINT_FIELDS}
        rescore(value, value.report.year)
        assert written == {name: getattr(value, name) for name in POINT_FIELDS}, value.indicator.code


def units_of_the_district(cast) -> tuple:
    sheet = ValuesSheet(cast.nga.actor, {"nam": YEAR})
    return sheet, [row[0] for row in sheet.rows()]


def test_a_district_brings_the_figures_of_its_communes(cast) -> None:
    sheet, codes = units_of_the_district(cast)
    assert "30844" in codes
    report = makers.fill(makers.open_report(cast.lan), cast.lan.actor, percent=50)
    share = makers.share_value(report).indicator
    quiet = [v for v in makers.all_values(report) if v.indicator_id != share.pk]
    numerator, denominator = (f"{share.code} · {share.label} ({part})" for part in ("tử số", "mẫu số"))
    before = stored()
    large = next(code for code in codes if code.startswith("30") and code != "30844")

    def fill(page, at) -> None:
        for code in codes:
            row = row_of(page, 1, code)
            applies = page.cell(row, 3).value == "Xã, phường, thị trấn"
            if applies:
                page.cell(row, at[numerator], "1.234,5" if code == "30844" else 1200 if code == large else 90)
                page.cell(row, at[denominator], {"30844": 2000, large: 1234567}.get(code, 120.0))

    found = sent(cast.nga, "so-lieu", filled(sheet, fill), nam=YEAR)
    communes = [code for code in codes if code.startswith("30")]
    assert told(found) == []
    assert (found.fresh, found.changed) == (len(communes) - 1, 1)
    lines = {line.label.split(" ")[0]: line for line in services.preview_of(found).lines}
    assert lines["30844"].cells == [[share.code, "500/1.000", "1.234,5/2.000"]]
    assert lines[communes[-1]].cells[0] == ["Báo cáo mới", "", f"{share.code} 90/120"]
    assert lines[large].cells[0] == ["Báo cáo mới", "", f"{share.code} 1.200/1.234.567"]
    assert stored() == before

    entries = AuditEntry.objects.count()
    assert write(cast.nga, found).state == "applied"
    assert AuditEntry.objects.count() == entries + 1
    assert AnnualReport.objects.filter(year=2023).count() == len(communes)
    mine = ReportValue.objects.get(report=report, indicator=share)
    assert (mine.numerator, mine.denominator, mine.version, mine.updated_name) == (
        Decimal("1234.5"), Decimal(2000), 3, cast.nga.actor.name,
    )  # fmt: skip
    assert all(value.version == 2 for value in ReportValue.objects.filter(pk__in=[v.pk for v in quiet]))
    assert_scored_by_the_engine()
    assert not_own_report(AnnualReport.objects.exclude(unit=cast.lan.unit).first(), cast.nga.actor) is not None

    assert take_back(cast.nga, found).state == "undone"
    assert stored() == before
    assert AnnualReport.objects.filter(year=2023).count() == 1


def test_a_new_report_is_like_one_that_was_opened_by_hand(cast) -> None:
    sheet, _ = units_of_the_district(cast)
    indicator = next(i for i in sheet.year.applicable("commune") if i.value_kind == "share")
    headings = ("Mã đơn vị", *(f"{indicator.code} · {indicator.label} ({part})" for part in ("tử số", "mẫu số")))
    write(cast.nga, sent(cast.nga, "so-lieu", book(sheet.name, headings, ("30844", 3, 4)), nam=YEAR))
    made = AnnualReport.objects.get(unit=cast.lan.unit, year=2023)
    fields = [f.attname for f in ReportValue._meta.concrete_fields if f.attname not in ("id", "uid", "report_id")]
    by_file = list(made.values.exclude(indicator=indicator).order_by("indicator_id").values_list(*fields))
    ReportValue.objects.all().delete()
    AnnualReport.objects.all().delete()
    opened = reports.open_report(campaign=the_campaign(), unit=cast.lan.unit, year=2023, actor=cast.lan.actor)
    by_hand = list(opened.values.exclude(indicator=indicator).order_by("indicator_id").values_list(*fields))
    assert by_file == by_hand


def test_nothing_is_written_over_what_somebody_did_since_the_preview(cast) -> None:
    sheet, _ = units_of_the_district(cast)
    share = next(i for i in sheet.year.applicable("commune") if i.value_kind == "share" and i.natural_max == 100)
    headings = ("Mã đơn vị", *(f"{share.code} · {share.label} ({part})" for part in ("tử số", "mẫu số")))
    early = sent(cast.nga, "so-lieu", book(sheet.name, headings, ("30844", 3, 4)), nam=YEAR)
    report = makers.open_report(cast.lan)
    assert (write(cast.nga, early).state, early.failure) == ("failed", services.STALE)
    services.look_again(found=early, actor=cast.nga.actor)
    early.refresh_from_db()
    assert (early.state, early.fresh, early.changed) == ("ready", 0, 1)
    value = makers.value_of(report, share.code)
    change = Change(value.version, ValueInput(numerator=Decimal(1), denominator=Decimal(4)))
    values.save_values(report=report, changes={value.uid: change}, actor=cast.lan.actor)
    assert (write(cast.nga, early).state, early.failure) == ("failed", services.STALE)
    value.refresh_from_db()
    assert (value.numerator, value.updated_name) == (1, cast.lan.actor.name)
    services.look_again(found=early, actor=cast.nga.actor)
    early.refresh_from_db()
    [line] = services.preview_of(early).lines
    assert line.cells == [[share.code, "1/4", "3/4"]]
    files.path_of(early.preview).write_bytes(files.read(early.preview)[:-1])
    assert (write(cast.nga, early).state, early.failure) == ("failed", services.STALE)
    services.look_again(found=early, actor=cast.nga.actor)
    early.refresh_from_db()
    assert write(cast.nga, early).state == "applied"
    same = sent(cast.nga, "so-lieu", book(sheet.name, headings, ("30844", 3, 4)), nam=YEAR)
    assert (same.writes, same.same) == (0, 1)


def test_what_a_file_may_not_do_is_said_cell_by_cell(cast) -> None:
    sheet, _ = units_of_the_district(cast)
    makers.send(cast.lan, cast.tung)
    mine = sheet.year.applicable("commune")
    share = next(i for i in mine if i.value_kind == "share" and i.natural_max == 100)
    foreign = next(i for i in sheet.year.applicable("district") if i not in mine)
    column = next(c for c in sheet.columns if c.heading.startswith(f"{foreign.code} · "))
    headings = ("Mã đơn vị", *(f"{share.code} · {share.label} ({p})" for p in ("tử số", "mẫu số")), column.heading)
    codes = [row[0] for row in sheet.rows()]
    other, third = [code for code in codes if code.startswith("30") and code != "30844"][:2]
    found = sent(
        cast.nga, "so-lieu",
        book(sheet.name, headings,
             ("30844", 1, 2), (other, 5, 4), (other, 1, 2), ("91", 1, 2), ("xyz", 1, 2),
             (third, "12.5", "bốn", 7)),
        nam=YEAR,
    )  # fmt: skip
    said = dict(told(found))
    assert (
        said["A2"]
        == f"Báo cáo của {cast.lan.unit.display_name} đang ở bước “Đã gửi, đang thẩm định” nên không sửa được qua tệp."
    )
    assert "không thể lớn hơn" in said["B3"]
    assert said["A4"] == f"Đơn vị {other} đã có ở dòng 3."
    assert said["A5"] == "Đơn vị 91 không thuộc phạm vi của bạn hoặc không phải báo cáo năm 2023."
    assert said["A6"].startswith("Không có đơn vị mang mã “xyz”.")
    assert "Dấu thập phân là dấu phẩy" in said["B7"]
    assert "Chỉ ghi chữ số" in said["C7"]
    assert "không áp dụng cho" in said["D7"]
    assert found.problems == 8
    with pytest.raises(Refused):
        ValuesSheet(cast.phuoc.actor, {"nam": YEAR})


def test_one_report_goes_offline_and_comes_back(cast) -> None:
    report = makers.fill(makers.open_report(cast.lan), cast.lan.actor, percent=50)
    sheet = ReportSheet(cast.lan.actor, {"nam": YEAR})
    unchanged = sent(cast.lan, "bao-cao", filled(sheet, lambda page, at: None), nam=YEAR)
    assert (told(unchanged), unchanged.writes) == ([], 0)
    assert unchanged.same == report.values.count()
    shares = [v.indicator for v in makers.all_values(report) if v.indicator.value_kind == "share"]

    def fill(page, at) -> None:
        first, second = (row_of(page, at["Mã"], i.code) for i in shares[:2])
        page.cell(first, at["Tử số"], 700)
        page.cell(first, at["Ghi chú"], "Số đến 30/11")
        for heading in ("Tử số", "Mẫu số"):
            page.cell(second, at[heading]).value = None
        page.cell(second, at["Không áp dụng vì"], "Xã đảo, không có đối tượng")

    found = sent(cast.lan, "bao-cao", filled(sheet, fill), nam=YEAR)
    assert told(found) == []
    assert [line.cells[0] for line in services.preview_of(found).lines if line.state == "changed"] == [
        [shares[0].code, "500/1.000", "700/1.000 (Số đến 30/11)"],
        [shares[1].code, "500/1.000", "không áp dụng: Xã đảo, không có đối tượng"],
    ]
    before = stored()
    write(cast.lan, found)
    assert_scored_by_the_engine()
    assert ReportValue.objects.get(report=report, indicator=shares[1]).not_applicable
    other = sent(
        cast.lan, "bao-cao", book("Báo cáo 2023", ("Mã", "Có/Không"), (shares[0].code, "Có"), ("ZZ", None)), nam=YEAR
    )
    assert [cell for cell, _ in told(other)] == ["B2", "A3"]
    papers = [v.uid for v in makers.all_values(report)]
    makers.evidence.attach(report=report, upload=makers.PDF + b"2", name="a.pdf", values=papers, actor=cast.lan.actor)
    assert take_back(cast.lan, found).state == "applied"
    assert found.failure.startswith("Không hoàn tác được: chỉ tiêu")
    assert stored() != before


def test_a_template_of_another_year_or_province_is_refused(cast, kien_giang) -> None:
    sheet = ReportSheet(cast.lan.actor, {"nam": "2023"})
    data = filled(sheet, lambda page, at: None)
    for kind, params in (("bao-cao", {"nam": "2022"}), ("so-lieu", {"nam": "2023"})):
        with pytest.raises(services.BadWorkbook):
            sent(cast.lan, kind, data, **params)
    assert jobs.Job.objects.filter(kind=services.APPLY).count() == 0


def test_an_address_without_a_year_leads_to_the_years_and_not_to_a_refusal(cast) -> None:
    """The clerk of a unit typed or kept a short address: the page of the years says what to choose."""
    client, years = cast.lan.client, cast.lan.path("targets:reports")
    for name in ("sheets:upload", "sheets:template"):
        answer = client.get(cast.lan.path(name, "bao-cao"))
        assert (answer.status_code, answer["Location"]) == (302, years)
        assert "Chọn năm báo cáo rồi bấm “Điền bằng Excel”." in client.get(years).content.decode()
    answer = client.get(cast.lan.path("sheets:upload", "so-lieu"), {"nam": "1999"})
    assert (answer.status_code, answer["Location"]) == (302, years)
    assert "Năm 1999 không có chỉ tiêu nào phải báo cáo." in client.get(years).content.decode()
    refused = client.post(cast.lan.path("sheets:upload", "bao-cao"))
    assert (refused.status_code, "Chưa ghi được" in refused.content.decode()) == (422, True)
    everything = client.get(cast.lan.path("sheets:imports")).content.decode()
    assert f'<li><a href="{years}">Báo cáo của đơn vị</a></li>' in everything
    # Whoever may not send the list at all is told so.
    assert cast.hanh.client.get(cast.hanh.path("sheets:upload", "bao-cao")).status_code == 403
