"""A report on its way: opened, handed to the head, confirmed and frozen, returned, finished."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from campaigns.models import Campaign, ReportingPeriod
from config.kernel import audit, clock, jobs, workflow
from config.kernel.access import Actor, require
from config.kernel.errors import DomainError, Invalid
from config.kernel.models import Job
from config.kernel.text import format_date
from targets import permissions as may
from targets.enums import Decision, ReportState, SetState
from targets.flow import REPORT_FLOW
from targets.models import AnnualReport, IndicatorSet, ReportValue, ReportVersion
from targets.selectors.frozen import digest_of, frozen_content
from targets.selectors.indicators import applicable
from targets.selectors.periods import due_of
from targets.selectors.reports import officers
from targets.services.points import POINT_FIELDS, rescore
from units.models import Unit

EXPLAIN_DAYS = 10
RECEIPT = "targets.receipt"
# What a conclusion consists of; given up where a value was sent back (the audit trail keeps it).
_JUDGED = (
    "reopened", "decision", "explanation", "explained_at", "explained_by_name", "final_set", "final_reason",
    "final_by_name",
)  # fmt: skip


@transaction.atomic
def open_report(*, campaign: Campaign, unit: Unit, year: int, actor: Actor) -> AnnualReport:
    """The unit's report of `year`; made at the first call with exactly the indicators that apply to the unit.

    Raises `DomainError` while the reporting period is not open, and where nothing applies.
    """
    existing = AnnualReport.objects.filter(campaign=campaign, unit=unit, year=year).first()
    if existing is not None:
        return existing
    require(actor, may.EDIT, unit)
    due = due_of(campaign, year, unit)
    if due is None:
        raise DomainError(f"Kỳ báo cáo năm {year} chưa mở.", code="period_closed")
    if due.is_closed:
        raise DomainError(f"Kỳ báo cáo năm {year} đã đóng.", code="period_closed")
    if not due.is_open(clock.today()):
        raise DomainError(f"Kỳ báo cáo năm {year} mở từ ngày {format_date(due.opens_on)}.", code="period_closed")
    indicators = applicable(campaign, unit, year)
    if not indicators:
        raise DomainError(f"Năm {year} không có chỉ tiêu nào áp dụng cho {unit.display_name}.", code="nothing_applies")
    report, created = AnnualReport.objects.get_or_create(
        campaign=campaign, unit=unit, year=year,
        defaults={"unit_name": unit.display_name, "last_day": due.last_day},
    )  # fmt: skip
    if created:
        ReportValue.objects.bulk_create([ReportValue(report=report, indicator=i) for i in indicators])
        IndicatorSet.objects.filter(pk__in={i.set_id for i in indicators}, state=SetState.DRAFT).update(
            state=SetState.USED
        )
        audit.record(actor=actor, verb="report.open", obj=report, after=ReportState.DRAFT,
                     data={"year": year, "indicators": len(indicators)})  # fmt: skip
    return report


def hand_over(*, report: AnnualReport, actor: Actor, expected_version: int | None = None) -> AnnualReport:
    """The clerk asks the head of the unit to confirm."""
    return workflow.apply(
        REPORT_FLOW, "hand_over", report, actor=actor, expected_version=expected_version,
        changes={"handed_over_by": actor.user_id, "handed_over_name": actor.name, "handed_over_at": clock.now()},
    )  # fmt: skip


def take_back(*, report: AnnualReport, actor: Actor, expected_version: int | None = None) -> AnnualReport:
    return workflow.apply(REPORT_FLOW, "take_back", report, actor=actor, expected_version=expected_version)


def send_back(*, report: AnnualReport, actor: Actor, reason: str, expected_version: int | None = None) -> AnnualReport:
    """The head does not confirm; the clerk goes on."""
    return workflow.apply(
        REPORT_FLOW, "send_back", report, actor=actor, reason=reason, expected_version=expected_version,
        changes={"return_reason": reason},
    )  # fmt: skip


@transaction.atomic
def confirm(*, report: AnnualReport, actor: Actor, expected_version: int | None = None) -> ReportVersion:
    """The head confirms and sends: state, lateness, receipt, and a frozen version with its digest."""
    today = clock.today()
    due = due_of(report.campaign, report.year, report.unit)
    number = report.submission + 1
    period = ReportingPeriod.objects.select_for_update().filter(campaign=report.campaign, year=report.year).first()
    if period is None or due is None:
        raise DomainError(f"Kỳ báo cáo năm {report.year} chưa mở.", code="period_closed")
    if due.is_closed and not report.was_submitted:
        raise DomainError(f"Kỳ báo cáo năm {report.year} đã đóng, không nhận báo cáo nữa.", code="period_closed")
    receipt_number = (
        ReportVersion.objects.filter(year=report.year).aggregate(top=Max("receipt_number"))["top"] or 0
    ) + 1
    receipt = f"BN-{report.year}-{receipt_number:04d}"
    changes: dict[str, Any] = {
        "submission": number,
        "submitted_at": clock.now(),
        "last_day": due.last_day,
        "receipt": receipt,
        "return_reason": "",
    }
    if report.submission == 0:
        # A correction that was asked for does not make a report that came in time late.
        changes |= {"submitted_on": today, "days_late": due.days_late(today)}
    sent = workflow.apply(
        REPORT_FLOW, "confirm", report, actor=actor, expected_version=expected_version, changes=changes,
        data={"receipt": receipt, "days_late": changes.get("days_late", report.days_late), "submission": number},
    )  # fmt: skip
    # What was sent back is judged anew; the rest keeps its conclusion.
    again = list(ReportValue.objects.filter(report=sent, reopened=True).select_related("indicator"))
    for value in again:
        value.reopened, value.decision = False, Decision.NONE
        value.explanation, value.explained_at, value.explained_by_name = "", None, ""
        value.final_set, value.final_reason, value.final_by_name = False, "", ""
        rescore(value, sent.year)
    ReportValue.objects.bulk_update(again, [*_JUDGED, *POINT_FIELDS])
    content = frozen_content(sent)
    version = ReportVersion.objects.create(
        report=sent, number=number, year=sent.year, receipt_number=receipt_number, content=content,
        digest=digest_of(content), submitted_at=sent.submitted_at, submitted_by=actor.name,
        submitted_title=actor.title,
    )  # fmt: skip
    ask_for_receipt(version=version, actor=actor)
    return version


def ask_for_receipt(*, version: ReportVersion, actor: Actor) -> Job:
    """The receipt as PDF, drawn by a worker; once per submission, whoever asks."""
    return jobs.enqueue(
        kind=RECEIPT, actor=actor, params={"version": version.pk}, key=str(version.uid),
        label=f"Biên nhận {version.receipt}", queue="documents",
    )  # fmt: skip


@transaction.atomic
def return_report(
    *,
    report: AnnualReport,
    remarks: Mapping[uuid.UUID, str],
    actor: Actor,
    reason: str,
    expected_version: int | None = None,
) -> AnnualReport:
    """Send the report back for the values in `remarks` (value uid → what is wanted); only those open again."""
    AnnualReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    values = list(ReportValue.objects.filter(report=report, uid__in=list(remarks)).select_related("indicator"))
    if not values:
        raise DomainError("Chọn ít nhất một chỉ tiêu cần bổ sung và ghi yêu cầu.", code="no_value")
    if silent := [value for value in values if not remarks[value.uid].strip()]:
        said = {f"remark-{v.uid}": [f"Ghi yêu cầu bổ sung cho chỉ tiêu {v.indicator.code}."] for v in silent}
        raise Invalid(said, code="remark_missing")
    for value in values:
        remark = remarks[value.uid].strip()
        value.reopened, value.remark, value.decision = True, remark, Decision.ASKED
        rescore(value, report.year)
    returned = workflow.apply(
        REPORT_FLOW, "return", report, actor=actor, reason=reason, expected_version=expected_version,
        changes={"return_reason": reason},
        data={"values": {v.indicator.code: v.remark for v in values}},
    )  # fmt: skip
    ReportValue.objects.bulk_update(values, ["reopened", "remark", "decision", *POINT_FIELDS])
    return returned


def finish(*, report: AnnualReport, actor: Actor, expected_version: int | None = None) -> AnnualReport:
    """Every value is judged; the unit may explain until the date that is set here."""
    return workflow.apply(
        REPORT_FLOW, "finish", report, actor=actor, expected_version=expected_version,
        changes={
            "appraised_at": clock.now(),
            "explain_until": clock.today() + dt.timedelta(days=EXPLAIN_DAYS),
        },
    )  # fmt: skip


def reopen(*, report: AnnualReport, actor: Actor, reason: str, expected_version: int | None = None) -> AnnualReport:
    return workflow.apply(REPORT_FLOW, "reopen", report, actor=actor, reason=reason, expected_version=expected_version)


@transaction.atomic
def assign(*, report: AnnualReport, actor: Actor, user_id: int | None, name: str) -> AnnualReport:
    """Give the report to an officer, or to nobody (`user_id` None). Only who may appraise can be given one."""
    if user_id is not None and user_id not in dict(officers()):
        raise DomainError("Người được giao không có quyền thẩm định báo cáo.", code="not_an_officer", field="assign")
    report = AnnualReport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
    require(actor, may.APPRAISE, report.unit)
    report.assigned_to, report.assigned_name = user_id, name if user_id is not None else ""
    report.save(update_fields=["assigned_to", "assigned_name"])
    audit.record(actor=actor, verb="report.assign", obj=report, before=report.state, after=report.state,
                 data={"to": report.assigned_name})  # fmt: skip
    return report
