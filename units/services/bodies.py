"""The tenant's bodies under new names from a day on; papers of before keep the names of their day (decision 14)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction

from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.declared import declared
from config.kernel.errors import Conflict, DomainError, Invalid
from config.kernel.tenancy import current_tenant
from config.kernel.text import fold_space, format_date
from units.models import Tenant
from units.models.tenant import NAME_FIELDS, Body
from units.services.loading import sync_roles

LENGTHS = {"place": 80, "short": 80, "symbol": 30, "chairman_title": 160}
LONGEST = 160
# Besides those of each body, what a person says; the rest of `NAME_FIELDS` follows from them.
SAID = ("standing_agency", "board_name", "place", "chairman_title")


def names_of(bodies: Mapping[str, Body], *, standing_agency: str, board_name: str, place: str) -> dict[str, Any]:
    """Everything that names the bodies, as `Tenant.names`, from what a person says of each of them."""
    authority, standing, board = bodies["authority"], bodies["standing"], bodies["board"]
    return {
        "authority_name": authority.name,
        "chairman_title": f"{authority.head_title} {authority.name}",
        "standing_agency": standing_agency,
        "standing_short": standing.short,
        "board_name": board_name,
        "board_short": board.short,
        "council_name": bodies["council"].name,
        "place": place,
        "abbreviations": {role: body.symbol for role, body in bodies.items()},
        "bodies": {role: asdict(body) for role, body in bodies.items()},
    }


def may_lack(role: str, part: str) -> bool:
    """The authority has nobody above it to be named, and its head's title is in every decision."""
    return part == "parent" or (part == "head_title" and role != "authority")


def digest_of(tenant: Tenant) -> str:
    """Of the names and their history; the page sends it back, so that what was read is what is changed."""
    said = json.dumps([tenant.names, tenant.name_changes], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@transaction.atomic
def change_names(
    *,
    actor: Actor,
    names: Mapping[str, Any],
    valid_from: dt.date | None,
    legal_basis: str = "",
    expected_digest: str | None = None,
) -> Tenant:
    """From `valid_from` on the bodies bear `names` (as `names_of` gives them); without a day, the names of today were
    written wrongly and are put right, for as long as they have been borne.

    Invalid names what is missing, a day to come, or one that is not after the last change. Conflict when somebody
    changed the names since `expected_digest`.
    """
    require(actor, "tenant.admin")
    tenant = current_tenant()
    Tenant.objects.select_for_update().get(pk=tenant.pk)
    tenant.refresh_from_db(fields=[*NAME_FIELDS, "settings", "name_changes"])
    if expected_digest is not None and expected_digest != digest_of(tenant):
        raise Conflict("Người khác vừa sửa tên các cơ quan. Hãy mở lại trang để xem rồi ghi tiếp.", code="stale")
    fresh, before, basis = _folded(names), tenant.names, fold_space(legal_basis)
    if errors := _wrong(tenant, fresh, valid_from, basis):
        raise Invalid({field: [sentence] for field, sentence in errors.items()})
    if fresh == before:
        raise DomainError("Chưa có tên nào khác với tên hiện nay.", code="same")
    if valid_from is not None:
        change = {"valid_from": valid_from.isoformat(), "legal_basis": basis, "before": before}
        tenant.name_changes = [*tenant.name_changes, change]
    earlier, later = tenant.named(before), tenant.named(fresh)
    for field in NAME_FIELDS:
        setattr(tenant, field, fresh[field])
    tenant.settings = later.settings
    tenant.save(update_fields=[*NAME_FIELDS, "settings", "name_changes"])
    sync_roles(tenant=tenant)
    for follow in declared("renaming", "renamed"):
        follow(earlier, later)
    audit.record(
        actor=actor, verb="tenant.rename", obj=tenant, reason=basis,
        data={
            "valid_from": valid_from.isoformat() if valid_from else "",
            "before": {role: body["name"] for role, body in before["bodies"].items()},
            "after": {role: body["name"] for role, body in fresh["bodies"].items()},
        },
    )  # fmt: skip
    return tenant


def _folded(names: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _folded(value) if isinstance(value, Mapping) else fold_space(value) for key, value in names.items()}


def _wrong(tenant: Tenant, names: dict[str, Any], valid_from: dt.date | None, basis: str) -> dict[str, str]:
    said = {f"{role}__{part}": name for role, body in names["bodies"].items() for part, name in body.items()}
    said |= {field: names[field] for field in SAID}
    errors = {}
    for field, name in said.items():
        role, _, part = field.rpartition("__")
        longest = LENGTHS.get(part, LONGEST)
        if not name and not may_lack(role, part):
            errors[field] = "Ghi ô này."
        elif len(name) > longest:
            errors[field] = f"Dài quá {longest} ký tự."
    if valid_from is not None and not basis:
        errors["legal_basis"] = "Ghi số, ngày và tên văn bản làm căn cứ."
    if valid_from is not None and (wrong := _wrong_day(tenant, valid_from)):
        errors["valid_from"] = wrong
    return errors


def _wrong_day(tenant: Tenant, valid_from: dt.date) -> str:
    if valid_from > clock.today():
        return f"Ngày {format_date(valid_from)} chưa đến: ghi tên mới từ ngày tên có hiệu lực."
    last = dt.date.fromisoformat(tenant.name_changes[-1]["valid_from"]) if tenant.name_changes else None
    if last is not None and valid_from <= last:
        return (
            f"Lần đổi tên trước có hiệu lực từ {format_date(last)}; lần này phải sau ngày ấy. Sửa chữ viết sai của tên "
            "hiện nay thì để trống ngày."
        )
    return ""
