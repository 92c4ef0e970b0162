"""Papers that prove values: added and removed within the entry page, and handed out to whoever may see the report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from config.kernel import files
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.web import page
from targets import permissions as may
from targets.forms import read_date
from targets.models import AnnualReport, Evidence, EvidenceLink
from targets.selectors.entries import EntryView
from targets.selectors.reports import visible_reports
from targets.services import evidence as services


def handle_papers(request: HttpRequest, report: AnnualReport, mine: list[EntryView]) -> list[tuple[str, str]]:
    """Uploads (`<anchor>-f` with số hiệu, ngày, trích yếu), an existing paper (`<anchor>-co`), a removal (`go`).

    Returns problems as (anchor, sentence); each also stands beside its entry.
    """
    problems: list[tuple[str, str]] = []
    for entry in mine:
        try:
            _add(request, report, entry)
        except (DomainError, ValueError) as error:
            sentence = error.sentence if isinstance(error, DomainError) else str(error)
            entry.files.append(sentence)
            problems.append((f"{entry.anchor}-f", f"{entry.indicator.code}: {sentence}"))
    if uid := request.POST.get("go", ""):
        link = visible(EvidenceLink.objects.filter(value__report=report).select_related("evidence__file", "value"), uid)
        services.unlink(evidence=link.evidence, value=link.value, actor=request.actor)
    return problems


def _add(request: HttpRequest, report: AnnualReport, entry: EntryView) -> None:
    post, actor = request.POST, request.actor
    for upload in request.FILES.getlist(f"{entry.anchor}-f"):
        services.attach(
            report=report,
            upload=upload,
            name=upload.name or "tep",
            values=[entry.value.uid],
            actor=actor,
            number=post.get(f"{entry.anchor}-so", ""),
            date=read_date(post.get(f"{entry.anchor}-ng", "")),
            abstract=post.get(f"{entry.anchor}-ty", ""),
        )
    if uid := post.get(f"{entry.anchor}-co", ""):
        paper = visible(Evidence.objects.filter(report=report).select_related("report", "file"), uid)
        services.link(evidence=paper, values=[entry.value.uid], actor=actor)


@page(may.VIEW)
def download(request: HttpRequest, uid: str) -> HttpResponseBase:
    """A paper, to whoever may see the report it belongs to; shown in the page with `?xem=1`."""
    reports = visible_reports(request.actor)
    paper = visible(Evidence.objects.filter(report__in=reports).select_related("file"), uid)
    return files.response(paper.file, inline=request.GET.get("xem") == "1")
