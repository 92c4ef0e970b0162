"""API: the register of decisions and awards."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers

from awards.enums import AwardState
from awards.selectors import register
from config.kernel.access import visible
from config.kernel.api import Call, endpoint

TAG = "Sổ khen thưởng"


class AwardRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    recipient = serializers.CharField(help_text="collective, individual")
    unit_name = serializers.CharField()
    position = serializers.CharField()
    award_form = serializers.CharField()
    form_name = serializers.CharField()
    occasion = serializers.CharField()
    year = serializers.IntegerField()
    decision_number = serializers.CharField()
    decided_on = serializers.DateField()
    decider = serializers.CharField()
    prize = serializers.IntegerField(allow_null=True, help_text="Đồng.")
    state = serializers.ChoiceField(choices=AwardState.choices)
    revocation = serializers.CharField(help_text="Số quyết định thu hồi.")
    revoked_on = serializers.DateField(allow_null=True)


@endpoint(
    "GET", "register.view", summary="Sổ khen thưởng", tag=TAG, gives=AwardRow, many=True,
    query=[("q", "Tìm theo tên, số quyết định."), ("year", "Năm."), ("award_form", "Hình thức, ví dụ BK_TINH."),
           ("recipient", "collective hoặc individual.")],
)  # fmt: skip
def awards(call: Call) -> Any:
    asked = register.Filters(
        text=call.query.get("q", "")[:100],
        year=call.year(),
        award_form=call.query.get("award_form", "")[:12],
        recipient=call.query.get("recipient", "")[:12],
    )
    return register.awards(asked)


@endpoint("GET", "register.view", summary="Một dòng của sổ", tag=TAG, gives=AwardRow)
def award(call: Call, uid: str) -> Any:
    return visible(register.awards(), uid)


urlpatterns = [path("awards/", awards, name="awards"), path("awards/<uuid:uid>/", award, name="award")]
