from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from campaigns.selectors import the_campaign
from config.kernel.errors import DomainError
from config.kernel.sheets.columns import Column, Text, text_of
from config.kernel.sheets.headings import matched
from config.kernel.sheets.plan import Applied, Line, Plan
from config.kernel.sheets.problems import Problem, letters
from config.kernel.sheets.reading import Table
from config.kernel.sheets.sheet import Sheet
from config.kernel.text import whole_number
from targets import permissions as may
from targets.models import AnnualReport
from targets.sheets.cells import Asked, Given, brief, columns_of, given, shown
from targets.sheets.plan import UnitRow, Year, differs
from targets.sheets.writing import take_back, write
from units.enums import UnitKind
from units.models import Unit


class ValuesSheet(Sheet):
    """Reported values of many units in one year: a row per unit, one column or two per indicator.

    Only units in the actor's reach; only reports that are still with their unit. Reports that nobody opened are
    opened. Nothing is handed over or sent: that stays with each unit's clerk and head.
    """

    kind, title, verb, back = "so-lieu", "Số liệu báo cáo nhiều đơn vị", may.EDIT, "targets:reports"
    parameters = ("nam",)

    def prepare_columns(self) -> None:
        number = whole_number(self.params["nam"])
        if number is None:
            raise DomainError("Chọn năm báo cáo.", code="no_year")
        self.year = Year(the_campaign(), number, self.actor)
        if not self.year.indicators:
            raise DomainError(f"Năm {number} không có chỉ tiêu nào phải báo cáo.", code="nothing_applies")
        columns: list[tuple[str, Column]] = [
            ("code", Column("Mã đơn vị", "unit__code", Text(60), required=True, width=14)),
            ("unit", Column("Đơn vị", "unit__display_name", locked=True, width=34)),
            ("kind", Column("Loại", "unit__get_kind_display", locked=True, width=22)),
        ]
        self.parts: dict[str, tuple[int, str]] = {}
        for place, indicator in enumerate(self.year.indicators):
            for part, column in columns_of(indicator).items():
                columns.append((f"{part}{indicator.pk}", column))
                self.parts[f"{part}{indicator.pk}"] = (place, part)
        self.fields = OrderedDict(columns)

    @property
    def name(self) -> str:
        return f"Số liệu {self.params['nam']}"

    @property
    def full_title(self) -> str:
        return f"Số liệu báo cáo năm {self.params['nam']}"

    def guide(self) -> list[str]:
        return [
            "Tỷ lệ ghi bằng hai cột tử số và mẫu số; phần mềm tự tính phần trăm.",
            "Chỉ tiêu không áp dụng: ghi “Không áp dụng: lý do” vào ô đầu của chỉ tiêu.",
            "Đơn vị chưa mở báo cáo sẽ được mở. Báo cáo đã trình hoặc đã gửi không sửa được qua tệp.",
        ]

    def rows(self) -> Iterable[list[Any]]:
        found = self.year.rows(self.year.units().values())
        for row in found.values():
            yield [row.unit.code, row.unit.display_name, UnitKind(row.unit.kind).label, *self._values(row)]

    def _values(self, row: UnitRow) -> Iterable[Any]:
        for place, part in self.parts.values():
            old = row.old.get(self.year.indicators[place].pk)
            yield cell_of(old.value if old else None, part)

    # -- reading -------------------------------------------------------------------------------------------

    def lock(self) -> None:
        reports = AnnualReport.objects.filter(campaign=self.year.campaign, year=self.year.year)
        list(reports.select_for_update(of=("self",)).values_list("pk"))

    def plan(self, table: Table) -> Plan:
        plan = Plan(problems=list(table.problems))
        at, problems = matched(self, table)
        plan.problems += problems
        if problems:
            return plan
        asked = [Asked(indicator) for indicator in self.year.indicators]
        for name, (place, part) in self.parts.items():
            if name in at:
                asked[place].at[part] = at[name]
        for one in asked:
            one.__post_init__()
        known = self.year.units()
        rows = [(n, row, text_of(row[at["code"]])) for n, row in zip(table.numbers, table.rows, strict=True)]
        found = self.year.rows({known[code] for _, _, code in rows if code in known})
        seen: dict[str, int] = {}
        there = {code for _, _, code in rows} - set(known)
        others = dict(Unit.objects.filter(code__in=there).values_list("code", "pk")) if there else {}
        reader = _Reader(self, plan, table, at, [one for one in asked if one.at])
        for number, row, code in rows:
            if code not in known:
                reader.unknown(number, code, code in others)
            elif code in seen:
                reader.wrong(number, code, f"Đơn vị {code} đã có ở dòng {seen[code]}.")
            else:
                seen[code] = number
                reader.read(number, row, found[known[code].pk])
        plan.payload = reader.rows
        return plan

    def apply(self, plan: Plan, *, label: str) -> Applied:
        kept = write(self.year, plan.payload, self.actor)
        touched = [row.unit.code for row in plan.payload]
        return Applied(kept, {"year": self.year.year, "units": touched[:200], "count": len(touched)})

    def undo(self, kept: bytes) -> None:
        take_back(kept)

    def after_address(self) -> tuple[str, dict[str, str]]:
        return self.back, {}


class _Reader:
    """Turns rows into what they would write, or into problems."""

    def __init__(self, sheet: ValuesSheet, plan: Plan, table: Table, at: dict[str, int], asked: list[Asked]) -> None:
        self.year, self.plan, self.table = sheet.year, plan, table
        self.code_at = at["code"]
        self.rows: list[UnitRow] = []
        self.applying: dict[str, tuple[list[Asked], list[Asked]]] = {}
        self.asked = asked

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
        kind = row.unit.kind
        if kind not in self.applying:
            mine = [one for one in self.asked if self.year.applies(one.indicator, kind)]
            self.applying[kind] = (mine, [one for one in self.asked if one not in mine])
        mine, foreign = self.applying[kind]
        before = len(self.plan.problems)
        for one in foreign:
            for index in one.at.values():
                if index < len(cells) and cells[index] not in ("", None):
                    self._problem(
                        number, index, f"Chỉ tiêu {one.indicator.code} không áp dụng cho {row.unit.display_name}."
                    )
        old, values, fresh = row.old, row.values, row.report is None
        for one in mine:
            pk = one.indicator.pk
            there = old.get(pk)
            value, errors = given(one, cells, there.value if there else None)
            for part, sentence in errors.items():
                self._problem(number, one.at.get(part, one.first), f"{one.indicator.code}: {sentence}")
            if value is not None and (fresh or differs(row, one.indicator, value)):
                values[pk] = value
        if values and len(self.plan.problems) == before:
            self._may_write(number, row, mine)
        self._line(number, row, mine, wrong=len(self.plan.problems) > before)

    def _may_write(self, number: int, row: UnitRow, mine: list[Asked]) -> None:
        if sentence := self.year.closed(row):
            self._problem(number, self.code_at, sentence)
            return
        if row.report is None or not row.report.was_submitted:
            return
        for one in mine:
            if one.indicator.pk in row.values and (sentence := self.year.fixed(row, one.indicator)):
                self._problem(number, one.first, sentence)

    def _line(self, number: int, row: UnitRow, mine: list[Asked], *, wrong: bool) -> None:
        values = row.values
        label = f"{row.unit.code} {row.unit.display_name}"
        if row.report is None:
            said = "; ".join([f"{one.indicator.code} {brief(values[one.indicator.pk])}"
                              for one in mine if one.indicator.pk in values])  # fmt: skip
            cells = [["Báo cáo mới", "", said]] if values else []
        else:
            cells = [
                [one.indicator.code, shown(row.old[one.indicator.pk].value) if one.indicator.pk in row.old else "",
                 shown(values[one.indicator.pk])]
                for one in mine if one.indicator.pk in values
            ]  # fmt: skip
        state = "wrong" if wrong else "same" if not values else "new" if row.report is None else "changed"
        self.plan.lines.append(Line(number, state, label, cells))  # type: ignore[arg-type]
        if state in ("new", "changed"):
            self.rows.append(row)


def cell_of(value: Given | None, part: str) -> Any:
    """What the template shows of a value in the column of `part`."""
    if value is None:
        return None
    if value.not_applicable == "t":
        return f"Không áp dụng: {value.na_reason}" if part in ("n", "v", "b", "t") else None
    text = {"n": value.numerator, "d": value.denominator, "v": value.number}.get(part)
    if part in ("n", "d", "v"):
        return None if text is None else Decimal(text)
    if part == "b":
        return {"t": "Có", "f": "Không"}.get(value.boolean or "")
    return (value.text if part == "t" else value.note) or None
