"""Workbooks in the hands of the tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl

from config.kernel.sheets import services
from config.kernel.sheets.sheet import Sheet
from config.kernel.sheets.writing import template


def book(name: str, headings: Sequence[str], *rows: Sequence[Any]) -> bytes:
    """A workbook of one page as a person makes it by hand."""
    made = openpyxl.Workbook()
    page = made.active
    page.title = name
    page.append(list(headings))
    for row in rows:
        page.append(list(row))
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def filled(sheet: Sheet, fill: Callable[[Any, dict[str, int]], None]) -> bytes:
    """The list's own template after somebody worked in it: `fill(page, columns by heading)`."""
    made = openpyxl.load_workbook(io.BytesIO(template(sheet)))
    page = made[sheet.name[:31]]
    fill(page, {cell.value: cell.column for cell in page[1]})
    return saved(made)


def row_of(page: Any, column: int, value: str) -> int:
    """The row in which `column` holds `value`."""
    return next(row for row in range(2, page.max_row + 1) if page.cell(row, column).value == value)


def first_free(page: Any) -> int:
    return next(row for row in range(2, page.max_row + 2) if not any(cell.value for cell in page[row]))


def sent(member: Any, kind: str, data: bytes, **params: str) -> Any:
    return services.check(actor=member.actor, kind=kind, params=params, upload=data, name="danh-sach.xlsx")


def told(found: Any) -> list[tuple[str, str]]:
    """(cell, sentence) of every problem."""
    return [(p.cell, p.sentence) for p in services.preview_of(found).problems]
