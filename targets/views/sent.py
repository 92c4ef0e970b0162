"""What was sent: the receipt, and how one submission differs from another."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from config.kernel import clock, files, jobs
from config.kernel.access import visible
from config.kernel.text import whole_number
from config.kernel.web import page
from targets import permissions as may
from targets.models import ReportVersion
from targets.selectors import versions as comparing
from targets.selectors.periods import due_of
from targets.selectors.reports import visible_reports
from targets.services import reports
from targets.views.own import own


@page(may.VIEW, methods=("GET", "HEAD", "POST"))
def receipt(request: HttpRequest, year: int) -> HttpResponse:
    """Proof of what was sent and when; POST asks for the PDF where none was drawn yet."""
    report = own(request, year)
    version = comparing.latest_version(report)
    if version is None:
        raise Http404
    if request.method == "POST":
        reports.ask_for_receipt(version=version, actor=request.actor)
        return redirect("targets:receipt", year)
    today = clock.today()
    context = {
        "report": report, "unit": report.unit, "version": version,
        "job": jobs.asked_for(reports.RECEIPT, str(version.uid)),
        "due": due_of(report.campaign, year, report.unit),
        "ahead_of": today if timezone.localtime(version.submitted_at).date() > today else None,
    }  # fmt: skip
    return render(request, "targets/receipt.html", context)


@page(may.VIEW)
def receipt_paper(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The receipt as PDF, to whoever may see the report."""
    sent = ReportVersion.objects.filter(report__in=visible_reports(request.actor))
    version = visible(sent, uid)
    stored = jobs.file_of(jobs.asked_for(reports.RECEIPT, str(version.uid)))
    if stored is None:
        raise Http404
    return files.response(stored, inline=request.GET.get("xem") == "1")


@page(may.VIEW)
def versions(request: HttpRequest, uid: str) -> HttpResponse:
    """Two submissions of one report side by side; without a choice the last two that there are."""
    actor = request.actor
    report = visible(visible_reports(actor), uid)
    mine = actor.can(may.EDIT, report.unit) or actor.can(may.CONFIRM, report.unit)
    found = comparing.standings(report, with_draft=mine)
    if not report.was_submitted or not found:
        raise Http404
    later = _chosen(found, request.GET.get("den", ""), found[-1])
    earlier = _chosen(found, request.GET.get("tu", ""), found[-2] if len(found) > 1 else found[-1])
    context = {
        "report": report,
        "standings": found,
        "earlier": earlier,
        "later": later,
        "rows": comparing.differences(earlier.content, later.content),
        "mine": mine,
    }
    return render(request, "targets/versions.html", context)


def _chosen(found: list[comparing.Standing], typed: str, otherwise: comparing.Standing) -> comparing.Standing:
    number = whole_number(typed)
    return next((s for s in found if s.number == number and typed), otherwise)
