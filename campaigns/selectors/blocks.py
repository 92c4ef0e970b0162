"""Reading blocks. Inside a tenant's scope."""

from __future__ import annotations

from django.db.models import QuerySet

from campaigns.models import Block, Campaign
from units.models import Unit


def blocks(campaign: Campaign) -> QuerySet[Block]:
    return Block.objects.filter(campaign=campaign, withdrawn=False)


def block_of(campaign: Campaign, unit: Unit) -> Block | None:
    """The block in which a unit is ranked; None for a unit of no block."""
    return Block.objects.filter(campaign=campaign, withdrawn=False, memberships__unit=unit).first()


def members(block: Block) -> QuerySet[Unit]:
    return Unit.objects.filter(block_memberships__block=block)
