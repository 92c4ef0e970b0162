"""How papers name a campaign."""

from __future__ import annotations

import re

from campaigns.models import Campaign
from config.kernel.tenancy import current_tenant
from dossiers.documents.data import CampaignFacts, Reference


def campaign_facts(campaign: Campaign) -> CampaignFacts:
    tenant = current_tenant()
    plan = Reference(
        kind="Kế hoạch",
        number=campaign.number or "",
        dated=campaign.date,
        # A plan may call its own issuer by the short name; papers name it in full (II.6.b), as on the plan's day:
        # the tenant keeps its own name when another authority decides for it.
        issuer=f"Ủy ban nhân dân {tenant.place_name}" if campaign.issuer.startswith("UBND") else campaign.issuer,
        about=_about(campaign),
    )
    return CampaignFacts(
        title=quoted_name(campaign), plan=plan, period=f"{campaign.period_from} - {campaign.period_to}"
    )


def _about(campaign: Campaign) -> str:
    """What the plan is about, as its own heading says it."""
    if not campaign.title.lower().startswith("phong trào"):
        return "" if campaign.number else campaign.title
    said = campaign.text.lower()
    verbs = ("phát động và tổ chức thực hiện", "phát động")
    verb = next((words for words in verbs if f"{words} phong trào" in said), "")
    return f"{verb} {campaign.title[:1].lower()}{campaign.title[1:]}".strip()


def quoted_name(campaign: Campaign) -> str:
    """The campaign's name without the words round it: what the plan's title puts in quotation marks."""
    quoted = re.search("“(.+)”", campaign.title)
    return quoted.group(1) if quoted else campaign.theme or campaign.title
