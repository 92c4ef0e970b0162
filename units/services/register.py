"""Changing the register of units. Nothing is ever deleted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from config.kernel import audit
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid
from config.kernel.text import fold_space
from units import validators
from units.models import Membership, Unit
from units.services.loading import rebuild_paths, unit_search_key, unit_sort_key

EDITABLE = (
    "name", "short_name", "kind", "level", "ident_code", "tax_code", "symbol", "head_name", "head_title",
    "address", "phone", "email", "valid_from",
)  # fmt: skip


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    clean = {key: fold_space(value) if isinstance(value, str) else value for key, value in values.items()}
    errors: dict[str, list[str]] = {}
    if not clean.get("name"):
        errors["name"] = ["Ghi tên đơn vị."]
    for field, check in (("tax_code", validators.tax_code), ("ident_code", validators.ident_code)):
        if sentence := check(clean.get(field, "")):
            errors[field] = [sentence]
    if errors:
        raise Invalid(errors)
    return clean


def _check_ident(code: str, unit: Unit | None) -> None:
    """An electronic identifier names one body."""
    if not code:
        return
    others = Unit.objects.filter(ident_code=code)
    if other := (others if unit is None else others.exclude(pk=unit.pk)).first():
        raise Invalid({"ident_code": [f"Mã định danh {code} đã dùng cho {other.display_name}."]})


def write_keys(unit: Unit) -> None:
    """Set the keys for search and order; does not save."""
    parent = unit.parent.name if unit.parent else ""
    unit.search_key = unit_search_key(unit.name, unit.short_name, unit.code, parent)
    unit.sort_key = unit_sort_key(unit.name, unit.form)


@transaction.atomic
def create_unit(*, actor: Actor, code: str, parent: Unit | None = None, **values: Any) -> Unit:
    """Add a unit. Invalid for a missing name, a taken code, a wrong tax or identification code."""
    require(actor, "units.edit", parent)
    clean = _checked(values)
    code = fold_space(code)
    if not code:
        raise Invalid({"code": ["Ghi mã đơn vị."]})
    if Unit.objects.filter(code=code).exists():
        raise Invalid({"code": [f"Mã “{code}” đã dùng cho một đơn vị khác."]})
    if parent is None:
        raise Invalid({"parent": ["Chọn đơn vị cấp trên."]})
    _check_ident(clean.get("ident_code", ""), None)
    unit = Unit(code=code, parent=parent, **{key: clean[key] for key in EDITABLE if key in clean})
    write_keys(unit)
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError as error:  # the same form sent twice at once
        raise Conflict(f"Mã “{code}” vừa được dùng cho một đơn vị khác. Hãy xem lại danh sách đơn vị.") from error
    unit.path, unit.depth = f"{parent.path}{unit.pk}/", parent.depth + 1
    unit.save(update_fields=["path", "depth"])
    audit.record(actor=actor, verb="unit.create", obj=unit, after="active", data={"code": code})
    return unit


@transaction.atomic
def update_unit(
    *,
    actor: Actor,
    unit: Unit,
    expected_version: int | None = None,
    parent: Unit | None = None,
    **values: Any,
) -> Unit:
    """Edit a unit, and move it when `parent` differs. Conflict when it changed since the page was opened."""
    require(actor, "units.edit", unit)
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if expected_version is not None and locked.version != expected_version:
        raise Conflict("Người khác vừa sửa đơn vị này. Hãy mở lại trang để xem rồi sửa tiếp.")
    clean = _checked({"name": locked.name, **values})
    _check_ident(clean.get("ident_code", ""), locked)
    since = clean.get("valid_from")
    if since is not None and locked.valid_to is not None and since > locked.valid_to:
        raise Invalid({"valid_from": ["Ngày bắt đầu không thể sau ngày hoạt động cuối cùng."]})
    changes = {
        key: [getattr(locked, key), clean[key]]
        for key in EDITABLE
        if key in clean and clean[key] != getattr(locked, key)
    }
    moved = parent is not None and parent.pk != locked.parent_id and locked.parent_id is not None
    if parent is not None and moved:
        require(actor, "units.edit", parent)
        if parent.path.startswith(locked.path):
            raise Invalid({"parent": ["Đơn vị không thể thuộc chính nó hoặc đơn vị cấp dưới của nó."]})
        changes["parent"] = [str(locked.parent), str(parent)]
        locked.parent = parent
    for key in set(changes) - {"parent"}:
        setattr(locked, key, clean[key])
    if not changes:
        return locked
    locked.version += 1
    write_keys(locked)
    locked.save()
    if moved:
        rebuild_paths(tenant=locked.tenant)
        locked.refresh_from_db()
    audit.record(actor=actor, verb="unit.move" if moved else "unit.update", obj=locked, data={"changes": changes})
    return locked


@transaction.atomic
def close_unit(*, actor: Actor, unit: Unit, last_day: dt.date, reason: str) -> Unit:
    """Record the last day of a unit. Its accounts become read-only after that day by themselves."""
    require(actor, "units.edit", unit)
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if locked.parent_id is None:
        raise DomainError("Không đóng được đơn vị cao nhất của hệ thống.")
    if locked.valid_to is not None:
        raise Conflict(f"{locked.display_name} đã ngừng hoạt động từ sau ngày {locked.valid_to:%d/%m/%Y}.")
    if locked.valid_from is not None and last_day < locked.valid_from:
        raise DomainError("Ngày cuối cùng không thể trước ngày đơn vị bắt đầu hoạt động.", field="last_day")
    if not reason.strip():
        raise DomainError("Ghi căn cứ hoặc lý do.", field="reason")
    locked.valid_to = last_day
    locked.version += 1
    locked.save(update_fields=["valid_to", "version"])
    accounts = Membership.objects.filter(unit=locked, is_active=True).count()
    audit.record(
        actor=actor,
        verb="unit.close",
        obj=locked,
        before="active",
        after="closed",
        reason=reason.strip(),
        data={"last_day": last_day, "accounts_read_only": accounts},
    )
    return locked
