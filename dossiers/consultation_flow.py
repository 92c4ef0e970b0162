"""The way of an opinion: asked, drafted by a clerk of the agency, sent by its head, or silent when the day is over."""

from __future__ import annotations

from config.kernel.access import Actor
from config.kernel.workflow import Flow, Transition
from dossiers.enums import ConsultationState, DossierState
from dossiers.models import Consultation
from units.models import Unit

C = ConsultationState
CONSULT = "dossiers.consult"
# Where a dossier stands while agencies may be asked about it.
WHILE = frozenset({
    DossierState.RECEIVED, DossierState.APPRAISED_ICT, DossierState.APPRAISED_TDKT, DossierState.ON_HOLD,
})  # fmt: skip
# What an agency's silence may be taken for.
SILENCE = {"noted": "ghi nhận là không có ý kiến trả lời", "agree": "coi như đồng ý"}


def has_opinion(consultation: Consultation, actor: Actor) -> str | None:
    return None if consultation.opinion else "Câu trả lời chưa chọn đồng ý hay không đồng ý."


def not_the_drafter(consultation: Consultation, actor: Actor) -> str | None:
    people = {actor.user_id, actor.behalf.user_id if actor.behalf else None} - {None}
    if consultation.drafted_by_user_id in people:
        return "Người soạn câu trả lời không tự duyệt câu trả lời đó."
    return None


def not_who_asked(consultation: Consultation, actor: Actor) -> str | None:
    people = {actor.user_id, actor.behalf.user_id if actor.behalf else None} - {None}
    if consultation.asked_by_user_id in people:
        return "Người hỏi ý kiến không tự trả lời câu hỏi đó."
    return None


def _agency(consultation: Consultation) -> Unit:
    return consultation.unit


# A late answer is taken and shown as late: silence is what the file says until then.
CONSULTATION_FLOW = Flow(
    name="consultation",
    states=dict(C.choices),
    unit_of=_agency,
    transitions=(
        Transition(
            "draft", frozenset({C.ASKED, C.DRAFTED, C.SILENT}), C.DRAFTED, "dossiers.edit", "Trình lãnh đạo",
            guards=(not_who_asked,),
        ),
        Transition(
            "answer", frozenset({C.DRAFTED}), C.ANSWERED, "dossiers.confirm", "Duyệt, gửi trả lời",
            guards=(has_opinion, not_the_drafter, not_who_asked),
        ),
        Transition("rework", frozenset({C.DRAFTED}), C.ASKED, "dossiers.confirm", "Trả lại người soạn",
                   needs_reason=True),
        Transition("cancel", frozenset({C.ASKED, C.DRAFTED}), C.CANCELLED, CONSULT, "Rút yêu cầu",
                   needs_reason=True),
        # A letter on paper, written down by whoever asked: what the agency has begun here gives way to it.
        Transition("record", frozenset({C.ASKED, C.DRAFTED, C.SILENT}), C.ANSWERED, "dossiers.consult",
                   "Ghi câu trả lời bằng giấy"),
        Transition("lapse", frozenset({C.ASKED, C.DRAFTED}), C.SILENT, "*", "Hết hạn, không trả lời"),
    ),
)  # fmt: skip
OPEN = frozenset({C.ASKED, C.DRAFTED})
