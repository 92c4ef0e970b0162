"""View models: everything a dossier's page shows, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from awards.selectors.verdicts import explain
from config.kernel import audit, workflow
from config.kernel.access import Actor
from config.kernel.models import AuditEntry, Job
from config.kernel.text import format_date
from dossiers.consultation_flow import CONSULT, WHILE
from dossiers.documents import DocumentKind
from dossiers.enums import STOPPED, UNIT_PAPERS, DocumentState, DossierState
from dossiers.flow import DOSSIER_FLOW, ROUND_STEPS
from dossiers.models import Consultation, Document, Dossier, Nominee, Remark
from dossiers.selectors.agency import kinds_for
from dossiers.selectors.candidates import criteria
from dossiers.selectors.exporting import own_exports
from dossiers.selectors.upward import copies_of

S = DossierState
# The way as people read it: label, and the state that ends the step.
_WAY = (
    ("Đơn vị lập", S.UNIT_CONFIRMED),
    ("Gửi cơ quan thường trực", S.SUBMITTED),
    ("Tiếp nhận, thẩm định", S.APPRAISED_ICT),
    ("Cơ quan thi đua, khen thưởng thẩm định", S.APPRAISED_TDKT),
    ("Trình", S.PRESENTED),
    ("Quyết định", S.DECIDED),
)
_REACHED = {
    S.DRAFT: 0, S.RETURNED: 0, S.UNIT_CONFIRMED: 1, S.SUBMITTED: 2, S.RECEIVED: 2, S.ON_HOLD: 2, S.APPRAISED_ICT: 3,
    S.APPRAISED_TDKT: 4, S.PRESENTED: 5, S.DECIDED: 6, S.FORWARDED: 6, S.REJECTED: 6, S.WITHDRAWN: 0,
}  # fmt: skip


@dataclass(frozen=True)
class DossierPage:
    dossier: Dossier
    nominees: list[tuple[Nominee, list[dict[str, Any]]]]
    documents: list[Document]
    agency: list[Document]
    to_begin: list[DocumentKind]
    exports: list[Job]
    remarks: list[Remark]
    choices: list[workflow.Choice]
    timeline: list[AuditEntry]
    steps: list[tuple[str, str, str]]
    may_edit: bool
    ready: int
    consultations: list[Consultation]
    may_consult: bool
    copies: int
    # The entry that says why it does not go on.
    stopped: AuditEntry | None


def dossier_page(dossier: Dossier, actor: Actor) -> DossierPage:
    documents = list(dossier.own_documents.select_related("file", "job", "nominee"))
    ours = dossier.documents.exclude(kind__in=UNIT_PAPERS).select_related("file", "job")
    whole = actor.paths("rounds.view") is None
    entries = audit.timeline(dossier)
    return DossierPage(
        dossier=dossier,
        nominees=nominees_of(dossier),
        documents=documents,
        agency=list(ours if whole else ours.filter(number__isnull=False)),
        to_begin=kinds_for(actor, of_dossier=True),
        exports=own_exports(dossier, actor),
        remarks=list(dossier.remarks.select_related("document")),
        choices=[c for c in workflow.available(DOSSIER_FLOW, dossier, actor) if c.transition.name not in ROUND_STEPS],
        timeline=entries,
        steps=_steps(dossier, entries),
        may_edit=dossier.state in {S.DRAFT, S.RETURNED} and actor.can("dossiers.edit", dossier.unit),
        # Who thinks what of it is for the desks, not for the unit that asks for the award.
        consultations=list(dossier.consultations.all()) if whole else [],
        may_consult=dossier.state in WHILE and actor.can(CONSULT),
        copies=copies_of(dossier.round.campaign, dossier.award_form),
        ready=sum(d.state in {DocumentState.READY, DocumentState.ISSUED} for d in documents),
        stopped=_why_stopped(dossier, entries) if dossier.state in STOPPED else None,
    )


def nominees_of(dossier: Dossier, nominee_id: int | None = None) -> list[tuple[Nominee, list[dict[str, Any]]]]:
    """Everybody proposed in it, or that one, with the criteria against the figures."""
    rows = dossier.nominees.select_related("candidate__rule", "candidate__subject")
    found = list(rows if nominee_id is None else rows.filter(pk=nominee_id))
    explain([nominee.candidate for nominee in found])
    return [(nominee, criteria(nominee.candidate)) for nominee in found]


def judged_beside(document: Document, actor: Actor) -> list[tuple[Nominee, list[dict[str, Any]]]]:
    """For the desks: the criteria and figures of whom the unit's paper is about, to be read beside it."""
    if document.dossier is None or document.kind not in UNIT_PAPERS or actor.paths("rounds.view") is not None:
        return []
    return nominees_of(document.dossier, document.nominee_id)


def judged(nominees: list[tuple[Nominee, list[dict[str, Any]]]]) -> list[str]:
    """Whose criteria, and which, as remarks name them."""
    return [
        f"{nominee.name}: {line['title']}" + (f" (mục {line['clause']})" if line["clause"] else "")
        for nominee, lines in nominees
        for line in lines
    ]


def _why_stopped(dossier: Dossier, entries: list[AuditEntry]) -> AuditEntry | None:
    return next((entry for entry in reversed(entries) if entry.reason and entry.state_to == dossier.state), None)


def _steps(dossier: Dossier, entries: list[AuditEntry]) -> list[tuple[str, str, str]]:
    when = {entry.state_to: format_date(timezone.localtime(entry.at).date()) for entry in entries}
    reached = _REACHED[DossierState(dossier.state)]
    stopped = dossier.state in {S.RETURNED, S.ON_HOLD, S.REJECTED, S.WITHDRAWN}
    shown = []
    for place, (label, ends_with) in enumerate(_WAY):
        if place < reached:
            shown.append((label, when.get(ends_with, ""), "done"))
        elif place == reached:
            shown.append((label, dossier.state_label, "stuck" if stopped else "now"))
        else:
            shown.append((label, "Chưa đến", ""))
    return shown
