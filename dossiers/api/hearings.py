"""Hearings of the public."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers

from config.kernel.access import visible
from config.kernel.api import Call, Ref, Version, endpoint
from dossiers import selectors
from dossiers.enums import HearingState
from dossiers.selectors import hearings as listed
from dossiers.services import hearings

TAG = "Đợt xét"


class HearingRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    round = Ref()
    award_form = serializers.CharField()
    form_name = serializers.CharField()
    rows = serializers.ListField(child=serializers.DictField(child=serializers.CharField(allow_blank=True)))
    opened_on = serializers.DateField()
    last_day = serializers.DateField()
    state = serializers.ChoiceField(choices=HearingState.choices)
    version = serializers.IntegerField()


class HearingInput(serializers.Serializer[Any]):
    award_form = serializers.CharField(max_length=40)
    days = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=60,
        help_text="Ngày làm việc; để trống là theo quy định.",
    )


class CommentRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    author = serializers.CharField()
    contact = serializers.CharField()
    about = serializers.CharField()
    text = serializers.CharField()
    created_at = serializers.DateTimeField()
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)


@endpoint("GET", "rounds.view", summary="Danh sách lấy ý kiến nhân dân", tag=TAG, gives=HearingRow, many=True)
def hearing_list(call: Call) -> Any:
    return listed.listed_hearings(call.actor)


@endpoint(
    "POST", "dossiers.present", summary="Công khai danh sách lấy ý kiến nhân dân", tag=TAG, takes=HearingInput,
    gives=HearingRow, status=201, example={"award_form": "HCLD3", "days": 10},
)  # fmt: skip
def hearing_open(call: Call, uid: str) -> Any:
    found = selectors.round_at(call.actor, uid)
    return hearings.open_hearing(
        award_round=found, award_form=call.given["award_form"], days=call.given.get("days"), actor=call.actor
    )


@endpoint("GET", "dossiers.present", summary="Ý kiến nhân dân về một danh sách", tag=TAG, gives=CommentRow, many=True)
def comment_list(call: Call, uid: str) -> Any:
    return visible(listed.visible_hearings(call.actor), uid).comments.all()


@endpoint("POST", "dossiers.present", summary="Kết thúc lấy ý kiến nhân dân", tag=TAG, takes=Version,
          gives=HearingRow, example={"version": 1})  # fmt: skip
def hearing_close(call: Call, uid: str) -> Any:
    found = visible(listed.visible_hearings(call.actor), uid)
    return hearings.close(hearing=found, actor=call.actor, expected_version=call.given["version"])


urlpatterns = [
    path("hearings/", hearing_list, name="hearing_list"),
    path("rounds/<uuid:uid>/hearings/", hearing_open, name="hearing_open"),
    path("hearings/<uuid:uid>/comments/", comment_list, name="comment_list"),
    path("hearings/<uuid:uid>/close/", hearing_close, name="hearing_close"),
]
