"""Award rounds, candidates with their verdicts, nominations."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers

from awards.enums import RoundState
from awards.models import Candidate
from awards.selectors import verdicts
from config.kernel.access import visible
from config.kernel.api import Call, Points, Ref, endpoint
from dossiers import selectors
from dossiers.services import nominations as nominating
from units.selectors import people_at, units_for

TAG = "Đợt xét"


class RoundRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    title = serializers.CharField()
    occasion = serializers.CharField()
    year = serializers.IntegerField()
    state = serializers.ChoiceField(choices=RoundState.choices)
    version = serializers.IntegerField()
    evaluated_at = serializers.DateTimeField(allow_null=True)
    digest = serializers.CharField()


class CandidateRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    recipient = serializers.CharField()
    unit = Ref()
    unit_name = serializers.CharField()
    rule = serializers.CharField(source="rule.code")
    section = serializers.CharField(source="rule.section")
    award_form = serializers.CharField()
    eligible = serializers.CharField(help_text="yes, no, needs_attestation")
    standing = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    place = serializers.IntegerField()
    ratio = Points(source="ratio_h")
    why = serializers.CharField()
    proposed = serializers.BooleanField()
    withdrawn = serializers.BooleanField()


class Criterion(serializers.Serializer[Any]):
    state = serializers.CharField(help_text="dat, khong-dat, cho, khong")
    title = serializers.CharField()
    sentence = serializers.CharField()
    clause = serializers.CharField()


class Verdict(serializers.Serializer[Any]):
    candidate = CandidateRow()
    criteria = Criterion(many=True)


class NominationInput(serializers.Serializer[Any]):
    unit = serializers.UUIDField()
    merits = serializers.DictField(
        child=serializers.CharField(max_length=2000), help_text="uid của người → tóm tắt thành tích. Thay danh sách cũ."
    )


@endpoint("GET", "dossiers.view", summary="Các đợt xét", tag=TAG, gives=RoundRow, many=True)
def rounds(call: Call) -> Any:
    return selectors.visible_rounds(call.actor).defer("result").order_by("-year", "-id")


@endpoint("GET", "dossiers.view", summary="Một đợt xét", tag=TAG, gives=RoundRow)
def round_(call: Call, uid: str) -> Any:
    return selectors.round_at(call.actor, uid)


@endpoint(
    "GET", "rounds.view", summary="Đối tượng xét của một đợt", tag=TAG, gives=CandidateRow, many=True,
    query=[("eligible", "yes, no hoặc needs_attestation."), ("proposed", "1: chỉ người được đề nghị.")],
)  # fmt: skip
def candidates(call: Call, uid: str) -> Any:
    found = Candidate.objects.filter(round=selectors.round_at(call.actor, uid))
    if "eligible" in call.query:
        found = found.filter(eligible=call.query["eligible"])
    if call.query.get("proposed") == "1":
        found = found.filter(proposed=True)
    return found.select_related("rule", "unit").order_by("place", "id")


@endpoint("GET", "rounds.view", summary="Kết luận từng tiêu chuẩn của một đối tượng", tag=TAG, gives=Verdict)
def verdict(call: Call, uid: str) -> Any:
    shown = Candidate.objects.filter(round__in=selectors.visible_rounds(call.actor)).select_related("rule", "unit")
    found = visible(shown, uid)
    [told] = verdicts.explain([found])
    return {"candidate": found, "criteria": verdicts.items(told)}


@endpoint(
    "POST", "dossiers.edit", summary="Đề cử cá nhân vào đợt đang mở", tag=TAG, takes=NominationInput,
    example={"unit": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11",
             "merits": {"9d2c1b7e-1d57-4a0b-8f1e-7a5d0c9b3e21": "Số hóa 100% hồ sơ một cửa trong quý II."}},
)  # fmt: skip
def nominate(call: Call, uid: str) -> Any:
    award_round = visible(selectors.rounds_open_to_units(call.actor), uid)
    unit = visible(units_for(call.actor, "dossiers.edit"), call.given["unit"])
    people = people_at(unit)
    merits = {visible(people, person): said for person, said in call.given["merits"].items()}
    kept = nominating.nominate(award_round=award_round, unit=unit, merits=merits, actor=call.actor)
    return {"nominated": [row.person.full_name for row in kept]}


urlpatterns = [
    path("rounds/", rounds, name="rounds"),
    path("rounds/<uuid:uid>/", round_, name="round"),
    path("rounds/<uuid:uid>/candidates/", candidates, name="candidates"),
    path("rounds/<uuid:uid>/nominations/", nominate, name="nominate"),
    path("candidates/<uuid:uid>/", verdict, name="verdict"),
]
