"""Which indicators apply to which unit in which year."""

from __future__ import annotations

from campaigns.models import Campaign
from targets.enums import IN_FORCE
from targets.models import Indicator, IndicatorSet
from units.models import Unit


def sets_of(campaign: Campaign, year: int, kind: str = "") -> list[IndicatorSet]:
    """The newest version of every set that holds in `year` (and is meant for units of `kind`)."""
    newest: dict[str, IndicatorSet] = {}
    for found in IndicatorSet.objects.filter(campaign=campaign, state__in=IN_FORCE):
        if year in found.years and (not kind or not found.for_kinds or kind in found.for_kinds):
            newest[found.code] = found
    return list(newest.values())


def applicable(campaign: Campaign, unit: Unit, year: int) -> list[Indicator]:
    """Indicators that a unit of this kind reports in `year`, in the plan's order."""
    sets = sets_of(campaign, year, unit.kind)
    indicators = Indicator.objects.filter(set__in=sets).select_related("set").order_by("order", "id")
    return [i for i in indicators if not i.unit_kinds or unit.kind in i.unit_kinds]


def years_for(campaign: Campaign, unit: Unit) -> list[int]:
    """Years in which a unit of this kind has something to report."""
    years: set[int] = set()
    for found in IndicatorSet.objects.filter(campaign=campaign, state__in=IN_FORCE):
        if not found.for_kinds or unit.kind in found.for_kinds:
            years.update(found.years)
    return sorted(years, reverse=True)


def reporting_kinds(campaign: Campaign, year: int) -> set[str]:
    """Kinds of unit that owe a report in `year`."""
    kinds: set[str] = set()
    for row in Indicator.objects.filter(set__in=sets_of(campaign, year)).values_list("unit_kinds", "set__for_kinds"):
        kinds.update(row[0] or row[1])
    return kinds
