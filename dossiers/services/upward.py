"""The way back from above: what the Prime Minister or the President answered to a letter (decision 15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from awards.selectors import law
from awards.services import decisions as register
from config.kernel import audit, clock, files, workflow
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid
from config.kernel.models import StoredFile
from dossiers.enums import DossierState
from dossiers.flow import DOSSIER_FLOW
from dossiers.models import Document, Dossier, Nominee, UpwardAnswer
from dossiers.selectors.decisions import UPWARD_PAPERS

RECORD = "dossiers.present"


@transaction.atomic
def record_answer(
    *,
    letter: Document,
    nominees: Iterable[Nominee],
    granted: bool,
    number: str,
    date: dt.date | None,
    actor: Actor,
    signer_name: str = "",
    signer_title: str = "",
    reason: str = "",
    file: UploadedFile[Any] | None = None,
) -> UpwardAnswer:
    """What the higher authority decided about some or all nominees of a letter.

    A grant enters the register with the prize of the decision's day. A dossier whose last nominee is answered is
    decided when anybody in it was granted, else refused. Raises `Invalid` with a sentence per field, `Conflict` for a
    nominee who has an answer.
    """
    require(actor, RECORD)
    speaker = actor.speaking(RECORD)
    locked = Document.objects.select_for_update().get(pk=letter.pk)
    award_round = locked.round
    if locked.kind not in UPWARD_PAPERS or locked.issued_on is None or award_round is None:
        raise DomainError("Văn bản này không phải tờ trình cấp trên đã ký.", code="no_letter")
    chosen = list(
        Nominee.objects.select_for_update(of=("self",))
        .filter(
            pk__in=[n.pk for n in nominees], dossier__round=award_round, dossier__award_form=locked.fields["award_form"]
        )
        .select_related("candidate", "dossier")
    )
    _check(locked, chosen, granted=granted, number=number, date=date, reason=reason)
    if (twice := next((n for n in chosen if n.answer_id is not None), None)) is not None:
        raise Conflict(f"Kết quả của {twice.name} đã được ghi.", code="answered")
    if any(n.dossier.state != DossierState.FORWARDED for n in chosen):
        raise Conflict("Có hồ sơ không còn chờ kết quả của cấp trên. Hãy tải lại trang.", code="stale")
    day = date or clock.today()
    stored: StoredFile | None = None
    if file is not None:
        stored = files.store(file, name=file.name or "tep", actor=actor, purpose="upward_answer")
    form = law.forms()[locked.fields["award_form"]]
    answer = UpwardAnswer.objects.create(
        letter=locked, granted=granted, number=number.strip(), date=day, signer_name=signer_name.strip()[:200],
        signer_title=signer_title.strip()[:200], reason=reason.strip(), file=stored, recorded_by_name=actor.name,
    )  # fmt: skip
    Nominee.objects.filter(pk__in=[n.pk for n in chosen]).update(answer=answer)
    if granted:
        register.record_decision(
            round=award_round, award_form=form.code, number=answer.number, date=day, decider=form.decider,
            candidates=[n.candidate for n in chosen], signer_name=answer.signer_name,
            signer_title=answer.signer_title, file=stored, actor=actor,
        )  # fmt: skip
    audit.record(
        actor=speaker, verb="upward.answer", obj=locked, reason=answer.reason,
        data={"number": answer.number, "granted": granted, "nominees": [n.name for n in chosen]},
    )  # fmt: skip
    for dossier in Dossier.objects.filter(pk__in={n.dossier_id for n in chosen}).order_by("pk"):
        _close(dossier, answer, actor)
    return answer


def _check(
    letter: Document, chosen: list[Nominee], *, granted: bool, number: str, date: dt.date | None, reason: str
) -> None:
    errors: dict[str, list[str]] = {}
    if not chosen:
        errors["nominees"] = ["Chọn ít nhất một tập thể, cá nhân."]
    if not number.strip():
        errors["number"] = ["Ghi số quyết định hoặc công văn trả lời."]
    elif len(number.strip()) > 60:
        errors["number"] = ["Số văn bản dài quá 60 ký tự."]
    if date is None:
        errors["date"] = ["Ghi ngày của văn bản."]
    elif letter.issued_on is not None and date < letter.issued_on:
        errors["date"] = ["Ngày trả lời không thể trước ngày trình."]
    elif date > clock.today():
        errors["date"] = ["Ngày trả lời không thể ở tương lai."]
    if not granted and not reason.strip():
        errors["reason"] = ["Ghi lý do cấp trên không khen thưởng."]
    if errors:
        raise Invalid(errors)


def _close(dossier: Dossier, answer: UpwardAnswer, actor: Actor) -> None:
    if dossier.nominees.filter(answer__isnull=True).exists():
        return
    step = "granted_above" if dossier.nominees.filter(answer__granted=True).exists() else "refused_above"
    workflow.apply(DOSSIER_FLOW, step, dossier, actor=actor, data={"answer": answer.number})
