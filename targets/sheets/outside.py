"""Points published by another body, from Excel: unit, points, maximum, and sub-totals by pillar if it gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from campaigns.selectors import expected_units, the_campaign
from config.kernel.errors import Conflict, DomainError
from config.kernel.sheets.columns import Column, Lookup, Number, Text
from config.kernel.sheets.headings import matched
from config.kernel.sheets.plan import Applied, Line, Plan
from config.kernel.sheets.problems import Problem, letters
from config.kernel.sheets.reading import Table
from config.kernel.sheets.sheet import Sheet
from config.kernel.text import format_number, whole_number
from targets import permissions as may
from targets.enums import PILLAR_ORDER
from targets.models import ScoreRun
from targets.services.outside_scores import OutsideScore, Published, check_published, take_back, take_in

PILLARS = tuple(str(pillar) for pillar in PILLAR_ORDER if pillar)
PARTS = tuple(name for pillar in PILLARS for name in (pillar, f"{pillar}_of"))


class OutsideScoresSheet(Sheet):
    """Every row is one unit; an import makes one score run, an undo takes it away as long as it is not published."""

    kind, title, verb, back = "diem-ngoai", "Điểm do nơi khác công bố", may.RUN, "targets:runs"
    parameters = ("nam", "nguon", "so", "ngay")

    unit = Column("Đơn vị (mã)", "unit", required=True, width=16)
    unit_name = Column("Tên đơn vị", "unit_name", Text(250), locked=True, width=40)
    points = Column("Điểm", "points", Number(places=2), required=True, width=12)
    maximum = Column("Điểm tối đa", "maximum", Number(places=2), required=True, width=12)
    government = Column("Chính quyền số: điểm", "government", Number(places=2), width=14)
    government_of = Column("Chính quyền số: tối đa", "government_of", Number(places=2), width=14)
    economy = Column("Kinh tế số: điểm", "economy", Number(places=2), width=14)
    economy_of = Column("Kinh tế số: tối đa", "economy_of", Number(places=2), width=14)
    society = Column("Xã hội số: điểm", "society", Number(places=2), width=14)
    society_of = Column("Xã hội số: tối đa", "society_of", Number(places=2), width=14)

    def prepare_columns(self) -> None:
        self.campaign = the_campaign()
        self.year = whole_number(self.params["nam"]) or 0
        if not self.campaign.period_from <= self.year <= (self.campaign.period_to or 2100):
            raise DomainError(
                f"Năm ngoài thời gian phong trào ({self.campaign.period_label}).", code="year", field="year"
            )
        self.published = published_of(self.params)
        check_published(self.published)
        self.units = {unit.code: unit for unit in expected_units(self.campaign).order_by("sort_key", "id")}
        self.fields["unit"].widget = Lookup(self.units, "đơn vị tham gia")

    @property
    def full_title(self) -> str:
        return f"Điểm năm {self.year} do {self.published.source_name} công bố"

    def rows(self) -> Iterable[list[Any]]:
        return [[unit.code, unit.display_name, *[""] * 8] for unit in self.units.values()]

    def guide(self) -> list[str]:
        return [
            f"Điểm công bố tại {self.published.decision_number}. Đơn vị không có điểm thì xóa dòng.",
            "Tỷ lệ điểm = điểm ÷ điểm tối đa; thứ hạng tính trong từng khối.",
            "Bảng công bố có điểm từng trụ cột thì ghi cả điểm và điểm tối đa của trụ cột; không có thì để trống.",
        ]

    def plan(self, table: Table) -> Plan:
        plan = Plan(problems=list(table.problems), payload=[])
        at, problems = matched(self, table)
        plan.problems += problems
        if problems:
            return plan
        seen: dict[int, int] = {}
        for number, row in zip(table.numbers, table.rows, strict=True):
            self._row(plan, table, number, row, at, seen)
        return plan

    def _row(
        self, plan: Plan, table: Table, number: int, row: list[Any], at: dict[str, int], seen: dict[int, int]
    ) -> None:
        values, errors = {}, {}
        for name in ("unit", "points", "maximum", *PARTS):
            cell = row[at[name]] if name in at and at[name] < len(row) else ""
            if cell in ("", None):
                if name not in PARTS:
                    errors[name] = "Ô này phải có giá trị; đơn vị không có điểm thì xóa cả dòng."
                continue
            try:
                values[name] = self.fields[name].widget.clean(cell)
            except ValueError as error:
                errors[name] = str(error)
        unit = values.get("unit")
        if unit is not None and unit.pk in seen:
            errors["unit"] = f"{unit.display_name} đã có ở dòng {seen[unit.pk]}."
        elif unit is not None:
            seen[unit.pk] = number
        if not errors and values["points"] > values["maximum"]:
            errors["points"] = f"Điểm lớn hơn điểm tối đa {format_number(values['maximum'])}."
        pillars = {} if errors else self._pillars(values, errors)
        plan.problems += [
            Problem(table.sheet, number, letters(at[name]) if name in at else "", self.fields[name].heading, said)
            for name, said in errors.items()
        ]
        cells = [
            [self.fields[name].heading, "", format_number(values[name])]
            for name in ("points", "maximum", *PARTS)
            if name in values
        ]
        label = unit.display_name if unit is not None else f"Dòng {number}"
        plan.lines.append(Line(number, "wrong" if errors else "new", label[:120], cells))
        if not errors and unit is not None:
            plan.payload.append(OutsideScore(unit, _h(values["points"]), _h(values["maximum"]), pillars))

    def _pillars(self, values: dict[str, Any], errors: dict[str, str]) -> dict[str, tuple[int, int]]:
        """Sub-totals in hundredths; what does not go together is put among the errors."""
        found: dict[str, tuple[int, int]] = {}
        for pillar in PILLARS:
            points, most = values.get(pillar), values.get(f"{pillar}_of")
            if points is None and most is None:
                continue
            if points is None or most is None:
                missing = pillar if points is None else f"{pillar}_of"
                errors[missing] = "Ghi cả điểm và điểm tối đa của trụ cột, hoặc để trống cả hai."
            elif points > most:
                errors[pillar] = f"Điểm lớn hơn điểm tối đa {format_number(most)} của trụ cột."
            else:
                found[pillar] = (_h(points), _h(most))
        if not errors and (
            said := OutsideScore(values["unit"], _h(values["points"]), _h(values["maximum"]), found).complaint
        ):
            errors["points"] = f"{said[0].upper()}{said[1:]}"
        return found

    def apply(self, plan: Plan, *, label: str) -> Applied:
        run = take_in(
            campaign=self.campaign, year=self.year, scores=plan.payload, published=self.published, actor=self.actor
        )
        return Applied(str(run.uid).encode(), {"run": str(run.uid), "units": run.unit_count})

    def undo(self, kept: bytes) -> None:
        run = ScoreRun.objects.filter(uid=kept.decode()).first()
        if run is None:
            raise Conflict("Lần nhập này đã được hoàn tác.", code="built_on")
        take_back(run=run, actor=self.actor)


def published_of(params: dict[str, str]) -> Published:
    """The source as it stands in the address; DomainError for a day that is none."""
    typed = params.get("ngay", "").strip()
    try:
        day = dt.date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise DomainError("Ngày quyết định ghi dạng 14/12/2023.", code="decision_on", field="decision_on") from error
    return Published(params.get("nguon", "").strip()[:250], params.get("so", "").strip()[:100], day)


def _h(points: Decimal) -> int:
    return int(points * 100)
