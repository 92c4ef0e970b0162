"""The plan beside its words, and the calendar that follows from it."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaigns import selectors
from campaigns.forms import LastDayForm
from campaigns.permissions import EDIT_CAMPAIGNS, VIEW_PLAN
from campaigns.plans.encoding import PlanEncoder
from campaigns.selectors import plan as reading
from campaigns.selectors.content import export
from campaigns.services import periods
from campaigns.workdays import day_off, next_workday
from config.kernel.access import visible
from config.kernel.text import format_date
from config.kernel.web import page
from config.kernel.web.forms import sent

COMING = 3


@page(VIEW_PLAN)
def plan(request: HttpRequest, part: str = "") -> HttpResponse:
    """One part of the plan; without a name the targets, or the awards where the plan has no targets."""
    campaign = selectors.current_campaign()
    if campaign is None:
        return render(request, "campaigns/no_plan.html")
    tabs = reading.tabs(campaign)
    if not part:
        part = "muc-tieu" if next(tab.count for tab in tabs if tab.slug == "muc-tieu") else "khen-thuong"
    if part not in reading.PARTS:
        raise Http404
    context = {"campaign": campaign, "tabs": tabs, "part": reading.part_page(campaign, part)}
    context["may_edit"] = request.actor.can(EDIT_CAMPAIGNS)
    return render(request, "campaigns/plan.html", context)


@page(VIEW_PLAN)
def plan_data(request: HttpRequest) -> HttpResponse:
    """The loaded campaign as JSON, for keeping or comparing."""
    campaign = selectors.the_campaign()
    content = json.dumps(export(campaign), ensure_ascii=False, indent=2, cls=PlanEncoder)
    answer = HttpResponse(content, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ke-hoach-{request.tenant.slug}.json"'
    return answer


@page(VIEW_PLAN)
def calendar(request: HttpRequest) -> HttpResponse:
    campaign = selectors.current_campaign()
    if campaign is None:
        return render(request, "campaigns/no_plan.html")
    return _calendar(request, campaign)


def _calendar(
    request: HttpRequest, campaign: object, form: LastDayForm | None = None, status: int = 200
) -> HttpResponse:
    entries = selectors.calendar(campaign)  # type: ignore[arg-type]
    may_edit = request.actor.can(EDIT_CAMPAIGNS)
    forms = {}
    if may_edit:
        for entry in entries:
            if entry.period:
                forms[entry.period.pk] = LastDayForm(period=entry.period)
        if form is not None:
            forms[form.period.pk] = form
    context = {
        "campaign": campaign,
        "rows": [
            (entry, forms.get(entry.period.pk) if entry.period else None, _closed_offices(entry)) for entry in entries
        ],
        "coming": [entry for entry in entries if entry.last_day and not entry.is_past][:COMING],
        "may_edit": may_edit,
        "errors": form,
    }
    return render(request, "campaigns/calendar.html", context, status=status)


def _closed_offices(entry: selectors.CalendarEntry) -> str:
    """`rơi vào Chủ nhật; ngày làm việc kế tiếp là 18/12/2023`; empty on a working day."""
    if entry.last_day is None or not (name := day_off(entry.last_day)):
        return ""
    return f"rơi vào {name}; ngày làm việc kế tiếp là {format_date(next_workday(entry.last_day))}"


@page(EDIT_CAMPAIGNS, methods=("POST",))
def period_last_day(request: HttpRequest, uid: str) -> HttpResponse:
    """The tenant sets the last day of a reporting period, with a reason."""
    campaign = selectors.the_campaign()
    period = visible(selectors.periods(campaign), uid)
    form, actor = LastDayForm(request.POST, period=period), request.actor
    saved, status = sent(
        request,
        form,
        lambda: periods.set_last_day(
            period=period,
            last_day=form.cleaned_data["last_day"],
            reason=form.cleaned_data["reason"],
            expected_version=form.cleaned_data["version"],
            actor=actor,
        ),
    )
    return redirect("campaigns:calendar") if saved is not None else _calendar(request, campaign, form, status)
