"""What waits because of annual reports: two queries for a unit, one for who confirms or appraises."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from campaigns.models import Campaign, Extension, ReportingPeriod
from config.kernel.access import Actor
from config.kernel.prepared import prepared
from targets import permissions as may
from targets.enums import OPEN_STATES, Decision, ReportState
from targets.models import AnnualReport, ReportValue
from targets.selectors.completeness import entered
from targets.selectors.indicators import sets_for
from targets.selectors.periods import Due, due_in, periods_of
from targets.selectors.reports import confirmable_reports, visible_reports
from units.models import Unit


class Owes(NamedTuple):
    """One year of a unit; `owed`: units of its kind have something to report."""

    due: Due
    owed: bool
    path: str


def years_of(campaign: Campaign, unit_id: int) -> list[Owes]:
    """Every year of the campaign, newest first; nothing for a unit that does not exist."""
    found = _years_of(campaign.pk, unit_id)
    return [Owes(due_in(p, p.granted), p.owed, p.unit_path) for p in found if p.unit_path is not None]


@prepared(int, int, by_key=True)
def _years_of(campaign_id: int, unit_id: int) -> QuerySet[Any]:
    unit = Unit.objects.filter(pk=unit_id).order_by()
    year = Func(OuterRef("year"), function="to_jsonb", output_field=JSONField())
    asked = sets_for(campaign_id, Subquery(unit.values("kind"))).filter(years__contains=year)
    return periods_of(campaign_id, unit_id).annotate(owed=Exists(asked), unit_path=Subquery(unit.values("path")))


def reports_of(campaign: Campaign, unit_id: int) -> list[Any]:
    """Reports of a unit, newest first; open ones with what was `entered`, appraised ones with how many values were
    `changed` and not explained."""
    return _reports_of(campaign.pk, unit_id)


@prepared(int, int, by_key=True)
def _reports_of(campaign_id: int, unit_id: int) -> QuerySet[AnnualReport]:
    changed = ReportValue.objects.filter(report=OuterRef("pk"), decision=Decision.CHANGED, explanation="").order_by()
    number = Subquery(changed.values("report").annotate(n=Count("pk")).values("n"))
    return AnnualReport.objects.filter(campaign_id=campaign_id, unit_id=unit_id).annotate(
        entered=Case(When(state__in=OPEN_STATES, then=entered())),
        changed=Case(When(state=ReportState.APPRAISED, then=number)),
    )


class Waiting(NamedTuple):
    """confirm: a report, with who handed it over (`by`, `name`) and its last day; else `number` reports of a year that
    are in the state which `what` names and wait to be appraised."""

    what: str
    year: int
    number: int
    by: int | None = None
    uid: uuid.UUID | None = None
    unit_name: str = ""
    name: str = ""
    day: dt.date | None = None
    place: int = 0


def for_head_and_officer(actor: Actor) -> list[Waiting]:
    """Reports to confirm, newest year first, and years with reports to appraise."""
    if not actor.can(may.CONFIRM) and not actor.can(may.APPRAISE):
        return []
    found: Iterable[Waiting] = (Waiting(*row) for row in _waiting(actor))
    return sorted(found, key=lambda one: (-one.year, one.what, one.place))


@prepared(Actor, by_key=True)
def _waiting(actor: Actor) -> QuerySet[Any, tuple[Any, ...]]:
    asked = []
    if actor.can(may.CONFIRM):
        reports = confirmable_reports(actor).filter(state=ReportState.CONFIRMING).order_by()
        asked.append(
            reports.values_list(
                Value("confirm", CharField()), "year", Value(1, BigIntegerField()), "handed_over_by", "uid",
                "unit_name", "handed_over_name", _last_day(), F("pk"),
            )
        )  # fmt: skip
    if actor.can(may.APPRAISE):
        # An explanation that had no answer brings an appraised report back.
        explained = ReportValue.objects.filter(report=OuterRef("pk"), final_set=False).exclude(explanation="")
        sent = visible_reports(actor, may.APPRAISE).filter(
            Q(state=ReportState.SUBMITTED) | Q(Exists(explained.order_by()), state=ReportState.APPRAISED)
        )
        asked.append(
            sent.order_by().values_list("state", "year").annotate(
                n=Count("pk"), by=Cast(Value(None), BigIntegerField()), uid_=Cast(Value(None), UUIDField()),
                unit_=Value("", CharField()), name_=Value("", CharField()), day=Cast(Value(None), DateField()),
                place=Value(0, BigIntegerField()),
            )
        )  # fmt: skip
    first, *rest = asked
    return first.union(*rest, all=True) if rest else first


def _last_day() -> Coalesce:
    """As it stands today: the period's day may have moved, the unit may have been granted a later one."""
    granted = Extension.objects.filter(
        period__campaign=OuterRef("campaign"), period__year=OuterRef("year"), unit=OuterRef("unit")
    ).order_by()
    period = ReportingPeriod.objects.filter(campaign=OuterRef("campaign"), year=OuterRef("year")).order_by()
    return Coalesce(Subquery(granted.values("last_day")[:1]), Subquery(period.values("last_day")[:1]), "last_day")
