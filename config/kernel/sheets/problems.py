from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from config.kernel.errors import DomainError


class BadWorkbook(DomainError):
    """The file as a whole cannot be taken; the sentence says why and what to do."""

    def __init__(self, sentence: str, *, code: str = "workbook") -> None:
        super().__init__(sentence, code=code, field="file")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `row` counts from 1 as Excel does; `column` is a letter; 0 and "" where it is
    about the whole."""

    sheet: str
    row: int
    column: str
    heading: str
    sentence: str

    @property
    def cell(self) -> str:
        return f"{self.column}{self.row}" if self.column and self.row else ""

    def as_row(self) -> list[Any]:
        return [self.sheet, self.row, self.column, self.heading, self.sentence]


def letters(index: int) -> str:
    """The column's letters: 0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
