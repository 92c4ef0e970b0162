"""Rows of a wide list of values: what each would write, or what is wrong with it, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from config.kernel.sheets.plan import Line, Plan
from config.kernel.sheets.problems import Problem, letters
from config.kernel.sheets.reading import Table
from config.kernel.text import format_number
from targets.sheets.batch import NULL, Batch, lines_of
from targets.sheets.cells import Asked, brief, fraction, given, shown
from targets.sheets.plan import Old, UnitRow, Year, differs
from units.models import Unit

# The rest of a line behind the figures of a share, and before and behind that of a number.
_SHARE = f"\t{NULL}\t{NULL}\t\tf\t\t\n"
_NUMBER = f"{NULL}\t{NULL}\t", f"\t{NULL}\t\tf\t\t\n"
_Quick = tuple[Asked, int, int, str, str]


class Reader:
    """Fills `plan` and `batch` row by row. `code_at`: the column of the unit's code; `asked`: the file's indicators."""

    def __init__(self, year: Year, plan: Plan, table: Table, code_at: int, asked: list[Asked]) -> None:
        self.year, self.plan, self.table, self.code_at = year, plan, table, code_at
        self.batch = Batch()
        self.written: list[Unit] = []
        self.asked = asked
        self.applying: dict[str, tuple[list[Asked], list[Asked], list[_Quick]]] = {}
        self.width = len(table.headings)

    def _problem(self, number: int, index: int, sentence: str) -> None:
        heading = self.table.headings[index]
        self.plan.problems.append(Problem(self.table.sheet, number, letters(index), heading, sentence))

    def wrong(self, number: int, label: str, sentence: str) -> None:
        self._problem(number, self.code_at, sentence)
        self.plan.lines.append(Line(number, "wrong", label))

    def unknown(self, number: int, code: str, exists: bool) -> None:
        if exists:
            sentence = f"Đơn vị {code} không thuộc phạm vi của bạn hoặc không phải báo cáo năm {self.year.year}."
        elif not code:
            sentence = "Thiếu mã đơn vị."
        else:
            sentence = f"Không có đơn vị mang mã “{code}”. Nếu mã có số 0 ở đầu, hãy đặt ô là Văn bản."
        self.wrong(number, code, sentence)

    def read(self, number: int, cells: list[Any], row: UnitRow) -> None:
        mine, foreign, quick = self._applying(row.unit.kind)
        if len(cells) < self.width:
            cells = [*cells, *([""] * (self.width - len(cells)))]
        before = len(self.plan.problems)
        for one in foreign:
            for index in one.at.values():
                if cells[index] not in ("", None):
                    self._problem(
                        number, index, f"Chỉ tiêu {one.indicator.code} không áp dụng cho {row.unit.display_name}."
                    )
        if row.report is None:
            lines, said = self._fresh(number, cells, row, quick)
            if lines and len(self.plan.problems) == before:
                self._may_write(number, row, mine)
            shown_cells = [["Báo cáo mới", "", "; ".join(said)]] if lines else []
            state = "new" if lines else "same"
        else:
            self._going(number, cells, row, quick)
            if row.values and len(self.plan.problems) == before:
                self._may_write(number, row, mine)
            lines, shown_cells = lines_of(row), _changes(row, mine)
            state = "changed" if lines else "same"
        if len(self.plan.problems) > before:
            state = "wrong"
        elif lines:
            self.batch.add(row, lines)
            self.written.append(row.unit)
        label = f"{row.unit.code} {row.unit.display_name}"
        self.plan.lines.append(Line(number, state, label, shown_cells))  # type: ignore[arg-type]

    def _applying(self, kind: str) -> tuple[list[Asked], list[Asked], list[_Quick]]:
        """What units of a kind report, what they do not, and the former with what makes the common cells quick:
        where the figures stand (-1 where a cell always takes the slow way), the head of the line, the code."""
        if kind not in self.applying:
            mine = [one for one in self.asked if self.year.applies(one.indicator, kind)]
            quick = [
                (one, one.first if one.quick_share or one.quick_number else -1, one.second if one.quick_share else -1,
                 f"\t{one.indicator.pk}\t", one.indicator.code)
                for one in mine
            ]  # fmt: skip
            self.applying[kind] = (mine, [one for one in self.asked if one not in mine], quick)
        return self.applying[kind]

    def _fresh(
        self, number: int, cells: Sequence[Any], row: UnitRow, quick: list[_Quick]
    ) -> tuple[list[str], list[str]]:
        """Lines of the batch and words of the preview for a unit without a report. Whole numbers, of which a file
        may hold hundreds of thousands, go straight from the cell to the line."""
        unit = str(row.unit.pk)
        before, after = _NUMBER
        lines: list[str] = []
        said: list[str] = []
        for one, first, second, head, code in quick:
            if first >= 0:
                a = cells[first]
                if type(a) is float and 0 <= a < 1e15 and a == (n := int(a)):
                    if second < 0:
                        lines.append(f"{unit}{head}{before}{n}{after}")
                        said.append(f"{code} {format_number(n)}")
                        continue
                    b = cells[second]
                    if type(b) is float and 0 < b < 1e15 and a <= b and b == (d := int(b)):
                        lines.append(f"{unit}{head}{n}\t{d}{_SHARE}")
                        said.append(f"{code} {fraction(n, d)}")
                        continue
            value, errors = given(one, cells, None)
            for part, sentence in errors.items():
                self._problem(number, one.at.get(part, one.first), f"{one.indicator.code}: {sentence}")
            if value is not None:
                row.values = {one.indicator.pk: value}
                lines += lines_of(row)
                said.append(f"{code} {brief(value)}")
        return lines, said

    def _going(self, number: int, cells: Sequence[Any], row: UnitRow, quick: list[_Quick]) -> None:
        for one, first, second, _, _ in quick:
            there = row.old.get(one.indicator.pk)
            if first >= 0 and there is not None and _says(there, cells[first], cells[second] if second >= 0 else None):
                continue
            value, errors = given(one, cells, there.value if there else None)
            for part, sentence in errors.items():
                self._problem(number, one.at.get(part, one.first), f"{one.indicator.code}: {sentence}")
            if value is not None and differs(row, one.indicator, value):
                row.values[one.indicator.pk] = value

    def _may_write(self, number: int, row: UnitRow, mine: list[Asked]) -> None:
        if sentence := self.year.closed(row):
            self._problem(number, self.code_at, sentence)
            return
        if row.report is None or not row.report.was_submitted:
            return
        for one in mine:
            if one.indicator.pk in row.values and (sentence := self.year.fixed(row, one.indicator)):
                self._problem(number, one.first, sentence)


def _says(old: Old, first: Any, second: Any) -> bool:
    """Whether whole numbers in the cells are what is there already: the common case of a file that comes back."""
    if type(first) is not float or not 0 <= first < 1e15 or first != (n := int(first)) or old.unread:
        return False
    if second is None:
        return old.figures == (None, None, str(n), None, "", "f", "")
    if type(second) is not float or not 0 < second < 1e15 or second != (d := int(second)):
        return False
    return old.figures == (str(n), str(d), None, None, "", "f", "")


def _changes(row: UnitRow, mine: list[Asked]) -> list[list[str]]:
    values, old = row.values, row.old
    return [
        [one.indicator.code, shown(old[one.indicator.pk].value) if one.indicator.pk in old else "",
         shown(values[one.indicator.pk])]
        for one in mine if one.indicator.pk in values
    ]  # fmt: skip
