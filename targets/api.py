"""API: reports and their values, evidence, appraisal; score runs and ranking."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.http import Http404
from django.urls import path
from rest_framework import serializers

from campaigns.selectors import the_campaign
from config.kernel.access import visible
from config.kernel.api import Amount, Call, Points, Version, endpoint
from config.kernel.errors import Conflict, DomainError
from targets import permissions as may
from targets.enums import Decision, Layer, ReportState, RunState
from targets.models import ReportValue, ScoreRun
from targets.selectors import ranking as of
from targets.selectors.reports import visible_reports
from targets.services import appraisal, evidence, reports, runs, values
from targets.validators import ValueInput
from units.selectors import units_for

REPORTS, APPRAISING, SCORES = "Báo cáo", "Thẩm định", "Chấm điểm, xếp hạng"


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
    appraised_reason = serializers.CharField()
    explanation = serializers.CharField()
    self_points = Points(source="self_points_h")
    final_points = Points(source="final_points_h")
    max_points = Points(source="indicator.max_h")


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


class Judgement(serializers.Serializer[Any]):
    decision = serializers.ChoiceField(choices=["accepted", "changed", "asked"])
    seen = serializers.ChoiceField(choices=["", "accepted", "changed", "asked"], help_text="Kết luận đã đọc.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    numerator = Amount(required=False, allow_null=True)
    denominator = Amount(required=False, allow_null=True)
    number = Amount(required=False, allow_null=True)
    boolean = serializers.BooleanField(required=False, allow_null=True)
    manual_points = Amount(required=False, allow_null=True)


class Paper(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="Gửi bằng multipart/form-data; tối đa 20 MB.")
    values = serializers.ListField(child=serializers.UUIDField(), allow_empty=False)
    number = serializers.CharField(required=False, allow_blank=True, max_length=80)
    date = serializers.DateField(required=False, allow_null=True)
    abstract = serializers.CharField(required=False, allow_blank=True, max_length=400)


class PaperRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    number = serializers.CharField()
    date = serializers.DateField(allow_null=True)
    abstract = serializers.CharField()
    name = serializers.CharField(source="file.name")
    size = serializers.IntegerField(source="file.size")
    sha256 = serializers.CharField(source="file.sha256")


class RunRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    year = serializers.IntegerField()
    number = serializers.IntegerField()
    layer = serializers.ChoiceField(choices=Layer.choices)
    state = serializers.ChoiceField(choices=RunState.choices)
    unit_count = serializers.IntegerField()
    provisional = serializers.IntegerField(help_text="Số báo cáo chưa thẩm định khi chấm.")
    result_digest = serializers.CharField()
    job = serializers.UUIDField(source="job_uid", allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)


class RunInput(serializers.Serializer[Any]):
    year = serializers.IntegerField(min_value=2000, max_value=2100)


class RankRow(serializers.Serializer[Any]):
    unit = serializers.UUIDField(source="unit.uid")
    unit_name = serializers.CharField()
    block = serializers.CharField(source="block_code")
    rank = serializers.IntegerField(allow_null=True)
    of = serializers.IntegerField()
    tied = serializers.BooleanField()
    points = Points(source="points_h")
    max_points = Points(source="max_h")
    ratio = Points(source="ratio_h")
    days_late = serializers.IntegerField()


@endpoint(
    "GET", may.VIEW, summary="Báo cáo hằng năm", tag=REPORTS, gives=ReportRow, many=True,
    query=[("year", "Năm."), ("state", "Trạng thái, ví dụ submitted."), ("unit", "uid của đơn vị.")],
)  # fmt: skip
def report_list(call: Call) -> Any:
    found = visible_reports(call.actor).filter(campaign=the_campaign()).order_by("-year", "unit__sort_key", "id")
    if (year := call.year()) is not None:
        found = found.filter(year=year)
    if call.query.get("state") in ReportState.values:
        found = found.filter(state=call.query["state"])
    if "unit" in call.query:
        found = found.filter(unit=visible(units_for(call.actor, may.VIEW), call.query["unit"]))
    return found


@endpoint("GET", may.VIEW, summary="Một báo cáo", tag=REPORTS, gives=ReportRow)
def report(call: Call, uid: str) -> Any:
    return visible(visible_reports(call.actor), uid)


@endpoint("GET", may.VIEW, summary="Giá trị của một báo cáo", tag=REPORTS, gives=ValueRow, many=True)
def report_values(call: Call, uid: str) -> Any:
    found = visible(visible_reports(call.actor), uid)
    return ReportValue.objects.filter(report=found).select_related("indicator").order_by("indicator__order", "id")


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
    example={"values": [{"uid": "5c1f…", "version": 1, "numerator": "2705", "denominator": "2900"}]},
)  # fmt: skip
def values_save(call: Call, uid: str) -> Any:
    found = visible(visible_reports(call.actor), uid)
    names = {field.name for field in dataclasses.fields(ValueInput)}
    changes = {
        one["uid"]: values.Change(one["version"], ValueInput(**{k: v for k, v in one.items() if k in names}))
        for one in call.given["values"]
    }
    known = set(ReportValue.objects.filter(report=found, uid__in=list(changes)).values_list("uid", flat=True))
    if set(changes) - known:
        raise Http404
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
    "POST", may.EDIT, summary="Đính kèm tài liệu kiểm chứng", tag=REPORTS, takes=Paper, gives=PaperRow, status=201,
    needs_key=True,
)  # fmt: skip
def evidence_attach(call: Call, uid: str) -> Any:
    found = visible(visible_reports(call.actor), uid)
    given = dict(call.given)
    upload = given.pop("file")
    return evidence.attach(report=found, upload=upload, name=upload.name, actor=call.actor, **given)


@endpoint(
    "POST", may.APPRAISE, summary="Thẩm định một giá trị", tag=APPRAISING, takes=Judgement, gives=ValueRow,
    example={"decision": "changed", "seen": "", "reason": "Văn bản số 41/BC-UBND ghi 2.650.", "numerator": "2650",
             "denominator": "2900"},
)  # fmt: skip
def value_appraise(call: Call, uid: str) -> Any:
    shown = ReportValue.objects.filter(report__in=visible_reports(call.actor, may.APPRAISE)).select_related("indicator")
    given = dict(call.given)
    manual = given.get("manual_points")
    kept = {k: given[k] for k in ("numerator", "denominator", "number", "boolean") if k in given}
    return appraisal.appraise(
        value=visible(shown, uid),
        decision=given["decision"],
        expected=given["seen"],
        reason=given.get("reason", ""),
        change=ValueInput(**kept) if kept else None,
        manual_h=None if manual is None else int(manual * 100),
        actor=call.actor,
    )


@endpoint("GET", may.PROGRESS, summary="Các lần chấm điểm", tag=SCORES, gives=RunRow, many=True)
def run_list(call: Call) -> Any:
    return of.visible_runs(call.actor).filter(campaign=the_campaign()).defer("rules").order_by("-year", "-number")


@endpoint(
    "POST", may.RUN, summary="Chấm điểm một năm", tag=SCORES, takes=RunInput, gives=RunRow, status=202,
    description="Chạy nền; theo dõi ở jobs/. Đang có lần chờ chạy thì trả về lần ấy.", example={"year": 2023},
)  # fmt: skip
def run_start(call: Call) -> Any:
    return runs.start(campaign=the_campaign(), year=call.given["year"], actor=call.actor)


@endpoint("GET", may.PROGRESS, summary="Một lần chấm điểm", tag=SCORES, gives=RunRow)
def run(call: Call, uid: str) -> Any:
    return _run(call, uid)


@endpoint(
    "GET", may.PROGRESS, summary="Xếp hạng theo khối", tag=SCORES, gives=RankRow, many=True,
    query=[("block", "Mã khối, ví dụ KHOI-C.")],
)  # fmt: skip
def ranking(call: Call, uid: str) -> Any:
    """Hạng bằng nhau thì cùng hạng (1, 1, 3); tỷ lệ điểm là điểm trên điểm tối đa áp dụng cho đơn vị."""
    found = _run(call, uid).totals.select_related("unit")
    if "block" in call.query:
        found = found.filter(block_code=call.query["block"])
    return found.order_by("block_code", "rank", "id")


def _run(call: Call, uid: str) -> ScoreRun:
    return visible(of.visible_runs(call.actor).defer("rules"), uid)


urlpatterns = [
    path("reports/", report_list, name="report_list"),
    path("reports/open/", report_open, name="report_open"),
    path("reports/<uuid:uid>/", report, name="report"),
    path("reports/<uuid:uid>/values/", report_values, name="report_values"),
    path("reports/<uuid:uid>/values/save/", values_save, name="values_save"),
    path("reports/<uuid:uid>/evidence/", evidence_attach, name="evidence_attach"),
    path("reports/<uuid:uid>/<slug:step>/", report_step, name="report_step"),
    path("values/<uuid:uid>/appraise/", value_appraise, name="value_appraise"),
    path("score-runs/", run_list, name="run_list"),
    path("score-runs/start/", run_start, name="run_start"),
    path("score-runs/<uuid:uid>/", run, name="run"),
    path("score-runs/<uuid:uid>/ranking/", ranking, name="run_ranking"),
]
