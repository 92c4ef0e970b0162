"""Score runs: ask for one, watch it, publish it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaigns.selectors import the_campaign
from config.kernel import audit
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.text import whole_number
from config.kernel.web import page
from targets import permissions as may
from targets.enums import COUNTED_STATES, ReportState, RunState
from targets.models import AnnualReport, ScoreRun
from targets.selectors.periods import dues
from targets.selectors.ranking import block_tabs, visible_runs
from targets.services import runs as services
from targets.views.words import VERBS


@page(may.RUN, methods=("GET", "HEAD", "POST"))
def run_list(request: HttpRequest) -> HttpResponse:
    """All runs, newest first; the form that asks for one."""
    campaign = the_campaign()
    years = [d.year for d in dues(campaign)]
    refusal, status = "", 200
    if request.method == "POST":
        typed = request.POST.get("year", "")
        year = whole_number(typed) or 0
        try:
            run = services.start(campaign=campaign, year=year, actor=request.actor)
        except DomainError as error:
            refusal, status = error.sentence, error.status
        else:
            return redirect("targets:run", run.uid)
    reports = AnnualReport.objects.filter(campaign=campaign, state__in=COUNTED_STATES)
    sent: dict[int, list[int]] = {}
    for year, state in reports.values_list("year", "state"):
        counted = sent.setdefault(year, [0, 0])
        counted[0] += 1
        counted[1] += state == ReportState.SUBMITTED
    context = {
        "campaign": campaign,
        "years": [(y, *sent.get(y, [0, 0])) for y in years],
        "runs": visible_runs(request.actor).filter(campaign=campaign).defer("rules"),
        "refusal": refusal,
    }
    return render(request, "targets/runs.html", context, status=status)


@page("rounds.view", methods=("GET", "HEAD", "POST"))
def run(request: HttpRequest, uid: str) -> HttpResponse:
    """One run: progress while it works, then what went in, what came out, and publishing."""
    actor = request.actor
    run = visible(visible_runs(actor), uid)
    refusal, status, note = "", 200, ""
    if request.method == "POST":
        if request.POST.get("transition") != "publish":
            raise Http404
        note, typed = request.POST.get("note", ""), request.POST.get("version", "")
        try:
            services.publish(run=run, actor=actor, note=note, expected_version=whole_number(typed))
        except DomainError as error:
            refusal, status = error.sentence, error.status
        else:
            messages.success(request, f"Đã công bố kết quả năm {run.year}.")
            return redirect("targets:run", run.uid)
    context = {
        "run": run,
        "job": services.job_of(run) if run.state == RunState.WAITING else None,
        "tabs": block_tabs(run),
        "timeline": audit.timeline(run),
        "verbs": VERBS,
        "states": dict(RunState.choices),
        "may_publish": actor.can(may.PUBLISH) and run.state == RunState.DONE,
        "others": ScoreRun.objects.filter(campaign_id=run.campaign_id, year=run.year).exclude(pk=run.pk),
        "refusal": refusal,
        "note": note,
    }
    return render(request, "targets/run.html", context, status=status)
