"""Reports by who may see them, and where each stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    Exists,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Extract, JSONObject

from campaigns.models import Campaign
from config.kernel import clock
from config.kernel.access import Actor, at
from config.kernel.prepared import listed, prepared
from config.kernel.text import sort_key
from targets import permissions as may
from targets.enums import COUNTED_STATES, Decision, ReportState
from targets.models import AnnualReport, ReportValue
from targets.selectors.indicators import reporting_kinds
from targets.selectors.periods import Due, asked_in, granted_in
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


@dataclass(slots=True)
class WorkRow:
    """One unit in the officer's list; `above` is what it belongs to, where that is not the tenant itself.

    `state` is "" for a unit that has not begun. `group`: waiting (to be appraised) | explained (the unit waits for
    the last word) | returned | appraised | unsent. `report` and the four counts stand there after `detailed`.
    """

    unit_id: int
    name: str
    is_demo: bool
    above: str
    search_key: str
    sort_key: str
    report_id: int | None
    state: str
    submitted_at: int
    assigned_to: int | None
    days_late: int
    waiting_days: int
    group: str
    report: AnnualReport | None = None
    judged: int = 0
    total: int = 0
    unproven: int = 0
    explained: int = 0


GROUPS = {
    "waiting": "Chờ thẩm định",
    "explained": "Chờ kết luận giải trình",
    "returned": "Đã trả lại",
    "appraised": "Đã thẩm định",
    "unsent": "Chưa gửi",
}
_GROUP_OF = {
    ReportState.SUBMITTED: "waiting",
    ReportState.RETURNED: "returned",
    ReportState.APPRAISED: "appraised",
    ReportState.CLOSED: "appraised",
}
_ORDER = {group: place for place, group in enumerate(GROUPS)}
# A value whose explanation has had no answer.
_UNANSWERED = Q(final_set=False) & ~Q(explanation="")


def is_past(report: AnnualReport, last_day: dt.date | None) -> bool:
    """Whether the day by which it was owed is over and was met: the report was sent, what came back bears no date."""
    return report.was_submitted and last_day is not None and last_day < clock.today()


class Standing(NamedTuple):
    """Of all years: how many reports wait to be appraised, and the ids of appraised reports with an explanation that
    had no answer."""

    waiting: dict[int, int]
    asking: set[int]


def standing(campaign: Campaign, actor: Actor) -> Standing:
    """What the officer's list knows before a year is chosen. One query."""
    found = Standing({}, set())
    for what, year, number in _standing(campaign.pk, actor.paths(may.APPRAISE)):
        if what == "waiting":
            found.waiting[year] = number
        else:
            found.asking.add(number)
    return found


@prepared(int, object, by_key=True)
def _standing(campaign_id: int, paths: tuple[str, ...] | None) -> QuerySet[Any, tuple[str, int, int]]:
    sent = AnnualReport.objects.filter(within(paths, prefix="unit__"), campaign_id=campaign_id)
    waiting = sent.filter(state=ReportState.SUBMITTED).order_by().values_list(_word("waiting"), "year")
    unanswered = ReportValue.objects.filter(_UNANSWERED, report=OuterRef("pk")).order_by()
    asking = AnnualReport.objects.filter(
        Exists(unanswered), campaign_id=campaign_id, state=ReportState.APPRAISED
    ).order_by()
    return waiting.annotate(n=Count("pk")).union(asking.values_list(_word("asking"), "year", "pk"), all=True)


def _word(what: str) -> Value:
    return Value(what, CharField())


def work_list(
    campaign: Campaign, year: int, actor: Actor, due: Due | None, known: Standing | None = None
) -> list[WorkRow]:
    """Every unit that owes a report of `year`: who sent, how late, who has not. Two queries, and one more where
    `known` is not.

    Longest waiting first among those to appraise; the rest in the order of the register.
    """
    today = clock.today()
    common = due.last_day if due else None
    kinds, paths = tuple(sorted(reporting_kinds(campaign, year))), actor.paths(may.APPRAISE)
    known = known or standing(campaign, actor)
    rows = []
    for (
        pk, short, name, is_demo, root, above, search_key, sort, report, state, sent, on, days_late, assigned, granted
    ) in _owing(campaign.pk, year, kinds, paths):  # fmt: skip
        last = granted or common
        late = days_late if on is not None else max(0, (today - last).days) if last else 0
        rows.append(
            WorkRow(
                pk, short or name, is_demo, above if root else "", search_key, sort, report, state or "",
                sent or 0, assigned, late, max(0, (today - on).days) if on else 0,
                "explained" if report in known.asking else _GROUP_OF.get(state, "unsent"),
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (_ORDER[row.group], row.submitted_at, row.sort_key))


@prepared(int, object, object, object, by_key=True)
def _owing(
    campaign_id: int, year: int, kinds: tuple[str, ...], paths: tuple[str, ...] | None
) -> QuerySet[Unit, tuple[Any, ...]]:
    """What `work_list` takes of each unit and its report."""
    mine = Q(reports__campaign_id=campaign_id, reports__year=year)
    units = Unit.objects.filter(asked_in(year, kinds)).filter(within(paths))
    # Of who has sent the day is known.
    last = granted_in(campaign_id, year, When(report__submitted_on__isnull=False, then=None))
    # The order alone matters, and a number is read sooner than a moment.
    sent = Cast(Extract("report__submitted_at", "epoch") * 1_000_000, BigIntegerField())
    return units.annotate(report=FilteredRelation("reports", condition=mine)).order_by().values_list(
        "pk", "short_name", "name", "is_demo", "parent__parent_id", "parent__name", "search_key", "sort_key",
        "report__pk", "report__state", sent, "report__submitted_on", "report__days_late",
        "report__assigned_to", last,
    )  # fmt: skip


def detailed(rows: Sequence[WorkRow]) -> list[WorkRow]:
    """The rows of one page with their reports and how many values were judged, lack proof, or were explained."""
    ids = [row.report_id for row in rows if row.report_id is not None]
    reports = {report.pk: report for report in _counted(ids)} if ids else {}
    for row in rows:
        if row.report_id is not None:
            report: Any = reports[row.report_id]
            row.report = report
            for name, number in (report.tally or {}).items():
                setattr(row, name, number)
    return list(rows)


@prepared(list, by_key=True)
def _counted(reports: list[int]) -> QuerySet[AnnualReport]:
    # For each report its own: values of all reports of the tenant are many.
    values = ReportValue.objects.filter(report=OuterRef("pk")).order_by().values("report")
    tally = JSONObject(
        judged=Count("pk", filter=Q(decision__in=(Decision.ACCEPTED, Decision.CHANGED))),
        total=Count("pk"),
        unproven=Count("pk", filter=Q(self_status="unproven")),
        explained=Count("pk", filter=_UNANSWERED),
    )
    shown = AnnualReport.objects.filter(pk__among=reports).defer(
        "summary", "opened_at", "saved_at", "handed_over_at", "submitted_at", "appraised_at", "return_reason"
    )
    return shown.annotate(tally=Subquery(values.annotate(tally=tally).values("tally")))


def changed_values(report: AnnualReport) -> QuerySet[ReportValue]:
    """Values that the appraiser changed, which the unit may explain."""
    return ReportValue.objects.filter(report=report, decision=Decision.CHANGED).select_related("indicator", "report")
