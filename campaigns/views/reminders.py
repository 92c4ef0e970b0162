"""Who owes what, telling them, and the log of who was told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from campaigns import selectors
from campaigns.enums import Matter
from campaigns.forms import RoundForm
from campaigns.owing import Debts, Owed, owed, stage_words
from campaigns.permissions import EDIT_CAMPAIGNS
from campaigns.selectors import reminders as reading
from campaigns.services import reminders as acts
from config.kernel import clock, files
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.text import search_key, whole_number
from config.kernel.web import page
from units.selectors.people import notices as notices_of
from units.selectors.people import unread_notices
from units.services import notices as own

PER_PAGE = 50


@page(EDIT_CAMPAIGNS, methods=("GET", "HEAD", "POST"))
def reminders(request: HttpRequest) -> HttpResponse:
    """All who have not done it, most overdue first; POST tells those who are late and has the letter drawn."""
    campaign = selectors.the_campaign()
    everything = owed(campaign)
    one = _chosen(request, everything)
    form, refusal, status = RoundForm(request.POST or None), "", 200
    if request.method == "POST":
        if one is None:
            raise Http404
        if form.is_valid():
            try:
                made = acts.remind_late(
                    campaign=campaign, matter=one.matter, year=one.year, actor=request.actor,
                    respond_by=form.cleaned_data["respond_by"],
                )  # fmt: skip
            except DomainError as error:
                if error.field in form.fields:
                    form.add_error(error.field, error.sentence)
                else:
                    refusal = error.sentence
                status = error.status
            else:
                messages.success(request, _done(len(made.units), reading.reached(made)))
                return redirect(f"{request.path}?viec={one.matter}-{one.year}")
        else:
            status = 422
    owing: Any = Debts([one] if one else [], longest_first=True)
    shown = Paginator(owing, PER_PAGE).get_page(request.GET.get("trang"))
    debts = [debt for _, debt in shown]
    past = reading.past(campaign, one, debts)
    context = {
        "campaign": campaign,
        "everything": everything,
        "one": one,
        "page": shown,
        "rows": reading.rows(one, debts, past),
        "late": one.overdue if one else 0,
        "untold": one.untold if one else 0,
        "form": form,
        "refusal": refusal,
        "rounds": past.rounds,
        "mail": acts.mail_is_set_up(),
        "today": clock.today(),
    }
    return render(request, "campaigns/reminders.html", context, status=status)


def _done(late: int, told: int) -> str:
    said = f"Đã đôn đốc {late} đơn vị; công văn đang được lập."
    if told == late:
        return said
    return f"{said} {late - told} đơn vị chưa có tài khoản nên chỉ có tên trong công văn."


def _chosen(request: HttpRequest, everything: list[Owed]) -> Owed | None:
    """The matter asked for (`report-2023`), else the first in which somebody is late, else the first."""
    asked = request.POST.get("viec") or request.GET.get("viec") or ""
    found = next((one for one in everything if f"{one.matter}-{one.year}" == asked), None)
    if found is None and not asked:
        late = (one for one in everything if one.overdue)
        found = next(late, everything[0] if everything else None)
    return found


@page(EDIT_CAMPAIGNS)
def reminder_log(request: HttpRequest) -> HttpResponse:
    """Every message: who, when, over which channel, whether it left."""
    typed = request.GET.get("q", "")[:120]
    matter = request.GET.get("viec", "")
    year = whole_number(request.GET.get("nam", ""))
    found = reading.log(selectors.the_campaign(), matter if matter in Matter.values else "", year, search_key(typed))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": shown,
        "rows": [(row, stage_words(row.stage)) for row in shown],
        "q": typed,
        "matter": matter,
        "matters": Matter.choices,
        "mail": acts.mail_is_set_up(),
    }
    return render(request, "campaigns/reminder_log.html", context)


@page(EDIT_CAMPAIGNS)
def reminder_letter(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The official letter of one round as PDF."""
    found = visible(reading.rounds(selectors.the_campaign()), uid)
    if found.letter is None:
        raise Http404
    return files.response(found.letter, inline="xem" in request.GET)


@page(methods=("GET", "HEAD", "POST"))
def notices(request: HttpRequest) -> HttpResponse:
    """What this person was told, newest first."""
    actor = request.actor
    if request.method == "POST":
        acts.mark_read(actor=actor)
        own.mark_read(actor=actor)
        return redirect("campaigns:notices")
    shown = Paginator(reading.notices(actor), PER_PAGE).get_page(request.GET.get("trang"))
    told = Paginator(notices_of(actor), PER_PAGE).get_page(request.GET.get("viec"))
    context = {"page": shown, "told": told, "new": reading.unread(actor).count() + unread_notices(actor).count()}
    return render(request, "campaigns/notices.html", context)
