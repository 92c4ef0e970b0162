"""Who looked at a dossier or a paper; for those who may see the trail."""

from __future__ import annotations

from django.db.models import QuerySet

from dossiers.models import Access, Document, Dossier


def accesses_of(of: Dossier | Document) -> QuerySet[Access]:
    """Every look at a dossier and its papers, or at one paper; latest first."""
    rows = Access.objects.select_related("document")
    return rows.filter(dossier=of) if isinstance(of, Dossier) else rows.filter(document=of)
