"""Which indicators apply to which unit in which year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import JSONField, Q, QuerySet, Value

from campaigns.models import Campaign
from config.kernel.prepared import prepared
from targets.enums import IN_FORCE
from targets.models import Indicator, IndicatorSet
from units.models import Unit


@prepared(int, by_key=True)
def _in_force(campaign_id: int) -> QuerySet[IndicatorSet]:
    return IndicatorSet.objects.filter(campaign_id=campaign_id, state__in=IN_FORCE)


def _newest(sets: Iterable[Any], year: int, kind: str = "") -> list[Any]:
    newest: dict[str, Any] = {}
    for found in sets:
        if year in found.years and (not kind or not found.for_kinds or kind in found.for_kinds):
            newest[found.code] = found
    return list(newest.values())


def sets_of(campaign: Campaign, year: int, kind: str = "") -> list[IndicatorSet]:
    """The newest version of every set that holds in `year` (and is meant for units of `kind`)."""
    return _newest(_in_force(campaign.pk), year, kind)


def applicable(campaign: Campaign, unit: Unit, year: int) -> list[Indicator]:
    """Indicators that a unit of this kind reports in `year`, in the plan's order."""
    return applicable_in(campaign, unit, [year])[year]


def applicable_in(campaign: Campaign, unit: Unit, years: Iterable[int]) -> dict[int, list[Indicator]]:
    """`applicable` of several years. Two queries."""
    every = _in_force(campaign.pk)
    sets = {year: {found.pk for found in _newest(every, year, unit.kind)} for year in years}
    wanted = sorted(set[int]().union(*sets.values()))
    asked = _indicators_of(wanted) if wanted else []
    mine = [i for i in asked if not i.unit_kinds or unit.kind in i.unit_kinds]
    return {year: [i for i in mine if i.set_id in held] for year, held in sets.items()}


@prepared(list)
def _indicators_of(sets: list[int]) -> QuerySet[Indicator]:
    return Indicator.objects.filter(set__among=sets).select_related("set").order_by("order", "id")


def years_for(campaign: Campaign, unit: Unit) -> list[int]:
    """Years in which a unit of this kind has something to report."""
    return sorted({year for (years,) in _years_for(campaign.pk, unit.kind) for year in years}, reverse=True)


@prepared(int, object, by_key=True)
def _years_for(campaign_id: int, kind: str) -> QuerySet[IndicatorSet, tuple[list[int]]]:
    return sets_for(campaign_id, kind).values_list("years")


def sets_for(campaign_id: int, kind: Any) -> QuerySet[IndicatorSet]:
    """The sets in force that ask something of units of a kind, which may be an expression."""
    asked = Q(for_kinds=[]) | Q(for_kinds__has_key=kind)
    return IndicatorSet.objects.filter(asked, campaign_id=campaign_id, state__in=IN_FORCE).order_by()


def reporting_kinds(campaign: Campaign, year: int) -> set[str]:
    """Kinds of unit that owe a report in `year`."""
    return reporting_kinds_in(campaign, [year])[year]


def reporting_kinds_in(campaign: Campaign, years: Iterable[int]) -> dict[int, set[str]]:
    """`reporting_kinds` of several years. One query."""
    every = _with_kinds(campaign.pk)
    return {
        year: {kind for one in _newest(every, year) for own in one.kinds for kind in own or one.for_kinds}
        for year in years
    }


@prepared(int, by_key=True)
def _with_kinds(campaign_id: int) -> QuerySet[IndicatorSet]:
    """The sets in force, each with `kinds`: those of units that its indicators name, one list for each."""
    found = IndicatorSet.objects.filter(campaign_id=campaign_id, state__in=IN_FORCE)
    named = JSONBAgg("indicators__unit_kinds", filter=Q(indicators__isnull=False), default=Value([], JSONField()))
    return found.annotate(kinds=named).order_by("code", "version")
