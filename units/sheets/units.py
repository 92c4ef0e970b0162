from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from config.kernel.sheets.columns import Choice, Column, Date, Lookup, Text
from config.kernel.sheets.lists import ListSheet
from config.kernel.sheets.plan import Plan
from config.kernel.sheets.problems import Problem, letters
from config.kernel.sheets.reading import Table
from config.kernel.tenancy import current_tenant
from units import validators
from units.enums import ADMINISTRATIVE_KINDS, Level, UnitKind
from units.models import Unit
from units.services.loading import rebuild_paths
from units.services.register import write_keys


class UnitSheet(ListSheet):
    """The register. A unit is known by its code, which never changes; closing one has its own page."""

    kind, title, verb, back = "don-vi", "Đơn vị", "units.edit", "units:unit_list"
    model = Unit
    writes = ("name", "short_name", "kind", "level", "parent", "ident_code", "tax_code", "symbol", "head_name",
              "head_title", "address", "phone", "email", "valid_from", "search_key", "sort_key", "version")  # fmt: skip

    code = Column("Mã đơn vị", "code", Text(60), required=True, width=16, hint="không đổi được về sau")
    full = Column("Tên đầy đủ", "name", Text(200), required=True, width=40)
    short = Column("Tên ngắn", "short_name", Text(200), width=30)
    unit_kind = Column("Loại", "kind", Choice(UnitKind.choices), required=True, width=26)
    level = Column("Cấp", "level", Choice(Level.choices), width=18, hint="để trống là không thuộc cấp hành chính")
    parent = Column("Thuộc đơn vị (mã)", "parent__code", Text(60), width=18, hint="mã của đơn vị cấp trên")
    ident = Column("Mã định danh điện tử", "ident_code", Text(35), width=20, hint="dạng H33.15 hoặc H33.15.02")
    tax = Column("Mã số thuế", "tax_code", Text(14), width=16, hint="doanh nghiệp, hợp tác xã; có số kiểm tra")
    symbol = Column("Ký hiệu văn bản", "symbol", Text(30), width=14)
    head = Column("Người đứng đầu", "head_name", Text(120), width=24)
    head_title = Column("Chức vụ người đứng đầu", "head_title", Text(120), width=22)
    address = Column("Địa chỉ", "address", Text(250), width=34)
    phone = Column("Điện thoại", "phone", Text(40), width=16)
    email = Column("Thư điện tử", "email", Text(254), width=26)
    since = Column("Hoạt động từ ngày", "valid_from", Date(), width=14)
    until = Column("Hoạt động đến ngày", "valid_to", Date(), locked=True, width=14)

    def existing(self) -> dict[Hashable, Any]:
        found = {unit.code: unit for unit in Unit.objects.select_related("parent").order_by("depth", "sort_key", "id")}
        self.known = found
        self.idents = {unit.ident_code: unit.code for unit in found.values() if unit.ident_code}
        return found  # type: ignore[return-value]

    def lock(self) -> None:
        list(Unit.objects.select_for_update(of=("self",)).values_list("pk"))

    def key(self, values: dict[str, Any]) -> Hashable | None:
        return values.get("code")

    def key_said(self, values: dict[str, Any]) -> str:
        return f"Mã {values.get('code', '')}"

    def label(self, values: dict[str, Any], found: Any) -> str:
        name = found.display_name if found is not None else values.get("short") or values.get("full", "")
        return f"{values.get('code', '')} {name}".strip()

    def check(self, values: dict[str, Any], found: Any) -> dict[str, str]:
        errors: dict[str, str] = {}
        for name, rule in (("ident", validators.ident_code), ("tax", validators.tax_code), ("email", validators.email)):
            if sentence := rule(values.get(name) or ""):
                errors[name] = sentence
        code, ident = values.get("code"), values.get("ident")
        if ident and "ident" not in errors and self.idents.setdefault(ident, str(code)) != code:
            errors["ident"] = f"Mã định danh {ident} đã dùng cho đơn vị {self.idents[ident]}."
        if found is None and not values.get("parent"):
            errors["parent"] = "Đơn vị mới cần mã của đơn vị cấp trên."
        if found is not None and found.parent_id is None and values.get("parent"):
            errors["parent"] = "Đơn vị cao nhất không thuộc đơn vị nào."
        if found is None and values.get("unit_kind") in ADMINISTRATIVE_KINDS and not values.get("level"):
            errors["level"] = "Đơn vị hành chính cần có cấp."
        return errors

    def check_all(self, plan: Plan, table: Table, at: dict[str, int]) -> None:
        """Parents exist, here or in the file, and nobody stands below itself."""
        above = {unit.code: unit.parent.code if unit.parent else "" for unit in self.known.values()}
        said: dict[str, int] = {}
        lines = dict(zip((line.number for line in plan.lines), plan.lines, strict=True))
        index, own = at.get("parent"), at["code"]
        if index is None:
            return
        text = Text(60)
        for number, row in zip(table.numbers, table.rows, strict=True):
            code, parent = text.clean(row[own]), text.clean(row[index]) if index < len(row) else ""
            if code and (parent or code not in above) and parent not in ("-", "–", "—"):
                above[code] = parent or above.get(code, "")
                said[code] = number
        for code, number in said.items():
            parent = above[code]
            sentence = ""
            if parent and parent not in above:
                sentence = self._unknown(parent)
            elif parent and _loops(code, above):
                sentence = "Đơn vị không thể thuộc chính nó hoặc đơn vị cấp dưới của nó."
            if sentence and number in lines:
                plan.problems.append(Problem(table.sheet, number, letters(index), "Thuộc đơn vị (mã)", sentence))

    def _unknown(self, code: str) -> str:
        try:
            Lookup(self.known, "đơn vị").clean(code)
        except ValueError as error:
            return str(error)
        return ""

    def build(self, values: dict[str, Any]) -> Unit:
        unit = Unit(code=values["code"], name=values["full"], kind=values["unit_kind"])
        self.change(unit, values)
        return unit

    def change(self, found: Any, values: dict[str, Any]) -> None:
        for name, value in values.items():
            if name == "parent":
                found.parent_code = value
            else:
                setattr(found, str(self.fields[name].attribute), value or (None if name == "since" else ""))
        found.level = found.level or Level.NONE

    def before_write(self, fresh: list[Any], changed: list[Any]) -> None:
        everybody = self.known | {unit.code: unit for unit in fresh}
        for unit in (*fresh, *changed):
            if code := getattr(unit, "parent_code", ""):
                unit.parent = everybody[code]
            write_keys(unit)
        for unit in changed:
            unit.version += 1

    def after_write(self, fresh: list[Any], changed: list[Any]) -> None:
        rebuild_paths(tenant=current_tenant())

    def after_undo(self) -> None:
        rebuild_paths(tenant=current_tenant())


def _loops(code: str, above: dict[str, str]) -> bool:
    seen, at = {code}, above.get(code, "")
    while at:
        if at in seen:
            return True
        seen.add(at)
        at = above.get(at, "")
    return False
