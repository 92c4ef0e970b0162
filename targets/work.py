"""What waits for a person in this app."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from campaigns.models import Campaign
from campaigns.selectors import current_campaign
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.web.work import WorkItem
from targets import permissions as may
from targets.enums import ReportState
from targets.models import AnnualReport
from targets.selectors import completeness
from targets.selectors.reports import is_past
from targets.selectors.waiting import Waiting, for_head_and_officer, reports_of, years_of


def items(actor: Actor) -> list[WorkItem]:
    campaign = current_campaign()
    if campaign is None:
        return []
    own = _own_reports(actor, campaign) if actor.can(may.EDIT) else []
    waiting = for_head_and_officer(actor)
    return [
        *own,
        *(_confirm(one) for one in waiting if one.what == "confirm" and one.by != actor.user_id),
        *(_appraise(one) for one in waiting if one.what != "confirm"),
    ]


def _own_reports(actor: Actor, campaign: Campaign) -> list[WorkItem]:
    years = years_of(campaign, actor.unit_id) if actor.unit_id else []
    if not years or actor.unit_id is None or not actor.can(may.EDIT, years[0]):
        return []
    found = []
    reports = {report.year: report for report in reports_of(campaign, actor.unit_id)}
    for due, owed, _ in years:
        if not owed or due.is_closed:
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
    today = clock.today()
    return found + [_explain(r) for r in reports.values() if r.changed and r.takes_explanations(today)]


def _explain(report: Any) -> WorkItem:
    return WorkItem(
        f"Kết quả thẩm định năm {report.year}: {report.changed} chỉ tiêu được chấm điểm hoặc điều chỉnh",
        reverse("targets:explanations"), "Đọc lý do; không đồng ý thì giải trình, một lần cho mỗi chỉ tiêu.",
        report.explain_until, "explanation", "Xem và giải trình",
    )  # fmt: skip


def _open_report(report: Any, last_day: dt.date | None, wording: str) -> WorkItem:
    state = completeness.of_entered(report.entered)
    # The head gives a draft back, the standing agency a report that was sent.
    returned = report.state == ReportState.RETURNED or bool(report.return_reason)
    title = f"Bổ sung báo cáo năm {report.year} bị trả lại" if returned else f"Báo cáo thi đua năm {report.year}"
    sentence = (
        f"“{report.return_reason}”" if returned else f"Đã đủ {state.done}/{state.total} chỉ tiêu. {state.sentence}"
    )
    return WorkItem(
        title, reverse("targets:report", args=[report.year]), sentence.strip(),
        None if is_past(report, last_day) else last_day, "report",
        "Bổ sung" if returned else "Tiếp tục nhập", wording, state.done, state.total, asked=returned,
    )  # fmt: skip


def _confirm(one: Waiting) -> WorkItem:
    return WorkItem(
        f"Xác nhận {AnnualReport(year=one.year, unit_name=one.unit_name)}",
        reverse("targets:confirmation", args=[one.uid]), f"{one.name} đã trình.", one.day, "confirmation",
        "Đọc và xác nhận",
    )  # fmt: skip


def _appraise(one: Waiting) -> WorkItem:
    """One item per year, not one per report: the list itself is the place to work through them."""
    of_year = f"{reverse('targets:appraisals')}?nam={one.year}&nhom="
    if one.what == ReportState.APPRAISED:
        return WorkItem(
            f"Kết luận giải trình trong {one.number} báo cáo năm {one.year}", f"{of_year}explained",
            "Đơn vị đã giải trình, chờ kết luận cuối cùng.", None, "appraisal", "Xem và kết luận",
        )  # fmt: skip
    return WorkItem(
        f"Thẩm định {one.number} báo cáo năm {one.year}", f"{of_year}waiting", "Xếp theo thời gian chờ lâu nhất.", None,
        "appraisal", "Thẩm định",
    )  # fmt: skip
