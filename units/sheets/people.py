from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Hashable
from typing import Any

from config.kernel.sheets.columns import Choice, Column, Date, Lookup, Text, YesNo
from config.kernel.sheets.lists import ListSheet
from config.kernel.text import search_key
from units import validators
from units.enums import Gender, PersonKind
from units.models import Person, Unit
from units.services.accounts import person_sort_key


class PersonSheet(ListSheet):
    """People who may be nominated. Somebody is known by the code that the template shows, else by unit, name and
    date of birth."""

    kind, title, verb, back = "can-bo", "Cán bộ, người lao động", "units.edit", "units:unit_list"
    model = Person
    writes = ("full_name", "gender", "birth_date", "position", "unit", "kind", "is_leader", "hometown", "residence",
              "email", "phone", "is_active", "search_key", "sort_key")  # fmt: skip

    name_ = Column("Họ và tên", "full_name", Text(120), required=True, width=28)
    unit = Column("Đơn vị (mã)", "unit", required=True, width=16)
    position = Column("Chức vụ", "position", Text(160), width=28)
    gender = Column("Giới tính", "gender", Choice(Gender.choices), width=10)
    born = Column("Ngày sinh", "birth_date", Date(), width=13)
    person_kind = Column("Đối tượng", "kind", Choice(PersonKind.choices), width=24)
    leader = Column("Lãnh đạo, phối hợp", "is_leader", YesNo(), width=12, hint="Có: tính vào 30% của danh sách")
    hometown = Column("Quê quán", "hometown", Text(200), width=26)
    residence = Column("Nơi thường trú", "residence", Text(200), width=26)
    email = Column("Thư điện tử", "email", Text(254), width=26)
    phone = Column("Điện thoại", "phone", Text(40), width=16)
    active = Column("Đang công tác", "is_active", YesNo(), width=10)
    uid = Column("Mã người", "uid", Text(40), width=38, hint="có sẵn với người đã có; để trống khi thêm người")

    def prepare_columns(self) -> None:
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.fields["unit"].widget = Lookup(self.units, "đơn vị")

    def existing(self) -> dict[Hashable, Any]:
        people = Person.objects.select_related("unit").order_by("unit__depth", "unit__sort_key", "sort_key", "id")
        by_uid: dict[Hashable, Any] = {str(person.uid): person for person in people}
        alike = Counter(self._who(p.unit, p.full_name, p.birth_date) for p in by_uid.values())
        self.by_name = {self._who(p.unit, p.full_name, p.birth_date): str(u) for u, p in by_uid.items()}
        self.alike = {who for who, count in alike.items() if count > 1}
        return by_uid

    def lock(self) -> None:
        list(Person.objects.select_for_update(of=("self",)).values_list("pk"))

    @staticmethod
    def _who(unit: Any, name: str, born: Any) -> tuple[Any, ...]:
        return unit.pk if unit else None, search_key(name), name.lower(), born

    def key(self, values: dict[str, Any]) -> Hashable | None:
        if values.get("uid"):
            return str(values["uid"]).lower()
        if not values.get("name_") or not values.get("unit"):
            return None
        who = self._who(values["unit"], values["name_"], values.get("born"))
        return self.by_name.get(who, who)

    def key_said(self, values: dict[str, Any]) -> str:
        return values.get("name_") or f"Mã người {values.get('uid', '')}"

    def label(self, values: dict[str, Any], found: Any) -> str:
        unit = values.get("unit") or (found.unit if found is not None else None)
        return f"{found or values.get('name_', '')}{f' – {unit.display_name}' if unit else ''}"

    def check(self, values: dict[str, Any], found: Any) -> dict[str, str]:
        errors = {}
        if values.get("uid") and found is None:
            errors["uid"] = "Không có người mang mã này. Để trống ô Mã người khi thêm người mới."
        if not values.get("uid") and values.get("name_") and values.get("unit"):
            if self._who(values["unit"], values["name_"], values.get("born")) in self.alike:
                errors["name_"] = "Đơn vị có nhiều người trùng tên này. Ghi Mã người (có trong tệp mẫu) để biết là ai."
        if values.get("unit") and not self.actor.can(self.verb, values["unit"]):
            errors["unit"] = "Đơn vị này không thuộc phạm vi của bạn."
        if sentence := validators.email(values.get("email") or ""):
            errors["email"] = sentence
        return errors

    def build(self, values: dict[str, Any]) -> Person:
        person = Person(uid=uuid.uuid4())
        self.change(person, values)
        return person

    def change(self, found: Any, values: dict[str, Any]) -> None:
        for name, value in values.items():
            if name == "uid":
                continue
            field = str(self.fields[name].attribute)
            if value is None and name in ("leader", "active"):
                continue
            setattr(found, field, value)
        found.kind = found.kind or PersonKind.CIVIL_SERVANT

    def before_write(self, fresh: list[Any], changed: list[Any]) -> None:
        for person in (*fresh, *changed):
            person.search_key = search_key(person.full_name)[:250]
            person.sort_key = person_sort_key(person.full_name)
