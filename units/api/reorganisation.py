"""API: a reorganisation of administrative units: looked at, then applied as a whole."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers

from config.kernel.api import Call, endpoint
from config.kernel.tenancy import current_tenant
from units.enums import SuccessionKind
from units.services import succession

TAG = "Đơn vị"
VERB = "tenant.admin"


class UnitStepRow(serializers.Serializer[Any]):
    unit = serializers.UUIDField(source="old.uid")
    unit_name = serializers.CharField(source="old.name")
    new_code = serializers.CharField()
    new_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=SuccessionKind.choices)
    is_main = serializers.BooleanField(help_text="Đơn vị kế thừa giữ chức năng; việc dở dang chuyển về đó.")


class Reform(serializers.Serializer[Any]):
    year = serializers.CharField()
    title = serializers.CharField()
    effective_on = serializers.DateField()
    province_name = serializers.CharField(help_text="Tỉnh, thành phố mới.")
    successions = serializers.IntegerField(help_text="Số quan hệ kế thừa.")
    new_units = serializers.IntegerField()
    abolished = serializers.IntegerField(help_text="Số đơn vị không có đơn vị kế thừa.")
    digest = serializers.CharField(help_text="Của mọi thay đổi sẽ ghi; gửi lại khi áp dụng.")
    applied_on = serializers.DateTimeField(allow_null=True)
    problems = serializers.ListField(child=serializers.CharField())


class ApplyInput(serializers.Serializer[Any]):
    digest = serializers.CharField(max_length=64, help_text="Đã đọc; danh mục đã đổi thì trả lời 409.")
    legal_basis = serializers.CharField(max_length=300)


@endpoint("GET", VERB, summary="Sắp xếp đơn vị hành chính năm 2025", tag=TAG, gives=Reform)
def reorganisation(call: Call) -> Any:
    """Chưa ghi gì; từng đơn vị ở reorganisation/steps/."""
    return _told(succession.read_reorganisation(tenant=current_tenant()))


@endpoint("GET", VERB, summary="Từng đơn vị trong lần sắp xếp", tag=TAG, gives=UnitStepRow, many=True)
def reorganisation_steps(call: Call) -> Any:
    return succession.read_reorganisation(tenant=current_tenant()).steps


@endpoint(
    "POST", VERB, summary="Áp dụng sắp xếp đơn vị hành chính", tag=TAG, takes=ApplyInput, gives=Reform,
    description="Cả danh sách hoặc không gì cả. Báo cáo, điểm, văn bản giữ nguyên tên của ngày lập.",
    example={"digest": "5b2f60c1d4a98e37", "legal_basis": "Nghị quyết số 202/2025/QH15 ngày 12/6/2025"},
)  # fmt: skip
def reorganisation_apply(call: Call) -> Any:
    given, tenant = call.given, current_tenant()
    succession.apply_reorganisation(
        actor=call.actor, tenant=tenant, legal_basis=given["legal_basis"], expected_digest=given["digest"]
    )
    return _told(succession.read_reorganisation(tenant=tenant))


def _told(plan: succession.Reorganisation) -> dict[str, Any]:
    return {
        "year": plan.year, "title": plan.title, "effective_on": plan.effective_on,
        "province_name": plan.province_name, "successions": len(plan.steps), "new_units": len(plan.new_units),
        "abolished": len(plan.abolished), "digest": plan.digest, "applied_on": plan.applied_on,
        "problems": plan.problems,
    }  # fmt: skip


urlpatterns = [
    path("reorganisation/", reorganisation, name="reorganisation"),
    path("reorganisation/steps/", reorganisation_steps, name="reorganisation_steps"),
    path("reorganisation/apply/", reorganisation_apply, name="reorganisation_apply"),
]
