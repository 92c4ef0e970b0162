"""One unit's succession, recorded by hand: a merger, split, renaming, or a function that passes on (decision 14)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from config.kernel import audit
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid
from config.kernel.text import fold_space, format_date
from units.enums import SuccessionKind
from units.models import Unit, UnitSuccession
from units.selectors.tree import predecessors
from units.services.memberships import carry_memberships

# What a person records here; a unit that simply ends is closed, one that stays as it is has nothing to record.
BY_HAND = (SuccessionKind.MERGE, SuccessionKind.SPLIT, SuccessionKind.RENAME, SuccessionKind.TRANSFER)


@transaction.atomic
def record_succession(
    *,
    actor: Actor,
    unit: Unit,
    kind: str,
    successors: Sequence[Unit],
    effective_on: dt.date,
    legal_basis: str,
    expected_version: int | None = None,
) -> list[UnitSuccession]:
    """`unit` passes to `successors` on a day; the first of them holds its function, and open work follows it.

    The unit ends the day before, unless only a function passes on: then it keeps its open work. Reports, scores and
    papers keep its name. Accounts of a renamed unit go on at its successor; those of a merged or split one only read
    from that day. Conflict when the unit changed since `expected_version`, or has already ended. Invalid names the
    field.
    """
    require(actor, "units.edit", unit)
    # In one order, so that two mergers at once do not wait for each other.
    held = {u.pk: u for u in Unit.objects.select_for_update(of=("self",)).filter(
        pk__in=[unit.pk, *(s.pk for s in successors)]).order_by("pk")}  # fmt: skip
    unit, successors = held[unit.pk], [held[s.pk] for s in successors]
    if expected_version is not None and unit.version != expected_version:
        raise Conflict("Người khác vừa sửa đơn vị này. Hãy mở lại trang để xem rồi ghi tiếp.", code="stale")
    if unit.parent_id is None:
        raise DomainError("Đơn vị cao nhất chỉ thay đổi qua trang Sắp xếp đơn vị hành chính.", code="root")
    ends = kind != SuccessionKind.TRANSFER
    if unit.valid_to is not None and ends:
        raise Conflict(f"{unit} đã ngừng hoạt động từ sau ngày {format_date(unit.valid_to)}.", code="ended")
    basis = fold_space(legal_basis)
    if errors := _wrong(actor, unit, kind, successors, effective_on, basis):
        raise Invalid({field: [sentence] for field, sentence in errors.items()})
    edges = [
        UnitSuccession.named(
            unit, successor, kind, effective_on=effective_on, legal_basis=basis, is_main=ends and place == 0
        )
        for place, successor in enumerate(successors)
    ]
    try:
        with transaction.atomic():
            UnitSuccession.objects.bulk_create(edges)
    except IntegrityError as error:
        raise Conflict("Quan hệ kế thừa này đã được ghi.", code="twice") from error
    if ends:
        unit.valid_to = effective_on - dt.timedelta(days=1)
    unit.version += 1
    unit.save(update_fields=["valid_to", "version"])
    carried = 0
    if kind == SuccessionKind.RENAME:
        carried = carry_memberships({unit.pk: successors[0]}, because=f"{unit} đổi tên thành {successors[0]}")
    audit.record(
        actor=actor, verb="unit.succeed", obj=unit, before="active", after="closed" if ends else "active",
        reason=basis,
        data={"kind": kind, "successors": [s.name for s in successors], "effective_on": effective_on,
              "accounts_continued": carried},
    )  # fmt: skip
    return edges


def _wrong(
    actor: Actor, unit: Unit, kind: str, successors: Sequence[Unit], effective_on: dt.date, basis: str
) -> dict[str, str]:
    errors = {}
    if kind not in BY_HAND:
        errors["kind"] = "Chọn hình thức sắp xếp."
    if not basis:
        errors["legal_basis"] = "Ghi số, ngày và tên văn bản làm căn cứ."
    if unit.valid_from is not None and effective_on <= unit.valid_from:
        errors["effective_on"] = f"Ngày hiệu lực phải sau ngày {unit} bắt đầu hoạt động."
    names = {successor.pk: successor for successor in successors}
    if not successors:
        errors["successors"] = "Chọn đơn vị kế thừa."
    elif len(names) < len(successors):
        errors["successors"] = "Một đơn vị được chọn hai lần."
    elif unit.pk in names:
        errors["successors"] = "Đơn vị không kế thừa chính nó."
    elif kind in (SuccessionKind.MERGE, SuccessionKind.RENAME) and len(successors) > 1:
        errors["successors"] = "Hợp nhất, sáp nhập, đổi tên thì có một đơn vị kế thừa; nhiều đơn vị là chia, tách."
    elif kind == SuccessionKind.SPLIT and len(successors) < 2:
        errors["successors"] = "Chia, tách thì có từ hai đơn vị kế thừa."
    elif gone := next((s for s in successors if not s.is_valid_on(effective_on)), None):
        errors["successors"] = f"{gone} không hoạt động vào ngày {format_date(effective_on)}."
    elif any(not actor.can("units.edit", s) for s in successors):
        errors["successors"] = "Đơn vị kế thừa không thuộc phạm vi của bạn."
    elif before := next((e.predecessor for e in predecessors(unit) if e.predecessor_id in names), None):
        errors["successors"] = f"{before} là tiền thân của {unit}, không thể kế thừa đơn vị này."
    return errors
