from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from config.kernel.sheets import gate
from config.kernel.sheets.problems import BadWorkbook, Problem
from config.kernel.text import fold_space

GUIDE = "Hướng dẫn"
MARK = "Mã mẫu:"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@dataclass
class Table:
    """One worksheet: its headings (row 1), and the rows that are not blank with their numbers in Excel."""

    sheet: str
    headings: list[str]
    numbers: list[int] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(data: bytes, *, sheet: str, mark: str = "") -> Table:
    """The worksheet named `sheet`. Raises `BadWorkbook` with a sentence for whatever is not safe or not the
    template; formula cells and merged cells come back as problems of the table.

    `mark` is the template's own: a file made from another list's, year's or province's template is refused.
    """
    gate.check(data)
    parts = _parts(data)
    if sheet not in parts:
        there = ", ".join(f"“{name}”" for name in list(parts)[:6]) or "không có trang nào"
        raise BadWorkbook(
            f"Tệp không có trang tính “{sheet}” (đang có: {there}). Hãy tải tệp mẫu và chép dữ liệu vào đó.",
            code="wrong_sheet",
        )
    rows, guide = _cells(data, sheet, with_guide=bool(mark) and GUIDE in parts)
    if mark and guide:
        _check_mark(guide, mark)
    headings = [heading_of(cell) for cell in rows[0]] if rows else []
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise BadWorkbook(f"Trang “{sheet}” không có dòng tiêu đề ở dòng 1. Hãy dùng tệp mẫu.", code="no_heading")
    table = Table(sheet, headings)
    for number, row in enumerate(rows[1:], start=2):
        if any(row) or any(cell not in ("", None) for cell in row):
            table.numbers.append(number)
            table.rows.append(row)
    formulas, merged = gate.cells_of(data, parts[sheet])
    table.problems = [_at(table, cell, "Ô là công thức. Hãy chép rồi dán giá trị (Paste Special → Values).")
                      for cell in formulas]  # fmt: skip
    table.problems += [_at(table, span.split(":")[0].replace("$", ""), f"Các ô {span} bị gộp. Hãy bỏ gộp ô.")
                       for span in merged]  # fmt: skip
    return table


def heading_of(cell: object) -> str:
    return fold_space(str(cell)) if cell not in ("", None) else ""


def _at(table: Table, cell: str, sentence: str) -> Problem:
    found = re.fullmatch(r"([A-Z]+)(\d+)", cell.upper())
    if found is None:
        return Problem(table.sheet, 0, "", "", sentence)
    index = 0
    for letter in found[1]:
        index = index * 26 + ord(letter) - 64
    heading = table.headings[index - 1] if index <= len(table.headings) else ""
    return Problem(table.sheet, int(found[2]), found[1], heading, sentence)


def _parts(data: bytes) -> dict[str, str]:
    """Worksheet name → its part in the package."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
            links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError, DefusedXmlException, zipfile.BadZipFile, ValueError) as error:
        raise BadWorkbook(gate.NOT_XLSX, code="broken") from error
    targets = {link.get("Id"): str(link.get("Target", "")) for link in links.iter(f"{_PACKAGE}Relationship")}
    found = {}
    for entry in book.iter(f"{_MAIN}sheet"):
        target = targets.get(entry.get(_REL), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names and part.startswith("xl/worksheets/"):
            found[fold_space(str(entry.get("name", "")))] = part
    return found


def _cells(data: bytes, sheet: str, *, with_guide: bool) -> tuple[list[list[Any]], list[list[Any]]]:
    import python_calamine  # noqa: PLC0415 -- only where a workbook is read

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = {fold_space(name): name for name in book.sheet_names}
        rows = book.get_sheet_by_name(names[sheet]).to_python(skip_empty_area=False)
        guide = book.get_sheet_by_name(names[GUIDE]).to_python(nrows=30) if with_guide else []
    except Exception as error:
        raise BadWorkbook(gate.NOT_XLSX, code="broken") from error
    except BaseException as error:
        # A panic of the reader's Rust code is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise BadWorkbook(gate.NOT_XLSX, code="broken") from error
    return rows, guide


def _check_mark(guide: list[list[Any]], mark: str) -> None:
    for row in guide:
        for cell in row:
            if isinstance(cell, str) and cell.startswith(MARK):
                said = cell.removeprefix(MARK).strip()
                if said != mark:
                    raise BadWorkbook(
                        f"Đây là tệp mẫu của một danh sách khác ({said}), không phải của {mark}. Hãy tải đúng tệp mẫu.",
                        code="other_template",
                    )
                return
