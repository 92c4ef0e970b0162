"""A plan file into the database. Repeatable: what is there is compared."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from campaigns.enums import CampaignState, VersionOrigin
from campaigns.models import Campaign, PlanVersion
from campaigns.plans.loader import Plan, load_plan, plan_path
from campaigns.plans.parts import Change, registered
from campaigns.plans.writing import plain
from campaigns.selectors.campaign import forget
from campaigns.selectors.content import CAMPAIGN_FIELDS, content_of
from campaigns.services.blocks import place_units
from campaigns.services.periods import ensure_periods
from config.kernel import audit, clock
from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.tenancy import tenant_scope
from units.models import Tenant


@dataclass
class LoadResult:
    """What one load did. `changes` has a line per entry, the unchanged ones included."""

    tenant: str
    campaign: str
    version: int = 1
    left_alone: bool = False
    changes: list[Change] = field(default_factory=list)

    @property
    def effective(self) -> list[Change]:
        return [change for change in self.changes if change.state != "unchanged"]

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(change.state for change in self.changes))

    def __str__(self) -> str:
        if self.left_alone:
            return f"{self.tenant}: {self.campaign} đã sửa trên trình duyệt, giữ nguyên (--force để nạp đè)"
        words = {"created": "mới", "changed": "đổi", "withdrawn": "rút", "unchanged": "giữ nguyên"}
        told = ", ".join(f"{self.counts.get(state, 0)} {word}" for state, word in words.items())
        return f"{self.tenant}: {self.campaign}, phiên bản {self.version}: {told}"


def load(
    tenant: Tenant, *, actor: Actor | None = None, path: Path | None = None, keep_edited: bool = False
) -> LoadResult:
    """Read the tenant's plan file and make the database say the same, all or nothing. With `keep_edited` a
    campaign that was changed in the browser is left alone.

    Raises `PlanError` (before anything is written) when the file cannot be accepted.
    """
    plan = load_plan(path or plan_path(tenant.slug))
    with tenant_scope(tenant):
        code = plan.campaign["code"]
        if keep_edited and Campaign.objects.filter(code=code, edited_at__isnull=False).exists():
            return LoadResult(tenant.slug, code, left_alone=True)
        return _load(tenant, plan, actor or Actor.system(tenant))


def apply(campaign: Campaign, plan: Plan, actor: Actor) -> list[Change]:
    """Make every list of the campaign, its blocks and its reporting periods say what the plan says. Inside the
    caller's transaction; the campaign's head is the caller's."""
    changes: list[Change] = []
    for part in registered():
        changes += part.sync(campaign, plan.lists.get(part.key, []), actor)
    return changes + place_units(campaign) + ensure_periods(campaign)


@transaction.atomic
def _load(tenant: Tenant, plan: Plan, actor: Actor) -> LoadResult:
    campaign, changes = _campaign(plan)
    result = LoadResult(tenant.slug, campaign.code, changes=changes)
    result.changes += apply(campaign, plan, actor)
    first = changes[0].state == "created"
    if result.effective:
        campaign.loaded_at = clock.now()
        if not first:
            campaign.version += 1
        campaign.save(update_fields=["loaded_at", "version"])
        keep_version(campaign, result.effective, actor=actor, origin=VersionOrigin.FILE)
        audit.record(
            actor=actor,
            verb="campaign.load_plan",
            obj=campaign,
            before="" if first else campaign.state,
            after=campaign.state,
            data={
                "version": campaign.version,
                "counts": result.counts,
                "changes": [] if first else told(result.effective),
            },
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


def keep_version(
    campaign: Campaign,
    changes: list[Change],
    *,
    actor: Actor,
    origin: VersionOrigin,
    note: str = "",
    touched: list[str] | None = None,
) -> PlanVersion:
    """Freeze what the plan says now, with what differed from the version before."""
    content = plain(content_of(campaign))
    return PlanVersion.objects.create(
        campaign=campaign,
        version=campaign.version,
        origin=origin,
        content=content,
        changes=told(changes) if campaign.version > 1 else [],
        touched=touched or [],
        digest=hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest(),
        note=note,
        published_by_name=actor.name,
        published_at=clock.now(),
    )


def told(changes: list[Change]) -> list[dict[str, Any]]:
    """Changes as JSON, for the audit entry and the version."""
    return [
        {
            "part": c.part,
            "code": c.code,
            "state": c.state,
            "fields": {name: [str(old), str(new)] for name, (old, new) in c.fields.items()},
        }
        for c in changes
    ]


def load_all(*, only: list[str] | None = None, force: bool = False) -> list[LoadResult]:
    """Every tenant's plan in the tenants' order. Each tenant is its own transaction.

    A plan that was changed in the browser since is left alone, unless `force`d.
    """
    tenants = list(Tenant.objects.filter(is_active=True))
    known = {tenant.slug for tenant in tenants}
    if unknown := sorted(set(only or []) - known):
        names = ", ".join(unknown)
        raise DomainError(f"Không có đơn vị {names}. Hãy chạy load_units trước.", code="no_tenant")
    wanted = [tenant for tenant in tenants if (tenant.slug in only if only else plan_path(tenant.slug).is_file())]
    return [load(tenant, keep_edited=not force) for tenant in wanted]
