"""After the round: who is told that they are not eligible and why, and how a unit reads its own results."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel.errors import DomainError, Invalid
from config.kernel.web import page
from dossiers import selectors
from dossiers.selectors import ineligible
from dossiers.services import notices, unit_decisions
from dossiers.views.rounds import render_round

PER_PAGE = 50


@page("rounds.view", methods=("GET", "HEAD", "POST"))
def refused(request: HttpRequest, uid: str) -> HttpResponse:
    """Who was put forward and is not eligible, with the reasons; a POST by the board issues the notice."""
    found = selectors.round_at(request.actor, uid)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            notices.issue(award_round=found, advice=request.POST.get("advice", ""), actor=request.actor)
        except DomainError as said:
            error = said
        else:
            messages.success(request, "Đã ban hành thông báo; các đơn vị xem được kết quả của mình.")
            return redirect("dossiers:refused", found.uid)
    notice = ineligible.notice_of(found)
    rows = ineligible.refused_rows(found)
    context = {
        "round": found,
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")),
        "count": len(rows),
        "notice": notice,
        "may_issue": request.actor.can("dossiers.present")
        and notice is None
        and found.state in notices.AFTER
        and bool(rows),
        "refused": error,
        "typed": request.POST,
    }
    return render(request, "dossiers/refused.html", context, status=error.status if error else 200)


@page("dossiers.view")
def own(request: HttpRequest) -> HttpResponse:
    """How the rounds came out for the units this person acts for: every criterion that is not met, with its section."""
    return render(request, "dossiers/own_results.html", {"results": ineligible.own_results(request.actor)})


@page("dossiers.present", methods=("POST",))
def decide_at_unit(request: HttpRequest, uid: str) -> HttpResponse:
    """Enter the decision that the head of a unit has taken in the unit's own round."""
    found = selectors.round_at(request.actor, uid)
    try:
        try:
            day = dt.date.fromisoformat(request.POST.get("date", ""))
        except ValueError as error:
            raise Invalid({"date": ["Ghi ngày ký quyết định."]}) from error
        made = unit_decisions.record(
            award_round=found, number=request.POST.get("number", ""), day=day,
            signer_name=request.POST.get("signer", ""), actor=request.actor,
        )  # fmt: skip
    except DomainError as error:
        return render_round(request, found, error)
    messages.success(request, f"Đã ghi {made} khen thưởng vào sổ.")
    return redirect("dossiers:round", found.uid)
