"""What the pages show of signatures and of the certificates they lead to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from awards.enums import Attending, CouncilRole
from awards.models import CouncilMember
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.models import StoredFile
from config.kernel.tenancy import current_tenant
from dossiers.documents import KINDS
from dossiers.enums import DocumentState, SignedAs
from dossiers.models import Document, Signature, TrustRoot
from dossiers.selectors.decisions import CERTIFICATES, latest
from units.models import Unit

# Whoever holds the paper's desk may bring the signed file; the signature itself says who signed.
_VERBS = {
    "unit": ("dossiers.confirm", "dossiers.edit"),
    "standing": ("dossiers.receive",),
    "board": ("dossiers.appraise", "dossiers.present"),
    "leader": ("decisions.sign", "dossiers.present"),
}


@dataclass(frozen=True)
class Signing:
    """The signature panel of a paper. `earlier` counts signatures of renderings that are no longer the paper's."""

    rows: list[Signature]
    earlier: int
    may_bring: bool
    why_not: str
    people: str
    has_roots: bool
    may_install: bool

    @property
    def is_complete(self) -> bool:
        """The organisation signs last; nobody signs after it."""
        return bool(self.rows) and self.rows[-1].signed_as == SignedAs.ORGANISATION

    @property
    def file(self) -> StoredFile | None:
        return self.rows[-1].file if self.rows else None


def signing_of(document: Document, actor: Actor) -> Signing:
    rows = list(document.signatures.select_related("file"))
    current = [row for row in rows if document.sha256 and row.of_sha256 == document.sha256]
    return Signing(
        rows=current,
        earlier=len(rows) - len(current),
        may_bring=may_bring(document, actor),
        why_not=why_not(document),
        people=", ".join(sorted(people_of(document))),
        has_roots=TrustRoot.objects.filter(removed_at__isnull=True, is_root=True).exists(),
        may_install=actor.can("tenant.admin"),
    )


def root_rows() -> QuerySet[TrustRoot]:
    return TrustRoot.objects.all()


def trust_roots() -> list[tuple[TrustRoot, bool]]:
    """Certificates that are believed now, and whether each is still in date."""
    now = clock.now()
    return [(row, row.valid_from <= now <= row.valid_to) for row in TrustRoot.objects.filter(removed_at__isnull=True)]


def may_bring(document: Document, actor: Actor) -> bool:
    unit = document.dossier.unit if document.dossier is not None else None
    return any(actor.can(verb, unit) for verb in _VERBS[KINDS[document.kind].owner])


def why_not(document: Document) -> str:
    """Why the paper cannot be signed now; "" when it can."""
    if document.file is None or document.state not in {DocumentState.READY, DocumentState.ISSUED}:
        return "Văn bản chưa kết xuất xong nên chưa ký số được."
    if KINDS[document.kind].numbered and document.number is None:
        return "Văn bản chưa có số, ngày: ký số sau khi lãnh đạo xác nhận."
    return ""


def people_of(document: Document) -> set[str]:
    """Names that may sign as persons: the signer; chair and secretary of minutes; the author of an own report; of
    certificates the signer of the decision."""
    names = {document.signer_name}
    dossier = document.dossier
    if document.kind in CERTIFICATES:  # signed by whoever signed the decision that they are handed over with
        decision = latest(document.round, document.fields["award_form"])
        names |= {decision.signer_name} if decision else set()
    if document.kind == "council_minutes":
        lead = (CouncilRole.CHAIR, CouncilRole.VICE, CouncilRole.SECRETARY)
        seated = CouncilMember.objects.filter(attendance__meeting__uid=document.fields["meeting"], role__in=lead)
        names |= set(seated.filter(attendance__mode=Attending.PRESENT).values_list("name", flat=True))
    if document.kind == "minutes" and dossier is not None:
        names |= {str(dossier.meeting.get(key, "")).partition(",")[0].strip() for key in ("chair", "secretary")}
    if document.nominee is not None and document.nominee.is_person:
        names.add(document.nominee.name)
    return {name for name in names if name}


def bodies_of(document: Document) -> set[str]:
    """Names under which the issuing body's own certificate may stand."""
    if KINDS[document.kind].owner == "unit" and document.dossier is not None:
        unit: Unit = document.dossier.unit
        return {unit.full_name, unit.display_name, unit.name}
    role = {"leader": "authority"}.get(KINDS[document.kind].owner, KINDS[document.kind].owner)
    tenant = current_tenant().on(document.issued_on or clock.today())
    body = tenant.body(role)
    return {body.name, f"{body.name} {tenant.seat}"}
