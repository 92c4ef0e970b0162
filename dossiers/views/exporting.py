from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from config.kernel import files, jobs
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.web import page
from dossiers import selectors
from dossiers.enums import AccessAct
from dossiers.selectors import exporting
from dossiers.selectors.agency import kinds_for
from dossiers.selectors.rounds import award_forms_of
from dossiers.services import accesses, agency
from dossiers.services import exporting as service
from dossiers.whole import FORMS


@page("dossiers.view", methods=("POST",))
def export_dossier(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask for a dossier as one file."""
    found = selectors.dossier_at(request.actor, uid)
    service.export(of=found, form=request.POST.get("form", ""), actor=request.actor)
    accesses.note(actor=request.actor, act=AccessAct.EXPORT, dossier=found)
    return redirect("dossiers:dossier", found.uid)


@page("rounds.view", methods=("GET", "HEAD", "POST"))
def round_papers(request: HttpRequest, uid: str) -> HttpResponse:
    """Papers of a round's own bodies: what there is, what may be begun, the whole round as one file."""
    found = selectors.round_at(request.actor, uid)
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            if "form" in request.POST:
                service.export(of=found, form=request.POST["form"], actor=request.actor)
                return redirect("dossiers:round_papers", found.uid)
            begun = agency.begin(
                kind=request.POST.get("kind", ""),
                award_round=found,
                award_form=request.POST.get("award_form", ""),
                actor=request.actor,
            )
            return redirect("dossiers:document", begun.uid)
        except DomainError as error:
            refused = error
    context = {
        "round": found,
        "documents": selectors.visible_documents(request.actor).filter(round=found).order_by("order", "pk"),
        "to_begin": kinds_for(request.actor, of_dossier=False),
        "award_forms": award_forms_of(found),
        "leader_papers": selectors.LEADER_PAPERS,
        "exports": exporting.own_exports(found, request.actor),
        "forms": FORMS,
        "chosen": {
            "kind": request.POST.get("kind") or request.GET.get("loai"),
            "form": request.POST.get("award_form") or request.GET.get("hinh-thuc"),
        },
        "refused": refused,
    }
    return render(request, "dossiers/round_papers.html", context, status=refused.status if refused else 200)


@page("dossiers.view", methods=("POST",))
def begin_paper(request: HttpRequest, uid: str) -> HttpResponse:
    """A desk begins a paper about one dossier: a receipt, a slip, a cover."""
    found = selectors.dossier_at(request.actor, uid)
    begun = agency.begin(kind=request.POST.get("kind", ""), dossier=found, actor=request.actor)
    return redirect("dossiers:document", begun.uid)


@page("dossiers.view")
def exported(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The file that an export ended in, for whoever asked for it."""
    job = visible(exporting.exports_of(request.actor), uid)
    stored = jobs.file_of(job)
    if stored is None:
        raise Http404
    return files.response(stored)
