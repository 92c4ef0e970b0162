"""The notice to those who were put forward and are not eligible, with the reasons."""

from __future__ import annotations

from django.db import transaction

from awards.enums import ROUND_LISTED, RoundState
from awards.models import AwardRound
from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid
from config.kernel.tenancy import current_tenant
from dossiers.documents.regimes import regime_on
from dossiers.models import Document
from dossiers.selectors.ineligible import notice_of, refused_rows
from dossiers.services.drafting import queue_rendering
from dossiers.services.numbering import take_number

KIND = "ineligible"
LIMIT = 2000
# The list stands, so that nobody is told "no" who may still come in.
AFTER = (*ROUND_LISTED, RoundState.DECIDED)


@transaction.atomic
def issue(*, award_round: AwardRound, advice: str, actor: Actor) -> Document:
    """The board tells every unit of its own people and collectives; once per round, numbered, as a PDF.

    From then on the units read their own results, point by point. Raises `Conflict` when it was issued before.
    """
    require(actor, "dossiers.present")
    locked = AwardRound.objects.select_for_update().get(pk=award_round.pk)
    if locked.state not in AFTER:
        raise DomainError("Lập danh sách đề nghị xong mới thông báo kết quả được.", code="too_early")
    if (earlier := notice_of(locked)) is not None:
        raise Conflict(f"Đã thông báo tại văn bản số {earlier.reference}.", code="issued")
    if len(advice) > LIMIT:
        raise Invalid({"advice": [f"Hướng dẫn dài quá {LIMIT} ký tự."]})
    if not refused_rows(locked):
        raise DomainError("Đợt xét không có ai bị loại để thông báo.", code="nobody")
    today = clock.today()
    tenant = current_tenant().on(today)
    document = Document.objects.create(
        round=locked, kind=KIND, regime=regime_on(today).code, version=1,
        title=f"Thông báo các trường hợp không đủ điều kiện ({locked.title})"[:200],
        fields={"advice": advice.replace("\r\n", "\n").strip()},
        number=take_number(body="board", series="TB", year=today.year),
        symbol=f"TB-{tenant.symbol('board')}", issued_on=today, signer_name=actor.name,
        signer_title=tenant.body("board").head_title or actor.title,
    )  # fmt: skip
    queue_rendering(document=document, actor=actor)
    audit.record(
        actor=actor.speaking("dossiers.present"), verb="round.notify", obj=locked, before=locked.state,
        after=locked.state,
        data={"number": document.reference, "told": [row.name for row in refused_rows(locked)][:500]},
    )  # fmt: skip
    return document
