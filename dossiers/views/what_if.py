"""What if: a round under other figures, beside its official result."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from awards.selectors.what_if import what_if as reading
from config.kernel.access import visible
from config.kernel.web import page
from dossiers import selectors


@page("rounds.view")
def what_if(request: HttpRequest, uid: str) -> HttpResponse:
    """A GET form: the address holds the trial, and nothing is stored."""
    found = visible(selectors.visible_rounds(request.actor), uid)
    shown = reading(found, request.GET)
    context = {"round": found, "page": shown}
    return render(request, "dossiers/what_if.html", context, status=422 if shown.errors else 200)
