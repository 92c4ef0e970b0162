"""API: people who may be nominated or who act for a unit."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers

from config.kernel.access import visible
from config.kernel.api import Call, Ref, endpoint
from units.enums import Gender, PersonKind
from units.selectors import units_for
from units.selectors.people import people_for
from units.services import people as acts

TAG = "Đơn vị"


class PersonRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    unit = Ref(allow_null=True)
    full_name = serializers.CharField()
    gender = serializers.ChoiceField(choices=Gender.choices, allow_blank=True)
    birth_date = serializers.DateField(allow_null=True)
    position = serializers.CharField()
    kind = serializers.ChoiceField(choices=PersonKind.choices)
    is_leader = serializers.BooleanField(help_text="Lãnh đạo, phối hợp: tính vào 30% của danh sách.")
    hometown = serializers.CharField()
    residence = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    is_active = serializers.BooleanField()
    mark = serializers.CharField(help_text="Gọi tên nội dung đang có; gửi lại ở seen khi sửa.")


class PersonFields(serializers.Serializer[Any]):
    """What may be written about a person."""

    full_name = serializers.CharField(max_length=120)
    gender = serializers.ChoiceField(choices=Gender.choices, required=False, allow_blank=True)
    birth_date = serializers.DateField(required=False, allow_null=True)
    position = serializers.CharField(required=False, allow_blank=True, max_length=160)
    kind = serializers.ChoiceField(choices=PersonKind.choices, required=False)
    is_leader = serializers.BooleanField(required=False)
    hometown = serializers.CharField(required=False, allow_blank=True, max_length=200)
    residence = serializers.CharField(required=False, allow_blank=True, max_length=200)
    email = serializers.CharField(required=False, allow_blank=True, max_length=254)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    is_active = serializers.BooleanField(required=False)
    unit = serializers.UUIDField(help_text="Đơn vị công tác.")


class PersonChange(PersonFields):
    seen = serializers.CharField(max_length=64, help_text="`mark` đã đọc; đã có người sửa thì trả lời 409.")


@endpoint(
    "GET", acts.VERB, summary="Cán bộ, người lao động", tag=TAG, gives=PersonRow, many=True,
    query=[("q", "Tìm theo tên, không cần dấu."), ("unit", "uid của đơn vị.")],
)  # fmt: skip
def people(call: Call) -> Any:
    """Ngày sinh, quê quán, nơi thường trú chỉ dùng cho báo cáo thành tích, không được công bố."""
    found = people_for(call.actor, acts.VERB, call.query.get("q", "")[:100])
    if "unit" in call.query:
        found = found.filter(unit=visible(units_for(call.actor, acts.VERB), call.query["unit"]))
    return found


@endpoint(
    "POST", acts.VERB, summary="Thêm người", tag=TAG, takes=PersonFields, gives=PersonRow, status=201,
    example={"unit": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11", "full_name": "Lê Thị Hồng Gấm", "gender": "female",
             "position": "Công chức Văn hóa - Xã hội", "kind": "civil_servant", "is_leader": False},
)  # fmt: skip
def person_create(call: Call) -> Any:
    given = dict(call.given)
    return acts.create_person(actor=call.actor, unit=visible(units_for(call.actor, acts.VERB), given.pop("unit")),
                              **given)  # fmt: skip


@endpoint(
    "POST", acts.VERB, summary="Sửa hoặc chuyển người", tag=TAG, takes=PersonChange, gives=PersonRow,
    example={"seen": "6f1c0d9a2b7e4c35", "unit": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11",
             "full_name": "Lê Thị Hồng Gấm", "position": "Phó Chủ tịch UBND xã", "is_leader": True},
)  # fmt: skip
def person_update(call: Call, uid: str) -> Any:
    found = visible(people_for(call.actor, acts.VERB), uid)
    given = dict(call.given)
    unit = visible(units_for(call.actor, acts.VERB), given.pop("unit"))
    return acts.update_person(actor=call.actor, person=found, unit=unit, **given)


urlpatterns = [
    path("people/", people, name="people"),
    path("people/create/", person_create, name="person_create"),
    path("people/<uuid:uid>/update/", person_update, name="person_update"),
]
