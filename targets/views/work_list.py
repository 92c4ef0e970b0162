"""The officer's desk: who sent, late by how much, who has not; whom a report is given to."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaigns.selectors import the_campaign
from config.kernel import clock
from config.kernel.access import all_visible, uids_in
from config.kernel.text import whole_number
from config.kernel.web import page
from targets import permissions as may
from targets.selectors import work_list as of
from targets.selectors.periods import dues
from targets.selectors.reports import officers, visible_reports
from targets.services import reports

PER_PAGE = 50


@page(may.APPRAISE, methods=("GET", "HEAD", "POST"))
def work_list(request: HttpRequest) -> HttpResponse:
    """Who has sent, late by how much, who has not; filters by state and by name. POST gives reports to an officer."""
    actor = request.actor
    if request.method == "POST":
        return _assign_chosen(request)
    campaign = the_campaign()
    periods = dues(campaign)
    known = of.standing(campaign, actor)
    waiting = known.waiting
    year = _year(request, [p.year for p in periods], waiting)
    due = next((p for p in periods if p.year == year), None)
    rows = of.work_list(campaign, year, actor, due, known)
    counted = of.tally(rows, actor)
    asked = of.Wanted(
        group=request.GET.get("nhom", ""),
        whose={"toi": "mine", "chua": "nobodys"}.get(request.GET.get("cua", ""), ""),
        text=request.GET.get("q", ""),
    )
    rows = of.wanted(rows, asked, actor)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    page.object_list = of.detailed(list(page.object_list))
    context = {
        "campaign": campaign, "year": year, "years": [(p.year, waiting.get(p.year, 0)) for p in periods],
        "due": due, "counts": counted.groups, "late": counted.late, "mine": counted.mine,
        "whose": request.GET.get("cua", ""), "officers": officers(),
        "groups": [(code, label, counted.groups[code]) for code, label in of.GROUPS.items()],
        "chosen": asked.group, "q": asked.text, "page": page, "total": sum(counted.groups.values()),
    }  # fmt: skip
    return render(request, "targets/appraisals.html", context)


def _assign_chosen(request: HttpRequest) -> HttpResponse:
    chosen = uids_in(request.POST.getlist("report"))
    user_id, name = officer(request.POST.get("assign", ""))
    found = all_visible(visible_reports(request.actor, may.APPRAISE), chosen)
    for report in found:
        reports.assign(report=report, actor=request.actor, user_id=user_id, name=name)
    if found:
        to = f"cho {name}" if name else "lại, chưa giao ai"
        messages.success(request, f"Đã giao {len(found)} báo cáo {to}.")
    else:
        messages.warning(request, "Chưa chọn báo cáo nào để giao.")
    return redirect(f"{request.path}?{request.POST.get('back', '')}")


def officer(typed: str) -> tuple[int | None, str]:
    """The officer whose number was chosen; 404 for anybody else."""
    if not typed:
        return None, ""
    found = next(((pk, name) for pk, name in officers() if str(pk) == typed), None)
    if found is None:
        raise Http404
    return found


def _year(request: HttpRequest, years: list[int], waiting: dict[int, int]) -> int:
    """The year asked for, else the latest of those begun in which reports wait, else the latest begun."""
    asked = whole_number(request.GET.get("nam", ""))
    if asked in years:
        return asked
    begun = [y for y in years if y <= clock.today().year]
    begun = [y for y in begun if y in waiting] or begun
    return max(begun, default=min(years, default=clock.today().year))
