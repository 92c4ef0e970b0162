"""The end of the chain: the board presents a round's dossiers, the leader signs, the register is written."""

from __future__ import annotations

from django.db import transaction

from awards.enums import Authority, CouncilWord
from awards.models import AwardForm, AwardRound
from awards.selectors import law
from awards.selectors.thresholds import vote_for
from awards.services import decisions as register
from config.kernel import audit, clock, workflow
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError
from config.kernel.tenancy import current_tenant
from dossiers.documents import KINDS
from dossiers.documents.regimes import regime_on
from dossiers.enums import DocumentState, DossierState
from dossiers.flow import DOSSIER_FLOW
from dossiers.models import Document, Dossier, Nominee
from dossiers.selectors.decisions import LEADER_PAPERS
from dossiers.services import hearings
from dossiers.services.deadlines import due_on_entering
from dossiers.services.drafting import gaps, queue_rendering
from dossiers.services.numbering import take_number


@transaction.atomic
def present(*, award_round: AwardRound, award_form: str, actor: Actor) -> Document:
    """Bundle the appraised dossiers of a round into one draft and put it before the leader: a decision, or for an
    award of a higher authority the letter that proposes it.

    Raises `DomainError` when no dossier is ready, or when one is still on its way (named in the sentence).
    """
    require(actor, "dossiers.present")
    dossiers = list(Dossier.objects.select_for_update().filter(round=award_round, award_form=award_form).order_by("pk"))
    ready = [d for d in dossiers if d.state == DossierState.APPRAISED_TDKT]
    under_way = [
        d.unit_name
        for d in dossiers
        if d.state in {DossierState.SUBMITTED, DossierState.RECEIVED, DossierState.APPRAISED_ICT}
    ]
    if under_way:
        raise DomainError(
            f"Còn {len(under_way)} hồ sơ chưa thẩm định xong: {', '.join(under_way[:3])}.", code="under_way"
        )
    if not ready:
        raise DomainError("Chưa có hồ sơ nào thẩm định đạt để trình.", code="nothing_ready")
    _passed_by_council(award_round, award_form, ready)
    if waits := hearings.keeps_back(award_round, award_form):
        raise DomainError(waits, code="hearing")
    speaker = actor.speaking("dossiers.present")
    due = {"due_on": due_on_entering(DossierState.PRESENTED)}
    for dossier in ready:
        workflow.apply(DOSSIER_FLOW, "present", dossier, actor=actor, changes=due)
    document = _draft_for(award_round, award_form)
    queue_rendering(document=document, actor=actor)
    audit.record(
        actor=speaker,
        verb="decision.present",
        obj=document,
        after=document.state,
        data={"dossiers": [d.unit_name for d in ready]},
    )
    return document


def _passed_by_council(award_round: AwardRound, award_form: str, ready: list[Dossier]) -> None:
    """Where a share of the council's votes is needed, nobody is put before the leader without that vote."""
    percent, _ = vote_for(law.forms()[award_form], award_round.occasion)
    if percent is None:
        return
    waiting = Nominee.objects.filter(dossier__in=ready).exclude(candidate__council=CouncilWord.PASSED)
    if names := list(waiting.values_list("name", flat=True)):
        raise DomainError(
            f"Hội đồng chưa thông qua {len(names)} trường hợp: {', '.join(names[:3])}. "
            "Lập phiên họp Hội đồng của đợt xét rồi trình.",
            code="no_vote",
        )


def _draft_for(award_round: AwardRound, award_form: str) -> Document:
    """The one unsigned draft of a round for a form: what comes later joins it, and an older page of it is stale."""
    form = law.forms()[award_form]
    # What is not the tenant's to decide is put before the higher authority (decision 15).
    kind, what = ("decision", "Quyết định tặng") if form.by_tenant else (_upward(form), "Tờ trình đề nghị tặng")
    waiting = Document.objects.select_for_update().filter(
        round=award_round, kind=kind, number__isnull=True, fields__award_form=award_form
    )
    if (draft := waiting.first()) is not None:
        draft.version += 1
        draft.save(update_fields=["version"])
        return draft
    return Document.objects.create(
        round=award_round,
        kind=kind,
        regime=regime_on(clock.today()).code,
        title=f"{what} {form.short} ({award_round.title})",
        fields={"award_form": award_form},
    )


def _upward(form: AwardForm) -> str:
    """The State's awards go to the President through the Prime Minister, the Prime Minister's own to him."""
    return "president_proposal" if form.authority == Authority.STATE else "pm_proposal"


@transaction.atomic
def refresh_draft(*, award_round: AwardRound, award_form: str, actor: Actor) -> Document | None:
    """Draw the unsigned draft of a round anew when who stands on it has changed; with nobody left it has no page."""
    draft = (
        Document.objects.select_for_update()
        .filter(round=award_round, kind__in=LEADER_PAPERS, number__isnull=True, fields__award_form=award_form)
        .first()
    )
    if draft is None:
        return None
    draft.version += 1
    draft.file, draft.sha256, draft.state = None, "", DocumentState.DRAFT
    draft.save(update_fields=["version", "file", "sha256", "state"])
    if not gaps(draft):
        queue_rendering(document=draft, actor=actor)
    return draft


@transaction.atomic
def sign(*, document: Document, actor: Actor, signer_title: str = "", expected_version: int | None = None) -> Document:
    """The leader signs: number and date, the register of awards, every dossier decided, the PDF made with both.

    For an award of a higher authority the dossiers are forwarded instead and nothing is entered in the register.
    Raises `Conflict` when it was signed before.
    """
    require(actor, "decisions.sign")
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.number is not None or (expected_version is not None and locked.version != expected_version):
        raise Conflict("Văn bản này đã được ký hoặc đã thay đổi. Hãy tải lại trang.", code="stale")
    if locked.state != DocumentState.READY:
        raise DomainError("Dự thảo chưa kết xuất xong nên chưa ký được.", code="not_ready")
    award_round, award_form = locked.round, locked.fields["award_form"]
    if award_round is None:
        raise DomainError("Văn bản này không thuộc đợt xét nào.", code="no_round")
    today = clock.today()
    tenant = current_tenant().on(today)
    form = law.forms()[award_form]
    dossiers = list(
        Dossier.objects.select_for_update().filter(
            round=award_round, award_form=award_form, state=DossierState.PRESENTED
        )
    )
    nominees = list(Nominee.objects.filter(dossier__in=dossiers).select_related("candidate"))
    if not nominees:
        raise DomainError("Không còn hồ sơ nào chờ quyết định trong dự thảo này.", code="nobody")
    body = tenant.body("authority")
    locked.number = take_number(body="authority", series=KINDS[locked.kind].symbol, year=today.year)
    locked.symbol = f"{KINDS[locked.kind].symbol}-{body.symbol}"
    locked.issued_on, locked.signer_name = today, actor.name
    speaker = actor.speaking("decisions.sign")
    locked.signer_title = signer_title or actor.title or "Chủ tịch"
    if speaker.behalf is not None:
        locked.signer_title = f"KT. {locked.signer_title}"
    locked.version += 1
    locked.state = DocumentState.RENDERING
    locked.save()
    step = "decide" if form.by_tenant else "forward"
    if form.by_tenant:
        register.record_decision(
            round=award_round,
            award_form=award_form,
            number=locked.reference,
            date=today,
            signer_name=actor.name,
            signer_title=locked.signer_title,
            candidates=[n.candidate for n in nominees],
            decider=tenant.chairman_title,
            actor=actor,
        )
    queue_rendering(document=locked, actor=actor)
    for dossier in dossiers:
        workflow.apply(
            DOSSIER_FLOW, step, dossier, actor=actor, changes={"due_on": None}, data={"decision": locked.reference}
        )
    audit.record(
        actor=speaker,
        verb="decision.sign",
        obj=locked,
        after=DocumentState.ISSUED,
        data={"number": locked.reference, "dossiers": [d.unit_name for d in dossiers]},
    )
    return locked
