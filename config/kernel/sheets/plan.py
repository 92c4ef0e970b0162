from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from config.kernel.sheets.problems import Problem

State = Literal["new", "changed", "same", "wrong"]
STALE = "Dữ liệu của hệ thống đã đổi sau khi xem trước. Chưa ghi gì; hãy xem trước lại rồi ghi."
STATES: dict[str, str] = {"new": "Thêm mới", "changed": "Thay đổi", "same": "Giữ nguyên", "wrong": "Sai"}


@dataclass
class Line:
    """One row of the workbook and what it would do. `cells`: [heading, before, after] of what it writes."""

    number: int
    state: State
    label: str
    cells: list[list[str]] = field(default_factory=list)

    def as_row(self) -> list[Any]:
        return [self.number, self.state, self.label, self.cells]


@dataclass
class Plan:
    """What a workbook would do to a list. Nothing is written while there is one problem.

    `payload` is the sheet's own and goes to its `apply`.
    """

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    payload: Any = None

    def counts(self) -> Counter[str]:
        return Counter(line.state for line in self.lines)

    def pack(self, kept: bytes = b"") -> tuple[bytes, str]:
        """The preview as it is stored, with `Sheet.keep`'s bytes behind it; and the digest of what it promises."""
        content = json.dumps(
            {"lines": [line.as_row() for line in self.lines], "problems": [p.as_row() for p in self.problems]},
            ensure_ascii=False, separators=(",", ":"),
        ).encode()  # fmt: skip
        return zlib.compress(content, 1) + kept, hashlib.sha256(content).hexdigest()


def unpack(packed: bytes) -> Plan:
    """The preview that `Plan.pack` stored; without the payload."""
    content = json.loads(zlib.decompressobj().decompress(packed))
    return Plan([Line(*row) for row in content["lines"]], [Problem(*row) for row in content["problems"]])


def kept_of(packed: bytes) -> bytes:
    """What stands behind the preview: the bytes of `Sheet.keep`, empty where there are none."""
    reader = zlib.decompressobj()
    reader.decompress(packed)
    return reader.unused_data


@dataclass
class Applied:
    """What an import did. `undo` goes back to the sheet's `undo`; `handout` is a workbook (name, content) for the
    person who applied; `details` go into the audit entry."""

    undo: bytes
    details: dict[str, Any] = field(default_factory=dict)
    handout: tuple[str, bytes] | None = None
