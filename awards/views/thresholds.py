"""The page where the council's secretary sets how many must agree, form by form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards import permissions
from awards.forms import ThresholdForm
from awards.models import AwardForm
from awards.selectors import law
from awards.selectors.thresholds import thresholds
from awards.services.thresholds import set_threshold
from config.kernel.access import require
from config.kernel.web import page
from config.kernel.web.forms import sent


@page(permissions.VIEW, methods=("GET", "HEAD", "POST"))
def council_thresholds(request: HttpRequest) -> HttpResponse:
    """Every form with its share and source; a POST sets one. `hinh-thuc` and `dip` begin with that one."""
    known = law.forms()
    names = [(form.code, form.name) for form in known.values()]
    actor = request.actor
    if request.method == "POST":
        require(actor, permissions.COUNCIL)
    form = ThresholdForm(request.POST or None, award_forms=names, initial=_begun(request))

    def act() -> AwardForm:
        wanted = form.cleaned_data
        return set_threshold(actor=actor, **wanted | {"award_form": known[wanted["award_form"]]})

    made, status = sent(request, form, act)
    if made is not None:
        messages.success(request, f"Đã ghi tỷ lệ phiếu của {made.short}. Phiên họp lập từ nay theo mức này.")
        return redirect("awards:thresholds")
    context = {"rows": thresholds(), "form": form, "may_set": actor.can(permissions.COUNCIL)}
    return render(request, "awards/thresholds.html", context, status=status)


def _begun(request: HttpRequest) -> dict[str, object]:
    form, occasion = request.GET.get("hinh-thuc", ""), request.GET.get("dip", "")
    row = next((one for one in thresholds() if (one.form.code, one.occasion) == (form, occasion)), None)
    if row is None:
        return {}
    return {
        "award_form": form, "occasion": occasion, "percent": row.percent, "source": row.source,
        "verified": row.verified,
    }  # fmt: skip
