"""Lists of this app that go to Excel and back."""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Iterable
from typing import Any

from awards.enums import ROUND_OPEN
from awards.models import AwardRound
from config.kernel.errors import DomainError
from config.kernel.sheets.columns import Column, Text, YesNo, text_of
from config.kernel.sheets.headings import matched
from config.kernel.sheets.lists import ListSheet
from config.kernel.sheets.plan import Plan
from config.kernel.sheets.reading import Table
from config.kernel.text import search_key
from dossiers import selectors
from dossiers.models import Nomination
from dossiers.services.nominations import MERIT_LIMIT
from units.models import Person
from units.selectors import units_for


class PutForward(YesNo):
    """Yes where the row is not withdrawn."""

    empty = True

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        return not super().clean(value, row, **kwargs)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else super().render(not value)


class NomineeSheet(ListSheet):
    """People whom units put forward in one open round: the template lists everybody in reach; who has “Có” and a
    merit is nominated, “Không” withdraws."""

    kind, title, verb, back = "de-cu", "Đề cử cá nhân", "dossiers.edit", "dossiers:desk"
    parameters = ("dot",)
    model = Nomination
    writes = ("merit", "withdrawn", "nominated_by_name")

    code = Column("Mã người", "person__uid", Text(40), required=True, width=38)
    name_ = Column("Họ và tên", "person__full_name", locked=True, width=28)
    unit = Column("Đơn vị", "unit__display_name", locked=True, width=32)
    position = Column("Chức vụ", "person__position", locked=True, width=26)
    forward = Column("Đề cử", "withdrawn", PutForward(), width=10)
    merit = Column("Tóm tắt thành tích", "merit", Text(MERIT_LIMIT), width=70)

    def prepare_columns(self) -> None:
        try:
            uid = uuid.UUID(self.params["dot"])
        except ValueError as error:
            raise DomainError("Chọn đợt xét.", code="no_round") from error
        found = selectors.rounds_open_to_units(self.actor).filter(uid=uid).first()
        if found is None:
            raise DomainError("Đợt xét này không nhận đề cử.", code="closed")
        self.round = found
        people = Person.objects.filter(unit__in=units_for(self.actor, self.verb), is_active=True)
        listed = people.select_related("unit").order_by("unit__depth", "unit__sort_key", "sort_key", "id")
        self.people = {str(person.uid): person for person in listed}

    @property
    def full_title(self) -> str:
        return f"Đề cử cá nhân: {self.round.title}"

    def rows(self) -> Iterable[list[Any]]:
        known = self.existing()
        for uid, person in self.people.items():
            found = known.get(uid)
            yield [
                uid, person.full_name, person.unit.display_name if person.unit else "", person.position,
                "Có" if found is not None and not found.withdrawn else None, found.merit if found is not None else None,
            ]  # fmt: skip

    def existing(self) -> dict[Hashable, Any]:
        rows = Nomination.objects.filter(round=self.round, person__in=[p.pk for p in self.people.values()])
        return {str(row.person.uid): row for row in rows.select_related("person", "unit")}

    def lock(self) -> None:
        locked = AwardRound.objects.select_for_update().get(pk=self.round.pk)
        if locked.state not in ROUND_OPEN:
            raise DomainError("Đợt xét đã lập danh sách nên không nhận đề cử nữa.", code="closed")

    def plan(self, table: Table) -> Plan:
        """Rows of people who neither are nor become nominated say nothing."""
        at, problems = matched(self, table)
        if not problems:
            known = self.existing()
            kept = [
                (number, row)
                for number, row in zip(table.numbers, table.rows, strict=True)
                if text_of(row[at["code"]]).lower() in known or self._says_something(row, at)
            ]
            table = Table(table.sheet, table.headings, [n for n, _ in kept], [r for _, r in kept], table.problems)
        return super().plan(table)

    @staticmethod
    def _says_something(row: list[Any], at: dict[str, int]) -> bool:
        cells = [text_of(row[at[name]]) for name in ("forward", "merit") if name in at and at[name] < len(row)]
        return any(cell and search_key(cell) != "khong" for cell in cells)

    def key(self, values: dict[str, Any]) -> Hashable | None:
        return str(values["code"]).lower() if values.get("code") else None

    def key_said(self, values: dict[str, Any]) -> str:
        person = self.people.get(str(values.get("code", "")).lower())
        return person.full_name if person else "Người này"

    def label(self, values: dict[str, Any], found: Any) -> str:
        person = self.people.get(str(values.get("code", "")).lower())
        return f"{person.full_name}{f' – {person.unit.display_name}' if person.unit else ''}" if person else ""

    def check(self, values: dict[str, Any], found: Any) -> dict[str, str]:
        person = self.people.get(str(values.get("code", "")).lower())
        if person is None:
            return {"code": "Không có người mang mã này trong các đơn vị của bạn."} if values.get("code") else {}
        merit = values.get("merit") or (found.merit if found is not None else "")
        if not values.get("forward", False) and not merit.strip():
            return {"merit": f"Hãy tóm tắt thành tích của {person.full_name}, tối đa {MERIT_LIMIT} ký tự."}
        if found is None and "forward" not in values:
            return {"forward": f"Ghi Có để đề cử {person.full_name}."}
        return {}

    def build(self, values: dict[str, Any]) -> Nomination:
        person = self.people[str(values["code"]).lower()]
        return Nomination(round=self.round, person=person, unit=person.unit, merit=values["merit"],
                          nominated_by_name=self.actor.name)  # fmt: skip

    def change(self, found: Any, values: dict[str, Any]) -> None:
        super().change(found, values)
        found.nominated_by_name = self.actor.name


SHEETS = (NomineeSheet,)
