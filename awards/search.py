"""The register of awards in the search."""

from __future__ import annotations

from django.urls import reverse

from awards import permissions
from awards.selectors import register
from config.kernel.access import Actor
from config.kernel.search import Hit
from config.kernel.text import format_date


def find(actor: Actor, text: str, limit: int) -> list[Hit]:
    if not actor.can(permissions.REGISTER):
        return []
    return [
        Hit("Khen thưởng", award.name, reverse("awards:award", args=[award.uid]),
            f"{award.form_name}, quyết định {award.decision_number} ngày {format_date(award.decided_on)}")
        for award in register.awards(register.Filters(text=text))[:limit]
    ]  # fmt: skip
