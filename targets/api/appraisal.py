"""API: verification: conclusions, questions, explanations, who appraises what."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers

from config.kernel.access import all_visible, visible
from config.kernel.api import Amount, Call, endpoint
from targets import permissions as may
from targets.api.reports import ReportRow, ValueRow
from targets.models import ReportValue
from targets.selectors.reports import officers, visible_reports
from targets.services import appraisal, reports
from targets.validators import ValueInput

APPRAISING = "Thẩm định"
FIGURES = ("numerator", "denominator", "number", "boolean")


class Figures(serializers.Serializer[Any]):
    """Số liệu điều chỉnh: theo loại của chỉ tiêu."""

    numerator = Amount(required=False, allow_null=True)
    denominator = Amount(required=False, allow_null=True)
    number = Amount(required=False, allow_null=True)
    boolean = serializers.BooleanField(required=False, allow_null=True)
    manual_points = Amount(required=False, allow_null=True)


class Judgement(Figures):
    decision = serializers.ChoiceField(choices=["accepted", "changed", "asked"])
    seen = serializers.CharField(
        allow_blank=True, max_length=60, help_text="`judged` của giá trị đã đọc; kết luận đã khác thì trả lời 409."
    )
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class ManyJudged(serializers.Serializer[Any]):
    decision = serializers.ChoiceField(choices=["accepted", "asked"])
    values = serializers.ListField(child=serializers.UUIDField(), allow_empty=False)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000, help_text="Cần khi hỏi lại.")


class OneChanged(Figures):
    value = serializers.UUIDField()
    seen = serializers.CharField(allow_blank=True, max_length=60, help_text="`judged` của giá trị đã đọc.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000, help_text="Khi khác lý do chung.")


class ManyChanged(serializers.Serializer[Any]):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000, help_text="Lý do chung.")
    changes = OneChanged(many=True, allow_empty=False, max_length=500)


class ExplainInput(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=4000)


class Conclusion(Figures):
    keep = serializers.BooleanField(help_text="true: giữ kết luận thẩm định; false: ghi số liệu mới.")
    reason = serializers.CharField(max_length=2000)


class Assignment(serializers.Serializer[Any]):
    mine = serializers.BooleanField(help_text="true: giao cho chủ của khóa; false: chưa giao ai.")


def _change(given: dict[str, Any]) -> dict[str, Any]:
    """The adjusted figures as the services take them."""
    kept = {name: given[name] for name in FIGURES if name in given}
    points = given.get("manual_points")
    return {
        "change": ValueInput(**kept) if kept else None,
        "manual_h": None if points is None else int(points * 100),
    }


def _value(call: Call, uid: str, verb: str) -> ReportValue:
    shown = ReportValue.objects.filter(report__in=visible_reports(call.actor, verb)).select_related("indicator")
    return visible(shown, uid)


@endpoint(
    "POST", may.APPRAISE, summary="Thẩm định một giá trị", tag=APPRAISING, takes=Judgement, gives=ValueRow,
    example={"decision": "changed", "seen": "", "reason": "Văn bản số 41/BC-UBND ghi 2.650.", "numerator": "2650",
             "denominator": "2900"},
)  # fmt: skip
def value_appraise(call: Call, uid: str) -> Any:
    found, given = _value(call, uid, may.APPRAISE), call.given
    return appraisal.appraise(
        value=found, decision=given["decision"], expected=given["seen"], reason=given.get("reason", ""),
        actor=call.actor, **_change(given),
    )  # fmt: skip


@endpoint(
    "POST", may.APPRAISE, summary="Chấp nhận hoặc hỏi lại nhiều giá trị", tag=APPRAISING, takes=ManyJudged,
    example={"decision": "accepted", "values": ["5c1f7d0a-83c0-4f5e-9a63-2f3f3c1d2b10"]},
    description="Chỉ những giá trị chưa ai kết luận; trả về những giá trị đã ghi.",
)  # fmt: skip
def values_judge(call: Call, uid: str) -> Any:
    report, given = visible(visible_reports(call.actor, may.APPRAISE), uid), call.given
    wanted = set(given["values"])
    all_visible(report.values.all(), wanted)
    if given["decision"] == "accepted":
        done = appraisal.accept_many(report=report, values=wanted, actor=call.actor)
    else:
        done = appraisal.ask_many(report=report, values=wanted, reason=given.get("reason", ""), actor=call.actor)
    return {"values": ValueRow(done, many=True).data}


@endpoint(
    "POST", may.APPRAISE, summary="Điều chỉnh nhiều giá trị", tag=APPRAISING, takes=ManyChanged,
    example={"reason": "Theo biểu tổng hợp của hệ thống một cửa ngày 30/11.",
             "changes": [{"value": "5c1f7d0a-83c0-4f5e-9a63-2f3f3c1d2b10", "seen": "", "numerator": "2650",
                          "denominator": "2900"}]},
    description="Tất cả hoặc không giá trị nào; lỗi được nêu theo từng giá trị.",
)  # fmt: skip
def values_change(call: Call, uid: str) -> Any:
    report, given = visible(visible_reports(call.actor, may.APPRAISE), uid), call.given
    changes = {
        one["value"]: appraisal.Adjustment(reason=one.get("reason", ""), expected=one["seen"], **_change(one))
        for one in given["changes"]
    }
    all_visible(report.values.all(), changes)
    done = appraisal.change_many(report=report, changes=changes, reason=given.get("reason", ""), actor=call.actor)
    return {"values": ValueRow(done, many=True).data}


@endpoint(
    "POST", may.EDIT, summary="Giải trình một giá trị bị điều chỉnh", tag=APPRAISING, takes=ExplainInput,
    gives=ValueRow, description="Mỗi giá trị một lần, trong hạn giải trình.",
    example={"text": "Số liệu lấy từ hệ thống một cửa ngày 30/11, gửi kèm bản trích xuất."},
)  # fmt: skip
def value_explain(call: Call, uid: str) -> Any:
    return appraisal.explain(value=_value(call, uid, may.EDIT), text=call.given["text"], actor=call.actor)


@endpoint(
    "POST", may.APPRAISE, summary="Kết luận sau giải trình", tag=APPRAISING, takes=Conclusion, gives=ValueRow,
    example={"keep": False, "reason": "Bản trích xuất cho thấy 2.680.", "numerator": "2680", "denominator": "2900"},
)  # fmt: skip
def value_conclude(call: Call, uid: str) -> Any:
    found, given = _value(call, uid, may.APPRAISE), call.given
    return appraisal.conclude(
        value=found, keep=given["keep"], reason=given["reason"], actor=call.actor, **_change(given)
    )


@endpoint(
    "POST", may.APPRAISE, summary="Nhận hoặc nhả một báo cáo", tag=APPRAISING, takes=Assignment, gives=ReportRow,
    example={"mine": True},
)  # fmt: skip
def report_assign(call: Call, uid: str) -> Any:
    report = visible(visible_reports(call.actor, may.APPRAISE), uid)
    who = call.actor.user_id if call.given["mine"] else None
    return reports.assign(
        report=report, actor=call.actor, user_id=who, name=dict(officers()).get(who or 0, "")
    )  # fmt: skip


urlpatterns = [
    path("reports/<uuid:uid>/change/", values_change, name="values_change"),
    path("reports/<uuid:uid>/judge/", values_judge, name="values_judge"),
    path("reports/<uuid:uid>/assign/", report_assign, name="report_assign"),
    path("values/<uuid:uid>/appraise/", value_appraise, name="value_appraise"),
    path("values/<uuid:uid>/explain/", value_explain, name="value_explain"),
    path("values/<uuid:uid>/conclude/", value_conclude, name="value_conclude"),
]
