"""The register of units as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from config.kernel.text import format_date
from units.models import Unit

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    ("Mã", 14), ("Tên đầy đủ", 44), ("Tên ngắn", 32), ("Loại", 28), ("Cấp", 14), ("Thuộc", 30),
    ("Mã đơn vị hành chính", 14), ("Mã định danh", 16), ("Mã số thuế", 16), ("Người đứng đầu", 26),
    ("Chức vụ", 18), ("Từ ngày", 12), ("Đến ngày", 12), ("Minh họa", 10),
)  # fmt: skip


def units_workbook(units: Iterable[Unit]) -> bytes:
    """One sheet, one row per unit with its parent; text cells only, so that nothing runs as a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Đơn vị")
    sheet.freeze_panes = "A2"
    for place, (_, width) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    heads = []
    for label, _ in COLUMNS:
        cell = WriteOnlyCell(sheet, value=label)
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for unit in units:
        sheet.append([_text(sheet, value) for value in _row(unit)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text(sheet: object, value: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


def _row(unit: Unit) -> Iterator[str]:
    yield from (unit.code, unit.name, unit.short_name, unit.get_kind_display(), unit.get_level_display())
    yield unit.parent.display_name if unit.parent else ""
    yield from (unit.official_code, unit.ident_code, unit.tax_code, unit.head_name, unit.head_title)
    yield from (format_date(unit.valid_from), format_date(unit.valid_to), "x" if unit.is_demo else "")
