"""Papers that prove values, and what each proves."""

from __future__ import annotations

from django.db.models import QuerySet

from config.kernel.access import Actor
from targets.models import AnnualReport, Evidence, EvidenceLink
from targets.selectors.reports import visible_reports


def papers_of(report: AnnualReport) -> QuerySet[Evidence]:
    """The papers of one report, with their files."""
    return Evidence.objects.filter(report=report).select_related("report__unit", "file")


def visible_papers(actor: Actor) -> QuerySet[Evidence]:
    """Papers of every report that the actor sees, with their files."""
    return Evidence.objects.filter(report__in=visible_reports(actor)).select_related(
        "report__unit", "report__campaign", "file"
    )


def links_in(report: AnnualReport) -> QuerySet[EvidenceLink]:
    """Which paper of the report proves which of its values."""
    return EvidenceLink.objects.filter(value__report=report).select_related(
        "evidence__file", "evidence__report", "value"
    )
