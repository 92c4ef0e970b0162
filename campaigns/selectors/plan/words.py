"""Codes of a plan in Vietnamese words, for the plan's page."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from campaigns.plans import vocabulary as words
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_number

_SIGNS = {"gte": "≥ ", "gt": "> ", "lte": "≤ ", "lt": "< ", "eq": "= "}
ALL_KINDS = "Mọi đối tượng (kế hoạch không nêu riêng)"


def listed(codes: Iterable[str] | None, table: dict[str, str], empty: str = "") -> str:
    return ", ".join(table.get(code, code) for code in codes or ()) or empty


def goal(target: dict[str, Any]) -> str:
    """As in "≥ 60%", "65–70%", "≥ 12% GRDP", "Có / không"."""
    if target.get("value") is None:
        return words.COMPARATORS.get(target.get("comparator") or "", "")
    unit = target.get("unit") or ""
    glued = unit if unit.startswith("%") else f" {unit}"
    value = format_number(target["value"])
    if target.get("value_max") is not None:
        return f"{value}–{format_number(target['value_max'])}{glued}"
    return f"{_SIGNS.get(target['comparator'], '')}{value}{glued}"


def award_form(code: str | None) -> str:
    """The form under this tenant's own chairman: "Bằng khen của Chủ tịch Ủy ban nhân dân thành phố Cần Thơ"."""
    tenant = current_tenant()
    if code == "BK_TINH" and tenant.level == tenant.Level.PROVINCE:
        return f"Bằng khen của {tenant.chairman_title}"
    return (words.AWARD_FORMS | words.FLAGS).get(code or "", "Không có hình thức khen riêng")


def quota(rule: dict[str, Any]) -> str:
    """As in "đúng 3", "không quá 15", "20% số tham gia", "không nêu số lượng"."""
    if rule.get("quota_percent") is not None:
        return f"{format_number(Decimal(str(rule['quota_percent'])))}% số tham gia"
    if rule.get("quota") is None:
        return "không nêu số lượng"
    return f"{words.QUOTA_KINDS[rule['quota_kind']]} {rule['quota']}"


def years(values: Iterable[int] | None) -> str:
    """As in "2022–2024" or "2023, 2025"; empty without years."""
    found = sorted(values or ())
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"{found[0]}–{found[-1]}"
    return ", ".join(map(str, found))


def named_codes(codes: list[str] | None, most: int = 8) -> str:
    """Codes of targets, cut with their number when there are many."""
    found = list(codes or ())
    if len(found) <= most:
        return ", ".join(found)
    return f"{', '.join(found[:most])} … ({len(found)} chỉ tiêu)"
