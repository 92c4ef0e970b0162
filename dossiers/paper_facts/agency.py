"""What the software knows for a paper of the tenant's own bodies: standing agency, board, council, chairman."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from awards.models import AwardRound
from awards.selectors import law
from config.kernel import clock, pages
from config.kernel.tenancy import current_tenant
from dossiers.documents import KINDS
from dossiers.documents.data import (
    ChecklistRow,
    EntryRow,
    Facts,
    Folder,
    Issuer,
    NomineeRow,
    Paper,
    Reference,
    Signer,
)
from dossiers.enums import DocumentState, DossierState
from dossiers.models import Document, Dossier, Nominee
from dossiers.paper_facts.campaign import campaign_facts
from dossiers.paper_facts.occasion import occasion_of
from dossiers.paper_facts.wording import award_facts, form_named, in_full, nominee_row
from units.models import Tenant

S = DossierState
# Dossiers that have come as far as each paper speaks of.
ARRIVED = (S.RECEIVED, S.APPRAISED_ICT, S.APPRAISED_TDKT, S.PRESENTED, S.DECIDED, S.FORWARDED)
APPRAISED = ARRIVED[1:]
APPROVED = ARRIVED[2:]
_REACHED = {
    "appraisal": ARRIVED, "consultation": ARRIVED, "eligible_list": APPRAISED, "public_notice": APPROVED,
    "board_proposal": APPROVED,
}  # fmt: skip
# Years that a dossier is kept (Thông tư 10/2022/TT-BNV); a tenant may say otherwise in its settings.
RETENTION = {"HCLD3": "Vĩnh viễn", "BK_TTG": "Vĩnh viễn", "BK_TINH": "20 năm"}
_PAPERS = {"proposal": "Tờ trình kèm danh sách", "minutes": "Biên bản họp xét khen thưởng"}
READY = frozenset({DocumentState.READY, DocumentState.ISSUED})


def of_agency(document: Document) -> Facts:
    """Facts of a paper whose kind belongs to the standing agency or the board, over a round or one dossier."""
    kind, dossier = KINDS[document.kind], document.dossier
    award_round = dossier.round if dossier is not None else document.round
    if award_round is None:
        raise ValueError(f"document {document.pk} belongs to neither a dossier nor a round")
    award_form = dossier.award_form if dossier is not None else document.fields["award_form"]
    day = document.issued_on or clock.today()
    tenant = current_tenant().on(day)
    body = tenant.body(kind.owner)
    return Facts(
        issuer=issuer_of_body(tenant, kind.owner),
        signer=Signer(title=body.head_title or "Thủ trưởng cơ quan", name=document.signer_name),
        campaign=campaign_facts(award_round.campaign),
        paper=Paper(number=document.number, dated=document.issued_on, year=day.year),
        occasion=occasion_of(award_round),
        award=award_facts(award_form, tenant),
        nominees=tuple(_nominees(document, award_round, award_form)),
        addressees=addressees(tenant, kind.code, dossier),
        recipients=(tenant.body("board").name,) if kind.owner == "standing" else (tenant.standing_agency,),
        cites=tuple(_cited(document, award_round)),
        checklist=checklist(dossier) if dossier is not None else (),
        entries=entries_of(dossier) if dossier is not None else register_of(kind.owner, day.year),
        folder=folder_of(dossier) if dossier is not None else None,
        proposer=dossier.unit.full_name if dossier is not None else "",
        decided_on=day,
        received_at=dossier.submitted_at if dossier is not None else None,
        deadline=_deadline(document, dossier),
        year=award_round.year,
    )


def issuer_of_body(tenant: Tenant, role: str, *, briefly: bool = False) -> Issuer:
    """`briefly`: its text calls it by the short name, not in full each time."""
    body = tenant.body(role)
    return Issuer(
        name=body.name,
        place=tenant.place,
        abbreviation=body.symbol,
        parent_name=body.parent,
        short_name=body.short if briefly else body.name,
        authority=tenant.chairman_title if role == "authority" else "",
    )


def addressees(tenant: Tenant, code: str, dossier: Dossier | None) -> tuple[str, ...]:
    """Whom a paper is for: the proposing unit, the board, or the chairman."""
    if code in ("supplement", "supplement_slip"):
        return (dossier.unit.full_name,) if dossier is not None else ()
    if code in ("appraisal", "consultation"):
        return (tenant.board_name,)
    if code in ("board_proposal", "review_report"):
        return (tenant.chairman_title,)
    return ("Các cơ quan, đơn vị, địa phương",) if code == "reminder" else ()


def _nominees(document: Document, award_round: AwardRound, award_form: str) -> Iterable[NomineeRow]:
    if document.dossier is not None:
        yield from (
            nominee_row(n) for n in document.dossier.nominees.select_related("candidate__person", "candidate__unit")
        )
        return
    reached = _REACHED.get(document.kind, ARRIVED)
    states = {*reached, S.REJECTED, S.ON_HOLD} if document.kind == "appraisal" else set(reached)
    rows = Nominee.objects.filter(dossier__round=award_round, dossier__award_form=award_form, dossier__state__in=states)
    rows = rows.select_related("candidate__person", "candidate__unit", "dossier")
    for nominee in rows.order_by("candidate__place", "order", "pk"):
        yield nominee_row(nominee, reason=_refusal(nominee), opinion="Đủ điều kiện, tiêu chuẩn")


def _refusal(nominee: Nominee) -> str:
    candidate, dossier = nominee.candidate, nominee.dossier
    if dossier.state in {S.REJECTED, S.ON_HOLD}:
        return f"Hồ sơ {dossier.state_label.lower()}"
    if candidate.withdrawn or not candidate.proposed:
        return candidate.why or f"Không còn trong danh sách đề nghị: {candidate.get_standing_display().lower()}"
    return ""


def _cited(document: Document, award_round: AwardRound) -> Iterable[Reference]:
    """The paper before this one in the chain: the list goes with the appraisal, the letter rests on both."""
    before = {"eligible_list": "appraisal", "board_proposal": "appraisal"}.get(document.kind)
    if before is None:
        return
    for row in award_round.documents.filter(kind=before, number__isnull=False).order_by("-issued_on", "-pk")[:1]:
        issuer = current_tenant().on(row.issued_on or clock.today()).body("standing")
        yield Reference(kind="Báo cáo", number=row.reference, dated=row.issued_on, issuer=issuer.name)


def _deadline(document: Document, dossier: Dossier | None) -> dt.date | None:
    typed = str(document.fields.get("deadline", ""))
    return dt.date.fromisoformat(typed) if typed else (dossier.due_on if dossier is not None else None)


def checklist(dossier: Dossier) -> tuple[ChecklistRow, ...]:
    """What the dossier must hold, and whether it does."""
    documents = list(dossier.documents.all())
    rows = []
    for code, name in _PAPERS.items():
        found = [d for d in documents if d.kind == code and d.state in READY]
        rows.append(ChecklistRow(name=name, form="tệp PDF", present=bool(found)))
    reports = [d for d in documents if d.kind.startswith("report_")]
    made = sum(d.state in READY for d in reports)
    wanted = dossier.nominees.count()
    short = f"Thiếu {wanted - made:02d} báo cáo" if made < wanted else ""
    rows.append(ChecklistRow(name="Báo cáo thành tích", form="tệp PDF", copies=wanted, present=not short, note=short))
    return tuple(rows)


def entries_of(dossier: Dossier) -> tuple[EntryRow, ...]:
    """The dossier's papers in order of time, as its contents list them; sheets counted where the files lie."""
    rows, sheet = [], 0
    made = [d for d in dossier.documents.select_related("file", "nominee") if d.file is not None]
    for document in sorted(made, key=lambda d: (d.issued_on or dt.date.max, d.order, d.pk)):
        count = pages.count(document.file) if document.file else 0
        said = pages.about(document.file, "Title") if document.file else ""
        rows.append(
            EntryRow(
                number=document.reference,
                dated=document.issued_on,
                about=said or document.title,
                author=in_full(dossier.unit, dossier.unit_name),
                signer=document.signer_name,
                pages=f"{sheet + 1:02d}-{sheet + count:02d}" if count else "",
            )
        )
        sheet += count
    return tuple(rows)


def register_of(role: str, year: int) -> tuple[EntryRow, ...]:
    """Numbered papers of one of the tenant's bodies in a year, in the order of their numbers."""
    found = Document.objects.filter(number__isnull=False, dossier__isnull=True, issued_on__year=year)
    kinds = [code for code, kind in KINDS.items() if kind.owner == role]
    return tuple(
        EntryRow(
            number=row.reference, dated=row.issued_on, about=row.title, signer=row.signer_name, kept_by="Văn thư"
        )
        for row in found.filter(kind__in=kinds).order_by("issued_on", "number", "pk")
    )  # fmt: skip


def folder_of(dossier: Dossier) -> Folder:
    """The file as the archive keeps it. Its code counts the dossiers of the round."""
    tenant, award_round = current_tenant(), dossier.round
    place = Dossier.objects.filter(round=award_round, pk__lte=dossier.pk).count()
    days = [day for day in dossier.documents.values_list("issued_on", flat=True) if day]
    kept = tenant.settings.get("retention", {})
    sheets = sum(pages.count(d.file) for d in dossier.documents.select_related("file") if d.file)
    called = form_named(law.forms()[dossier.award_form], tenant.on(max(days, default=clock.today())))
    return Folder(
        code=f"{place:02d}.{award_round.pk}/HSKT-{award_round.year}",
        title=f"Hồ sơ đề nghị tặng {called} {occasion_of(award_round)}, {in_full(dossier.unit, dossier.unit_name)}",
        starts=min(days, default=None),
        ends=max(days, default=None),
        sheets=sheets,
        retention=kept.get(dossier.award_form, RETENTION.get(dossier.award_form, "")),
    )
