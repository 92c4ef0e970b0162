from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.kernel.web.access import page, public


@page()
def menu(request: HttpRequest) -> HttpResponse:
    """Every place of this person, for the phone and for rows with more than eight."""
    return render(request, "kernel/menu.html")


@public
@require_safe
def shortcuts(request: HttpRequest) -> HttpResponse:
    """The keys that do what a button also does."""
    return render(request, "kernel/shortcuts.html")


@public
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, from the templates that pages use. Not part of a real deployment."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    from config.kernel.face import samples  # noqa: PLC0415 -- sample data only where it is shown

    return render(request, "kernel/styleguide.html", samples.everything(request))
