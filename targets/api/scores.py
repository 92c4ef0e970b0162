"""API: score runs and their ranking."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers

from campaigns.selectors import the_campaign
from config.kernel.access import visible
from config.kernel.api import Call, Points, Version, endpoint
from targets import permissions as may
from targets.enums import Layer, RunState
from targets.models import ScoreRun
from targets.selectors import ranking as of
from targets.services import runs

SCORES = "Chấm điểm, xếp hạng"


class RunRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    year = serializers.IntegerField()
    number = serializers.IntegerField()
    version = serializers.IntegerField()
    layer = serializers.ChoiceField(choices=Layer.choices)
    state = serializers.ChoiceField(choices=RunState.choices)
    unit_count = serializers.IntegerField()
    provisional = serializers.IntegerField(help_text="Số báo cáo chưa thẩm định khi chấm.")
    result_digest = serializers.CharField()
    job = serializers.UUIDField(source="job_uid", allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)


class PublishInput(Version):
    reason = None
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=2000, help_text="Cần khi còn báo cáo chưa thẩm định xong."
    )


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
    "POST", may.PUBLISH, summary="Công bố điểm của một lần chấm", tag=SCORES, takes=PublishInput, gives=RunRow,
    description="Lần đã công bố trước đó của năm được thay, không bị sửa.",
    example={"version": 2, "note": "Hai đơn vị xin lùi hạn, công bố trước cho các đơn vị còn lại."},
)  # fmt: skip
def run_publish(call: Call, uid: str) -> Any:
    found, given = _run(call, uid), call.given
    return runs.publish(
        run=found, note=given.get("note", ""), expected_version=given["version"], actor=call.actor
    )  # fmt: skip


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
    path("score-runs/", run_list, name="run_list"),
    path("score-runs/start/", run_start, name="run_start"),
    path("score-runs/<uuid:uid>/", run, name="run"),
    path("score-runs/<uuid:uid>/publish/", run_publish, name="run_publish"),
    path("score-runs/<uuid:uid>/ranking/", ranking, name="run_ranking"),
]
