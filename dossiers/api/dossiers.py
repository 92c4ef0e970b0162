"""Dossiers, their papers, who looked at them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import path
from rest_framework import serializers

from config.kernel import files, workflow
from config.kernel.access import visible
from config.kernel.api import Call, Ref, Version, endpoint
from dossiers import selectors
from dossiers.enums import AccessAct, DossierState
from dossiers.flow import DOSSIER_FLOW
from dossiers.models import Dossier
from dossiers.selectors.accesses import accesses_of
from dossiers.services import accesses, chain, drafting
from units.selectors import units_for

TAG = "Hồ sơ"


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


class AccessRow(serializers.Serializer[Any]):
    user_name = serializers.CharField()
    user_title = serializers.CharField()
    act = serializers.ChoiceField(choices=AccessAct.choices)
    document = Ref(allow_null=True)
    day = serializers.DateField()
    times = serializers.IntegerField()
    first_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()


@endpoint(
    "GET", "dossiers.view", summary="Hồ sơ đề nghị", tag=TAG, gives=DossierRow, many=True,
    query=[("state", "Trạng thái, ví dụ received.")],
)  # fmt: skip
def dossier_list(call: Call) -> Any:
    found = selectors.visible_dossiers(call.actor).select_related("round", "unit").order_by("-id")
    return found.filter(state=call.query["state"]) if call.query.get("state") in DossierState.values else found


@endpoint("GET", "dossiers.view", summary="Một hồ sơ, văn bản và các bước làm được", tag=TAG, gives=DossierFull)
def dossier(call: Call, uid: str) -> Any:
    found = selectors.dossier_at(call.actor, uid)
    accesses.note(actor=call.actor, act=AccessAct.API, dossier=found)
    return _full(found, call)


@endpoint(
    "POST", "dossiers.edit", summary="Lập hồ sơ cho đối tượng được đề nghị", tag=TAG, takes=OpenDossier,
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
    "POST", "dossiers.view", summary="Chuyển bước một hồ sơ", tag=TAG, takes=Version, gives=DossierRow,
    example={"version": 4}, description="Các bước làm được và lý do chưa làm được nằm ở `steps` của hồ sơ.",
)  # fmt: skip
def dossier_step(call: Call, uid: str, step: str) -> Any:
    found = selectors.dossier_at(call.actor, uid)
    given = call.given
    return chain.walk(
        dossier=found, step=step, actor=call.actor, expected_version=given["version"], reason=given.get("reason", "")
    )


@endpoint("GET", "dossiers.view", summary="Tải một văn bản (PDF)", tag=TAG, file=True)
def document_file(call: Call, uid: str) -> HttpResponseBase:
    found = selectors.document_at(call.actor, uid)
    if found.file is None:
        raise Http404
    accesses.note(actor=call.actor, act=AccessAct.API, document=found)
    return files.response(found.file)


@endpoint("GET", "audit.view", summary="Ai đã mở, tải một hồ sơ", tag=TAG, gives=AccessRow, many=True)
def access_list(call: Call, uid: str) -> Any:
    return accesses_of(selectors.dossier_at(call.actor, uid))


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
    path("dossiers/", dossier_list, name="dossier_list"),
    path("dossiers/open/", dossier_open, name="dossier_open"),
    path("dossiers/<uuid:uid>/", dossier, name="dossier"),
    path("dossiers/<uuid:uid>/accesses/", access_list, name="access_list"),
    path("dossiers/<uuid:uid>/<slug:step>/", dossier_step, name="dossier_step"),
    path("documents/<uuid:uid>/file/", document_file, name="document_file"),
]
