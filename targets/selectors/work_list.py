"""The officer's list: every unit that owes a report of a year, who sent, how late, who has not."""

from __future__ import annotations

from collections import Counter
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
from config.kernel.access import Actor
from config.kernel.prepared import prepared
from config.kernel.text import search_key
from targets import permissions as may
from targets.enums import Decision, ReportState
from targets.models import AnnualReport, ReportValue
from targets.selectors.indicators import reporting_kinds
from targets.selectors.periods import Due, asked_in, granted_in
from units.models import Unit
from units.selectors.tree import within


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
        pk, short, name, is_demo, root, above, folded, sort, report, state, sent, on, days_late, assigned, granted
    ) in _owing(campaign.pk, year, kinds, paths):  # fmt: skip
        last = granted or common
        late = days_late if on is not None else max(0, (today - last).days) if last else 0
        rows.append(
            WorkRow(
                pk, short or name, is_demo, above if root else "", folded, sort, report, state or "",
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


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list. `group`: one of `GROUPS`, or "late". `whose`: "mine" those given to me, "nobodys"
    those that wait and are given to nobody."""

    group: str = ""
    whose: str = ""
    text: str = ""


def wanted(rows: Sequence[WorkRow], asked: Wanted, actor: Actor) -> list[WorkRow]:
    """The rows that `asked` means, in their order."""
    key = search_key(asked.text)
    return [
        row
        for row in rows
        if (asked.whose != "mine" or _is_mine(row, actor))
        and (asked.whose != "nobodys" or (row.group == "waiting" and row.assigned_to is None))
        and (asked.group not in GROUPS or row.group == asked.group)
        and (asked.group != "late" or row.days_late)
        and key in row.search_key
    ]


class Tally(NamedTuple):
    """How many units of the list are in each group; how many are late; how many reports are given to this person."""

    groups: dict[str, int]
    late: int
    mine: int


def tally(rows: Sequence[WorkRow], actor: Actor) -> Tally:
    found = Counter(row.group for row in rows)
    return Tally(
        {group: found[group] for group in GROUPS},
        sum(1 for row in rows if row.days_late),
        sum(1 for row in rows if _is_mine(row, actor)),
    )


def _is_mine(row: WorkRow, actor: Actor) -> bool:
    return row.assigned_to is not None and row.assigned_to == actor.user_id
