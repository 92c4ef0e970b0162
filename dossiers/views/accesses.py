"""Who opened or took away a dossier or a paper."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from config.kernel.access import visible
from config.kernel.web import page
from dossiers import selectors
from dossiers.models import Document, Dossier
from dossiers.selectors.accesses import accesses_of

PER_PAGE = 100


@page("audit.view")
def of_dossier(request: HttpRequest, uid: str) -> HttpResponse:
    """Every look at a dossier and its papers."""
    found = visible(selectors.visible_dossiers(request.actor), uid)  # type: ignore[attr-defined]
    return _show(request, found, str(found), reverse("dossiers:dossier", args=[found.uid]))


@page("audit.view")
def of_document(request: HttpRequest, uid: str) -> HttpResponse:
    """Every look at one paper."""
    found = visible(selectors.visible_documents(request.actor), uid)  # type: ignore[attr-defined]
    return _show(request, found, str(found), reverse("dossiers:document", args=[found.uid]))


def _show(request: HttpRequest, found: Dossier | Document, title: str, back: str) -> HttpResponse:
    shown = Paginator(accesses_of(found), PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "dossiers/accesses.html", {"page": shown, "title": title, "back": back})
