"""Roles at units that pass to others."""

from __future__ import annotations

from collections.abc import Mapping

from config.kernel.web.addresses import tenant_path
from units.models import Membership, Unit
from units.selectors.people import user_ids_with
from units.services.notices import tell


def carry_memberships(onward: Mapping[int, Unit], *, because: str) -> int:
    """Who works for a unit (by id) works for the one it goes on as: how many roles were given there.

    Whoever holds that role there already keeps it once. Those who look after accounts are told, beginning with
    `because`.
    """
    there = Membership.objects.filter(unit__in=onward.values()).values_list("unit_id", "user_id", "role_id")
    given = set(there)
    fresh = []
    for held in Membership.objects.filter(unit_id__in=onward, is_active=True).order_by("pk"):
        successor = onward[held.unit_id]  # type: ignore[index]
        if (successor.pk, held.user_id, held.role_id) not in given:
            given.add((successor.pk, held.user_id, held.role_id))
            fresh.append(
                Membership(
                    user_id=held.user_id, role_id=held.role_id, person_id=held.person_id, title=held.title,
                    unit=successor,
                )
            )  # fmt: skip
    Membership.objects.bulk_create(fresh)
    if fresh:
        tell(
            user_ids_with("users.edit"), title="Quyền của tài khoản đã thay đổi", place=tenant_path("units:user_list"),
            sentence=f"{because}: {len(fresh)} vai trò chuyển sang đơn vị kế thừa.",
        )  # fmt: skip
    return len(fresh)
