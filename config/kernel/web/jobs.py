from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare

from config.kernel import jobs
from config.kernel.access import visible
from config.kernel.models import Job
from config.kernel.web.access import page


@page()
def job(request: HttpRequest, uid: str) -> HttpResponse:
    """The state of a job: a fragment for pages that poll, a page of its own otherwise.

    Anyone may watch what they asked for or what a page of theirs showed them (its key); the rest needs a role
    over the whole tenant.
    """
    actor = request.actor
    found = visible(Job.objects.all(), uid)
    shown = constant_time_compare(request.GET.get("xem", ""), found.watch_key)
    if not shown and not jobs.may_follow(actor, found):
        raise Http404
    template = "kernel/_job.html" if request.headers.get("HX-Request") else "kernel/job.html"
    reloads = request.GET.get("lai") == "1"
    answer = render(request, template, {"job": found, "reloads": reloads})
    if reloads and found.is_over:
        answer["HX-Refresh"] = "true"
    return answer
