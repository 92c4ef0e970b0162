"""API: annual reports, their values, the versions that were sent."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.db.models import QuerySet, Value
from django.http import Http404
from django.urls import path
from rest_framework import serializers

from campaigns.selectors import the_campaign
from config.kernel.access import all_visible, visible
from config.kernel.api import Amount, Call, Points, Version, endpoint
from config.kernel.errors import Conflict, DomainError
from config.kernel.prepared import listed
from targets import permissions as may
from targets.enums import Decision, ReportState
from targets.models import ReportValue, ReportVersion
from targets.selectors.reports import listed_reports, reads_conclusions, report_at, reports_in, visible_reports
from targets.services import reports, values
from targets.validators import ValueInput
from units.selectors import units_for

REPORTS = "Báo cáo"


class ReportRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    unit = serializers.UUIDField(source="unit.uid")
    unit_name = serializers.CharField()
    year = serializers.IntegerField()
    state = serializers.ChoiceField(choices=ReportState.choices)
    version = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    days_late = serializers.IntegerField()
    receipt = serializers.CharField()
    return_reason = serializers.CharField()


class ValueRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    version = serializers.IntegerField()
    indicator = serializers.CharField(source="indicator.code")
    name = serializers.CharField(source="indicator.name")
    value_kind = serializers.CharField(source="indicator.value_kind", help_text="share, number, boolean, text")
    threshold = Amount(source="indicator.threshold")
    numerator = Amount()
    denominator = Amount()
    number = Amount()
    boolean = serializers.BooleanField(allow_null=True)
    text = serializers.CharField()
    not_applicable = serializers.BooleanField()
    na_reason = serializers.CharField()
    note = serializers.CharField()
    evidence_count = serializers.IntegerField()
    decision = serializers.ChoiceField(choices=Decision.choices, allow_blank=True)
    judged = serializers.CharField(help_text="Gọi tên kết luận đang có; rỗng: chưa ai kết luận.")
    appraised_reason = serializers.CharField()
    explanation = serializers.CharField()
    self_points = Points(source="self_points_h")
    final_points = Points(source="final_points_h")
    max_points = Points(source="indicator.max_h")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Of a value annotated `unread` only what the unit itself said: the officer has not finished."""
        row = super().to_representation(instance)
        if getattr(instance, "unread", False):
            row |= {"decision": "", "judged": "", "appraised_reason": "", "final_points": row["self_points"]}
        return row


class ValueChange(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1)
    numerator = Amount(required=False, allow_null=True)
    denominator = Amount(required=False, allow_null=True)
    number = Amount(required=False, allow_null=True)
    boolean = serializers.BooleanField(required=False, allow_null=True)
    text = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    not_applicable = serializers.BooleanField(required=False)
    na_reason = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class ValueChanges(serializers.Serializer[Any]):
    values = ValueChange(many=True, allow_empty=False)


class OpenReport(serializers.Serializer[Any]):
    unit = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2000, max_value=2100)


class ReturnInput(Version):
    remarks = serializers.DictField(
        child=serializers.CharField(max_length=2000), required=False, help_text="Khi trả lại: uid giá trị → câu hỏi."
    )


class SummaryInput(serializers.Serializer[Any]):
    text = serializers.CharField(allow_blank=True, max_length=20_000)


class SentRow(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    receipt = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    submitted_by = serializers.CharField()
    digest = serializers.CharField(help_text="SHA-256 của nội dung đã khóa.")
    content = serializers.DictField(help_text="Báo cáo đúng như lúc gửi.")


@endpoint(
    "GET", may.VIEW, summary="Báo cáo hằng năm", tag=REPORTS, gives=ReportRow, many=True,
    query=[("year", "Năm."), ("state", "Trạng thái, ví dụ submitted."), ("unit", "uid của đơn vị.")],
)  # fmt: skip
def report_list(call: Call) -> Any:
    state = call.query.get("state", "")
    asked = call.actor, the_campaign().pk, call.year(), state if state in ReportState.values else ""
    if "unit" in call.query:
        return reports_in(*asked).filter(unit=visible(units_for(call.actor, may.VIEW), call.query["unit"]))
    return listed_reports(*asked)


@endpoint("GET", may.VIEW, summary="Một báo cáo", tag=REPORTS, gives=ReportRow)
def report(call: Call, uid: str) -> Any:
    return visible(visible_reports(call.actor), uid)


@endpoint("GET", may.VIEW, summary="Giá trị của một báo cáo", tag=REPORTS, gives=ValueRow, many=True)
def report_values(call: Call, uid: str) -> Any:
    found = report_at(call.actor, uid)
    return _values(found.pk, reads_conclusions(call.actor, found))


@listed(int, object, kept=True)
def _values(report_id: int, with_conclusions: bool) -> QuerySet[ReportValue]:
    values = ReportValue.objects.filter(report_id=report_id).select_related("indicator")
    found = values.order_by("indicator__order", "id")
    return found if with_conclusions else found.annotate(unread=Value(value=True))


@endpoint(
    "POST", may.EDIT, summary="Mở báo cáo của một năm", tag=REPORTS, takes=OpenReport, gives=ReportRow,
    description="Mở lần nữa thì trả về báo cáo đã có.",
    example={"unit": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11", "year": 2023},
)  # fmt: skip
def report_open(call: Call) -> Any:
    unit = visible(units_for(call.actor, may.VIEW), call.given["unit"])
    return reports.open_report(campaign=the_campaign(), unit=unit, year=call.given["year"], actor=call.actor)


@endpoint(
    "POST", may.EDIT, summary="Ghi giá trị", tag=REPORTS, takes=ValueChanges,
    description="Ghi được hết hoặc không ghi gì: giá trị đã có người sửa sau phiên bản gửi lên thì trả lời 409.",
    example={"values": [{"uid": "5c1f7d0a-83c0-4f5e-9a63-2f3f3c1d2b10", "version": 1, "numerator": "2705",
                         "denominator": "2900"}]},
)  # fmt: skip
def values_save(call: Call, uid: str) -> Any:
    found = visible(visible_reports(call.actor), uid)
    names = {field.name for field in dataclasses.fields(ValueInput)}
    changes = {
        one["uid"]: values.Change(one["version"], ValueInput(**{k: v for k, v in one.items() if k in names}))
        for one in call.given["values"]
    }
    all_visible(found.values.all(), changes)
    saved = values.save_values(report=found, changes=changes, actor=call.actor)
    if saved.clashes:
        raise Conflict(" ".join(clash.sentence for clash in saved.clashes), code="stale")
    return {"values": ValueRow(saved.values, many=True).data}


@endpoint(
    "POST", summary="Chuyển bước một báo cáo", tag=REPORTS, takes=ReturnInput, gives=ReportRow, example={"version": 3},
    description="Bước: hand_over (trình lãnh đạo), take_back, send_back, confirm (xác nhận và gửi), return (trả lại, "
    "kèm remarks), finish (kết thúc thẩm định), reopen.",
)  # fmt: skip
def report_step(call: Call, uid: str, step: str) -> Any:
    found = visible(visible_reports(call.actor), uid)
    given: dict[str, Any] = {"report": found, "actor": call.actor, "expected_version": call.given["version"]}
    reason = call.given.get("reason", "")
    if step in ("hand_over", "take_back", "confirm", "finish"):
        {"hand_over": reports.hand_over, "take_back": reports.take_back, "confirm": reports.confirm,
         "finish": reports.finish}[step](**given)  # fmt: skip
    elif step == "send_back":
        reports.send_back(reason=reason, **given)
    elif step == "reopen":
        reports.reopen(reason=reason, **given)
    elif step == "return":
        reports.return_report(reason=reason, remarks=_remarks(call.given.get("remarks", {})), **given)
    else:
        raise Http404
    found.refresh_from_db()
    return found


def _remarks(given: dict[str, str]) -> dict[Any, str]:
    try:
        return {serializers.UUIDField().to_internal_value(uid): said for uid, said in given.items()}
    except serializers.ValidationError as error:
        raise DomainError("Khóa của remarks là uid của giá trị.", code="remarks", field="remarks") from error


@endpoint(
    "POST", may.EDIT, summary="Ghi phần tự nhận xét", tag=REPORTS, takes=SummaryInput, gives=ReportRow,
    example={"text": "Năm 2023, xã hoàn thành 16 trên 19 chỉ tiêu được giao."},
)  # fmt: skip
def report_summary(call: Call, uid: str) -> Any:
    found = visible(visible_reports(call.actor), uid)
    return values.save_summary(report=found, text=call.given["text"], actor=call.actor)


@endpoint("GET", may.VIEW, summary="Các lần gửi đã khóa", tag=REPORTS, gives=SentRow, many=True)
def report_versions(call: Call, uid: str) -> Any:
    return ReportVersion.objects.filter(report=report_at(call.actor, uid)).order_by("number")


urlpatterns = [
    path("reports/", report_list, name="report_list"),
    path("reports/open/", report_open, name="report_open"),
    path("reports/<uuid:uid>/", report, name="report"),
    path("reports/<uuid:uid>/values/", report_values, name="report_values"),
    path("reports/<uuid:uid>/values/save/", values_save, name="values_save"),
    path("reports/<uuid:uid>/summary/", report_summary, name="report_summary"),
    path("reports/<uuid:uid>/versions/", report_versions, name="report_versions"),
    path("reports/<uuid:uid>/<slug:step>/", report_step, name="report_step"),
]
