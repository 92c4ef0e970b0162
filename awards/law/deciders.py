"""Whose form of award it is: which forms a round may give, by who holds it."""

from __future__ import annotations

# A tenant's own rounds give what it decides and what it can only propose to those above (decision 15).
OF_TENANT: dict[str, frozenset[str]] = {
    "province": frozenset({"state", "government", "province"}),
    "district": frozenset({"state", "government", "province", "district"}),
}
# A unit's own round gives its head's Giấy khen. Kinds that are not named: the head of an agency.
OF_KIND = {
    "district": "district",
    "commune": "commune",
    "enterprise": "enterprise",
    "telecom_enterprise": "enterprise",
    "cooperative": "enterprise",
}
# A household has no head who could commend anybody.
WITHOUT = frozenset({"household", "province"})


def of_unit(kind: str) -> frozenset[str]:
    """Levels of authority whose forms the head of a unit of that kind gives; empty: none."""
    return frozenset() if kind in WITHOUT else frozenset({OF_KIND.get(kind, "agency")})
