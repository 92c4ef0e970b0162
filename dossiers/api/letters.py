"""Letters upward, and what came back."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers

from config.kernel.access import require, visible
from config.kernel.api import Call, Ref, endpoint
from dossiers.models import UpwardAnswer
from dossiers.selectors import upward
from dossiers.services import upward as answering

TAG = "Đợt xét"


class LetterRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField(source="letter.uid")
    reference = serializers.CharField(source="letter.reference")
    issued_on = serializers.DateField(source="letter.issued_on")
    award_form = serializers.CharField(source="form.code")
    decider = serializers.CharField(source="form.decider")
    copies = serializers.IntegerField()
    people = serializers.IntegerField()
    open = serializers.IntegerField(help_text="Chưa có kết quả.")
    granted = serializers.IntegerField()


class UpwardNominee(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    position = serializers.CharField()
    answer = Ref(allow_null=True)


class LetterFull(serializers.Serializer[Any]):
    letter = LetterRow()
    nominees = UpwardNominee(many=True)


class AnswerInput(serializers.Serializer[Any]):
    nominees = serializers.ListField(child=serializers.UUIDField(), max_length=500)
    granted = serializers.BooleanField()
    number = serializers.CharField(max_length=60)
    date = serializers.DateField()
    signer_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    signer_title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class AnswerRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    granted = serializers.BooleanField()
    number = serializers.CharField()
    date = serializers.DateField()
    reason = serializers.CharField()


@endpoint("GET", "rounds.view", summary="Tờ trình cấp trên", tag=TAG, gives=LetterRow, many=True)
def letter_list(call: Call) -> Any:
    return upward.Rows(call.actor)


@endpoint("GET", "rounds.view", summary="Một tờ trình cấp trên và kết quả từng người", tag=TAG, gives=LetterFull)
def letter(call: Call, uid: str) -> Any:
    found = visible(upward.visible_letters(call.actor), uid)
    return {"letter": upward.rows([found])[0], "nominees": upward.nominees_of(found)}


@endpoint(
    "POST", "dossiers.present", summary="Ghi kết quả của cấp trên", tag=TAG, takes=AnswerInput, gives=AnswerRow,
    example={"nominees": ["9d2c1b7e-1d57-4a0b-8f1e-7a5d0c9b3e21"], "granted": True, "number": "1500/QĐ-TTg",
             "date": "2023-12-20"},
)  # fmt: skip
def letter_answer(call: Call, uid: str) -> UpwardAnswer:
    found = visible(upward.visible_letters(call.actor), uid)
    require(call.actor, answering.RECORD)
    said = dict(call.given)
    nominees = [visible(upward.nominees_of(found), one) for one in said.pop("nominees")]
    return answering.record_answer(letter=found, nominees=nominees, actor=call.actor, **said)


urlpatterns = [
    path("letters/", letter_list, name="letter_list"),
    path("letters/<uuid:uid>/", letter, name="letter"),
    path("letters/<uuid:uid>/answers/", letter_answer, name="letter_answer"),
]
