"""API: who one is, the register of units, jobs, the trail of an object."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import path
from rest_framework import serializers

from config.kernel.access import visible
from config.kernel.api import Call, Ref, endpoint
from config.kernel.models import AuditEntry, Job
from units.enums import UnitKind
from units.selectors import visible_units
from units.selectors.tree import search

TAG = "Đơn vị"
COMMON = "Dùng chung"


class Me(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()
    unit_name = serializers.CharField()
    verbs = serializers.ListField(child=serializers.CharField())


class UnitRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField(source="display_name")
    full_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=UnitKind.choices)
    official_code = serializers.CharField()
    parent = Ref()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    is_demo = serializers.BooleanField()


class JobState(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    label = serializers.CharField()
    state = serializers.ChoiceField(choices=["queued", "running", "done", "failed"])
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    message = serializers.CharField()
    error = serializers.CharField()


class Act(serializers.Serializer[Any]):
    sequence = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor_name = serializers.CharField()
    actor_title = serializers.CharField()
    verb = serializers.CharField()
    state_from = serializers.CharField()
    state_to = serializers.CharField()
    reason = serializers.CharField()


@endpoint("GET", summary="Khóa này là ai, làm được gì", tag=COMMON, gives=Me)
def me(call: Call) -> dict[str, Any]:
    verbs = sorted(set().union(*(grant.verbs for grant in call.actor.grants)))
    return {"name": call.actor.name, "title": call.actor.title, "unit_name": call.actor.unit_name, "verbs": verbs}


@endpoint(
    "GET", "plan.view", summary="Danh mục đơn vị", tag=TAG, gives=UnitRow, many=True,
    query=[("q", "Tìm theo tên, không cần dấu."), ("kind", "Loại đơn vị, ví dụ commune.")],
)  # fmt: skip
def units(call: Call) -> Any:
    kinds = [call.query["kind"]] if call.query.get("kind") in UnitKind.values else []
    found = search(call.query.get("q", "")[:100], kinds=kinds, base=visible_units(call.actor))
    return found.select_related("parent").order_by("sort_key", "id")


@endpoint("GET", "plan.view", summary="Một đơn vị", tag=TAG, gives=UnitRow)
def unit(call: Call, uid: str) -> Any:
    return visible(visible_units(call.actor).select_related("parent"), uid)


@endpoint("GET", summary="Tiến độ một việc chạy nền", tag=COMMON, gives=JobState)
def job(call: Call, uid: str) -> Any:
    jobs = Job.objects.all()
    if call.actor.paths("rounds.view") is not None:
        jobs = jobs.filter(actor__user_id=call.actor.user_id)
    return visible(jobs, uid)


@endpoint("GET", "audit.view", summary="Diễn biến của một đối tượng", tag=COMMON, gives=Act, many=True)
def timeline(call: Call, uid: str) -> Any:
    """Ai làm gì, lúc nào, vì sao; cũ trước mới sau."""
    found = AuditEntry.objects.filter(object_uid=uid).order_by("sequence")
    if not found.exists():
        raise Http404
    return found


urlpatterns = [
    path("me/", me, name="me"),
    path("units/", units, name="units"),
    path("units/<uuid:uid>/", unit, name="unit"),
    path("jobs/<uuid:uid>/", job, name="job"),
    path("timeline/<uuid:uid>/", timeline, name="timeline"),
]
