"""The way of a dossier over the desks: each step by the table of `dossiers.flow`, plus what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from config.kernel import audit, clock, pages, workflow
from config.kernel.access import Actor, require
from config.kernel.errors import DomainError, Invalid
from config.kernel.text import search_key
from dossiers.changes import as_it_stands
from dossiers.documents import KINDS
from dossiers.enums import DocumentState, DossierState
from dossiers.flow import DOSSIER_FLOW, ROUND_STEPS
from dossiers.models import Document, Dossier, Remark
from dossiers.services import decisions
from dossiers.services.deadlines import due_on_entering
from dossiers.services.drafting import queue_rendering
from dossiers.services.numbering import take_number
from units.models import Unit


@transaction.atomic
def walk(
    *, dossier: Dossier, step: str, actor: Actor, expected_version: int | None = None, reason: str = ""
) -> Dossier:
    """Take one step of `DOSSIER_FLOW`. See `config.kernel.workflow.apply` for what it raises.

    Presenting, deciding and forwarding are steps of the round (`dossiers.services.decisions`), not of a single
    dossier: each needs its draft decision.
    """
    if step in ROUND_STEPS:
        raise DomainError("Bước này làm cho cả đợt xét, khi trình hoặc ký quyết định.", code="round_step")
    if step not in {transition.name for transition in DOSSIER_FLOW.transitions}:
        raise DomainError("Không có bước này. Hãy tải lại trang.", code="unknown_step")
    changes: dict[str, object] = {"due_on": due_on_entering(DOSSIER_FLOW.step(step).target)}
    if step == "submit":
        changes["submitted_at"] = clock.now()
    if step == "accept":
        changes["received_by_user_id"] = actor.user_id
    moved: Dossier = workflow.apply(
        DOSSIER_FLOW,
        step,
        dossier,
        actor=actor,
        reason=reason,
        expected_version=expected_version,
        changes=changes,
        data=as_it_stands(dossier) if step == "return" else None,
    )
    if step == "confirm":
        _sign_papers(moved, actor)
    if step == "reject":
        decisions.refresh_draft(award_round=moved.round, award_form=moved.award_form, actor=actor)
    if step == "return":
        Remark.objects.create(dossier=moved, sentence=reason.strip(), made_by=actor.name)
    return moved


def _sign_papers(dossier: Dossier, actor: Actor) -> None:
    """The head's confirmation dates and numbers the papers; they are made anew with both.

    A paper that was numbered before the dossier was returned keeps its number.
    """
    today = clock.today()
    for document in dossier.own_documents.select_for_update().order_by("order", "pk"):
        kind = KINDS[document.kind]
        if kind.numbered and document.number is None:
            document.number = take_number(body=f"unit:{dossier.unit_id}", series=kind.symbol, year=today.year)
            document.symbol = f"{kind.symbol}-{dossier.unit.symbol}"
        document.issued_on = document.issued_on or today
        document.signer_name, document.signer_title = signs_as(dossier.unit, actor)
        document.version += 1
        document.state = DocumentState.DRAFT
        document.save()
        queue_rendering(document=document, actor=actor)


def signs_as(unit: Unit, actor: Actor) -> tuple[str, str]:
    """Name and title under the unit's papers: of whoever really confirmed.

    The head by the title in the directory; somebody else of the unit for the head ("KT."); a head of the level above
    by the own title.
    """
    if actor.speaking("dossiers.confirm", unit).behalf is not None:
        return actor.name, f"TUQ. {actor.title or 'Người được ủy quyền'}"
    if search_key(actor.name) == search_key(unit.head_name) or actor.user_id is None:
        return unit.head_name, unit.head_title
    if actor.unit_id in (None, unit.pk):
        return actor.name, f"KT. {actor.title or 'Cấp phó'}"
    return actor.name, actor.title


@dataclass(frozen=True)
class Point:
    """One thing to be mended: of the whole dossier, of a document, of one of its pages, or about a criterion."""

    sentence: str
    document_id: int | None = None
    page: int | None = None
    criterion: str = ""


@transaction.atomic
def return_with_remarks(
    *, dossier: Dossier, points: Iterable[Point], actor: Actor, expected_version: int | None = None
) -> Dossier:
    """Return a dossier point by point; points without a sentence are none. `Invalid` for a page that is not there."""
    said = [point for point in points if point.sentence.strip()]
    if not said:
        raise DomainError("Hãy ghi ít nhất một điểm cần bổ sung.", code="reason_missing", field="reason")
    own = {document.pk: document for document in dossier.documents.select_related("file")}
    _check_pages(said, own)
    moved: Dossier = workflow.apply(
        DOSSIER_FLOW,
        "return",
        dossier,
        actor=actor,
        reason="; ".join(point.sentence.strip().rstrip(".") for point in said) + ".",
        expected_version=expected_version,
        changes={"due_on": due_on_entering(DossierState.RETURNED)},
        data=as_it_stands(dossier),
    )
    Remark.objects.bulk_create(
        [
            Remark(
                dossier=moved,
                document_id=point.document_id if point.document_id in own else None,
                page=point.page if point.document_id in own else None,
                criterion=point.criterion[:400],
                sentence=point.sentence.strip(),
                made_by=actor.name,
            )
            for point in said
        ]
    )
    return moved


def _check_pages(said: Iterable[Point], own: Mapping[int, Document]) -> None:
    errors: dict[str, list[str]] = {}
    for point in said:
        document = own.get(point.document_id or 0)
        if point.page is None or document is None:
            continue
        there = pages.count(document.file) if document.file else 0
        if not 1 <= point.page <= there:
            errors[f"page_{document.uid}"] = [f"“{document.title}” có {there} trang, không có trang {point.page}."]
    if errors:
        raise Invalid(errors)


@transaction.atomic
def answer(*, remark: Remark, text: str, actor: Actor) -> Remark:
    """The unit says what it did about a remark; all must be answered before the head confirms again."""
    dossier = remark.dossier
    require(actor, "dossiers.edit", dossier.unit)
    if dossier.state != DossierState.RETURNED:
        raise DomainError("Chỉ trả lời được khi hồ sơ đang được trả lại.", code="not_returned")
    if not text.strip():
        raise DomainError("Hãy ghi đã bổ sung, sửa những gì.", code="answer_missing", field="answer")
    remark.answer, remark.answered_at = text.strip(), clock.now()
    remark.save(update_fields=["answer", "answered_at"])
    audit.record(actor=actor, verb="dossier.answer", obj=dossier, reason=remark.answer)
    return remark
