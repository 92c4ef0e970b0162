from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel import pages
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.text import whole_number
from config.kernel.web import page
from dossiers import selectors
from dossiers.enums import AccessAct
from dossiers.models import Document
from dossiers.selectors.signatures import signing_of
from dossiers.services import accesses, decisions
from dossiers.views.rounds import render_round

PER_PAGE = 50


@page("decisions.sign")
def waiting(request: HttpRequest) -> HttpResponse:
    """The leader's desk: what awaits a signature."""
    drafts = Paginator(selectors.listed_decisions(request.actor, False), PER_PAGE)
    signed = Paginator(selectors.listed_decisions(request.actor, True), PER_PAGE)
    context = {
        "drafts": drafts.get_page(request.GET.get("cho")),
        "signed": signed.get_page(request.GET.get("trang")),
    }
    return render(request, "dossiers/decisions.html", context)


@page("rounds.view", methods=("GET", "HEAD", "POST"))
def decision(request: HttpRequest, uid: str) -> HttpResponse:
    """One draft decision: whom, why, the money, the pages; the leader signs here."""
    found = visible(selectors.visible_documents(request.actor).filter(kind__in=selectors.LEADER_PAPERS), uid)
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            version = whole_number(request.POST.get("version", "")) or 0
            decisions.sign(document=found, actor=request.actor, expected_version=version)
        except DomainError as error:
            refused = error
        else:
            messages.success(request, "Đã ký ban hành. Quyết định đang được kết xuất.")
            return redirect("dossiers:decision", found.uid)
    elif request.method == "GET":
        accesses.note(actor=request.actor, act=AccessAct.OPEN, document=found)
    return show_decision(request, found, refused=refused)


def show_decision(request: HttpRequest, found: Document, *, refused: DomainError | None = None) -> HttpResponse:
    """The page of a leader's paper; with `refused` it says why something was not done."""
    context = selectors.decision_page(found, request.actor) | {
        "refused": refused,
        "signing": signing_of(found, request.actor),
        "page_numbers": range(1, pages.count(found.file) + 1) if found.file else [],
    }
    return render(request, "dossiers/decision.html", context, status=refused.status if refused else 200)


@page("dossiers.present", methods=("POST",))
def present(request: HttpRequest, uid: str) -> HttpResponse:
    """The board bundles a round's appraised dossiers and puts a draft before the leader."""
    award_round = selectors.round_at(request.actor, uid)
    try:
        document = decisions.present(
            award_round=award_round, award_form=request.POST.get("award_form", ""), actor=request.actor
        )
    except DomainError as error:
        return render_round(request, award_round, error)
    messages.success(request, "Đã trình dự thảo quyết định.")
    return redirect("dossiers:decision", document.uid)
