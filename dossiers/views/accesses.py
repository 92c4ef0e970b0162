"""Who opened or took away a dossier or a paper."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from config.kernel.web import page
from dossiers import selectors
from dossiers.models import Document, Dossier
from dossiers.selectors.accesses import accesses_of

PER_PAGE = 100


@page("audit.view")
def of_dossier(request: HttpRequest, uid: str) -> HttpResponse:
    """Every look at a dossier and its papers."""
    found = selectors.dossier_at(request.actor, uid)
    return _show(request, found, str(found), reverse("dossiers:dossier", args=[found.uid]))


@page("audit.view")
def of_document(request: HttpRequest, uid: str) -> HttpResponse:
    """Every look at one paper."""
    found = selectors.document_at(request.actor, uid)
    return _show(request, found, str(found), reverse("dossiers:document", args=[found.uid]))


def _show(request: HttpRequest, found: Dossier | Document, title: str, back: str) -> HttpResponse:
    every: Any = accesses_of(found)
    shown = Paginator(every, PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "dossiers/accesses.html", {"page": shown, "title": title, "back": back})
