"""The way of a dossier over the desks: each step by the table of `dossiers.flow`, plus what belongs to it."""

from __future__ import annotations

from django.db import transaction

from config.kernel import audit, clock, workflow
from config.kernel.access import Actor, require
from config.kernel.errors import DomainError
from config.kernel.text import search_key
from dossiers.changes import as_it_stands
from dossiers.documents import KINDS
from dossiers.enums import DocumentState, DossierState
from dossiers.flow import DOSSIER_FLOW, ROUND_STEPS
from dossiers.models import Dossier, Remark
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


@transaction.atomic
def return_with_remarks(
    *,
    dossier: Dossier,
    remarks: list[tuple[int | None, str]],
    actor: Actor,
    expected_version: int | None = None,
) -> Dossier:
    """Return a dossier point by point: (document id or None, sentence) each."""
    said = [(document, sentence.strip()) for document, sentence in remarks if sentence.strip()]
    if not said:
        raise DomainError("Hãy ghi ít nhất một điểm cần bổ sung.", code="reason_missing", field="reason")
    own = set(dossier.documents.values_list("pk", flat=True))
    moved: Dossier = workflow.apply(
        DOSSIER_FLOW,
        "return",
        dossier,
        actor=actor,
        reason="; ".join(sentence.rstrip(".") for _, sentence in said) + ".",
        expected_version=expected_version,
        changes={"due_on": due_on_entering(DossierState.RETURNED)},
        data=as_it_stands(dossier),
    )
    Remark.objects.bulk_create(
        [
            Remark(
                dossier=moved,
                document_id=document if document in own else None,
                sentence=sentence,
                made_by=actor.name,
            )
            for document, sentence in said
        ]
    )
    return moved


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
