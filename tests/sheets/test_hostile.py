"""Two hundred workbooks that nobody should send: a sentence each, never an error, never a written row."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from config.kernel.access import Actor, Grant
from config.kernel.models import SheetImport
from config.kernel.sheets import services
from config.kernel.sheets.columns import Choice, Column, Date, Number, Text, YesNo
from config.kernel.sheets.lists import ListSheet
from config.kernel.sheets.plan import Plan
from config.kernel.sheets.problems import BadWorkbook
from config.kernel.tenancy import tenant_scope
from tests.sheets import hostile
from tests.sheets.books import book, told
from units.models import Unit


class SmallSheet(ListSheet):
    """One column of every kind, over a list that is empty."""

    kind, title, verb = "nho", hostile.NAME, "units.edit"
    model = Unit
    writes = ()

    code = Column("Mã", "code", Text(60), required=True)
    number = Column("Số", "number", Number())
    day = Column("Ngày", "day", Date())
    yes = Column("Có", "yes", YesNo())
    choice = Column("Loại", "choice", Choice([("1", "Một"), ("2", "Hai")]))
    mark = ""

    def existing(self) -> dict[Any, Any]:
        return {}

    def key(self, values: dict[str, Any]) -> Any:
        return values.get("code")


SHEET = SmallSheet(Actor(1, "Kiểm thử", "", 1, (Grant("x", frozenset({"units.edit"})),)))


def looked(data: bytes) -> Plan:
    return services.look(SHEET, data)


def tried(data: bytes) -> tuple[Plan, BadWorkbook | None]:
    try:
        return looked(data), None
    except BadWorkbook as refusal:
        return Plan(), refusal


def test_two_hundred_hostile_workbooks_get_a_sentence_each() -> None:
    assert len(hostile.cases()) >= 200
    for name, data, expected in hostile.cases():
        plan, refusal = tried(data)
        if refusal is not None:
            assert expected in (refusal.code, hostile.ANYTHING), (name, refusal.code, refusal.sentence)
            assert refusal.sentence.endswith("."), name
            assert 20 < len(refusal.sentence) < 400, name
            continue
        assert not expected, (name, "was read")
        for problem in plan.problems:
            assert problem.sentence.endswith((".", ")")), (name, problem)
            assert problem.sheet == hostile.NAME
            assert problem.row or problem.column == "", name
        wrong = {problem.row for problem in plan.problems}
        assert all((line.state == "wrong") == (line.number in wrong) for line in plan.lines), name


READ = {
    "Excel's own number": (12.5, [], "12,5"),
    "number as text": ("1.234,5", [], "1.234,5"),
    "sum of decimals": (0.1 + 0.2, [], "0,3"),
    "English decimals": ("12.5", ["B2"], None),
    "thousands the English way": ("1,234.5", ["B2"], None),
    "negative": (-1, ["B2"], None),
    "five decimals": (1.00005, ["B2"], None),
    "too large": (1e15, ["B2"], None),
    "a date": (hostile.GOOD[2], ["B2"], None),
    "yes": (True, ["B2"], None),
    "formula": ("=1+1", ["B2"], None),
    "Arabic digits": ("٣", ["B2"], None),
}


@pytest.mark.parametrize("name", READ)
def test_a_number_is_read_as_it_stands_or_named(name: str) -> None:
    cell, wrong, shown = READ[name]
    plan = looked(hostile.plain(("A-1", cell, None, None, None)))
    assert [problem.cell for problem in plan.problems] == wrong
    if shown:
        assert plan.lines[0].cells[1] == ["Số", "", shown]


def test_dates_choices_and_words_are_read_as_people_write_them() -> None:
    plan = looked(hostile.plain(("A-1", 1, hostile.GOOD[2], "x", "HAI"), ("A-2", 1, "14-12-2023", "không", "mot"),
                                (30844, 1, "14/12/2023", False, 1)))  # fmt: skip
    assert plan.problems == []
    assert [[cell[2] for cell in line.cells] for line in plan.lines] == [
        ["A-1", "1", "14/12/2023", "Có", "Hai"],
        ["A-2", "1", "14/12/2023", "Không", "Một"],
        ["30844", "1", "14/12/2023", "Không", "Một"],
    ]


def test_one_bad_cell_in_ten_thousand_rows_is_named_and_nothing_is_written(kien_giang, cast) -> None:
    rows = [[f"M-{n:05d}", f"Công ty {n}", "Doanh nghiệp", "91"] for n in range(10_000)]
    rows[7321][3] = "9l"
    data = book("Đơn vị", ("Mã đơn vị", "Tên đầy đủ", "Loại", "Thuộc đơn vị (mã)"), *rows)
    with tenant_scope(kien_giang):
        before = Unit.objects.count()
        found = services.check(actor=cast.phuoc.actor, kind="don-vi", params={}, upload=data, name="a.xlsx")
        assert told(found) == [("D7323", "Không có đơn vị mang mã “9l”.")]
        assert (found.state, found.fresh, found.wrong) == ("wrong", 9_999, 1)
        with pytest.raises(services.Conflict):
            services.ask_to_apply(found=found, actor=cast.phuoc.actor)
        assert Unit.objects.count() == before


def test_the_page_says_what_is_wrong_with_a_file(kien_giang, cast) -> None:
    client, path = cast.phuoc.client, cast.phuoc.path("sheets:upload", "don-vi")
    chosen = ("bomb", "macro", "entity in xl/workbook.xml", "a million rows", "wrong sheet", "PDF", "cut at 15/31")
    for name, data, _ in hostile.cases():
        if name in chosen:
            answer = client.post(path, {"file": SimpleUploadedFile("danh-sach.xlsx", data)})
            assert answer.status_code == 422, name
            assert "Không nhận được tệp." in answer.content.decode(), name
    for name, sentence in (("a.xlsm", "macro"), ("a.csv", "Chỉ nhận sổ Excel"), ("../../a", "Chỉ nhận sổ Excel")):
        answer = client.post(path, {"file": SimpleUploadedFile(name, hostile.plain())})
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert "Chưa chọn tệp" in client.post(path).content.decode()
    with tenant_scope(kien_giang):
        assert SheetImport.objects.count() == 0
