"""The page behind the field in the masthead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.kernel import search as finding
from config.kernel.web.access import page

FEW, MANY = 8, 100


@page()
def search(request: HttpRequest) -> HttpResponse:
    """Hits by kind, a few of each; with `loai` many of that kind."""
    text = request.GET.get("q", "").strip()[: finding.LONGEST]
    only = request.GET.get("loai", "")
    groups = finding.everything(request.actor, text, MANY if only else FEW)
    if only:
        groups = [group for group in groups if group.code == only]
    context = {
        "q": text,
        "only": only,
        "groups": groups,
        "count": sum(len(group.hits) for group in groups),
        "saved": finding.kept(request.actor),
        "too_short": bool(text) and not finding.words(text),
    }
    return render(request, "kernel/search.html", context)
