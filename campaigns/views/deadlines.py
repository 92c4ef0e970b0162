"""The standing agency's hand on the calendar: a later day for one unit, a period opened or closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaigns import selectors
from campaigns.forms import ExtensionForm
from campaigns.models import ReportingPeriod
from campaigns.permissions import EDIT_CAMPAIGNS, VIEW_PLAN
from campaigns.services import periods
from campaigns.workdays import day_off
from config.kernel import audit
from config.kernel.access import Actor, visible
from config.kernel.errors import DomainError
from config.kernel.text import whole_number
from config.kernel.web import page
from config.kernel.web.forms import sent
from units.models import Unit
from units.selectors import search, units_for

MOST = 12


def _period(uid: str) -> ReportingPeriod:
    return visible(selectors.periods(selectors.the_campaign()), uid)


@page(EDIT_CAMPAIGNS, methods=("GET", "HEAD", "POST"))
def extensions(request: HttpRequest, uid: str) -> HttpResponse:
    """Who was granted a later day, and the form for one more unit (`?don-vi=<uid>`, found by `?q=`)."""
    actor: Actor = request.actor
    period = _period(uid)
    chosen = request.POST.get("unit") or request.GET.get("don-vi") or ""
    unit = visible(units_for(actor, VIEW_PLAN), chosen) if chosen else None
    form, status = ExtensionForm(request.POST if request.method == "POST" and unit else None), 200
    if request.method == "POST":
        if request.POST.get("act") == "withdraw":
            return _withdraw(request, period)
        if unit is None:
            raise Http404
        granted, status = sent(
            request,
            form,
            lambda: periods.grant_extension(period=period, unit=unit, actor=actor, **form.cleaned_data),
        )
        if granted is not None:
            messages.success(request, f"Đã gia hạn cho {granted.unit_name}.")
            return redirect("campaigns:extensions", uid=period.uid)
    return _show(request, period, unit, form, status)


def _show(
    request: HttpRequest,
    period: ReportingPeriod,
    unit: Unit | None = None,
    form: ExtensionForm | None = None,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    actor: Actor = request.actor
    typed = request.GET.get("q", "")[:120]
    context = {
        "period": period,
        "rows": [(one, day_off(one.last_day)) for one in selectors.extensions(period.pk)],
        "unit": unit,
        "form": form or ExtensionForm(),
        "q": typed,
        "found": search(typed, base=units_for(actor, VIEW_PLAN))[:MOST] if typed.strip() else [],
        "entries": audit.timeline(period),
        "refusal": refusal,
    }
    return render(request, "campaigns/extensions.html", context, status=status)


def _withdraw(request: HttpRequest, period: ReportingPeriod) -> HttpResponse:
    extension = visible(selectors.extensions(period.pk), request.POST.get("extension", ""))
    try:
        periods.withdraw_extension(
            extension=extension,
            reason=request.POST.get("reason", ""),
            actor=request.actor,
        )
    except DomainError as error:
        return _show(request, period, status=error.status, refusal=error.sentence)
    messages.success(request, f"Đã bỏ gia hạn của {extension.unit_name}.")
    return redirect("campaigns:extensions", uid=period.uid)


@page(EDIT_CAMPAIGNS, methods=("POST",))
def period_state(request: HttpRequest, uid: str) -> HttpResponse:
    """Open or close a reporting period by hand."""
    period = _period(uid)
    act = {"open": periods.open_period, "close": periods.close_period}.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    moved = act(
        period=period,
        actor=request.actor,
        expected_version=whole_number(request.POST.get("version", "")),
    )
    messages.success(request, f"{moved}: {moved.get_state_display().lower()}.")
    return redirect("campaigns:calendar")
