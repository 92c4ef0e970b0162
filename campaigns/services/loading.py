"""A plan file into the database, and out again as JSON. Repeatable: what is there is compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from campaigns.enums import CampaignState
from campaigns.models import Campaign
from campaigns.plans.loader import Plan, load_plan, plan_path
from campaigns.plans.parts import Change, registered
from campaigns.selectors.campaign import forget
from campaigns.services.blocks import place_units
from campaigns.services.own_parts import said
from campaigns.services.periods import ensure_periods
from config.kernel import audit, clock
from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.tenancy import tenant_scope
from units.models import Tenant

CAMPAIGN_FIELDS: dict[str, Any] = {
    "number": "", "date": None, "issuer": "", "title": "", "theme": "", "text": "", "period_from": None,
    "period_to": None, "period_text": "", "signer": "", "signer_title": "", "source_kind": "plan",
    "source_file": "", "source_note": "",
}  # fmt: skip


@dataclass
class LoadResult:
    """What one load did. `changes` has a line per entry, the unchanged ones included."""

    tenant: str
    campaign: str
    version: int = 1
    changes: list[Change] = field(default_factory=list)

    @property
    def effective(self) -> list[Change]:
        return [change for change in self.changes if change.state != "unchanged"]

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(change.state for change in self.changes))

    def __str__(self) -> str:
        words = {"created": "mới", "changed": "đổi", "withdrawn": "rút", "unchanged": "giữ nguyên"}
        told = ", ".join(f"{self.counts.get(state, 0)} {word}" for state, word in words.items())
        return f"{self.tenant}: {self.campaign}, phiên bản {self.version}: {told}"


def load(tenant: Tenant, *, actor: Actor | None = None, path: Path | None = None) -> LoadResult:
    """Read the tenant's plan file and make the database say the same, all or nothing.

    Raises `PlanError` (before anything is written) when the file cannot be accepted.
    """
    plan = load_plan(path or plan_path(tenant.slug))
    with tenant_scope(tenant):
        return _apply(tenant, plan, actor or Actor.system(tenant))


@transaction.atomic
def _apply(tenant: Tenant, plan: Plan, actor: Actor) -> LoadResult:
    campaign, changes = _campaign(plan)
    result = LoadResult(tenant.slug, campaign.code, changes=changes)
    for part in registered():
        result.changes += part.sync(campaign, plan.lists.get(part.key, []), actor)
    result.changes += place_units(campaign)
    result.changes += ensure_periods(campaign)
    first = changes[0].state == "created"
    if result.effective:
        campaign.loaded_at = clock.now()
        if not first:
            campaign.version += 1
        campaign.save(update_fields=["loaded_at", "version"])
        audit.record(
            actor=actor,
            verb="campaign.load_plan",
            obj=campaign,
            before="" if first else campaign.state,
            after=campaign.state,
            data={"version": campaign.version, "counts": result.counts, "changes": _told(result.effective)},
        )
        forget()
    result.version = campaign.version
    return result


def _campaign(plan: Plan) -> tuple[Campaign, list[Change]]:
    code = plan.campaign["code"]
    wanted = {name: plan.campaign.get(name, blank) for name, blank in CAMPAIGN_FIELDS.items()}
    campaign = Campaign.objects.select_for_update().filter(code=code).first()
    if campaign is None:
        campaign = Campaign.objects.create(code=code, state=CampaignState.PUBLISHED, **wanted)
        return campaign, [Change("campaign", code, "created")]
    differing = {n: (getattr(campaign, n), v) for n, v in wanted.items() if getattr(campaign, n) != v}
    for name, (_, value) in differing.items():
        setattr(campaign, name, value)
    if differing:
        campaign.save(update_fields=list(differing))
    return campaign, [Change("campaign", code, "changed" if differing else "unchanged", differing)]


def _told(changes: list[Change]) -> list[dict[str, Any]]:
    """Changes for the audit entry; a first load is told by its counts alone."""
    return [
        {
            "part": c.part,
            "code": c.code,
            "state": c.state,
            "fields": {name: [str(old), str(new)] for name, (old, new) in c.fields.items()},
        }
        for c in changes
        if c.state != "created"
    ]


def export(campaign: Campaign) -> dict[str, Any]:
    """The campaign as the plan file has it, read from the database; what the plan does not say is None.

    Inside the tenant's scope.
    """
    head = {"code": campaign.code} | {name: said(getattr(campaign, name)) for name in CAMPAIGN_FIELDS}
    found: dict[str, Any] = {"campaign": head | {"version": campaign.version, "state": campaign.state}}
    for part in registered():
        found[part.key] = part.export(campaign)
    return found


def load_all(*, only: list[str] | None = None) -> list[LoadResult]:
    """Every tenant's plan in the tenants' order. Each tenant is its own transaction."""
    tenants = list(Tenant.objects.filter(is_active=True))
    known = {tenant.slug for tenant in tenants}
    if unknown := sorted(set(only or []) - known):
        names = ", ".join(unknown)
        raise DomainError(f"Không có đơn vị {names}. Hãy chạy load_units trước.", code="no_tenant")
    return [load(tenant) for tenant in tenants if (tenant.slug in only if only else plan_path(tenant.slug).is_file())]
