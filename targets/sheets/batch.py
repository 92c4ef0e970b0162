"""Values on their way into the database: who gets them, and the values in COPY's own spelling."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from config.kernel.sheets.bulk import escape
from targets.sheets.cells import Given
from targets.sheets.plan import UnitRow

NULL = "\\N"
# Columns of a line, with their SQL types.
COLUMNS = [
    ("unit_id", "bigint"), ("indicator_id", "bigint"), ("numerator", "numeric"), ("denominator", "numeric"),
    ("number", "numeric"), ("boolean", "boolean"), ("text", "text"), ("not_applicable", "boolean"),
    ("na_reason", "text"), ("note", "text"),
]  # fmt: skip


@dataclass
class Batch:
    """`units`: [unit id, its report's id or None where one is to be opened, kind, code, name of its day].
    `lines`: one per value. `stamp`: of what the values were read against (`Year.stamp`)."""

    units: list[list[Any]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    stamp: str = ""

    def add(self, row: UnitRow, lines: Iterable[str]) -> None:
        unit = row.unit
        report = None if row.report is None else row.report.pk
        self.units.append([unit.pk, report, unit.kind, unit.code, unit.display_name])
        self.lines += lines

    def pack(self) -> bytes:
        head = json.dumps([self.stamp, self.units], ensure_ascii=False, separators=(",", ":")) + "\n"
        return zlib.compress((head + "".join(self.lines)).encode(), 1)


def unpack(packed: bytes) -> tuple[Batch, bytes]:
    """A batch without its lines, and the lines as they are copied."""
    head, _, lines = zlib.decompress(packed).partition(b"\n")
    stamp, units = json.loads(head)
    return Batch(units, [], stamp), lines


def lines_of(row: UnitRow) -> list[str]:
    return [line(row.unit.pk, indicator, value) for indicator, value in row.values.items()]


def line(unit: int, indicator: int, value: Given) -> str:
    n, d, v, b, text, na, reason, note = value
    return (
        f"{unit}\t{indicator}\t{n or NULL}\t{d or NULL}\t{v or NULL}\t{b or NULL}\t"
        f"{escape(text)}\t{na}\t{escape(reason)}\t{escape(note)}\n"
    )
