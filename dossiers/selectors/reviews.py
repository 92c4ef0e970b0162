"""Reports of the year, of a milestone, of the whole campaign."""

from __future__ import annotations

from django.db.models import QuerySet

from config.kernel.prepared import prepared
from dossiers.models import Document
from dossiers.services.reviews import KIND


@prepared(int)
def reports_of(campaign_id: int) -> QuerySet[Document]:
    """Latest year first."""
    found = Document.objects.filter(review__campaign_id=campaign_id, kind=KIND)
    return found.select_related("review", "file").order_by("-review__year", "-pk")
