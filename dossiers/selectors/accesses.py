"""Who looked at a dossier or a paper; for those who may see the trail."""

from __future__ import annotations

from django.db.models import QuerySet

from config.kernel.prepared import Listed, listed
from dossiers.models import Access, Document, Dossier


def accesses_of(of: Dossier | Document) -> Listed:
    """Every look at a dossier and its papers, or at one paper; latest first."""
    found: Listed = _of_dossier(of.pk) if isinstance(of, Dossier) else _of_document(of.pk)
    return found


@listed(int, kept=True)
def _of_dossier(dossier_id: int) -> QuerySet[Access]:
    return Access.objects.filter(dossier_id=dossier_id).select_related("document")


@listed(int)
def _of_document(document_id: int) -> QuerySet[Access]:
    return Access.objects.filter(document_id=document_id).select_related("document")
