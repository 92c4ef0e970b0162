"""Points published by another body: say whose they are, then send the workbook."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.selectors import the_campaign
from config.kernel.web import page
from config.kernel.web.forms import sent
from targets import permissions as may
from targets.services.outside_scores import Published, check_published
from targets.set_forms import OutsideForm
from targets.sheets.outside import OutsideScoresSheet


@page(may.RUN, methods=("GET", "HEAD", "POST"))
def outside_scores(request: HttpRequest) -> HttpResponse:
    """Source, decision and year; a POST leads to the workbook of exactly these."""
    campaign = the_campaign()
    years = list(range(campaign.period_from, (campaign.period_to or campaign.period_from + 4) + 1))
    form = OutsideForm(request.POST or None, years=years)
    data, status = sent(request, form, lambda: _checked(form.cleaned_data))
    if data is not None:
        day = data["decision_on"].isoformat() if data["decision_on"] else ""
        query = {"nam": data["year"], "nguon": data["source_name"], "so": data["decision_number"], "ngay": day}
        return redirect(f"{reverse('sheets:upload', args=[OutsideScoresSheet.kind])}?{urlencode(query)}")
    return render(request, "targets/outside_scores.html", {"form": form, "campaign": campaign}, status=status)


def _checked(data: dict[str, Any]) -> dict[str, Any]:
    check_published(Published(data["source_name"], data["decision_number"], data["decision_on"]))
    return data
