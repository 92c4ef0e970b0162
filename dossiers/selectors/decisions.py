from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from awards.enums import AwardState
from awards.models import AwardGranted, AwardRound
from awards.selectors import law, verdicts
from awards.selectors.register import being_revoked
from config.kernel import audit, clock
from config.kernel.access import Actor
from config.kernel.prepared import listed
from config.kernel.text import format_hundredths
from dossiers.documents import KINDS
from dossiers.enums import DocumentState, DossierState
from dossiers.models import Document, Dossier, Nominee
from dossiers.selectors.agency import WRITERS
from dossiers.selectors.desk import BESIDE_A_PAPER, visible_documents

# What a leader signs for a round: a decision, or the letter that proposes an award of a higher authority.
UPWARD_PAPERS = ("pm_proposal", "president_proposal")
LEADER_PAPERS = ("decision", *UPWARD_PAPERS)
# What is handed over with the decision, by the first words of the award's name.
_CERTIFICATES = {"Bằng khen": "certificate_bk", "Giấy khen": "certificate_gk"}
CERTIFICATES = tuple(_CERTIFICATES.values())


def decisions(actor: Actor, *, signed: bool) -> QuerySet[Document]:
    """Drafts that await a signature, or what was signed, newest first."""
    papers = visible_documents(actor).filter(kind__in=LEADER_PAPERS, number__isnull=not signed)
    return papers.order_by("-pk")


def granted_to(dossier: Dossier) -> list[AwardGranted]:
    """What the register holds for the nominees of a dossier that was decided."""
    if dossier.state != DossierState.DECIDED:
        return []
    return list(AwardGranted.objects.filter(candidate__nominees__dossier=dossier).order_by("-recipient", "sort_key"))


@listed(object, object, kept=True)
def listed_decisions(actor: Actor, signed: bool) -> QuerySet[Document]:
    return decisions(actor, signed=signed).defer(*BESIDE_A_PAPER)


@dataclass(frozen=True)
class DecisionRow:
    nominee: Nominee
    why: str
    section: str
    prize: int | None
    revoked: bool = False


def decision_nominees(document: Document) -> list[Nominee]:
    """Who a decision names: the nominees of the round's dossiers for its form that reached the leader's desk."""
    return list(
        Nominee.objects.filter(
            dossier__round=document.round,
            dossier__award_form=document.fields["award_form"],
            dossier__state__in=("presented", "decided", "forwarded"),
        )
        .select_related("candidate__person", "candidate__unit", "candidate__rule", "dossier")
        .order_by("candidate__place", "order", "pk")
    )


def latest(award_round: AwardRound | None, award_form: str, kind: str = "decision") -> Document | None:
    """The last paper of that kind which was issued over the round for a form."""
    rows = Document.objects.filter(round=award_round, kind=kind, number__isnull=False, fields__award_form=award_form)
    return rows.order_by("-issued_on", "-pk").first()


def taken_back(award_round: AwardRound | None, award_form: str) -> QuerySet[AwardGranted]:
    """Awards of that form that were granted in the round and revoked since."""
    return AwardGranted.objects.filter(round=award_round, award_form=award_form, state=AwardState.REVOKED)


def to_take_back(award_round: AwardRound | None, award_form: str) -> QuerySet[AwardGranted]:
    """Awards of that form that a decision of revocation is still to be issued for."""
    return being_revoked().filter(round=award_round, award_form=award_form)


@dataclass(frozen=True)
class Overtaken:
    """Certificates that still name somebody whose award was taken back after they were made."""

    names: list[str]
    anybody_left: bool
    may_remake: bool


def overtaken(paper: Document | None, actor: Actor) -> Overtaken | None:
    """None for whatever is no certificate, and for those that name nobody too many."""
    if paper is None or paper.kind not in CERTIFICATES or paper.rendered_at is None:
        return None
    gone = {award.uid: award for award in taken_back(paper.round, paper.fields["award_form"])}
    acts = audit.timelines(gone) if gone else []
    later = [e.object_uid for e in acts if e.verb == "award.revoke" and e.at > paper.rendered_at]
    names = [gone[uid].name for uid in later if uid is not None]
    if not names:
        return None
    revoked = {award.candidate_id for award in gone.values()}
    left = any(nominee.candidate_id not in revoked for nominee in decision_nominees(paper))
    return Overtaken(names, left, actor.can(WRITERS[KINDS[paper.kind].owner]))


def _certificates(document: Document, actor: Actor) -> dict[str, Any]:
    """Those of a signed decision: the paper, or for whoever writes it what to begin it with."""
    award_form = document.fields["award_form"]
    name = law.forms()[award_form].name
    word, kind = next(((word, kind) for word, kind in _CERTIFICATES.items() if name.startswith(word)), ("", ""))
    if document.kind != "decision" or document.number is None or not kind:
        return {}
    made = visible_documents(actor).filter(round=document.round, kind=kind, fields__award_form=award_form).first()
    if made is None and not actor.can(WRITERS[KINDS[kind].owner]):
        return {}
    return {"word": word, "kind": kind, "award_form": award_form, "paper": made, "overtaken": overtaken(made, actor)}


def _why(nominee: Nominee) -> str:
    """In one line: criteria met, ratio of points, and what the round itself says."""
    candidate = nominee.candidate
    said = [f"{verdicts.tally(verdicts.verdict_of(candidate)).words} tiêu chuẩn"]
    if candidate.ratio_h is not None:
        said.append(f"tỷ lệ điểm {format_hundredths(candidate.ratio_h)}%")
    return f"{', '.join(said)}. {candidate.why}".strip()


def decision_page(document: Document, actor: Actor) -> dict[str, Any]:
    """Everything the leader needs on one page: whom, why, the money, the history."""
    nominees = decision_nominees(document)
    award_form = document.fields["award_form"]
    prizes = law.prizes_on(document.issued_on or clock.today())
    rows = []
    gone = taken_back(document.round, award_form) if document.number else AwardGranted.objects.none()
    revoked = set(gone.values_list("candidate_id", flat=True))
    verdicts.explain([nominee.candidate for nominee in nominees])
    for nominee in nominees:
        prize = prizes.get((award_form, nominee.subject))
        rows.append(
            DecisionRow(
                nominee,
                _why(nominee),
                nominee.candidate.rule.section,
                prize.amount if prize else None,
                nominee.candidate_id in revoked,
            )
        )
    return {
        "document": document,
        "upward": document.kind in UPWARD_PAPERS,
        "rows": rows,
        "total": sum(row.prize or 0 for row in rows),
        "may_sign": document.number is None and actor.can("decisions.sign"),
        "from_desk": actor.can("decisions.sign"),
        "is_draft": document.number is None or document.state != DocumentState.ISSUED,
        "certificates": _certificates(document, actor),
        "timeline": audit.timeline(document),
    }
