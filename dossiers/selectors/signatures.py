"""What the pages show of signatures and of the certificates they lead to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.models import StoredFile
from dossiers.enums import SignedAs
from dossiers.models import Document, Signature, TrustRoot
from dossiers.services import signatures


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
        may_bring=signatures.may_bring(document, actor),
        why_not=signatures.why_not(document),
        people=", ".join(sorted(signatures.people_of(document))),
        has_roots=TrustRoot.objects.filter(removed_at__isnull=True, is_root=True).exists(),
        may_install=actor.can("tenant.admin"),
    )


def root_rows() -> QuerySet[TrustRoot]:
    return TrustRoot.objects.all()


def trust_roots() -> list[tuple[TrustRoot, bool]]:
    """Certificates that are believed now, and whether each is still in date."""
    now = clock.now()
    return [(row, row.valid_from <= now <= row.valid_to) for row in TrustRoot.objects.filter(removed_at__isnull=True)]
