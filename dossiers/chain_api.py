"""API: opinions of other agencies, hearings of the public, letters upward and what came back, who looked at what."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers

from config.kernel.access import require, visible
from config.kernel.api import Call, Ref, Version, endpoint
from dossiers import selectors
from dossiers.enums import AccessAct, ConsultationState, HearingState, Opinion
from dossiers.models import UpwardAnswer
from dossiers.selectors import consultations as opinions
from dossiers.selectors import hearings as listed
from dossiers.selectors import upward
from dossiers.selectors.accesses import accesses_of
from dossiers.services import consultations, hearings
from dossiers.services import upward as answering
from units.selectors import visible_units

DOSSIERS, ROUNDS = "Hồ sơ", "Đợt xét"


class ConsultationRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    dossier = Ref()
    unit = Ref()
    unit_name = serializers.CharField()
    question = serializers.CharField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=ConsultationState.choices)
    version = serializers.IntegerField()
    silence = serializers.ChoiceField(choices=list(consultations.SILENCE.items()))
    opinion = serializers.ChoiceField(choices=Opinion.choices, allow_blank=True)
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)


class Question(serializers.Serializer[Any]):
    units = serializers.ListField(child=serializers.UUIDField(), max_length=50)
    question = serializers.CharField(max_length=consultations.LIMIT)
    days = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=consultations.MOST_DAYS)


class OpinionInput(Version):
    opinion = serializers.ChoiceField(choices=Opinion.choices)
    answer = serializers.CharField(max_length=consultations.LIMIT, required=False, allow_blank=True)


class AccessRow(serializers.Serializer[Any]):
    user_name = serializers.CharField()
    user_title = serializers.CharField()
    act = serializers.ChoiceField(choices=AccessAct.choices)
    document = Ref(allow_null=True)
    day = serializers.DateField()
    times = serializers.IntegerField()
    first_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()


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


@endpoint("GET", "dossiers.view", summary="Ý kiến hiệp y", tag=DOSSIERS, gives=ConsultationRow, many=True)
def consultation_list(call: Call) -> Any:
    """Câu hỏi gửi đơn vị của mình; với cơ quan thẩm định là mọi câu hỏi đã gửi."""
    return opinions.visible_consultations(call.actor).order_by("-id")


@endpoint(
    "POST", "dossiers.consult", summary="Hỏi ý kiến cơ quan khác về một hồ sơ", tag=DOSSIERS, takes=Question,
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
    "POST", "dossiers.edit", summary="Soạn câu trả lời hiệp y", tag=DOSSIERS, takes=OpinionInput, gives=ConsultationRow,
    example={"version": 1, "opinion": "agree", "answer": ""},
)  # fmt: skip
def consultation_draft(call: Call, uid: str) -> Any:
    found = visible(opinions.visible_consultations(call.actor), uid)
    return consultations.draft(
        consultation=found, opinion=call.given["opinion"], answer=call.given.get("answer", ""), actor=call.actor,
        expected_version=call.given["version"],
    )  # fmt: skip


@endpoint(
    "POST", "dossiers.view", summary="Duyệt, trả lại hoặc rút một câu hỏi hiệp y", tag=DOSSIERS, takes=Version,
    gives=ConsultationRow, example={"version": 2}, description="Bước: answer, rework, cancel.",
)  # fmt: skip
def consultation_step(call: Call, uid: str, step: str) -> Any:
    found = visible(opinions.visible_consultations(call.actor), uid)
    return consultations.walk(
        consultation=found, step=step, actor=call.actor, expected_version=call.given["version"],
        reason=call.given.get("reason", ""),
    )  # fmt: skip


@endpoint("GET", "audit.view", summary="Ai đã mở, tải một hồ sơ", tag=DOSSIERS, gives=AccessRow, many=True)
def access_list(call: Call, uid: str) -> Any:
    return accesses_of(selectors.dossier_at(call.actor, uid))


@endpoint("GET", "rounds.view", summary="Danh sách lấy ý kiến nhân dân", tag=ROUNDS, gives=HearingRow, many=True)
def hearing_list(call: Call) -> Any:
    return listed.visible_hearings(call.actor).order_by("-id")


@endpoint(
    "POST", "dossiers.present", summary="Công khai danh sách lấy ý kiến nhân dân", tag=ROUNDS, takes=HearingInput,
    gives=HearingRow, status=201, example={"award_form": "HCLD3", "days": 10},
)  # fmt: skip
def hearing_open(call: Call, uid: str) -> Any:
    found = selectors.round_at(call.actor, uid)
    return hearings.open_hearing(
        award_round=found, award_form=call.given["award_form"], days=call.given.get("days"), actor=call.actor
    )


@endpoint(
    "GET", "dossiers.present", summary="Ý kiến nhân dân về một danh sách", tag=ROUNDS, gives=CommentRow, many=True
)
def comment_list(call: Call, uid: str) -> Any:
    return visible(listed.visible_hearings(call.actor), uid).comments.all()


@endpoint("POST", "dossiers.present", summary="Kết thúc lấy ý kiến nhân dân", tag=ROUNDS, takes=Version,
          gives=HearingRow, example={"version": 1})  # fmt: skip
def hearing_close(call: Call, uid: str) -> Any:
    found = visible(listed.visible_hearings(call.actor), uid)
    return hearings.close(hearing=found, actor=call.actor, expected_version=call.given["version"])


@endpoint("GET", "rounds.view", summary="Tờ trình cấp trên", tag=ROUNDS, gives=LetterRow, many=True)
def letter_list(call: Call) -> Any:
    return upward.Rows(call.actor)


@endpoint("GET", "rounds.view", summary="Một tờ trình cấp trên và kết quả từng người", tag=ROUNDS, gives=LetterFull)
def letter(call: Call, uid: str) -> Any:
    found = visible(upward.visible_letters(call.actor), uid)
    return {"letter": upward.rows([found])[0], "nominees": upward.nominees_of(found)}


@endpoint(
    "POST", "dossiers.present", summary="Ghi kết quả của cấp trên", tag=ROUNDS, takes=AnswerInput, gives=AnswerRow,
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
    path("consultations/", consultation_list, name="consultation_list"),
    path("dossiers/<uuid:uid>/consultations/", consultation_ask, name="consultation_ask"),
    path("consultations/<uuid:uid>/draft/", consultation_draft, name="consultation_draft"),
    path("consultations/<uuid:uid>/<slug:step>/", consultation_step, name="consultation_step"),
    path("dossiers/<uuid:uid>/accesses/", access_list, name="access_list"),
    path("hearings/", hearing_list, name="hearing_list"),
    path("rounds/<uuid:uid>/hearings/", hearing_open, name="hearing_open"),
    path("hearings/<uuid:uid>/comments/", comment_list, name="comment_list"),
    path("hearings/<uuid:uid>/close/", hearing_close, name="hearing_close"),
    path("letters/", letter_list, name="letter_list"),
    path("letters/<uuid:uid>/", letter, name="letter"),
    path("letters/<uuid:uid>/answers/", letter_answer, name="letter_answer"),
]
