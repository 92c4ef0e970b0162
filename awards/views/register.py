"""The register of awards, one award with its revocation, and the register counted."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards import permissions
from awards.enums import AwardState
from awards.forms import RevocationForm
from awards.models import AwardGranted
from awards.selectors import law, register
from awards.selectors import statistics as counting
from awards.services import decisions
from config.kernel import audit, clock
from config.kernel.access import visible
from config.kernel.web import page
from config.kernel.web.forms import sent

PER_PAGE = 50


@page(permissions.REGISTER)
def award_register(request: HttpRequest) -> HttpResponse:
    """Who received what, by which decision; filters as a GET form."""
    filters = register.Filters.read(request.GET)
    totals = register.totals_of(filters)
    shown = Paginator(register.lines(filters), PER_PAGE)
    shown.count = totals.awards + totals.revoked
    context = {
        "filters": filters,
        "page": shown.get_page(request.GET.get("trang")),
        "totals": totals,
        "years": register.years(),
        "forms": list(law.forms().values()),
        "filtered": any((filters.text, filters.year, filters.award_form, filters.recipient)),
    }
    return render(request, "awards/register.html", context)


@page(permissions.REGISTER)
def award(request: HttpRequest, uid: str) -> HttpResponse:
    """One line of the register: how the prize came about, and the decision."""
    return _award(request, visible(register.awards(), uid))


@page(permissions.SIGN, methods=("POST",))
def revoke(request: HttpRequest, uid: str) -> HttpResponse:
    """Take an award back by a decision of one's own; the line stays, marked."""
    found = visible(register.awards(), uid)
    form, actor = RevocationForm(request.POST), request.actor
    gone, status = sent(request, form, lambda: decisions.revoke(award=found, actor=actor, **form.cleaned_data))
    if gone is not None:
        messages.success(
            request,
            f"Đã ghi thu hồi khen thưởng của {gone.name}. "
            "Văn bản lập ở trang của đợt xét, mục Văn bản: “Quyết định thu hồi”.",
        )
        return redirect("awards:award", found.uid)
    found.refresh_from_db()
    return _award(request, found, form, status)


def _award(
    request: HttpRequest, found: AwardGranted, form: RevocationForm | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    context = {
        "award": found,
        "entries": audit.timeline(found),
        "may_revoke": actor.can(permissions.SIGN) and found.state == AwardState.GRANTED,
        "form": form or RevocationForm(initial={"on": clock.today()}),
    }
    return render(request, "awards/award.html", context, status=status)


@page(permissions.REGISTER)
def statistics(request: HttpRequest) -> HttpResponse:
    """The register counted by year, form, kind, level, gender, role."""
    filters = register.Filters.read(request.GET)
    context = {
        "filters": filters,
        "years": register.years(),
        "stats": counting.statistics(filters),
    }
    return render(request, "awards/statistics.html", context)
