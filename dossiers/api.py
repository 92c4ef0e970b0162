"""API: award rounds, candidates with their verdicts, nominations, dossiers and their papers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import path
from rest_framework import serializers

from awards.enums import RoundState
from awards.models import Candidate
from awards.selectors import verdicts
from config.kernel import files, workflow
from config.kernel.access import visible
from config.kernel.api import Call, Points, Ref, Version, endpoint
from dossiers import selectors
from dossiers.chain_api import urlpatterns as chain_urls
from dossiers.enums import AccessAct, DossierState
from dossiers.flow import DOSSIER_FLOW
from dossiers.models import Dossier
from dossiers.services import accesses, chain, drafting
from dossiers.services import nominations as nominating
from units.selectors import units_for

ROUNDS, DOSSIERS = "Đợt xét", "Hồ sơ"


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


class DossierRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    round = serializers.UUIDField(source="round.uid")
    unit = serializers.UUIDField(source="unit.uid")
    unit_name = serializers.CharField()
    award_form = serializers.CharField()
    state = serializers.ChoiceField(choices=DossierState.choices)
    version = serializers.IntegerField()
    due_on = serializers.DateField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)


class DocumentRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    reference = serializers.CharField()
    state = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    sha256 = serializers.CharField()


class NomineeRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    subject = serializers.CharField()
    position = serializers.CharField()
    merit = serializers.CharField()


class StepRow(serializers.Serializer[Any]):
    step = serializers.CharField()
    label = serializers.CharField()
    refusal = serializers.CharField(allow_null=True)


class DossierFull(DossierRow):
    nominees = NomineeRow(many=True)
    documents = DocumentRow(many=True)
    steps = StepRow(many=True)


class OpenDossier(serializers.Serializer[Any]):
    round = serializers.UUIDField()
    unit = serializers.UUIDField()
    award_form = serializers.CharField(max_length=20)


@endpoint("GET", "dossiers.view", summary="Các đợt xét", tag=ROUNDS, gives=RoundRow, many=True)
def rounds(call: Call) -> Any:
    return selectors.visible_rounds(call.actor).defer("result").order_by("-year", "-id")


@endpoint("GET", "dossiers.view", summary="Một đợt xét", tag=ROUNDS, gives=RoundRow)
def round_(call: Call, uid: str) -> Any:
    return selectors.round_at(call.actor, uid)


@endpoint(
    "GET", "rounds.view", summary="Đối tượng xét của một đợt", tag=ROUNDS, gives=CandidateRow, many=True,
    query=[("eligible", "yes, no hoặc needs_attestation."), ("proposed", "1: chỉ người được đề nghị.")],
)  # fmt: skip
def candidates(call: Call, uid: str) -> Any:
    found = Candidate.objects.filter(round=selectors.round_at(call.actor, uid))
    if "eligible" in call.query:
        found = found.filter(eligible=call.query["eligible"])
    if call.query.get("proposed") == "1":
        found = found.filter(proposed=True)
    return found.select_related("rule", "unit").order_by("place", "id")


@endpoint("GET", "rounds.view", summary="Kết luận từng tiêu chuẩn của một đối tượng", tag=ROUNDS, gives=Verdict)
def verdict(call: Call, uid: str) -> Any:
    shown = Candidate.objects.filter(round__in=selectors.visible_rounds(call.actor)).select_related("rule", "unit")
    found = visible(shown, uid)
    return {"candidate": found, "criteria": verdicts.items(found.verdict)}


@endpoint(
    "POST", "dossiers.edit", summary="Đề cử cá nhân vào đợt đang mở", tag=ROUNDS, takes=NominationInput,
    example={"unit": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11",
             "merits": {"9d2c1b7e-1d57-4a0b-8f1e-7a5d0c9b3e21": "Số hóa 100% hồ sơ một cửa trong quý II."}},
)  # fmt: skip
def nominate(call: Call, uid: str) -> Any:
    award_round = visible(selectors.rounds_open_to_units(call.actor), uid)
    unit = visible(units_for(call.actor, "dossiers.edit"), call.given["unit"])
    people = unit.people.filter(is_active=True)
    merits = {visible(people, person): said for person, said in call.given["merits"].items()}
    kept = nominating.nominate(award_round=award_round, unit=unit, merits=merits, actor=call.actor)
    return {"nominated": [row.person.full_name for row in kept]}


@endpoint(
    "GET", "dossiers.view", summary="Hồ sơ đề nghị", tag=DOSSIERS, gives=DossierRow, many=True,
    query=[("state", "Trạng thái, ví dụ received.")],
)  # fmt: skip
def dossier_list(call: Call) -> Any:
    found = selectors.visible_dossiers(call.actor).select_related("round", "unit").order_by("-id")
    return found.filter(state=call.query["state"]) if call.query.get("state") in DossierState.values else found


@endpoint("GET", "dossiers.view", summary="Một hồ sơ, văn bản và các bước làm được", tag=DOSSIERS, gives=DossierFull)
def dossier(call: Call, uid: str) -> Any:
    found = selectors.dossier_at(call.actor, uid)
    accesses.note(actor=call.actor, act=AccessAct.API, dossier=found)
    return _full(found, call)


@endpoint(
    "POST", "dossiers.edit", summary="Lập hồ sơ cho đối tượng được đề nghị", tag=DOSSIERS, takes=OpenDossier,
    gives=DossierFull,
    example={"round": "1f3a5c9d-6b0e-4c2f-b7a4-92e1d3c4f508", "unit": "0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11",
             "award_form": "BK_TINH"},
)  # fmt: skip
def dossier_open(call: Call) -> Any:
    award_round = selectors.round_at(call.actor, call.given["round"])
    unit = visible(units_for(call.actor, "dossiers.edit"), call.given["unit"])
    found = drafting.open_dossier(
        award_round=award_round, unit=unit, award_form=call.given["award_form"], actor=call.actor
    )
    return _full(found, call)


@endpoint(
    "POST", "dossiers.view", summary="Chuyển bước một hồ sơ", tag=DOSSIERS, takes=Version, gives=DossierRow,
    example={"version": 4}, description="Các bước làm được và lý do chưa làm được nằm ở `steps` của hồ sơ.",
)  # fmt: skip
def dossier_step(call: Call, uid: str, step: str) -> Any:
    found = selectors.dossier_at(call.actor, uid)
    given = call.given
    return chain.walk(
        dossier=found, step=step, actor=call.actor, expected_version=given["version"], reason=given.get("reason", "")
    )


@endpoint("GET", "dossiers.view", summary="Tải một văn bản (PDF)", tag=DOSSIERS, file=True)
def document_file(call: Call, uid: str) -> HttpResponseBase:
    found = selectors.document_at(call.actor, uid)
    if found.file is None:
        raise Http404
    accesses.note(actor=call.actor, act=AccessAct.API, document=found)
    return files.response(found.file)


def _full(found: Dossier, call: Call) -> dict[str, Any]:
    choices = workflow.available(DOSSIER_FLOW, found, call.actor)
    return {
        **DossierRow(found).data,
        "round": found.round,
        "unit": found.unit,
        "due_on": found.due_on,
        "submitted_at": found.submitted_at,
        "nominees": found.nominees.all(),
        "documents": found.documents.all(),
        "steps": [{"step": c.transition.name, "label": c.transition.label, "refusal": c.refusal} for c in choices],
    }


urlpatterns = [
    *chain_urls,
    path("rounds/", rounds, name="rounds"),
    path("rounds/<uuid:uid>/", round_, name="round"),
    path("rounds/<uuid:uid>/candidates/", candidates, name="candidates"),
    path("rounds/<uuid:uid>/nominations/", nominate, name="nominate"),
    path("candidates/<uuid:uid>/", verdict, name="verdict"),
    path("dossiers/", dossier_list, name="dossier_list"),
    path("dossiers/open/", dossier_open, name="dossier_open"),
    path("dossiers/<uuid:uid>/", dossier, name="dossier"),
    path("dossiers/<uuid:uid>/<slug:step>/", dossier_step, name="dossier_step"),
    path("documents/<uuid:uid>/file/", document_file, name="document_file"),
]
