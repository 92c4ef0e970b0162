"""Opinions of other agencies: what a dossier has, and what an agency is asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from awards.selectors.register import OF_THE_ROUND
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.prepared import listed
from dossiers.consultation_flow import OPEN, SILENCE
from dossiers.enums import ConsultationState
from dossiers.models import Consultation, Document
from dossiers.selectors.desk import WITH_THE_UNIT
from units.models import Unit
from units.selectors.people import user_ids_with
from units.selectors.tree import within

# What a consulted agency may read of the dossier besides the names.
READABLE = ("report_collective", "report_individual")


def visible_consultations(actor: Actor) -> QuerySet[Consultation]:
    """Those of one's own agency; for the desks of the tenant those of every dossier that they may open.

    The unit of the dossier does not see who thinks what of it.
    """
    found = Consultation.objects.select_related("dossier__round", "unit", "file")
    paths = actor.paths("dossiers.view")
    if paths is None:
        return found.exclude(dossier__state__in=WITH_THE_UNIT)
    return found.filter(within(paths, prefix="unit__")).exclude(state=ConsultationState.CANCELLED)


@listed(object)
def listed_consultations(actor: Actor) -> QuerySet[Consultation]:
    found = visible_consultations(actor).order_by("-asked_at", "-pk")
    return found.defer("dossier__meeting", *(f"dossier__{name}" for name in OF_THE_ROUND))


def to_answer(actor: Actor) -> QuerySet[Consultation]:
    """What waits at this person's agency: to write for its clerks, to send for its head. Soonest due first."""
    waiting = Q()
    for state, verb in ((ConsultationState.ASKED, "dossiers.edit"), (ConsultationState.DRAFTED, "dossiers.confirm")):
        paths = actor.paths(verb)
        if paths:
            waiting |= Q(state=state) & within(paths, prefix="unit__")
    if not waiting:
        return Consultation.objects.none()
    return Consultation.objects.filter(waiting).select_related("dossier__round", "unit").order_by("due_on", "pk")


def readable_papers(consultation: Consultation) -> QuerySet[Document]:
    """The achievement reports of the dossier, as PDF."""
    return Document.objects.filter(
        dossier_id=consultation.dossier_id, kind__in=READABLE, file__isnull=False
    ).select_related("file", "nominee")


@dataclass(frozen=True)
class Shown:
    """One opinion as pages show it: `tone` is the kind of its pill."""

    consultation: Consultation
    words: str
    tone: str
    late: bool
    waits: bool


def shown(consultations: list[Consultation]) -> list[Shown]:
    """Open ones first."""
    rows = []
    for one in sorted(consultations, key=lambda c: (c.state not in OPEN, c.due_on, c.pk)):
        if one.state == ConsultationState.ANSWERED:
            words = one.get_opinion_display()
            tone = {"agree": "dat", "remarks": "gan"}.get(one.opinion, "khong-dat")
        elif one.state == ConsultationState.SILENT:
            words, tone = f"Không trả lời, {SILENCE[one.silence]}", "khong"
        elif one.state == ConsultationState.CANCELLED:
            words, tone = "Đã rút yêu cầu", "khong"
        else:
            words, tone = "Chờ trả lời", "cho"
        waits = one.state in OPEN
        rows.append(Shown(one, words, tone, one.answered_at is not None and is_late(one), waits))
    return rows


_NEXT = {ConsultationState.ASKED: "dossiers.edit", ConsultationState.DRAFTED: "dossiers.confirm"}


def can_answer(one: Consultation) -> bool:
    """Whether somebody of the agency has an account for the next step of an open question."""
    return bool(user_ids_with(_NEXT[ConsultationState(one.state)], one.unit))


def whose_turn(one: Consultation) -> str:
    """Whom an open question waits for, or why nobody can answer it here; "" when it is over."""
    if one.state not in OPEN:
        return ""
    who = "cán bộ đầu mối" if one.state == ConsultationState.ASKED else "thủ trưởng"
    if not can_answer(one):
        return (
            f"{one.unit_name} chưa có tài khoản {who} nên chưa trả lời được trên phần mềm. Quản trị cấp tài khoản ở "
            "mục Người dùng; hoặc hỏi bằng công văn, rồi người hỏi ghi câu trả lời bằng giấy ở trang này."
        )
    if one.state == ConsultationState.ASKED:
        return f"Cán bộ đầu mối của {one.unit_name} soạn câu trả lời, thủ trưởng duyệt rồi gửi."
    return f"Câu trả lời đã soạn, chờ thủ trưởng của {one.unit_name} duyệt và gửi."


def agencies() -> list[Unit]:
    """Whom one can ask: departments, mass organisations, party bodies, armed forces, districts and offices."""
    kinds = ("department", "mass_org", "party_body", "armed_force", "district", "district_office")
    return list(Unit.objects.filter(kind__in=kinds, valid_to__isnull=True).order_by("level", "sort_key", "id")[:300])


def is_late(consultation: Consultation) -> bool:
    """Whether the answer came after the last day, or is still to come after it."""
    at = consultation.answered_at
    return (timezone.localdate(at) if at else clock.today()) > consultation.due_on
