"""Reports by who may see them, and where each stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from campaigns.models import Campaign
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.text import sort_key
from targets import permissions as may
from targets.enums import Decision, ReportState
from targets.models import AnnualReport, ReportValue
from targets.selectors.indicators import reporting_kinds
from targets.selectors.periods import Due, extended_days
from units.models import Membership, Unit
from units.selectors.access import held_at
from units.selectors.tree import forerunners, valid_on, within


def visible_reports(actor: Actor, verb: str = may.VIEW) -> QuerySet[AnnualReport]:
    """Reports of the subtrees in which the actor holds `verb`; who may read, also those of the units before them."""
    paths = actor.paths(verb)
    seen = within(paths, prefix="unit__")
    if verb == may.VIEW and paths:
        seen |= Q(unit__in=forerunners(paths))
    return AnnualReport.objects.filter(seen).select_related("unit", "campaign")


def confirmable_reports(actor: Actor) -> QuerySet[AnnualReport]:
    """Reports that this person confirms: of the own unit, and of units below it that have no head of their own."""
    heads = Membership.objects.filter(
        unit=OuterRef("unit"), is_active=True, role__verbs__contains=[may.CONFIRM]
    ).order_by()
    return visible_reports(actor, may.CONFIRM).filter(Q(unit_id=actor.unit_id) | ~Exists(heads))


def has_own_head(unit: Unit) -> bool:
    """Whether somebody confirms for exactly this unit."""
    return held_at(unit, may.CONFIRM)


def own_unit(actor: Actor) -> Unit:
    """The unit that this person reports for; 404 for those who report for none."""
    unit = Unit.objects.filter(pk=actor.unit_id).first() if actor.unit_id else None
    if unit is None:
        raise Http404
    return unit


def own_report(campaign: Campaign, unit: Unit, year: int) -> AnnualReport | None:
    return (
        AnnualReport.objects.filter(campaign=campaign, unit=unit, year=year).select_related("unit", "campaign").first()
    )


def officers() -> list[tuple[int, str]]:
    """(user id, name) of everybody who may appraise in this tenant, by name."""
    members = Membership.objects.filter(
        is_active=True, user__is_active=True, role__verbs__contains=[may.APPRAISE]
    ).select_related("user", "person")
    found = {m.user_id: m.person.full_name if m.person else str(m.user) for m in members}
    return sorted(found.items(), key=lambda one: sort_key(one[1]))


@dataclass(frozen=True)
class WorkRow:
    """One unit in the officer's list. `report` is None for a unit that has not begun."""

    unit: Unit
    report: AnnualReport | None
    judged: int = 0
    total: int = 0
    days_late: int = 0
    unproven: int = 0
    explained: int = 0
    waiting_days: int = 0

    @property
    def group(self) -> str:
        """waiting (to be appraised) | explained (the unit waits for the last word) | returned | appraised | unsent."""
        if self.report is None:
            return "unsent"
        if self.explained and self.report.state == ReportState.APPRAISED:
            return "explained"
        return {
            ReportState.SUBMITTED: "waiting",
            ReportState.RETURNED: "returned",
            ReportState.APPRAISED: "appraised",
            ReportState.CLOSED: "appraised",
        }.get(ReportState(self.report.state), "unsent")


GROUPS = {
    "waiting": "Chờ thẩm định",
    "explained": "Chờ kết luận giải trình",
    "returned": "Đã trả lại",
    "appraised": "Đã thẩm định",
    "unsent": "Chưa gửi",
}


def work_list(campaign: Campaign, year: int, actor: Actor, due: Due | None) -> list[WorkRow]:
    """Every unit that owes a report of `year`: who sent, how late, who has not. Four queries.

    Longest waiting first among those to appraise; the rest in the order of the register.
    """
    today = clock.today()
    kinds = reporting_kinds(campaign, year)
    units = valid_on(Unit.objects.filter(kind__in=kinds), dt.date(year, 12, 31)).filter(
        within(actor.paths(may.APPRAISE))
    )
    reports = {
        r.unit_id: r
        for r in AnnualReport.objects.filter(campaign=campaign, year=year).annotate(
            judged_count=Count(
                "values", filter=Q(values__decision__in=(Decision.ACCEPTED, Decision.CHANGED)), distinct=True
            ),
            value_count=Count("values", distinct=True),
            unproven_count=Count("values", filter=Q(values__self_status="unproven"), distinct=True),
            explained_count=Count(
                "values", filter=~Q(values__explanation="") & Q(values__final_set=False), distinct=True
            ),
        )
    }
    rows = []
    granted = extended_days(campaign, year)
    for unit in units.select_related("parent"):
        report = reports.get(unit.pk)
        sent = report is not None and report.submitted_on is not None
        day = granted.get(unit.pk) or (due.last_day if due else None)
        late = report.days_late if report is not None and sent else max(0, (today - day).days) if day else 0
        rows.append(
            WorkRow(
                unit,
                report,
                getattr(report, "judged_count", 0),
                getattr(report, "value_count", 0),
                late,
                getattr(report, "unproven_count", 0),
                getattr(report, "explained_count", 0),
                max(0, (today - report.submitted_on).days) if report is not None and report.submitted_on else 0,
            )
        )
    return sorted(rows, key=_by_urgency)


def _by_urgency(row: WorkRow) -> tuple[int, float, str]:
    order = list(GROUPS).index(row.group)
    sent = row.report.submitted_at.timestamp() if row.report and row.report.submitted_at else 0.0
    return order, sent, row.unit.sort_key


def changed_values(report: AnnualReport) -> QuerySet[ReportValue]:
    """Values that the appraiser changed, which the unit may explain."""
    return ReportValue.objects.filter(report=report, decision=Decision.CHANGED).select_related("indicator", "report")
