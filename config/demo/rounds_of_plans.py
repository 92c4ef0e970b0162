"""Which rounds of a plan the demonstration's years can be played for, and the rule that Tuyên Quang sets itself."""

from __future__ import annotations

from awards.services import rules
from campaigns.models import Campaign
from campaigns.selectors import blocks
from config.kernel.access import Actor

ROUNDS = {
    "kien-giang": (("annual", 2022), ("preliminary", 2023)),
    "can-tho": (("annual", 2022), ("annual", 2023)),
    "bac-kan": (("preliminary", 2023),),
    "dak-song": (("preliminary", 2023),),
    "tuyen-quang": (("annual", 2022), ("annual", 2023), ("annual", 2024)),
}
OWN_CODE = "TQ-RIENG-TT"


def of(slug: str) -> tuple[tuple[str, int], ...]:
    return ROUNDS.get(slug, ())


def prepare(campaign: Campaign, actor: Actor) -> None:
    """The source of Tuyên Quang's plan names no form and no quota: the tenant sets a rule, shown as its own."""
    found = rules.current_set(campaign)
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
