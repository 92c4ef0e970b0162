"""Score runs: ask for one, watch it, publish it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaigns.selectors import the_campaign
from config.kernel import audit
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.text import whole_number
from config.kernel.web import page
from targets import permissions as may
from targets.enums import RunState
from targets.selectors import run_comparison as comparing
from targets.selectors.periods import dues
from targets.selectors.ranking import block_tabs, listed_runs, runs_beside, visible_runs
from targets.selectors.reports import Sent, sent_by_year
from targets.services import runs as services

PER_PAGE = 50


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
    sent = sent_by_year(campaign)
    context = {
        "campaign": campaign,
        "years": [(y, *sent.get(y, Sent())) for y in years],
        "newest": max(sent, default=None),
        "runs": Paginator(listed_runs(request.actor, campaign.pk), PER_PAGE).get_page(request.GET.get("trang")),
        "refusal": refusal,
    }
    return render(request, "targets/runs.html", context, status=status)


COMPARED = 50


@page("rounds.view")
def compare(request: HttpRequest, uid: str, other: str) -> HttpResponse:
    """The run beside an earlier one of the year: who moved, and because of which values."""
    runs = visible_runs(request.actor).exclude(state=RunState.WAITING)
    later, earlier = visible(runs, uid), visible(runs, other)
    if later.pk == earlier.pk or (later.campaign_id, later.year) != (earlier.campaign_id, earlier.year):
        raise Http404
    found = comparing.compare(earlier, later)
    shown = Paginator(found.moved, COMPARED).get_page(request.GET.get("trang"))
    why = comparing.causes(found, list(shown.object_list))
    context = {
        "run": later,
        "earlier": earlier,
        "found": found,
        "page": shown,
        "rows": [(one, why[one.unit_id]) for one in shown.object_list],
        "blocks": {tab.code: tab.name for tab in block_tabs(later)},
    }
    return render(request, "targets/run_compare.html", context)


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
        "may_publish": actor.can(may.PUBLISH) and run.state == RunState.DONE,
        "may_run_rounds": actor.can("rounds.view"),
        "others": runs_beside(run),
        "refusal": refusal,
        "note": note,
    }
    return render(request, "targets/run.html", context, status=status)
