"""Which rounds a plan provides for, and the rule that Tuyên Quang sets itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from awards.selectors.rule_sets import current_set
from awards.services import rules
from campaigns.models import Campaign
from campaigns.selectors import blocks, milestones
from config.kernel.access import Actor
from dossiers.selectors.rounds import covered_occasions

OWN_CODE = "TQ-RIENG-TT"
REVIEWS = {"preliminary": "preliminary_review", "final": "final_review"}


@dataclass(frozen=True)
class Turn:
    """One round of the four years, and the day on which the demonstration stands while it is played."""

    occasion: str
    year: int
    day: dt.date


def turns(campaign: Campaign) -> list[Turn]:
    """Every round that the plan's rules (or the tenant's own) provide for at the tenant, in order of time.

    Reviews are held at the end of the year that the plan's calendar names, yearly rounds in March, when the year's
    scores are out. Rounds at once (đột xuất) have no year, so they are not among them.
    """
    reviewed = {
        occasion: {m.year for m in milestones(campaign).filter(kind=kind)} for occasion, kind in REVIEWS.items()
    }
    found = []
    for occasion, years in covered_occasions(campaign).items():
        for year in years:
            if occasion == "annual":
                found.append(Turn(occasion, year, dt.date(year + 1, 3, 15)))
            elif year in reviewed.get(occasion, ()):
                found.append(Turn(occasion, year, dt.date(year, 12, 26)))
    return sorted(found, key=lambda turn: (turn.day, turn.occasion))


def prepare(campaign: Campaign, actor: Actor) -> None:
    """The source of Tuyên Quang's plan names no form and no quota: the tenant sets a rule, shown as its own."""
    found = current_set(campaign)
    if not campaign.is_press_summary or (found is not None and found.rules.filter(code=OWN_CODE).exists()):
        return
    block = blocks(campaign).get(code="HUYEN")
    rules.set_own_rule(campaign=campaign, data=own_rule(block.code), actor=actor)


def own_rule(block: str) -> dict[str, object]:
    """At most two districts a year: the best two by score, registered, without discipline."""
    return {
        "code": OWN_CODE, "occasion": "annual", "years": [2022, 2023, 2024, 2025], "award_form": "BK_TINH",
        "recipient": "collective", "block": block, "quota": 2, "quota_kind": "at_most",
        "criteria": {
            "all": [
                {"kind": "registered", "launch_plan": True, "label": "Đã đăng ký thi đua"},
                {"kind": "first_in_block", "n": 2, "label": "Trong 2 đơn vị có tỷ lệ điểm cao nhất khối"},
                {"kind": "no_discipline", "label": "Không bị kỷ luật"},
            ]
        },
    }  # fmt: skip
