"""What the plan says, in the search."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import slugify

from campaigns.permissions import VIEW_PLAN
from campaigns.selectors import current_campaign
from campaigns.selectors.plan import PARTS, part_page
from config.kernel.access import Actor
from config.kernel.search import Hit, holds


def find(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Entries of the plan by their code, our label or the plan's own words; the hit leads to the place."""
    campaign = current_campaign()
    if campaign is None or not actor.can(VIEW_PLAN):
        return []
    hits: list[Hit] = []
    for slug in PARTS:
        part = part_page(campaign, slug)
        url = reverse("campaigns:plan_part", args=[slug])
        for group in part.groups:
            for entry in group.entries:
                if holds(text, (entry.code, entry.title, entry.value, entry.section, strip_tags(entry.quote))):
                    anchor = slugify(entry.code) or group.anchor
                    where = f"{part.label}, Mục {entry.section}" if entry.section else part.label
                    said = ": ".join(bit for bit in (where, entry.value) if bit)
                    hits.append(Hit("Kế hoạch", entry.title, f"{url}#{anchor}", said))
                    if len(hits) == limit:
                        return hits
    return hits
