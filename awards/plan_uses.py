"""Rounds that already go by rules of a plan that are about to change."""

from __future__ import annotations

from collections.abc import Sequence

from awards.models import AwardRound
from campaigns.models import Campaign
from campaigns.plans.differences import Difference


def uses(campaign: Campaign, differences: Sequence[Difference]) -> list[str]:
    """A sentence with the rounds that keep the rules they were judged by."""
    if not any(d.part in ("award_rules", "standards", "targets") and d.state != "created" for d in differences):
        return []
    rounds = AwardRound.objects.filter(campaign=campaign).exclude(state="cancelled").order_by("year", "id")
    titles = [row.title for row in rounds]
    if not titles:
        return []
    named = "; ".join(titles[:4]) + (f" và {len(titles) - 4} đợt khác" if len(titles) > 4 else "")
    return [f"{len(titles)} đợt xét ({named}) giữ bộ quy tắc đã dùng; đợt lập sau theo quy tắc mới."]
