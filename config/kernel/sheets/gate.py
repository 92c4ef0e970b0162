"""What a workbook must be before any reader touches it: sizes that hold, no macros, no entities, no formulas.

calamine keeps a dense table as large as the outermost cell says, so a few hundred bytes can ask for gigabytes:
the cells' addresses are looked at first.
"""

from __future__ import annotations

import io
import re
import zipfile

from config.kernel.archives import UNREADABLE
from config.kernel.sheets.problems import BadWorkbook
from config.kernel.text import format_number

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 160 * 1024 * 1024
MOST_RATIO = 200
MOST_PARTS = 300
MOST_ROWS = 20_000
MOST_COLUMNS = 400
MOST_CELLS = 2_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Za-z]{1,8})(\d{1,12})"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,12})"')
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Za-z]{1,3}\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s>/]')
_ANY_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Za-z0-9:$]{1,30})"')

NOT_XLSX = "Tệp không phải sổ Excel (.xlsx) hoặc đã hỏng. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại."


def check(data: bytes) -> None:
    """Raise `BadWorkbook` with a sentence unless `data` is a workbook that can be read safely."""
    if not data:
        raise BadWorkbook("Tệp rỗng. Hãy chọn lại tệp.", code="empty")
    if len(data) > MOST_BYTES:
        raise BadWorkbook("Tệp lớn hơn 20 MB. Hãy tách thành nhiều tệp.", code="large")
    if data.startswith(_OLE):
        raise BadWorkbook(
            "Tệp là Excel đời cũ (.xls) hoặc có đặt mật khẩu. Hãy bỏ mật khẩu và lưu lại dạng .xlsx rồi gửi lại.",
            code="old_or_locked",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _parts(archive)
            for entry in archive.infolist():
                _part(archive, entry)
    except BadWorkbook:
        raise
    except UNREADABLE as error:
        raise BadWorkbook(NOT_XLSX, code="broken") from error


def _parts(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(names) > MOST_PARTS or unpacked > MOST_UNPACKED or (unpacked > 2**22 and unpacked / packed > MOST_RATIO):
        raise BadWorkbook(
            "Tệp giải nén ra quá lớn nên không được đọc. Hãy chép dữ liệu sang tệp mẫu mới rồi gửi lại.", code="bomb"
        )
    if len(set(names)) != len(names):
        raise BadWorkbook(NOT_XLSX, code="doubled")
    if any(name.lower().endswith(("vbaproject.bin", ".bin.macro")) or "macrosheets/" in name.lower() for name in names):
        raise BadWorkbook("Tệp có macro nên không được nhận. Hãy lưu lại dạng .xlsx không có macro.", code="macro")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise BadWorkbook(NOT_XLSX, code="not_xlsx")


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if not name.endswith((".xml", ".rels", ".vml")):
        return
    content = archive.read(entry)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:64]:
        raise BadWorkbook(NOT_XLSX, code="encoding")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise BadWorkbook("Tệp chứa khai báo thực thể ngoài nên không được đọc.", code="entity")
    if name == "[Content_Types].xml" and b"macroEnabled" in content:
        raise BadWorkbook("Tệp có macro nên không được nhận. Hãy lưu lại dạng .xlsx không có macro.", code="macro")
    if _SHEET.fullmatch(name):
        _extent(content)


def _extent(content: bytes) -> None:
    """Rows, columns and their product stay within what a list can have."""
    addresses = _CELL.findall(content)
    columns = {_index(column) for column in {c.upper() for c, _ in addresses}}
    rows = [int(row) for row in _ROW.findall(content)]
    tallest = max(max(rows, default=0), max((int(row) for _, row in addresses), default=0), content.count(b"<row"))
    widest = max(columns, default=0)
    cells = len(addresses)
    if len(_ANY_CELL.findall(content)) != cells:
        raise BadWorkbook(NOT_XLSX, code="unaddressed")
    if tallest > MOST_ROWS:
        raise BadWorkbook(
            f"Bảng dùng đến dòng {format_number(tallest)}, quá mức {format_number(MOST_ROWS)} dòng. Hãy xóa hẳn các "
            "dòng trống ở dưới (chọn dòng rồi Xóa), hoặc tách thành nhiều tệp.",
            code="rows",
        )
    if widest > MOST_COLUMNS:
        raise BadWorkbook(
            f"Bảng dùng đến cột thứ {format_number(widest)}, quá mức {MOST_COLUMNS} cột. Hãy xóa hẳn các cột thừa "
            "bên phải.",
            code="columns",
        )
    if max(tallest * widest, cells) > MOST_CELLS:
        raise BadWorkbook("Bảng quá lớn. Hãy tách thành nhiều tệp rồi gửi lần lượt.", code="cells")


def _index(column: bytes) -> int:
    index = 0
    for letter in column:
        index = index * 26 + (letter - 64)
    return index


def cells_of(data: bytes, part: str) -> tuple[list[str], list[str]]:
    """Addresses of formula cells and of merged ranges in one worksheet part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read(part)
    formulas: list[str] = []
    if _ANY_FORMULA.search(content):
        formulas = [found.decode() for found in _FORMULA.findall(content)] or ["?"]
    return formulas, [found.decode() for found in _MERGED.findall(content)]
