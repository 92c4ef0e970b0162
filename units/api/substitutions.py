"""API: standing in for somebody for a period (ủy quyền)."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers

from config.kernel.access import visible
from config.kernel.api import Call, Ref, endpoint
from units.selectors.substitutions import among, lendable, listed_substitutions, substitutes_for, visible_substitutions
from units.services import substitutions as acts

TAG = "Dùng chung"


class SubstitutionRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    principal = serializers.CharField(source="principal.user.username")
    substitute = serializers.CharField(source="substitute.user.username")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    reason = serializers.CharField()
    paper = serializers.CharField()
    revoked_at = serializers.DateTimeField(allow_null=True)


class Stand(serializers.Serializer[Any]):
    """Vai trò của một người, dùng làm principal hoặc substitute."""

    uid = serializers.UUIDField()
    name = serializers.CharField(source="user.full_name")
    role = serializers.CharField(source="role.name")
    title = serializers.CharField()
    unit = Ref(allow_null=True)


class Stands(serializers.Serializer[Any]):
    principals = Stand(many=True)
    substitutes = Stand(many=True)


class SubstitutionInput(serializers.Serializer[Any]):
    principal = serializers.UUIDField(help_text="Vai trò được làm thay.")
    substitute = serializers.UUIDField(help_text="Ai làm thay.")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="Ngày cuối cùng.")
    reason = serializers.CharField(max_length=400)
    paper = serializers.CharField(max_length=120, required=False, allow_blank=True)


class Reason(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=400)


@endpoint("GET", summary="Ủy quyền làm thay", tag=TAG, gives=SubstitutionRow, many=True)
def substitutions(call: Call) -> Any:
    """Của mình; với quản trị tài khoản là của mọi người."""
    return listed_substitutions(call.actor)


@endpoint("GET", summary="Ủy quyền được việc nào, cho ai", tag=TAG, gives=Stands)
def substitution_people(call: Call) -> Any:
    principals = lendable(call.actor)
    return {"principals": principals, "substitutes": substitutes_for(principals)}


@endpoint(
    "POST", summary="Ủy quyền làm thay", tag=TAG, takes=SubstitutionInput, gives=SubstitutionRow, status=201,
    example={"principal": "5f0c5c0e-6d0e-4a53-9a3e-0d7a3c7e0a11", "substitute": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11",
             "starts_on": "2023-12-11", "ends_on": "2023-12-15", "reason": "Đi công tác", "paper": "12/GUQ-SNV"},
    description="Việc của mình; với quản trị tài khoản là của mọi người. Khóa chỉ ủy quyền được việc mà nó làm được.",
)  # fmt: skip
def substitution_create(call: Call) -> Any:
    given = dict(call.given)
    principals = lendable(call.actor)
    return acts.substitute(
        actor=call.actor,
        principal=among(principals, given.pop("principal")),
        substitute=among(substitutes_for(principals), given.pop("substitute")),
        paper=given.pop("paper", ""),
        **given,
    )


@endpoint("POST", summary="Thôi ủy quyền", tag=TAG, takes=Reason, gives=SubstitutionRow,
          example={"reason": "Về sớm hơn dự kiến"})  # fmt: skip
def substitution_revoke(call: Call, uid: str) -> Any:
    found = visible(visible_substitutions(call.actor), uid)
    return acts.revoke(substitution=found, reason=call.given["reason"], actor=call.actor)


urlpatterns = [
    path("substitutions/", substitutions, name="substitutions"),
    path("substitutions/people/", substitution_people, name="substitution_people"),
    path("substitutions/create/", substitution_create, name="substitution_create"),
    path("substitutions/<uuid:uid>/revoke/", substitution_revoke, name="substitution_revoke"),
]
