from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards.enums import HoldKind, Occasion
from awards.models import AwardRound, Candidate
from awards.services import rounds as award_rounds
from campaigns.models import Campaign
from campaigns.selectors import the_campaign
from config.kernel import clock
from config.kernel.errors import DomainError
from config.kernel.text import whole_number
from config.kernel.web import page
from dossiers import selectors
from dossiers.selectors.candidates import candidate_at, candidate_page, table_rows
from dossiers.selectors.round_page import round_page
from dossiers.selectors.rounds import covered_occasions, holder_typed, holders
from dossiers.services import rounds as services

PER_PAGE = 50


@page("rounds.view", methods=("GET", "HEAD", "POST"))
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds; a POST opens a new one."""
    refused: DomainError | None = None
    campaign = the_campaign()
    if request.method == "POST":
        try:
            year = request.POST.get("year", "")
            opened = award_rounds.open_round(
                campaign=campaign,
                occasion=request.POST.get("occasion", ""),
                year=whole_number(year) or 0,
                actor=request.actor,
                contribution_norm=_whole(request.POST.get("contribution_norm", "")),
                holder=holder_typed(request.POST.get("holder", "")),
            )
        except DomainError as error:
            refused = error
        else:
            messages.success(request, f"Đã mở {opened.title.lower()}.")
            return redirect("dossiers:round", opened.uid)
    context = {
        "campaign": campaign,
        "rounds": Paginator(selectors.listed_rounds(request.actor), PER_PAGE).get_page(request.GET.get("trang")),
        "occasions": Occasion.choices,
        "may_open": request.actor.can("rounds.manage"),
        "holders": holders() if request.actor.can("rounds.manage") else [],
        "refused": refused,
        "typed": request.POST,
        **_suggested(campaign, request),
    }
    return render(request, "dossiers/rounds.html", context, status=refused.status if refused else 200)


def _suggested(campaign: Campaign, request: HttpRequest) -> dict[str, object]:
    """What may be opened by the rules, in words, and the choice to begin with: typed, else this year's first."""
    today = clock.today().year
    covered = covered_occasions(campaign)
    now = next((code for code, years in covered.items() if today in years), "")
    year = request.POST.get("year", "")
    return {
        "offered": [
            f"{Occasion(code).label.lower()} {', '.join(map(str, years))}" for code, years in covered.items() if years
        ],
        "occasion": request.POST.get("occasion", now),
        "year": whole_number(year) or today,
    }


def _whole(typed: str) -> int | None:
    return whole_number(typed.replace(".", "").strip())


@page("rounds.view", methods=("GET", "HEAD", "POST"))
def award_round(request: HttpRequest, uid: str) -> HttpResponse:
    """One round: quotas, candidates, what stands against the list. A POST takes a step."""
    found = selectors.round_at(request.actor, uid)
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            done = _step(found, request)
        except DomainError as error:
            refused = error
            found.refresh_from_db()
        else:
            messages.success(request, done)
            return redirect("dossiers:round", found.uid)
    return render_round(request, found, refused)


def render_round(request: HttpRequest, found: AwardRound, refused: DomainError | None = None) -> HttpResponse:
    """The page of a round; with `refused` it says why something was not done, and answers with that status."""
    shown = round_page(
        found,
        request.actor,
        rule=request.GET.get("quy-tac", ""),
        standing=request.GET.get("ket-qua", ""),
        text=request.GET.get("q", ""),
    )
    paginator = Paginator(shown.candidates, PER_PAGE)
    if shown.count is not None:
        paginator.count = shown.count
    candidates = paginator.get_page(request.GET.get("trang"))
    for candidate in candidates:
        candidate.round, candidate.rule = found, shown.rule_of[candidate.rule_id]
    rows = table_rows(candidates, shown.forms)
    context = {
        "page": shown,
        "candidates": candidates,
        "rows": rows,
        # Where nothing waits on this page there is nothing to tick, and no button for it.
        "may_tick": shown.may_attest and any(row.open for row in rows),
        "refused": refused,
        "typed": request.POST,
        "query": request.GET.get("q", ""),
    }
    return render(request, "dossiers/round.html", context, status=refused.status if refused else 200)


_DONE = {
    "reopen": "Đã mở lại để xét; danh sách đề nghị được lập lại sau.",
    "send": "Đã trình danh sách.",
    "cancel": "Đã hủy đợt xét.",
}


def _step(found: AwardRound, request: HttpRequest) -> str:
    """What was done, in a sentence."""
    expected = whole_number(request.POST.get("version", ""))
    name = request.POST.get("transition", "")
    if name == "propose":
        award_rounds.propose(round=found, actor=request.actor, expected_version=expected)
        count = selectors.proposed_candidates(found).count()
        return f"Đã lập danh sách đề nghị: {count} tập thể, cá nhân. Đơn vị có tên lập hồ sơ từ mục Hồ sơ."
    if name in _DONE:
        services.step(
            award_round=found,
            name=name,
            actor=request.actor,
            reason=request.POST.get("reason", ""),
            expected_version=expected,
        )
        return _DONE[name]
    raise DomainError("Không có bước này.", code="unknown_step")


@page("rounds.manage", methods=("POST",))
def evaluate(request: HttpRequest, uid: str) -> HttpResponse:
    """Compare every candidate with the rules, by a job."""
    found = selectors.round_at(request.actor, uid)
    services.start_evaluation(award_round=found, actor=request.actor)
    return redirect("dossiers:round", found.uid)


@page("rounds.view")
def candidate(request: HttpRequest, uid: str, candidate: str) -> HttpResponse:
    """One candidate: every criterion with its figures and section, what remains to be attested, holds, history."""
    found = selectors.round_at(request.actor, uid)
    return render_candidate(request, found, candidate_at(found, candidate))


def render_candidate(
    request: HttpRequest, found: AwardRound, one: Candidate, refused: DomainError | None = None
) -> HttpResponse:
    """The page of a candidate; with `refused` it says why something was not done and keeps what was typed."""
    context = candidate_page(found, one, request.actor) | {
        "holds_kinds": HoldKind.choices,
        "refused": refused,
        "typed": request.POST,
    }
    return render(request, "dossiers/candidate.html", context, status=refused.status if refused else 200)
