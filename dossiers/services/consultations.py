"""Asking other agencies for their opinion (hiệp y): asking, answering, reminding, and what silence means.

The consulted agency answers in 10 working days; both the days and what silence is taken for are the tenant's setting
`consultation`: {"days": 10, "silence": "noted" | "agree"}. "noted": the file says that nothing came; "agree": it is
taken for agreement. Either way it is recorded as silence, never as an opinion.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from config.kernel import audit, clock, files, workflow
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid, Refused
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_date
from config.kernel.web.addresses import tenant_path
from dossiers.consultation_flow import CONSULT, CONSULTATION_FLOW, OPEN, SILENCE, WHILE
from dossiers.enums import ConsultationState, Opinion
from dossiers.models import Consultation, Dossier
from dossiers.selectors.consultations import is_late
from dossiers.services.deadlines import workdays_after
from units.models import Unit
from units.selectors.people import user_ids_with
from units.services.notices import tell

DAYS, MOST_DAYS = 10, 30
LIMIT, NUMBER_LIMIT, SIGNER_LIMIT = 4000, 60, 200
# Working days before the last one on which the agency is reminded.
REMIND = 2


def rule() -> Mapping[str, Any]:
    """The tenant's: days to answer, and what silence is taken for."""
    said = current_tenant().settings.get("consultation", {})
    silence = said.get("silence", "noted")
    return {"days": int(said.get("days", DAYS)), "silence": silence if silence in SILENCE else "noted"}


@transaction.atomic
def ask(
    *, dossier: Dossier, units: Iterable[Unit], question: str, actor: Actor, days: int | None = None
) -> list[Consultation]:
    """Ask agencies for their opinion on a dossier; each is told, and has `days` working days (the tenant's rule).

    Raises `Conflict` for an agency that was asked already, `Invalid` with a sentence per field.
    """
    require(actor, CONSULT)
    speaker = actor.speaking(CONSULT)
    locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if locked.state not in WHILE:
        raise DomainError("Chỉ lấy ý kiến hiệp y khi hồ sơ đang được thẩm định.", code="not_appraised")
    asked, given = list(units), rule()
    wanted = given["days"] if days is None else days
    errors: dict[str, list[str]] = {}
    if not asked:
        errors["units"] = ["Chọn ít nhất một cơ quan."]
    if any(unit.pk == locked.unit_id for unit in asked):
        errors["units"] = ["Không hỏi ý kiến của chính đơn vị đề nghị."]
    if not question.strip():
        errors["question"] = ["Ghi nội dung cần cho ý kiến."]
    elif len(question) > LIMIT:
        errors["question"] = [f"Nội dung dài quá {LIMIT} ký tự."]
    if not 1 <= wanted <= MOST_DAYS:
        errors["days"] = [f"Thời hạn từ 1 đến {MOST_DAYS} ngày làm việc."]
    if errors:
        raise Invalid(errors)
    known = Consultation.objects.filter(dossier=locked, unit__in=asked).exclude(state=ConsultationState.CANCELLED)
    if (before := known.first()) is not None:
        raise Conflict(f"{before.unit_name} đã được hỏi ý kiến về hồ sơ này.", code="asked")
    due_on = workdays_after(clock.today(), wanted)
    made = []
    for unit in asked:
        one = Consultation.objects.create(
            dossier=locked, unit=unit, unit_name=unit.display_name, question=question.replace("\r\n", "\n").strip(),
            due_on=due_on, silence=given["silence"], asked_by_user_id=actor.user_id, asked_by_name=actor.name,
            asked_at=clock.now(),
        )  # fmt: skip
        _tell_agency(one, f"{actor.name} hỏi ý kiến về hồ sơ của {locked.unit_name}, hạn {format_date(due_on)}.")
        made.append(one)
    audit.record(
        actor=speaker, verb="dossier.consult", obj=locked,
        data={"units": [one.unit_name for one in made], "due_on": due_on, "silence": given["silence"]},
    )  # fmt: skip
    return made


@transaction.atomic
def draft(
    *,
    consultation: Consultation,
    opinion: str,
    answer: str,
    actor: Actor,
    file: UploadedFile[Any] | None = None,
    expected_version: int | None = None,
) -> Consultation:
    """A clerk of the asked agency writes its opinion for the head to send.

    Remarks and disagreement need words. Raises `Invalid`, `Conflict` for a page that grew old.
    """
    text, errors = _opinion(opinion, answer)
    if errors:
        raise Invalid(errors)
    changes: dict[str, object] = {
        "opinion": opinion, "answer": text, "drafted_by_user_id": actor.user_id, "drafted_by_name": actor.name,
    }  # fmt: skip
    if file is not None:
        require(actor, "dossiers.edit", consultation.unit)
        changes["file"] = files.store(file, name=file.name or "tep", actor=actor, purpose="consultation")
    return _walk(consultation, "draft", actor, expected_version=expected_version, changes=changes)


def _opinion(opinion: str, answer: str) -> tuple[str, dict[str, list[str]]]:
    """The words as they are kept, and what is wrong with them."""
    errors: dict[str, list[str]] = {}
    text = answer.replace("\r\n", "\n").strip()
    if opinion not in Opinion.values:
        errors["opinion"] = ["Chọn đồng ý, đồng ý có ý kiến thêm hoặc không đồng ý."]
    elif opinion != Opinion.AGREE and not text:
        errors["answer"] = ["Ghi ý kiến hoặc lý do không đồng ý."]
    if len(text) > LIMIT:
        errors["answer"] = [f"Câu trả lời dài quá {LIMIT} ký tự."]
    return text, errors


@dataclass(frozen=True)
class Letter:
    """An answer that came on paper: its number, its day, who signed it, and the scanned sheet."""

    number: str
    day: dt.date | None
    signer: str
    file: UploadedFile[Any] | None


@transaction.atomic
def record_letter(
    *, consultation: Consultation, opinion: str, answer: str, letter: Letter, actor: Actor,
    expected_version: int | None = None,
) -> Consultation:  # fmt: skip
    """Write down, on behalf of the agency, what it answered on paper; the agency is told and everybody reads it so.

    The day of the letter decides whether the answer was late. Raises `Invalid` with a sentence per field.
    """
    text, errors = _opinion(opinion, answer)
    errors |= _letter(letter, consultation)
    if errors:
        raise Invalid(errors)
    require(actor, CONSULT)
    if letter.file is None or letter.day is None:
        raise ValueError("a letter that was looked at has a file and a day")
    stored = files.store(letter.file, name=letter.file.name or "tep", actor=actor, purpose="consultation")
    number, signer = letter.number.strip(), letter.signer.strip()
    changes: dict[str, object] = {
        "opinion": opinion, "answer": text, "file": stored, "letter_number": number, "answered_by_name": signer,
        "answered_at": timezone.make_aware(dt.datetime.combine(letter.day, dt.time())), "recorded_by_name": actor.name,
        "drafted_by_user_id": None, "drafted_by_name": "",
    }  # fmt: skip
    moved = _walk(consultation, "record", actor, expected_version=expected_version, changes=changes)
    sentence = f"{actor.name} ghi thay câu trả lời theo văn bản số {number} ngày {format_date(letter.day)}."
    _tell_agency(moved, sentence)
    audit.record(
        actor=actor.speaking(CONSULT), verb="dossier.opinion_record", obj=moved.dossier,
        data={"unit": moved.unit_name, "opinion": opinion, "number": number, "signer": signer},
    )  # fmt: skip
    return moved


def _letter(letter: Letter, consultation: Consultation) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    asked, today = timezone.localdate(consultation.asked_at), clock.today()
    if letter.day is None:
        errors["day"] = ["Ghi ngày của văn bản trả lời."]
    elif letter.day > today:
        errors["day"] = ["Ngày của văn bản trả lời không thể ở tương lai."]
    elif letter.day < asked <= today:
        errors["day"] = [f"Văn bản trả lời không thể trước ngày hỏi ({format_date(asked)})."]
    for field, typed, missing, what, limit in (
        ("number", letter.number, "Ghi số của văn bản trả lời.", "Số văn bản", NUMBER_LIMIT),
        ("signer", letter.signer, "Ghi người ký văn bản trả lời.", "Tên người ký", SIGNER_LIMIT),
    ):
        if not typed.strip():
            errors[field] = [missing]
        elif len(typed.strip()) > limit:
            errors[field] = [f"{what} dài quá {limit} ký tự."]
    if letter.file is None:
        errors["file"] = ["Đính kèm bản chụp văn bản trả lời."]
    return errors


@transaction.atomic
def walk(
    *, consultation: Consultation, step: str, actor: Actor, expected_version: int | None = None, reason: str = ""
) -> Consultation:
    """Send the answer, give it back to whoever wrote it, or take the question back."""
    if step not in {"answer", "rework", "cancel"}:
        raise DomainError("Không có bước này. Hãy tải lại trang.", code="unknown_step")
    changes: dict[str, object] = {}
    if step == "answer":
        changes = {"answered_by_name": actor.name, "answered_at": clock.business_moment()}
    moved = _walk(consultation, step, actor, expected_version=expected_version, changes=changes, reason=reason)
    dossier = moved.dossier
    place = tenant_path("dossiers:dossier", dossier.uid)
    if step == "answer":
        late = " (trễ hạn)" if is_late(moved) else ""
        sentence = f"{moved.unit_name} trả lời{late}: {Opinion(moved.opinion).label.lower()}."
        told = [moved.asked_by_user_id] if moved.asked_by_user_id else user_ids_with(CONSULT)
        tell(told, title=f"Ý kiến hiệp y: hồ sơ của {dossier.unit_name}", sentence=sentence, place=place)
    audit.record(
        actor=actor.speaking(CONSULTATION_FLOW.step(step).verb, moved.unit if step != "cancel" else None),
        verb="dossier.opinion" if step == "answer" else f"dossier.opinion_{step}", obj=dossier, reason=reason,
        data={"unit": moved.unit_name, "opinion": moved.opinion},
    )  # fmt: skip
    return moved


def _walk(
    consultation: Consultation, step: str, actor: Actor, *, changes: dict[str, object],
    expected_version: int | None = None, reason: str = "",
) -> Consultation:  # fmt: skip
    dossier = Dossier.objects.select_for_update().get(pk=consultation.dossier_id)
    if dossier.state not in WHILE and step != "cancel":
        raise DomainError("Hồ sơ đã qua bước thẩm định nên không nhận ý kiến nữa.", code="not_appraised")
    if step in {"draft", "answer"} and audit.has_acted(actor, dossier, *(f"dossier.{act}" for act in CHAIN)):
        raise Refused("Bạn đã xử lý hồ sơ này ở bước khác nên không trả lời ý kiến về nó.", code="four_eyes")
    moved: Consultation = workflow.apply(
        CONSULTATION_FLOW, step, consultation, actor=actor, expected_version=expected_version, changes=changes,
        reason=reason,
    )  # fmt: skip
    return moved


# Acts of the dossier's own chain.
CHAIN = ("open", "meeting", "confirm", "submit", "receive", "accept", "appraise", "present", "decide", "consult")


@transaction.atomic
def follow_up(*, actor: Actor) -> tuple[int, int]:
    """Called by the clock: remind agencies whose day draws near, record silence where it is over.

    Returns (reminded, silent). Calling again does neither twice.
    """
    today = clock.today()
    waiting = Consultation.objects.select_for_update().filter(state__in=OPEN).order_by("pk")
    reminded = silent = 0
    for one in waiting:
        if one.due_on < today:
            _lapse(one, actor)
            silent += 1
        elif one.reminded_on is None and workdays_after(today, REMIND) >= one.due_on:
            one.reminded_on = today
            one.save(update_fields=["reminded_on"])
            _tell_agency(one, f"Nhắc: câu trả lời về hồ sơ của {one.dossier.unit_name} hết hạn {_day(one.due_on)}.")
            reminded += 1
    return reminded, silent


def _day(day: dt.date) -> str:
    return "hôm nay" if day == clock.today() else format_date(day)


def _lapse(one: Consultation, actor: Actor) -> None:
    workflow.apply(CONSULTATION_FLOW, "lapse", one, actor=actor)
    dossier = one.dossier
    audit.record(
        actor=actor, verb="dossier.opinion_lapse", obj=dossier,
        reason=f"{one.unit_name} không trả lời đến hết ngày {format_date(one.due_on)}: {SILENCE[one.silence]}.",
    )  # fmt: skip
    if one.asked_by_user_id:
        tell(
            [one.asked_by_user_id], title=f"Ý kiến hiệp y: hồ sơ của {dossier.unit_name}",
            sentence=f"{one.unit_name} không trả lời trong hạn: {SILENCE[one.silence]}.",
            place=tenant_path("dossiers:dossier", dossier.uid),
        )  # fmt: skip


def _tell_agency(one: Consultation, sentence: str) -> None:
    people = {*user_ids_with("dossiers.edit", one.unit), *user_ids_with("dossiers.confirm", one.unit)}
    tell(people, title="Đề nghị cho ý kiến hiệp y", sentence=sentence,
         place=tenant_path("dossiers:consultation", one.uid))  # fmt: skip
