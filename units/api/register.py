"""API: who one is, the register of units, jobs, the trail of an object."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import path
from rest_framework import serializers

from config.kernel import clock, jobs
from config.kernel.access import visible
from config.kernel.api import Call, Ref, endpoint
from config.kernel.models import AuditEntry, Job
from units.enums import Level, SuccessionKind, UnitKind
from units.models import Unit
from units.selectors import function_holder, predecessors, search, successors, visible_units
from units.services import register
from units.services.successor import BY_HAND, record_succession

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
    level = serializers.ChoiceField(choices=Level.choices)
    official_code = serializers.CharField()
    ident_code = serializers.CharField(help_text="Mã định danh điện tử, ví dụ H30.12.3.")
    tax_code = serializers.CharField()
    parent = Ref(allow_null=True)
    version = serializers.IntegerField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    is_demo = serializers.BooleanField()


class UnitFields(serializers.Serializer[Any]):
    """What may be written about a unit; its code never changes."""

    name = serializers.CharField(max_length=200)
    short_name = serializers.CharField(required=False, allow_blank=True, max_length=200)
    kind = serializers.ChoiceField(choices=UnitKind.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    ident_code = serializers.CharField(required=False, allow_blank=True, max_length=35)
    tax_code = serializers.CharField(required=False, allow_blank=True, max_length=14)
    symbol = serializers.CharField(required=False, allow_blank=True, max_length=30)
    head_name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    head_title = serializers.CharField(required=False, allow_blank=True, max_length=120)
    address = serializers.CharField(required=False, allow_blank=True, max_length=250)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    email = serializers.EmailField(required=False, allow_blank=True)
    valid_from = serializers.DateField(required=False, allow_null=True)
    parent = serializers.UUIDField(help_text="Đơn vị cấp trên.")


class UnitInput(UnitFields):
    code = serializers.CharField(max_length=60)


class UnitChange(UnitFields):
    version = serializers.IntegerField(min_value=1, help_text="Phiên bản đã đọc.")


class CloseInput(serializers.Serializer[Any]):
    last_day = serializers.DateField(help_text="Ngày hoạt động cuối cùng.")
    reason = serializers.CharField(max_length=300)


class SucceedInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=[(k.value, k.label) for k in BY_HAND])
    successors = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=20,
        help_text="Đơn vị đầu tiên giữ chức năng; việc dở dang chuyển về đó.",
    )  # fmt: skip
    effective_on = serializers.DateField()
    legal_basis = serializers.CharField(max_length=300)
    version = serializers.IntegerField(min_value=1, help_text="Phiên bản đã đọc.")


class EdgeRow(serializers.Serializer[Any]):
    predecessor = Ref()
    predecessor_name = serializers.CharField(help_text="Tên vào ngày sắp xếp.")
    successor = Ref(allow_null=True)
    successor_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=SuccessionKind.choices)
    is_main = serializers.BooleanField(help_text="Đơn vị kế thừa giữ chức năng; việc dở dang chuyển về đó.")
    effective_on = serializers.DateField()
    legal_basis = serializers.CharField()


class History(serializers.Serializer[Any]):
    holder = Ref(help_text="Đơn vị giữ chức năng hôm nay.")
    predecessors = EdgeRow(many=True)
    successors = EdgeRow(many=True)


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


@endpoint("GET", "plan.view", summary="Tiền thân và đơn vị kế thừa", tag=TAG, gives=History)
def unit_history(call: Call, uid: str) -> Any:
    """Sắp xếp, sáp nhập, chia tách: gần nhất trước, cả chuỗi; và đơn vị giữ chức năng hôm nay."""
    return _history(visible(visible_units(call.actor), uid))


def _history(found: Unit) -> dict[str, Any]:
    return {
        "holder": function_holder(found, clock.today()),
        "predecessors": predecessors(found),
        "successors": successors(found),
    }


@endpoint(
    "POST", "units.edit", summary="Thêm đơn vị", tag=TAG, takes=UnitInput, gives=UnitRow, status=201,
    example={"code": "DN-27", "name": "Công ty cổ phần Cấp nước Rạch Giá", "kind": "enterprise", "level": "none",
             "tax_code": "0100109106", "parent": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11"},
)  # fmt: skip
def unit_create(call: Call) -> Any:
    given = dict(call.given)
    parent = visible(visible_units(call.actor), given.pop("parent"))
    return register.create_unit(actor=call.actor, parent=parent, **given)


@endpoint(
    "POST", "units.edit", summary="Sửa hoặc chuyển đơn vị", tag=TAG, takes=UnitChange, gives=UnitRow,
    example={"version": 1, "name": "Công ty cổ phần Cấp nước Rạch Giá", "kind": "enterprise", "level": "none",
             "parent": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11"},
)  # fmt: skip
def unit_update(call: Call, uid: str) -> Any:
    found = visible(visible_units(call.actor), uid)
    given = dict(call.given)
    parent, version = visible(visible_units(call.actor), given.pop("parent")), given.pop("version")
    return register.update_unit(actor=call.actor, unit=found, parent=parent, expected_version=version, **given)


@endpoint(
    "POST", "units.edit", summary="Ghi ngày ngừng hoạt động", tag=TAG, takes=CloseInput, gives=UnitRow,
    example={"last_day": "2025-06-30", "reason": "Nghị quyết về sắp xếp đơn vị hành chính."},
    description="Không xóa: báo cáo, hồ sơ cũ giữ nguyên; tài khoản của đơn vị chỉ còn đọc.",
)  # fmt: skip
def unit_close(call: Call, uid: str) -> Any:
    return register.close_unit(actor=call.actor, unit=visible(visible_units(call.actor), uid), **call.given)


@endpoint(
    "POST", "units.edit", summary="Ghi sáp nhập, chia tách, đổi tên, chuyển giao chức năng", tag=TAG,
    takes=SucceedInput, gives=History,
    description="Đơn vị cũ ngừng hoạt động từ ngày có hiệu lực, trừ khi chỉ chuyển giao chức năng.",
    example={"kind": "merge", "successors": ["0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11"], "effective_on": "2025-03-01",
             "legal_basis": "Nghị quyết số 05/NQ-HĐND ngày 20/02/2025", "version": 1},
)  # fmt: skip
def unit_succeed(call: Call, uid: str) -> Any:
    found = visible(visible_units(call.actor), uid)
    given = dict(call.given)
    after = [visible(visible_units(call.actor), one) for one in given.pop("successors")]
    record_succession(actor=call.actor, unit=found, successors=after, expected_version=given.pop("version"), **given)
    return _history(found)


@endpoint("GET", summary="Tiến độ một việc chạy nền", tag=COMMON, gives=JobState)
def job(call: Call, uid: str) -> Any:
    found = visible(Job.objects.all(), uid)
    if not jobs.may_follow(call.actor, found):
        raise Http404
    return found


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
    path("units/create/", unit_create, name="unit_create"),
    path("units/<uuid:uid>/", unit, name="unit"),
    path("units/<uuid:uid>/history/", unit_history, name="unit_history"),
    path("units/<uuid:uid>/update/", unit_update, name="unit_update"),
    path("units/<uuid:uid>/succeed/", unit_succeed, name="unit_succeed"),
    path("units/<uuid:uid>/close/", unit_close, name="unit_close"),
    path("jobs/<uuid:uid>/", job, name="job"),
    path("timeline/<uuid:uid>/", timeline, name="timeline"),
]
