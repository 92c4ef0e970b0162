"""The versions of a campaign's rules: who saved which, why, and what each one changed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from awards.selectors.rule_changes import between, versions_of
from campaigns.selectors import the_campaign
from config.kernel.text import whole_number
from config.kernel.web import page


@page("plan.view")
def versions(request: HttpRequest) -> HttpResponse:
    """Every version, the newest first, each with what it changed against the one before (`ban` opens another)."""
    campaign = the_campaign()
    sets = versions_of(campaign)
    wanted = whole_number(request.GET.get("ban", "")) or (sets[0].version if sets else 0)
    shown = next((one for one in sets if one.version == wanted), None)
    if shown is None and sets:
        raise Http404
    earlier = next((one for one in sets if one.version < wanted), None)
    if other := whole_number(request.GET.get("voi", "")):
        earlier = next((one for one in sets if one.version == other and other != wanted), earlier)
    context = {
        "campaign": campaign,
        "sets": sets,
        "shown": shown,
        "earlier": earlier,
        "differences": between(earlier, shown) if shown and earlier else [],
    }
    return render(request, "awards/rule_versions.html", context)
