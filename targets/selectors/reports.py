"""Reports by who may see them, and where each stands."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
)

from campaigns.models import Campaign
from config.kernel import clock
from config.kernel.access import Actor, at
from config.kernel.prepared import listed, prepared
from config.kernel.text import sort_key
from targets import permissions as may
from targets.enums import COUNTED_STATES, Decision, ReportState
from targets.models import AnnualReport, ReportValue
from units.models import Membership, Unit
from units.selectors.access import held_at
from units.selectors.tree import forerunners, within


def visible_reports(actor: Actor, verb: str = may.VIEW) -> QuerySet[AnnualReport]:
    """Reports of the subtrees in which the actor holds `verb`; who may read, also those of the units before them."""
    paths = actor.paths(verb)
    seen = within(paths, prefix="unit__")
    if verb == may.VIEW and paths:
        seen |= Q(unit__in=forerunners(paths))
    return AnnualReport.objects.filter(seen).select_related("unit", "campaign")


def reads_conclusions(actor: Actor, report: AnnualReport) -> bool:
    """Whether this person may read how values of the report were judged: who appraises and who sees the whole tenant
    at any time, the unit's own people when the appraisal is finished or the report came back."""
    at_work = report.state == ReportState.SUBMITTED
    return actor.can(may.APPRAISE, report.unit) or (
        report.was_submitted and (not at_work or actor.paths(may.VIEW) is None)
    )


report_at = at(visible_reports)


def reports_in(actor: Actor, campaign_id: int, year: int | None, state: str) -> QuerySet[AnnualReport]:
    """Those of a campaign that the actor sees, of a year and in a state where one is given; the newest year first."""
    found = visible_reports(actor).filter(campaign_id=campaign_id).order_by("-year", "unit__sort_key", "id")
    if year is not None:
        found = found.filter(year=year)
    return found.filter(state=state) if state else found


listed_reports = listed(Actor, int, object, object)(reports_in)


def confirmable_reports(actor: Actor) -> QuerySet[AnnualReport]:
    """Reports that this person confirms: of the own unit, and of units below it that have no head of their own."""
    heads = Membership.objects.filter(
        unit=OuterRef("unit"), is_active=True, role__verbs__contains=[may.CONFIRM]
    ).order_by()
    return visible_reports(actor, may.CONFIRM).filter(Q(unit_id=actor.unit_id) | ~Exists(heads))


def has_own_head(unit: Unit) -> bool:
    """Whether somebody confirms for exactly this unit."""
    return held_at(unit, may.CONFIRM)


def own_report(campaign: Campaign, unit: Unit, year: int) -> AnnualReport | None:
    return (
        AnnualReport.objects.filter(campaign=campaign, unit=unit, year=year).select_related("unit", "campaign").first()
    )


def years_sent(campaign_id: int) -> set[int]:
    """Years in which at least one unit sent its report."""
    return {year for (year,) in _years_sent(campaign_id)}


@prepared(int)
def _years_sent(campaign_id: int) -> QuerySet[AnnualReport, tuple[int]]:
    sent = AnnualReport.objects.filter(campaign_id=campaign_id, state__in=COUNTED_STATES)
    return sent.order_by().values_list("year").distinct()


class Sent(NamedTuple):
    """Reports of a year that a run would count: how many, and how many of them nobody has appraised to the end."""

    reports: int = 0
    unappraised: int = 0


def sent_by_year(campaign: Campaign) -> dict[int, Sent]:
    """Of every year in which at least one unit sent its report."""
    found: dict[int, Sent] = {}
    counted = AnnualReport.objects.filter(campaign=campaign, state__in=COUNTED_STATES).order_by()
    for year, state, number in counted.values_list("year", "state").annotate(Count("pk")):
        before = found.get(year, Sent())
        open_ = number if state == ReportState.SUBMITTED else 0
        found[year] = Sent(before.reports + number, before.unappraised + open_)
    return found


def officers() -> list[tuple[int, str]]:
    """(user id, name) of everybody who may appraise in this tenant, by name."""
    found = {m.user_id: m.person.full_name if m.person else str(m.user) for m in _officers()}
    return sorted(found.items(), key=lambda one: sort_key(one[1]))


@prepared(by_key=True)
def _officers() -> QuerySet[Membership]:
    mine = Membership.objects.filter(is_active=True, user__is_active=True, role__verbs__contains=[may.APPRAISE])
    return mine.select_related("user", "person")


def is_past(report: AnnualReport, last_day: dt.date | None) -> bool:
    """Whether the day by which it was owed is over and was met: the report was sent, what came back bears no date."""
    return report.was_submitted and last_day is not None and last_day < clock.today()


def changed_values(report: AnnualReport) -> QuerySet[ReportValue]:
    """Values that the appraiser changed, which the unit may explain."""
    return ReportValue.objects.filter(report=report, decision=Decision.CHANGED).select_related("indicator", "report")
