from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q

from config.kernel import audit, clock, files
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError
from targets import permissions as may
from targets.enums import ReportState
from targets.models import AnnualReport, Evidence, EvidenceLink, ReportValue
from targets.services.points import POINT_FIELDS, rescore
from targets.services.values import closed_sentence, open_for_writing


@transaction.atomic
def attach(
    *,
    report: AnnualReport,
    upload: UploadedFile | bytes,
    name: str,
    values: Iterable[uuid.UUID],
    actor: Actor,
    number: str = "",
    date: dt.date | None = None,
    abstract: str = "",
) -> Evidence:
    """Keep a paper and link it to the values (their `uid`) that it proves. Raises `DomainError` for a bad file.

    The same file sent again is the paper that is there already.
    """
    report = open_for_writing(report, actor)
    wanted = _writable(report, values)
    _check_date(date)
    stored = files.store(upload, name=name, actor=actor, purpose="evidence")
    evidence = Evidence.objects.filter(report=report, file__sha256=stored.sha256).select_related("file").first()
    if evidence is not None and not number and date is None and not abstract:
        stored.delete()
        return link(evidence=evidence, values=[v.uid for v in wanted], actor=actor)
    evidence = Evidence.objects.create(
        report=report, file=stored, number=number.strip()[:80], date=date, abstract=abstract.strip()[:400],
        added_by_name=actor.name,
    )  # fmt: skip
    _link(evidence, wanted)
    _touch(report)
    audit.record(actor=actor, verb="evidence.attach", obj=report, before=report.state, after=report.state,
                 data={"file": stored.name, "sha256": stored.sha256, "number": evidence.number,
                       "values": [v.indicator.code for v in wanted]})  # fmt: skip
    return evidence


@transaction.atomic
def link(*, evidence: Evidence, values: Iterable[uuid.UUID], actor: Actor) -> Evidence:
    """Let a paper that is already there prove more values."""
    report = open_for_writing(evidence.report, actor)
    wanted = _writable(report, values)
    _link(evidence, wanted)
    _touch(report)
    audit.record(actor=actor, verb="evidence.link", obj=report, before=report.state, after=report.state,
                 data={"file": evidence.file.name, "values": [v.indicator.code for v in wanted]})  # fmt: skip
    return evidence


@transaction.atomic
def describe(*, evidence: Evidence, number: str, date: dt.date | None, abstract: str, actor: Actor) -> Evidence:
    """Số hiệu, ngày, trích yếu of a paper. After the first submission only of one that proves a reopened value."""
    report = open_for_writing(evidence.report, actor)
    values = ReportValue.objects.filter(links__evidence=evidence).select_related("indicator")
    refusals = [closed_sentence(report, value) for value in values]
    if refusals and all(refusals):
        raise DomainError(refusals[0] or "", code="not_reopened")
    _check_date(date)
    said = {"number": number.strip()[:80], "date": date, "abstract": abstract.strip()[:400]}
    before = {name: getattr(evidence, name) for name in said}
    if before == said:
        return evidence
    for name, value in said.items():
        setattr(evidence, name, value)
    evidence.save(update_fields=list(said))
    _touch(report)
    audit.record(actor=actor, verb="evidence.describe", obj=report, before=report.state, after=report.state,
                 data={"file": evidence.file.name, "before": before, "after": said})  # fmt: skip
    return evidence


def _check_date(date: dt.date | None) -> None:
    if date is not None and date > clock.today():
        raise DomainError("Ngày của tài liệu không thể sau hôm nay.", code="date", field="date")


@transaction.atomic
def unlink(*, evidence: Evidence, value: ReportValue, actor: Actor) -> None:
    """Take a paper off one value; the file itself stays on record."""
    report = open_for_writing(evidence.report, actor)
    (value,) = _writable(report, [value.uid])
    removed, _ = EvidenceLink.objects.filter(evidence=evidence, value=value).delete()
    if not removed:
        return
    recount([value], report.year)
    _touch(report)
    audit.record(actor=actor, verb="evidence.unlink", obj=report, before=report.state, after=report.state,
                 data={"file": evidence.file.name, "values": [value.indicator.code]})  # fmt: skip


@transaction.atomic
def reject(*, link: EvidenceLink, rejected: bool, reason: str, actor: Actor) -> EvidenceLink:
    """The appraiser does not accept (or accepts again) a paper as proof of one value."""
    report = AnnualReport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=link.evidence.report_id)
    require(actor, may.APPRAISE, report.unit)
    if report.state != ReportState.SUBMITTED:
        raise Conflict("Báo cáo không còn ở bước thẩm định. Hãy tải lại trang.", code="stale")
    if rejected and not reason.strip():
        raise DomainError("Nêu lý do không chấp nhận tài liệu.", code="reason_missing", field="reason")
    link.rejected, link.reason = rejected, reason.strip()
    link.save(update_fields=["rejected", "reason"])
    recount([ReportValue.objects.select_related("indicator").get(pk=link.value_id)], report.year)
    audit.record(actor=actor, verb="evidence.reject" if rejected else "evidence.accept", obj=report,
                 before=report.state, after=report.state, reason=reason,
                 data={"file": link.evidence.file.name})  # fmt: skip
    return link


def recount(values: list[ReportValue], year: int) -> None:
    """Bring the counts of papers, and with them the points, up to date."""
    counts = {
        row["value"]: row
        for row in EvidenceLink.objects.filter(value__in=values)
        .values("value")
        .annotate(linked=Count("id"), valid=Count("id", filter=Q(rejected=False)))
    }
    for value in values:
        row = counts.get(value.pk, {"linked": 0, "valid": 0})
        value.evidence_count, value.evidence_valid = row["linked"], row["valid"]
        rescore(value, year)
    ReportValue.objects.bulk_update(values, ["evidence_count", "evidence_valid", *POINT_FIELDS])


def _writable(report: AnnualReport, uids: Iterable[uuid.UUID]) -> list[ReportValue]:
    values = list(ReportValue.objects.filter(report=report, uid__in=list(uids)).select_related("indicator"))
    if not values:
        raise DomainError("Chọn ít nhất một chỉ tiêu mà tài liệu này chứng minh.", code="no_value", field="values")
    for value in values:
        if refusal := closed_sentence(report, value):
            raise DomainError(refusal, code="not_reopened")
    return values


def _link(evidence: Evidence, values: list[ReportValue]) -> None:
    EvidenceLink.objects.bulk_create(
        [EvidenceLink(evidence=evidence, value=value) for value in values], ignore_conflicts=True
    )
    recount(values, evidence.report.year)


def _touch(report: AnnualReport) -> None:
    report.saved_at = clock.now()
    report.save(update_fields=["saved_at"])
