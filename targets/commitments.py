"""Targets that a unit may register for: those of its indicators that the plan ties to a milestone."""

from __future__ import annotations

from decimal import Decimal

from campaigns.models import Campaign
from campaigns.offering import Offer
from targets.models import Indicator
from targets.scoring import goal
from targets.selectors.indicators import applicable_in
from units.models import Unit


def offers(campaign: Campaign, unit: Unit) -> list[Offer]:
    """By milestone, in the plan's order; each target of each milestone once."""
    found: dict[tuple[int, str], Offer] = {}
    for indicators in applicable_in(campaign, unit, campaign.years).values():
        for indicator in indicators:
            at = indicator.milestone_year
            if at is not None and indicator.target_id is not None:
                found.setdefault((at, indicator.code), _offer(indicator, at))
    return [found[key] for key in sorted(found, key=lambda k: k[0])]


def _offer(indicator: Indicator, year: int) -> Offer:
    rule = indicator.rule(year)
    return Offer(
        code=indicator.code,
        year=year,
        section=indicator.section,
        label=indicator.label,
        goal=goal(rule),
        unit=indicator.unit,
        threshold_h=_hundredths(indicator.threshold),
        ceiling_h=_hundredths(indicator.natural_max),
        lower=indicator.method == "lower_is_better",
    )


def _hundredths(value: Decimal | None) -> int | None:
    return None if value is None else int(value * 100)
