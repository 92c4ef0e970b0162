"""Codes of this app that editors elsewhere may offer."""

from __future__ import annotations

from campaigns.models import Campaign
from targets.models import Target


def _targets(campaign: Campaign) -> dict[str, str]:
    """Targets of the plan: code → what people read."""
    rows = Target.objects.filter(campaign=campaign, withdrawn=False).values_list("code", "year", "short", "text")
    return {
        code: f"{code} {short or text[:60]}" + (f" (mốc {year})" if year else "") for code, year, short, text in rows
    }


OFFERS = {"targets": _targets}
