"""What the sign-in page says of the campaign."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from campaigns.models import Milestone
from campaigns.selectors import current_campaign, milestones
from config.kernel import clock
from config.kernel.text import format_date

SHOWN = ("registration", "annual_report", "annual_review", "preliminary_review", "final_review")


def describe(request: HttpRequest) -> dict[str, Any]:
    """`plan_line`, `campaign_title` and `milestones` (label, text, note, now) for the template; public."""
    campaign = current_campaign()
    if campaign is None:
        return {}
    issued = f" ngày {format_date(campaign.date)}" if campaign.date else ""
    rows = [_row(item) for item in milestones(campaign).filter(kind__in=SHOWN).order_by("year", "order", "id")]
    following = next((row for row in rows if row["year"] and row["year"] >= clock.today().year), None)
    for row in rows:
        row["now"] = row is following
    return {
        "plan_line": f"{campaign.plan_name}{issued}",
        "campaign_title": campaign.title,
        "milestones": rows[:5],
    }


def _row(item: Milestone) -> dict[str, Any]:
    past = item.year is not None and not item.yearly and item.year < clock.today().year
    when = item.when_label
    return {
        "label": when[:1].upper() + when[1:],
        "text": item.get_kind_display().lower(),
        "note": "Đã kết thúc" if past else "",
        "year": None if item.yearly else item.year,
    }
