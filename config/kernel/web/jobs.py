from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.kernel.access import visible
from config.kernel.models import Job
from config.kernel.web.access import page


@page()
def job(request: HttpRequest, uid: str) -> HttpResponse:
    """The state of a job: a fragment for pages that poll, a page of its own otherwise.

    Anyone may watch what they asked for; the rest needs a role over the whole tenant.
    """
    actor = request.actor  # type: ignore[attr-defined]
    jobs = Job.objects.all()
    if actor.paths("rounds.view") is not None:
        jobs = jobs.filter(actor__user_id=actor.user_id)
    found = visible(jobs, uid)
    template = "kernel/_job.html" if request.headers.get("HX-Request") else "kernel/job.html"
    return render(request, template, {"job": found})
