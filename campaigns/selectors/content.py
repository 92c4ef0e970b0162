"""A campaign as the database holds it, in the words of the plan file: what `load` would read again."""

from __future__ import annotations

from typing import Any

from campaigns.models import Campaign
from campaigns.plans.parts import registered, said
from campaigns.plans.writing import tidy

# The head of the file, each key with what stands for "not said".
CAMPAIGN_FIELDS: dict[str, Any] = {
    "number": "", "date": None, "issuer": "", "title": "", "theme": "", "text": "", "period_from": None,
    "period_to": None, "period_text": "", "signer": "", "signer_title": "", "source_kind": "plan",
    "source_file": "", "source_note": "", "source_text": "",
}  # fmt: skip


def export(campaign: Campaign, only: str = "") -> dict[str, Any]:
    """The campaign as the plan file has it, read from the database; what the plan does not say is None.

    Inside the tenant's scope. `only`: the head and this part.
    """
    head = {"code": campaign.code} | {name: said(getattr(campaign, name)) for name in CAMPAIGN_FIELDS}
    found: dict[str, Any] = {"campaign": head | {"version": campaign.version, "state": campaign.state}}
    for part in registered():
        if only in ("", part.key):
            found[part.key] = part.export(campaign)
    return found


def content_of(campaign: Campaign, only: str = "") -> dict[str, Any]:
    """The campaign with exactly the plan file's keys, absent where the plan does not say: what can be written as
    a file and loaded again. Inside the tenant's scope."""
    return tidy(export(campaign, only))
