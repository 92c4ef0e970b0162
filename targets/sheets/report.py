from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from campaigns.selectors import the_campaign
from config.kernel.errors import DomainError, Refused
from config.kernel.sheets.columns import Column, Number, Text, YesNo, text_of
from config.kernel.sheets.headings import matched
from config.kernel.sheets.plan import Applied, Line, Plan
from config.kernel.sheets.problems import Problem, letters
from config.kernel.sheets.reading import Table
from config.kernel.sheets.sheet import Sheet
from config.kernel.text import lower_first, whole_number
from targets import permissions as may
from targets.models import AnnualReport, Indicator
from targets.scoring import goal
from targets.sheets.batch import Batch, lines_of
from targets.sheets.cells import Asked, given, shown
from targets.sheets.plan import Year, differs
from targets.sheets.values import cell_of
from targets.sheets.writing import take_back, write
from units.models import Unit


class ReportSheet(Sheet):
    """One unit's report of a year, a row per indicator: taken along, filled offline, brought back."""

    kind, title, verb, back = "bao-cao", "Báo cáo của đơn vị", may.EDIT, "targets:reports"
    parameters = ("nam",)

    code = Column("Mã", "code", Text(60), required=True, width=12)
    label = Column("Chỉ tiêu", "label", locked=True, width=52)
    goal = Column("Mục tiêu", None, locked=True, width=16)
    n = Column("Tử số", None, Number(), width=14)
    d = Column("Mẫu số", None, Number(), width=14)
    v = Column("Số", None, Number(), width=14, hint="chỉ tiêu là một số; ghi 79,5 chứ không 0,795")
    b = Column("Có/Không", None, YesNo(), width=12)
    t = Column("Lời", None, Text(4000), width=40)
    ly = Column("Không áp dụng vì", None, Text(2000), width=30, hint="ghi lý do thì chỉ tiêu không tính điểm")
    gc = Column("Ghi chú", None, Text(4000), width=40)
    asks = Column("Cần điền", None, locked=True, width=70)

    def prepare_columns(self) -> None:
        number = whole_number(self.params["nam"])
        if number is None:
            raise DomainError("Chọn năm báo cáo rồi bấm “Điền bằng Excel”.", code="no_year")
        unit = Unit.objects.filter(pk=self.actor.unit_id).first() if self.actor.unit_id else None
        if unit is None or not self.actor.can(self.verb, unit):
            raise Refused("Tài khoản này không báo cáo cho đơn vị nào.", code="no_unit")
        self.unit = unit
        self.year = Year(the_campaign(), number, self.actor)
        self.mine = self.year.applicable(unit.kind)
        if not self.mine:
            raise DomainError(f"Năm {number} không có chỉ tiêu nào áp dụng cho {unit.display_name}.")

    @property
    def name(self) -> str:
        return f"Báo cáo {self.params['nam']}"

    @property
    def full_title(self) -> str:
        return f"Báo cáo năm {self.params['nam']} của {self.unit.display_name}"

    @property
    def mark(self) -> str:
        return f"{super().mark}/{self.unit.code}"

    def guide(self) -> list[str]:
        return [
            "Mỗi dòng là một chỉ tiêu; chỉ điền những cột nêu ở “Cần điền”. Tài liệu kiểm chứng gắn trên trang báo cáo."
        ]

    def rows(self) -> Iterable[list[Any]]:
        row = self.year.rows([self.unit])[self.unit.pk]
        for indicator in self.mine:
            old = row.old.get(indicator.pk)
            value = old.value if old else None
            away = value is not None and value.not_applicable == "t"
            cells = [None if away else cell_of(value, part) for part in ("n", "d", "v", "b", "t")]
            reason = value.na_reason if away and value else None
            yield [indicator.code, indicator.label, goal(indicator.rule(self.year.year)), *cells, reason,
                   value.note or None if value else None, _asks(indicator)]  # fmt: skip

    def lock(self) -> None:
        reports = AnnualReport.objects.filter(campaign=self.year.campaign, year=self.year.year, unit=self.unit)
        list(reports.select_for_update(of=("self",)).values_list("pk"))

    def plan(self, table: Table) -> Plan:
        plan = Plan(problems=list(table.problems))
        at, problems = matched(self, table)
        plan.problems += problems
        if problems:
            return plan
        row = self.year.rows([self.unit])[self.unit.pk]
        known = {indicator.code: indicator for indicator in self.mine}
        seen: dict[str, int] = {}
        for number, cells in zip(table.numbers, table.rows, strict=True):
            code = text_of(cells[at["code"]])
            indicator = known.get(code)
            errors: dict[str, str] = {}
            if indicator is None:
                errors["code"] = f"Báo cáo này không có chỉ tiêu “{code}”." if code else "Thiếu mã chỉ tiêu."
            elif code in seen:
                errors["code"] = f"Chỉ tiêu {code} đã có ở dòng {seen[code]}."
            line = Line(number, "same", code)
            if indicator is not None and not errors:
                seen[code] = number
                old = row.old.get(indicator.pk)
                value, errors = self._value(indicator, cells, at, old.value if old else None)
                if value is not None and differs(row, indicator, value):
                    row.values[indicator.pk] = value
                    line.state = "new" if old is None else "changed"
                    line.cells = [[code, shown(old.value) if old else "", shown(value)]]
                    if said := self.year.closed(row) or self.year.fixed(row, indicator):
                        errors["code"] = said
                line.label = f"{code} {indicator.label}"
            for name, said in errors.items():
                index = at.get(name, at["code"])
                plan.problems.append(Problem(table.sheet, number, letters(index), table.headings[index], said))
            if errors:
                line.state = "wrong"
            plan.lines.append(line)
        plan.payload = Batch()
        if row.values:
            plan.payload.add(row, lines_of(row))
        return plan

    def _value(
        self, indicator: Indicator, cells: list[Any], at: dict[str, int], old: Any
    ) -> tuple[Any, dict[str, str]]:
        """The value, and a complaint about what was filled into a column that this indicator does not ask."""
        parts = {"share": ("n", "d"), "number": ("v",), "boolean": ("b",)}.get(indicator.value_kind, ("t",))
        errors: dict[str, str] = {
            part: f"Chỉ tiêu {indicator.code} không dùng cột này: {_asks(indicator)}."
            for part in ("n", "d", "v", "b", "t")
            if part not in parts and part in at and at[part] < len(cells) and cells[at[part]] not in ("", None)
        }
        if errors:
            return None, errors
        asked = Asked(indicator, {part: at[part] for part in (*parts, "ly", "gc") if part in at})
        asked.quick_share = asked.quick_number = False
        return given(asked, cells, old)

    def apply(self, plan: Plan, *, label: str) -> Applied:
        kept = write(self.year, plan.payload, "".join(plan.payload.lines).encode(), self.actor)
        return Applied(kept, {"year": self.year.year, "unit": self.unit.code, "values": len(plan.lines)})

    def undo(self, kept: bytes) -> None:
        take_back(kept)


def _asks(indicator: Indicator) -> str:
    share = f"{_named('tử số', indicator.numerator_label)} và {_named('mẫu số', indicator.denominator_label)}"
    asked = {"share": share, "number": f"số{f' ({indicator.unit})' if indicator.unit else ''}",
             "boolean": "Có hoặc Không"}  # fmt: skip
    return asked.get(indicator.value_kind, "lời") + ("; kèm tài liệu" if indicator.evidence_required else "")


def _named(part: str, label: str) -> str:
    return f"{part} ({lower_first(label)})" if label else part
