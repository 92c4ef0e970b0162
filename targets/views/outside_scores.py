"""Points published by another body: say whose they are, then send the workbook."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.selectors import the_campaign
from config.kernel.errors import DomainError
from config.kernel.web import page
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
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                check_published(Published(data["source_name"], data["decision_number"], data["decision_on"]))
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.sentence)
            else:
                day = data["decision_on"].isoformat() if data["decision_on"] else ""
                query = {
                    "nam": data["year"], "nguon": data["source_name"], "so": data["decision_number"], "ngay": day,
                }  # fmt: skip
                address = reverse("sheets:upload", args=[OutsideScoresSheet.kind])
                return redirect(f"{address}?{urlencode(query)}")
    return render(request, "targets/outside_scores.html", {"form": form, "campaign": campaign}, status=status)
