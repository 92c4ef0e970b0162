"""Plans that come with the software, as a new campaign may be copied from them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from campaigns.plans.loader import PLANS, load_plan
from units.models import Tenant
from units.selectors import active_tenants


@dataclass(frozen=True)
class ShippedPlan:
    """`name`: "kế hoạch của thành phố Cần Thơ"."""

    path: Path
    name: str


def shipped_plans(*, but: Tenant) -> list[ShippedPlan]:
    """All but the tenant's own, in the order of their files."""
    places = {tenant.slug: tenant.place_name for tenant in active_tenants()}
    return [
        ShippedPlan(path, f"kế hoạch của {places.get(path.stem) or _issuer(path)}")
        for path in sorted(PLANS.glob("*.yaml"))
        if path.stem != but.slug
    ]


def _issuer(path: Path) -> str:
    """The place by the plan's own word for its issuer, which may leave out whether it is a province or a district."""
    return str(load_plan(path).campaign["issuer"]).removeprefix("Ủy ban nhân dân ")
