"""The head of the unit reads the report on one page and confirms it, or gives it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from config.kernel import workflow
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.text import whole_number
from config.kernel.web import page
from targets import permissions as may
from targets.enums import ReportState
from targets.flow import REPORT_FLOW
from targets.models import AnnualReport
from targets.selectors import completeness
from targets.selectors import entries as views_of
from targets.selectors.history import history
from targets.selectors.periods import due_of
from targets.selectors.reports import confirmable_reports, is_past
from targets.selectors.versions import latest_version, since_last
from targets.services import reports
from targets.views.own import grouped


@page(may.CONFIRM)
def confirmations(request: HttpRequest) -> HttpResponse:
    """Reports that wait for this person's confirmation, then those already sent."""
    mine = confirmable_reports(request.actor)
    waiting = mine.filter(state=ReportState.CONFIRMING).order_by("handed_over_at")
    sent = mine.exclude(state__in=(ReportState.CONFIRMING, ReportState.DRAFT)).order_by("-year")[:20]
    return render(request, "targets/confirmations.html", {"waiting": waiting, "sent": sent})


@page(may.CONFIRM, methods=("GET", "HEAD", "POST"))
def confirmation(request: HttpRequest, uid: str) -> HttpResponse:
    """The whole report, what changed from last year, and the two steps."""
    actor = request.actor
    report = visible(confirmable_reports(actor), uid)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            return _step(request, report)
        except DomainError as error:
            refusal, status = error.sentence, error.status
            report = visible(confirmable_reports(actor), uid)
    everything = views_of.entry_views(report)
    before = views_of.last_year(report)
    moves = {}
    for e in everything:
        earlier = before.get(e.indicator.code)
        if earlier is not None:
            moves[e.value.pk] = views_of.gap_to_last_year(e.result.result.actual_h, views_of.actual_h(earlier))
    due = due_of(report.campaign, report.year, report.unit)
    context = {
        "report": report,
        "unit": report.unit,
        "groups": grouped(everything),
        "moves": moves,
        "assessed": completeness.assess([e.value for e in everything]),
        "points": sum(e.result.result.points_h for e in everything),
        "maximum": sum(e.result.result.max_h for e in everything),
        "met": sum(1 for e in everything if e.result.result.reaches),
        "judged": any(not e.rule.progress for e in everything),
        "due": None if due is None or is_past(report, due.last_day) else due,
        "choices": workflow.available(REPORT_FLOW, report, actor),
        "act": reverse("targets:confirmation", args=[report.uid]),
        "refusal": refusal,
        "timeline": history(report, actor),
        "version": latest_version(report),
        "changed": since_last(report) if report.state == ReportState.CONFIRMING else [],
    }
    return render(request, "targets/confirmation.html", context, status=status)


def _step(request: HttpRequest, report: AnnualReport) -> HttpResponse:
    actor = request.actor
    typed = request.POST.get("version", "")
    expected = whole_number(typed)
    transition = request.POST.get("transition", "")
    if transition == "confirm":
        version = reports.confirm(report=report, actor=actor, expected_version=expected)
        messages.success(request, f"Đã gửi báo cáo. Biên nhận: {version.receipt}.")
    elif transition == "send_back":
        reports.send_back(report=report, actor=actor, reason=request.POST.get("reason", ""), expected_version=expected)
        messages.success(request, "Đã trả lại cán bộ để sửa.")
        return redirect("targets:confirmations")
    else:
        raise Http404
    return redirect("targets:confirmation", report.uid)
