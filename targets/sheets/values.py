from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from campaigns.selectors import the_campaign
from config.kernel.errors import Conflict, DomainError
from config.kernel.sheets.columns import Column, Text, text_of
from config.kernel.sheets.headings import matched
from config.kernel.sheets.plan import STALE, Applied, Plan
from config.kernel.sheets.reading import Table
from config.kernel.sheets.sheet import KeptSheet
from config.kernel.text import whole_number
from targets import permissions as may
from targets.models import AnnualReport
from targets.sheets.batch import Batch, unpack
from targets.sheets.cells import Asked, Given, columns_of
from targets.sheets.plan import UnitRow, Year
from targets.sheets.rows import Reader
from targets.sheets.writing import take_back, write
from units.enums import UnitKind
from units.models import Unit


class ValuesSheet(KeptSheet):
    """Reported values of many units in one year: a row per unit, one column or two per indicator.

    Only units in the actor's reach; only reports that are still with their unit. Reports that nobody opened are
    opened. Nothing is handed over or sent: that stays with each unit's clerk and head.
    """

    kind, title, verb, back = "so-lieu", "Số liệu báo cáo nhiều đơn vị", may.EDIT, "targets:reports"
    parameters = ("nam",)

    def prepare_columns(self) -> None:
        number = whole_number(self.params["nam"])
        if number is None:
            raise DomainError("Chọn năm báo cáo rồi bấm “Nhập cho nhiều đơn vị”.", code="no_year")
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
        named = {known[code] for _, _, code in rows if code in known}
        marks = self.year.marks(named)
        found = self.year.rows(named)
        seen: dict[str, int] = {}
        there = {code for _, _, code in rows} - set(known)
        others = dict(Unit.objects.filter(code__in=there).values_list("code", "pk")) if there else {}
        reader = Reader(self.year, plan, table, at["code"], [one for one in asked if one.at])
        for number, row, code in rows:
            if code not in known:
                reader.unknown(number, code, code in others)
            elif code in seen:
                reader.wrong(number, code, f"Đơn vị {code} đã có ở dòng {seen[code]}.")
            else:
                seen[code] = number
                reader.read(number, row, found[known[code].pk])
        reader.batch.stamp = self.year.stamp(reader.written, marks)
        plan.payload = reader.batch
        return plan

    def keep(self, plan: Plan) -> bytes:
        batch: Batch = plan.payload
        return batch.pack()

    def apply_kept(self, kept: bytes, *, label: str) -> Applied:
        batch, lines = unpack(kept)
        units = list(self.year.reach().filter(pk__in=[pk for pk, *_ in batch.units]))
        if self.year.stamp(units, self.year.marks(units)) != batch.stamp:
            raise Conflict(STALE, code="stale")
        touched = [code for *_, code, _ in batch.units]
        undo = write(self.year, batch, lines, self.actor)
        return Applied(undo, {"year": self.year.year, "units": touched[:200], "count": len(touched)})

    def undo(self, kept: bytes) -> None:
        take_back(kept)

    def after_address(self) -> tuple[str, dict[str, str]]:
        return self.back, {}


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
