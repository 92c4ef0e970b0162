"""Which unit stands in which block."""

from __future__ import annotations

from django.db import transaction

from campaigns.models import Block, BlockMembership, Campaign
from campaigns.plans.parts import Change
from config.kernel import audit
from config.kernel.access import Actor, require
from config.kernel.errors import DomainError
from units.models import Unit


def place_units(campaign: Campaign) -> list[Change]:
    """Put every unit of a block's kinds into it; placements made by hand stay. Part of loading a plan."""
    by_kind: dict[str, Block] = {}
    for block in Block.objects.filter(campaign=campaign, withdrawn=False).order_by("-order"):
        by_kind |= dict.fromkeys(block.kinds, block)
    units = Unit.objects.filter(kind__in=list(by_kind)).only("id", "kind", "code", "tenant_id")
    placed = {row.unit_id: row for row in BlockMembership.objects.filter(campaign=campaign)}
    fresh: list[BlockMembership] = []
    moved: list[Change] = []
    for unit in units:
        row = placed.get(unit.pk)
        block = by_kind[unit.kind]
        if row is None:
            fresh.append(BlockMembership(campaign=campaign, block=block, unit=unit))
        elif row.block_id != block.pk and not row.by_hand:
            moved.append(Change("block_members", unit.code, "changed", {"block": (row.block_id, block.code)}))
            row.block = block
            row.save(update_fields=["block"])
    BlockMembership.objects.bulk_create(fresh, batch_size=500)
    return moved + [Change("block_members", row.unit.code, "created") for row in fresh]


@transaction.atomic
def place_by_hand(*, campaign: Campaign, unit: Unit, block: Block, reason: str, actor: Actor) -> BlockMembership:
    """Move one unit to another block. Needs a reason; recomputing leaves it there."""
    require(actor, "campaigns.edit")
    if not reason.strip():
        raise DomainError("Hãy ghi lý do xếp đơn vị vào khối khác.", code="reason_missing", field="reason")
    if block.campaign_id != campaign.pk:
        raise DomainError("Khối này thuộc phong trào khác.", code="wrong_campaign", field="block")
    row = BlockMembership.objects.select_for_update().filter(campaign=campaign, unit=unit).first()
    before = row.block.name if row else ""
    row = row or BlockMembership(campaign=campaign, unit=unit)
    row.block, row.by_hand = block, True
    row.save()
    audit.record(
        actor=actor,
        verb="block.place",
        obj=row,
        before=before,
        after=block.name,
        reason=reason,
        label=str(unit),
    )
    return row
