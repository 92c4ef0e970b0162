"""Blocks (khối): groups of like units inside which they are ranked."""

from __future__ import annotations

from django.db import models

from campaigns.models.campaign import Campaign, PlanItem
from config.kernel.tenancy import TenantModel


class Block(PlanItem):
    """`source` tells whether the plan names the block or the tenant groups by kind for want of one."""

    name = models.CharField(max_length=200)
    kinds = models.JSONField(default=list)

    class Meta(PlanItem.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "campaign", "code"], name="campaigns_block_code")]

    def __str__(self) -> str:
        return self.name


class BlockMembership(TenantModel):
    """A unit stands in at most one block of a campaign. `by_hand` placements survive recomputing."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="memberships")
    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="block_memberships")
    by_hand = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "unit"], name="campaigns_one_block_per_unit")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} ∈ {self.block_id}"
