"""Searches that a person keeps; they stand on the page of the search."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from config.kernel.access import visible
from config.kernel.errors import DomainError, Invalid
from config.kernel.web import page
from units.models import SavedSearch
from units.services import searches


@page(methods=("POST",))
def save(request: HttpRequest) -> HttpResponse:
    """Keep what was looked for, and go back to its hits."""
    actor = request.actor
    text, kind = request.POST.get("q", ""), request.POST.get("loai", "")
    try:
        kept = searches.save(name=request.POST.get("ten", ""), text=text, kind=kind, actor=actor)
    except DomainError as error:
        said = " ".join(s for lines in error.errors.values() for s in lines) if isinstance(error, Invalid) else ""
        messages.error(request, said or error.sentence)
    else:
        messages.success(request, f"Đã lưu lần tìm “{kept.name}”.")
    return redirect(_page(text, kind))


@page(methods=("POST",))
def forget(request: HttpRequest, uid: str) -> HttpResponse:
    """Remove one."""
    actor = request.actor
    found = visible(SavedSearch.objects.filter(user_id=actor.user_id or 0), uid)
    searches.forget(search=found, actor=actor)
    messages.success(request, f"Đã xóa lần tìm “{found.name}”.")
    return redirect("search")


def _page(text: str, kind: str) -> str:
    asked = {name: value for name, value in (("q", text), ("loai", kind)) if value}
    return f"{reverse('search')}?{urlencode(asked)}"
