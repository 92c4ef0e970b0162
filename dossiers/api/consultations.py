"""Opinions of other agencies."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers

from config.kernel.access import visible
from config.kernel.api import Call, Ref, Version, endpoint
from dossiers import selectors
from dossiers.consultation_flow import SILENCE
from dossiers.enums import ConsultationState, Opinion
from dossiers.selectors import consultations as opinions
from dossiers.services import consultations
from units.selectors import visible_units

TAG = "Hồ sơ"


class ConsultationRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    dossier = Ref()
    unit = Ref()
    unit_name = serializers.CharField()
    question = serializers.CharField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=ConsultationState.choices)
    version = serializers.IntegerField()
    silence = serializers.ChoiceField(choices=list(SILENCE.items()))
    opinion = serializers.ChoiceField(choices=Opinion.choices, allow_blank=True)
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_by_name = serializers.CharField()
    letter_number = serializers.CharField(help_text="Số của văn bản giấy; trống khi cơ quan trả lời trên phần mềm.")
    recorded_by_name = serializers.CharField(help_text="Người ghi thay câu trả lời bằng giấy.")


class Question(serializers.Serializer[Any]):
    units = serializers.ListField(child=serializers.UUIDField(), max_length=50)
    question = serializers.CharField(max_length=consultations.LIMIT)
    days = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=consultations.MOST_DAYS)


class OpinionInput(Version):
    opinion = serializers.ChoiceField(choices=Opinion.choices)
    answer = serializers.CharField(max_length=consultations.LIMIT, required=False, allow_blank=True)


class LetterInput(OpinionInput):
    number = serializers.CharField(max_length=consultations.NUMBER_LIMIT, help_text="Số, ký hiệu của văn bản trả lời.")
    day = serializers.DateField(help_text="Ngày của văn bản; quyết định câu trả lời có trễ hạn không.")
    signer = serializers.CharField(max_length=consultations.SIGNER_LIMIT, help_text="Họ tên, chức vụ người ký.")
    file = serializers.FileField(help_text="Bản chụp văn bản. Gửi bằng multipart/form-data; tối đa 20 MB.")


@endpoint("GET", "dossiers.view", summary="Ý kiến hiệp y", tag=TAG, gives=ConsultationRow, many=True)
def consultation_list(call: Call) -> Any:
    """Câu hỏi gửi đơn vị của mình; với cơ quan thẩm định là mọi câu hỏi đã gửi."""
    return opinions.visible_consultations(call.actor).order_by("-id")


@endpoint(
    "POST", "dossiers.consult", summary="Hỏi ý kiến cơ quan khác về một hồ sơ", tag=TAG, takes=Question,
    example={"units": ["0b0f0c9e-4f5c-4a53-9a3e-0d7a3c7e0a11"], "question": "Đơn vị có vướng mắc không?", "days": 10},
)  # fmt: skip
def consultation_ask(call: Call, uid: str) -> Any:
    found = selectors.dossier_at(call.actor, uid)
    units = [visible(visible_units(call.actor), one) for one in call.given["units"]]
    made = consultations.ask(
        dossier=found, units=units, question=call.given["question"], days=call.given.get("days"), actor=call.actor
    )
    return {"asked": [str(one.uid) for one in made]}


@endpoint(
    "POST", "dossiers.edit", summary="Soạn câu trả lời hiệp y", tag=TAG, takes=OpinionInput, gives=ConsultationRow,
    example={"version": 1, "opinion": "agree", "answer": ""},
)  # fmt: skip
def consultation_draft(call: Call, uid: str) -> Any:
    found = visible(opinions.visible_consultations(call.actor), uid)
    return consultations.draft(
        consultation=found, opinion=call.given["opinion"], answer=call.given.get("answer", ""), actor=call.actor,
        expected_version=call.given["version"],
    )  # fmt: skip


@endpoint(
    "POST", "dossiers.consult", summary="Ghi thay câu trả lời hiệp y bằng giấy", tag=TAG, takes=LetterInput,
    gives=ConsultationRow,
    description="Cơ quan được hỏi trả lời bằng văn bản giấy: ghi ý kiến, số, ngày, người ký và bản chụp. Cơ quan đó "
    "được báo; câu trả lời đang soạn trên phần mềm, nếu có, nhường chỗ cho văn bản.",
)  # fmt: skip
def consultation_letter(call: Call, uid: str) -> Any:
    found = visible(opinions.visible_consultations(call.actor), uid)
    given = call.given
    letter = consultations.Letter(given["number"], given["day"], given["signer"], given["file"])
    return consultations.record_letter(
        consultation=found, opinion=given["opinion"], answer=given.get("answer", ""), letter=letter,
        actor=call.actor, expected_version=given["version"],
    )  # fmt: skip


@endpoint(
    "POST", "dossiers.view", summary="Duyệt, trả lại hoặc rút một câu hỏi hiệp y", tag=TAG, takes=Version,
    gives=ConsultationRow, example={"version": 2}, description="Bước: answer, rework, cancel.",
)  # fmt: skip
def consultation_step(call: Call, uid: str, step: str) -> Any:
    found = visible(opinions.visible_consultations(call.actor), uid)
    return consultations.walk(
        consultation=found, step=step, actor=call.actor, expected_version=call.given["version"],
        reason=call.given.get("reason", ""),
    )  # fmt: skip


urlpatterns = [
    path("consultations/", consultation_list, name="consultation_list"),
    path("dossiers/<uuid:uid>/consultations/", consultation_ask, name="consultation_ask"),
    path("consultations/<uuid:uid>/draft/", consultation_draft, name="consultation_draft"),
    path("consultations/<uuid:uid>/letter/", consultation_letter, name="consultation_letter"),
    path("consultations/<uuid:uid>/<slug:step>/", consultation_step, name="consultation_step"),
]
