"""Papers of the tenant's own bodies over a round or a dossier: begun, written, numbered and dated."""

from __future__ import annotations

from django.db import transaction

from awards.models import AwardGranted, AwardRound
from awards.selectors import law
from awards.services import revocations
from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.tenancy import current_tenant
from dossiers.documents import KINDS, DocumentKind
from dossiers.documents.regimes import regime_on
from dossiers.models import Document, Dossier
from dossiers.selectors.agency import ELSEWHERE, WRITERS, kinds_for
from dossiers.selectors.decisions import CERTIFICATES, overtaken, to_take_back
from dossiers.services.drafting import gaps, queue_rendering
from dossiers.services.numbering import take_number


@transaction.atomic
def begin(
    *,
    kind: str,
    actor: Actor,
    award_round: AwardRound | None = None,
    award_form: str = "",
    dossier: Dossier | None = None,
) -> Document:
    """The paper of that kind for the round and form, or for the dossier: the one under way, else a new one.

    Raises `Refused` when the kind is not this actor's to write.
    """
    known = KINDS.get(kind)
    if known is None or known not in kinds_for(actor, of_dossier=dossier is not None):
        raise Refused("Văn bản này không do bạn lập.", code="not_allowed")
    if dossier is None and award_form not in law.forms():
        raise DomainError("Chọn hình thức khen thưởng của văn bản.", code="form_missing")
    whole = award_round if dossier is None else None
    fields = {"award_form": award_form} if dossier is None else {}
    under_way = Document.objects.select_for_update().filter(
        kind=kind, dossier=dossier, round=whole, number__isnull=True, **{f"fields__{k}": v for k, v in fields.items()}
    )
    if (draft := under_way.first()) is not None:
        return draft
    if kind == "revocation":
        _somebody_to_take_back(award_round, award_form)
    form = law.forms()[award_form].short if award_form else ""
    title = f"{_name(known)} ({form})" if form else _name(known)
    if kind in CERTIFICATES and award_round is not None:
        title = f"{form} ({award_round.title})"
    document = Document.objects.create(
        dossier=dossier,
        round=whole,
        kind=kind,
        regime=regime_on(clock.today()).code,
        title=title,
        fields=fields,
        order=known.order,
    )
    audit.record(
        actor=actor.speaking(WRITERS[known.owner]),
        verb="document.begin",
        obj=document,
        after=document.state,
        data={"kind": kind},
    )
    return document


def _somebody_to_take_back(award_round: AwardRound | None, award_form: str) -> list[AwardGranted]:
    if waiting := list(to_take_back(award_round, award_form).order_by("pk")):
        return waiting
    raise DomainError(
        "Chưa có khen thưởng nào của hình thức này chờ thu hồi. Người ký quyết định yêu cầu thu hồi ở Sổ khen thưởng "
        "trước.",
        code="nothing_to_revoke",
    )


def _name(kind: DocumentKind) -> str:
    return {
        "appraisal": "Báo cáo thẩm định", "board_proposal": "Tờ trình Chủ tịch", "ineligible": "Thông báo không đủ điều"
        " kiện", "revocation": "Quyết định thu hồi",
    }.get(kind.code, kind.name)  # fmt: skip


@transaction.atomic
def issue(*, document: Document, signer_name: str, signer_title: str, expected_version: int, actor: Actor) -> Document:
    """Number and date of an agency's paper, and who signs it; then it is made with both.

    The number is taken in the order of issue, of the body's own series and year; what a decision of revocation names
    is taken back by it. Raises `Conflict` when it has one.
    """
    locked = Document.objects.select_for_update().get(pk=document.pk)
    kind = KINDS[locked.kind]
    if kind.owner not in WRITERS or not actor.can(WRITERS[kind.owner]) or locked.kind in ELSEWHERE:
        raise Refused("Văn bản này không do bạn ban hành.", code="not_allowed")
    if locked.number is not None or locked.version != expected_version:
        raise Conflict("Văn bản đã lấy số hoặc đã thay đổi. Hãy tải lại trang.", code="stale")
    if not kind.numbered:
        raise DomainError("Văn bản này không có số.", code="not_numbered")
    if not signer_name.strip():
        raise DomainError("Ghi họ và tên người ký.", code="signer_missing", field="signer_name")
    taken = _somebody_to_take_back(locked.round, locked.fields["award_form"]) if kind.code == "revocation" else []
    if said := gaps(locked):
        raise DomainError(" ".join(said.values()), code="incomplete")
    role = "council" if kind.code == "council_minutes" else {"leader": "authority"}.get(kind.owner, kind.owner)
    today = clock.today()
    body = current_tenant().on(today).body(role)
    locked.number = take_number(body=role, series=kind.symbol or "CV", year=today.year)
    locked.symbol = f"{kind.symbol}-{body.symbol}" if kind.symbol else body.symbol
    locked.issued_on, locked.signer_name = today, signer_name.strip()
    locked.signer_title = signer_title.strip() or body.head_title
    locked.version += 1
    locked.save()
    if taken:
        revocations.by_paper(awards=taken, number=locked.reference, on=today, actor=actor)
    queue_rendering(document=locked, actor=actor)
    audit.record(
        actor=actor.speaking(WRITERS[kind.owner]), verb="document.issue", obj=locked, data={"number": locked.reference}
    )
    return locked


@transaction.atomic
def remake(*, document: Document, expected_version: int, actor: Actor) -> Document:
    """Certificates made anew without whom an award was taken back from since they were made.

    Raises `DomainError` when nobody was, `Invalid` when nobody is left.
    """
    locked = Document.objects.select_for_update().get(pk=document.pk)
    require(actor, WRITERS[KINDS[locked.kind].owner])
    if locked.version != expected_version:
        raise Conflict("Văn bản đã được làm lại hoặc đã thay đổi. Hãy tải lại trang.", code="stale")
    if (found := overtaken(locked, actor)) is None:
        raise DomainError("Không có khen thưởng nào bị thu hồi sau lần kết xuất này.", code="nothing_revoked")
    locked.version += 1
    locked.save(update_fields=["version"])
    queue_rendering(document=locked, actor=actor)
    audit.record(
        actor=actor.speaking(WRITERS[KINDS[locked.kind].owner]), verb="document.remake", obj=locked,
        after=locked.state, data={"without": found.names},
    )  # fmt: skip
    return locked
