from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Goal:
    """What a year is measured against. `progress`: the year has no milestone of its own, so no verdict."""

    value: Decimal
    milestone_year: int
    progress: bool


def goal_for(year: int, milestones: Mapping[int, Decimal], *, interpolate: bool = False) -> Goal | None:
    """The value in force in `year` (decision 2): its own milestone, else the next one; None after the last.

    `interpolate` (the tenant's choice) draws a line between the milestones on both sides, two places, half up;
    before the first milestone there is no line, so the next one stays.
    """
    if year in milestones:
        return Goal(milestones[year], year, progress=False)
    later = [y for y in milestones if y > year]
    if not later:
        return None
    upper = min(later)
    earlier = [y for y in milestones if y < year]
    if not interpolate or not earlier:
        return Goal(milestones[upper], upper, progress=True)
    lower = max(earlier)
    rise = (milestones[upper] - milestones[lower]) * (year - lower) / Decimal(upper - lower)
    value = (milestones[lower] + rise).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return Goal(value, upper, progress=True)
