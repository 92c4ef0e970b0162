"""The workbook that goes out: the list as it stands, headings locked, drop-downs, a page that explains."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from config.kernel.sheets.columns import Column
from config.kernel.sheets.reading import GUIDE, MARK
from config.kernel.sheets.sheet import Sheet
from config.kernel.tenancy import current_tenant

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTS = "Danh mục"
# Rows below the list that are open for new entries and carry the drop-downs.
SPARE_ROWS = 2_000
_HEAD = PatternFill("solid", fgColor="FFE8EEF2")
_LOCKED = PatternFill("solid", fgColor="FFF3F3F3")
_UNLOCKED = Protection(locked=False)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# What starts a formula in a spreadsheet, full-width forms included.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def template(sheet: Sheet) -> bytes:
    """The list's workbook, filled with what is there."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name[:31])
    page.freeze_panes = "B2"
    page.protection.sheet = True
    # Only the headings and the shown columns are locked; people may still size, sort and filter.
    for freedom in ("formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(page.protection, freedom, False)
    columns = sheet.columns
    for place, column in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.append([_heading(page, column) for column in columns])
    count = 1
    for row in sheet.rows():
        page.append([cell(page, value, locked=column.shut) for value, column in zip(row, columns, strict=True)])
        count += 1
    for _ in range(min(SPARE_ROWS, 200)):
        page.append([cell(page, None, locked=column.shut) for column in columns])
    _drop_downs(book, page, columns, count + SPARE_ROWS)
    _guide(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(name: str, headings: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> bytes:
    """A plain workbook of one page: headings with widths, then rows."""
    book = Workbook(write_only=True)
    page = book.create_sheet(name[:31])
    page.freeze_panes = "A2"
    for place, (_, width) in enumerate(headings, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    heads = [cell(page, heading) for heading, _ in headings]
    for head in heads:
        head.font = Font(bold=True)
    page.append(heads)
    for row in rows:
        page.append([cell(page, value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cell(page: Any, value: Any, *, locked: bool = False) -> WriteOnlyCell:
    """A cell that no spreadsheet runs: text is text, and what looks like a formula carries Excel's quote prefix."""
    if isinstance(value, Decimal):
        made = WriteOnlyCell(page, value=value)
        made.number_format = "#,##0.####" if value % 1 else "#,##0"
    elif isinstance(value, str):
        made = WriteOnlyCell(page, value=_CONTROL.sub("", value)[:32_000])
        made.data_type = "s"
        made.number_format = "@"
        if value.startswith(_STARTS):
            made.quotePrefix = True
    else:
        made = WriteOnlyCell(page, value=value)
    if locked:
        made.fill = _LOCKED
    else:
        made.protection = _UNLOCKED
    return made


def _heading(page: Any, column: Column) -> WriteOnlyCell:
    made = cell(page, column.heading, locked=True)
    made.font, made.fill = Font(bold=True), _HEAD
    made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def _drop_downs(book: Workbook, page: Any, columns: Sequence[Column], last: int) -> None:
    """Lists to choose from live on a page of their own: a validation formula holds at most 255 characters."""
    choices = [(place, column, list(getattr(column.widget, "choices", ()))) for place, column in enumerate(columns, 1)]
    choices = [(place, column, options) for place, column, options in choices if options and not column.locked]
    if not choices:
        return
    lists = book.create_sheet(LISTS)
    lists.append([cell(lists, column.heading, locked=True) for _, column, _ in choices])
    for index in range(max(len(options) for _, _, options in choices)):
        lists.append([cell(lists, options[index] if index < len(options) else None, locked=True)
                      for _, _, options in choices])  # fmt: skip
    lists.protection.sheet = True
    for at, (place, column, options) in enumerate(choices, 1):
        source = f"'{LISTS}'!${get_column_letter(at)}$2:${get_column_letter(at)}${len(options) + 1}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = column.heading[:32], "Chọn một giá trị trong danh sách."
        rule.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{last}")
        page.data_validations.append(rule)


def _guide(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(GUIDE)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 34, 90
    page.protection.sheet = True

    def say(left: str, right: str = "") -> None:
        page.append([cell(page, left, locked=True), cell(page, right, locked=True)])

    say(f"{sheet.full_title} – {current_tenant().name}")
    say(f"{MARK} {sheet.mark}")
    for sentence in (
        "Không đổi tên trang tính và dòng tiêu đề. Dòng trống được bỏ qua.",
        "Ô để trống giữ nguyên giá trị đang có. Ghi dấu – (gạch ngang) vào ô không bắt buộc để xóa giá trị.",
        "Số ghi kiểu 1.234,5 hoặc số của Excel; ngày ghi 14/12/2023 hoặc ngày của Excel.",
        "Không dùng công thức, không gộp ô.",
        "Gửi tệp lên, phần mềm cho xem trước từng dòng thêm mới, thay đổi và sai. Chỉ khi mọi dòng đúng mới ghi.",
        *sheet.guide(),
    ):
        say(sentence)
    say("")
    for column in sheet.columns:
        what = "chỉ để xem" if column.shut else "bắt buộc" if column.required else ""
        say(column.heading, "; ".join(part for part in (what, column.hint) if part))
