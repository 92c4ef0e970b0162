"""Reports in the hands of the tests' people: filled, sent, appraised."""

from __future__ import annotations

from decimal import Decimal

from campaigns.selectors import the_campaign
from config.kernel.access import Actor
from targets.models import AnnualReport, ReportValue
from targets.services import appraisal, evidence, reports, values
from targets.services.values import Change
from targets.validators import ValueInput

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def open_report(member, year=2023) -> AnnualReport:
    return reports.open_report(campaign=the_campaign(), unit=member.unit, year=year, actor=member.actor)


def all_values(report) -> list[ReportValue]:
    return list(
        ReportValue.objects.filter(report=report).select_related("indicator").order_by("indicator__order", "id")
    )


def value_of(report, code) -> ReportValue:
    return ReportValue.objects.select_related("indicator", "report").get(report=report, indicator__code=code)


def share_value(report, n=0) -> ReportValue:
    """One of the report's shares."""
    return [v for v in all_values(report) if v.indicator.value_kind == "share"][n]


def an_input(value: ReportValue, percent=80) -> ValueInput:
    """A plausible input for any kind of indicator."""
    kind = value.indicator.value_kind
    if kind == "share":
        return ValueInput(numerator=Decimal(percent) * 10, denominator=Decimal(1000))
    if kind == "number":
        return ValueInput(number=Decimal(percent))
    if kind == "boolean":
        return ValueInput(boolean=percent >= 50)
    options = [p["option"] for p in value.indicator.params if "option" in p]
    return ValueInput(text=options[0] if options else "Đã thực hiện đầy đủ.")


def fill(report, actor: Actor, percent=80, *, proven=True) -> AnnualReport:
    found = all_values(report)
    changes = {v.uid: Change(v.version, an_input(v, percent)) for v in found}
    values.save_values(report=report, changes=changes, actor=actor)
    if proven:
        evidence.attach(
            report=report, upload=PDF, name="bao-cao.pdf", values=[v.uid for v in found], actor=actor,
            number="41/BC-UBND",
        )  # fmt: skip
    report.refresh_from_db()
    return report


def send(clerk, head, year=2023, percent=80, *, proven=True) -> AnnualReport:
    """Opened, filled, handed over, confirmed."""
    report = fill(open_report(clerk, year), clerk.actor, percent, proven=proven)
    report = reports.hand_over(report=report, actor=clerk.actor)
    reports.confirm(report=report, actor=head.actor)
    return AnnualReport.objects.select_related("unit", "campaign").get(pk=report.pk)


def judge_all(report, officer) -> AnnualReport:
    """Everything accepted; what the appraiser scores himself gets half of the points."""
    for value in all_values(report):
        if value.indicator.method == "manual":
            appraisal.appraise(
                value=value, decision="changed", actor=officer.actor, manual_h=value.indicator.max_h // 2,
                reason="Chấm theo hồ sơ.",
            )  # fmt: skip
    appraisal.accept_many(report=report, values=[v.uid for v in all_values(report)], actor=officer.actor)
    return reports.finish(report=report, actor=officer.actor)
