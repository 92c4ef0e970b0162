"""How papers name a campaign."""

from __future__ import annotations

import re

from campaigns.models import Campaign
from dossiers.documents.data import CampaignFacts, Reference


def campaign_facts(campaign: Campaign) -> CampaignFacts:
    plan = Reference(
        kind="Kế hoạch",
        number=campaign.number or "",
        dated=campaign.date,
        issuer=campaign.issuer,
        about="" if campaign.number else campaign.title,
    )
    return CampaignFacts(
        title=quoted_name(campaign), plan=plan, period=f"{campaign.period_from} - {campaign.period_to}"
    )


def quoted_name(campaign: Campaign) -> str:
    """The campaign's name without the words round it: what the plan's title puts in quotation marks."""
    quoted = re.search("“(.+)”", campaign.title)
    return quoted.group(1) if quoted else campaign.theme or campaign.title
