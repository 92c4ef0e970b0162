"""What waits for a person in this app."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.selectors import current_campaign
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.web.work import WorkItem
from targets import permissions as may
from targets.enums import Decision, ReportState
from targets.models import AnnualReport, ReportValue
from targets.selectors import completeness
from targets.selectors.indicators import years_for
from targets.selectors.periods import due_of, dues
from targets.selectors.reports import confirmable_reports, is_past, visible_reports
from units.models import Unit


def items(actor: Actor) -> list[WorkItem]:
    campaign = current_campaign()
    if campaign is None:
        return []
    found: list[WorkItem] = []
    if actor.can(may.EDIT) and actor.unit_id:
        found += _own_reports(actor, campaign)
    if actor.can(may.CONFIRM):
        found += _to_confirm(actor)
    if actor.can(may.APPRAISE):
        found += _to_appraise(actor)
    return found


def _own_reports(actor: Actor, campaign: Campaign) -> list[WorkItem]:
    unit = Unit.objects.filter(pk=actor.unit_id).first() if actor.unit_id else None
    if unit is None or not actor.can(may.EDIT, unit):
        return []
    found = []
    reports = {r.year: r for r in AnnualReport.objects.filter(campaign=campaign, unit=unit)}
    owed = set(years_for(campaign, unit))
    for due in dues(campaign, unit):
        if due.year not in owed or due.is_closed:
            continue
        report = reports.get(due.year)
        if report is None and (not due.is_open(clock.today()) or due.year < clock.today().year):
            continue
        if report is None:
            found.append(
                WorkItem(
                    f"Báo cáo thi đua năm {due.year}", reverse("targets:report", args=[due.year]),
                    "Chưa mở báo cáo.", due.last_day, "report", "Mở báo cáo", due.wording,
                )
            )  # fmt: skip
        elif report.is_open:
            found.append(_open_report(report, due.last_day, due.wording))
    for report in reports.values():
        if report.state == ReportState.APPRAISED:
            changed = ReportValue.objects.filter(report=report, decision=Decision.CHANGED, explanation="").count()
            if changed and (report.explain_until is None or clock.today() <= report.explain_until):
                found.append(
                    WorkItem(
                        f"Giải trình {changed} chỉ tiêu bị điều chỉnh (báo cáo năm {report.year})",
                        reverse("targets:explanations"), "Giải trình một lần cho mỗi chỉ tiêu. Không bắt buộc.",
                        report.explain_until, "explanation", "Xem và giải trình",
                    )
                )  # fmt: skip
    return found


def _open_report(report: AnnualReport, last_day: dt.date | None, wording: str) -> WorkItem:
    state = completeness.of_report(report)
    returned = report.state == ReportState.RETURNED
    title = f"Bổ sung báo cáo năm {report.year} bị trả lại" if returned else f"Báo cáo thi đua năm {report.year}"
    sentence = (
        f"“{report.return_reason}”" if returned else f"Đã đủ {state.done}/{state.total} chỉ tiêu. {state.sentence}"
    )
    return WorkItem(
        title, reverse("targets:report", args=[report.year]), sentence.strip(),
        None if is_past(report, last_day) else last_day, "report",
        "Bổ sung" if returned else "Tiếp tục nhập", wording, state.done, state.total, asked=returned,
    )  # fmt: skip


def _to_confirm(actor: Actor) -> list[WorkItem]:
    waiting = confirmable_reports(actor).filter(state=ReportState.CONFIRMING)
    return [
        WorkItem(
            f"Xác nhận {report}", reverse("targets:confirmation", args=[report.uid]),
            f"{report.handed_over_name} đã trình.", _last_day(report), "confirmation", "Đọc và xác nhận",
        )
        for report in waiting
        if actor.user_id != report.handed_over_by
    ]  # fmt: skip


def _last_day(report: AnnualReport) -> dt.date | None:
    """As it stands today: the period's day may have moved, the unit may have been granted a later one."""
    due = due_of(report.campaign, report.year, report.unit)
    return due.last_day if due else report.last_day


def _to_appraise(actor: Actor) -> list[WorkItem]:
    """One item per year, not one per report: the list itself is the place to work through them. One query."""
    explained = ReportValue.objects.filter(report=OuterRef("pk"), final_set=False).exclude(explanation="")
    waiting = visible_reports(actor, may.APPRAISE).filter(
        Q(state=ReportState.SUBMITTED) | Q(Exists(explained), state=ReportState.APPRAISED)
    )
    count = Counter(waiting.values_list("year", "state"))
    found = []
    for (year, state), reports in sorted(count.items(), key=lambda one: (-one[0][0], one[0][1])):
        of_year = f"{reverse('targets:appraisals')}?nam={year}&nhom="
        if state == ReportState.APPRAISED:
            found.append(
                WorkItem(
                    f"Kết luận giải trình trong {reports} báo cáo năm {year}", f"{of_year}explained",
                    "Đơn vị đã giải trình, chờ kết luận cuối cùng.", None, "appraisal", "Xem và kết luận",
                )
            )  # fmt: skip
        else:
            found.append(
                WorkItem(
                    f"Thẩm định {reports} báo cáo năm {year}", f"{of_year}waiting",
                    "Xếp theo thời gian chờ lâu nhất.", None, "appraisal", "Thẩm định",
                )
            )  # fmt: skip
    return found
