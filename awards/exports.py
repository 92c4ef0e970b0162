"""The budget of a round as a workbook for the accountant."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from awards.selectors.budget import Budget
from config.kernel.text import format_date

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | float | None
SUMMARY = (("Hình thức", 44), ("Đối tượng", 12), ("Số lượng", 10), ("Hệ số", 8), ("Lương cơ sở", 14),
           ("Tiền thưởng một suất", 20), ("Thành tiền", 18), ("Người quyết định", 34))  # fmt: skip
NAMES = (("STT", 6), ("Tập thể, cá nhân", 40), ("Chức vụ", 28), ("Đơn vị", 40), ("Hình thức", 44),
         ("Hệ số", 8), ("Tiền thưởng", 18), ("Ký nhận", 18))  # fmt: skip


def budget_workbook(budget: Budget, title: str) -> bytes:
    """Two sheets: totals by form and recipient, and one row per name. Texts are text cells, never formulas."""
    book = Workbook(write_only=True)
    regime = budget.regime.name if budget.regime else "chưa có quy định"
    salary = budget.base_salary
    sheet = _sheet(book, "Kinh phí", SUMMARY, f"{title}: kinh phí tiền thưởng, tính như quyết định ngày "
                   f"{format_date(budget.day)} ({regime}), trên {budget.basis}")  # fmt: skip
    for row in budget.rows:
        coefficient = row.prize.coefficient_h / 100 if row.prize else None
        sheet.append(_cells(sheet, (row.form, row.who, row.count, coefficient, salary if row.prize else None, row.each,
                                    row.total, row.elsewhere)))  # fmt: skip
    sheet.append(_cells(sheet, ("Tổng cộng", "", budget.count, None, None, None, budget.total, ""), bold=True))
    names = _sheet(book, "Danh sách", NAMES, f"{title}: danh sách nhận tiền thưởng")
    for place, line in enumerate(budget.lines, 1):
        coefficient = line.row.prize.coefficient_h / 100 if line.row.prize else None
        names.append(
            _cells(names, (place, line.name, line.position, line.unit_name, line.row.form, coefficient,
                           line.row.each, ""))
        )  # fmt: skip
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(book: Workbook, name: str, columns: Sequence[tuple[str, int]], title: str):
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A3"
    for place, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append(_cells(sheet, (title,), bold=True))
    sheet.append(_cells(sheet, [label for label, _ in columns], bold=True))
    return sheet


def _cells(sheet: object, values: Sequence[Value], *, bold: bool = False) -> list[WriteOnlyCell]:
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"
        elif isinstance(value, int):
            cell.number_format = "#,##0"
        elif isinstance(value, float):
            cell.number_format = "0.00"
        if bold:
            cell.font = Font(bold=True)
        cells.append(cell)
    return cells
