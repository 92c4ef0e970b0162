from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards.enums import HoldKind, Occasion
from awards.models import AwardRound, Candidate
from awards.services import judgement
from awards.services import rounds as award_rounds
from campaigns.selectors import the_campaign
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.text import parse_number
from config.kernel.web import page
from dossiers import selectors
from dossiers.selectors.round_page import candidate_page, round_page, with_tally
from dossiers.services import rounds as services
from dossiers.views.words import VERBS

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
                year=int(year) if year.isdigit() else 0,
                actor=request.actor,
                contribution_norm=_whole(request.POST.get("contribution_norm", "")),
            )
        except DomainError as error:
            refused = error
        else:
            messages.success(request, f"Đã mở {opened.title.lower()}.")
            return redirect("dossiers:round", opened.uid)
    context = {
        "campaign": campaign,
        "rounds": selectors.visible_rounds(request.actor),
        "occasions": Occasion.choices,
        "may_open": request.actor.can("rounds.manage"),
        "refused": refused,
        "typed": request.POST,
    }
    return render(request, "dossiers/rounds.html", context, status=refused.status if refused else 200)


def _whole(typed: str) -> int | None:
    digits = typed.replace(".", "").strip()
    return int(digits) if digits.isdigit() else None


@page("rounds.view", methods=("GET", "HEAD", "POST"))
def award_round(request: HttpRequest, uid: str) -> HttpResponse:
    """One round: quotas, candidates, what stands against the list. A POST takes a step."""
    found = visible(selectors.visible_rounds(request.actor), uid)
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            _step(found, request)
        except DomainError as error:
            refused = error
            found.refresh_from_db()
        else:
            messages.success(request, "Đã ghi bước xử lý của đợt xét.")
            return redirect("dossiers:round", found.uid)
    shown = round_page(
        found,
        request.actor,
        rule=request.GET.get("quy-tac", ""),
        standing=request.GET.get("ket-qua", ""),
        text=request.GET.get("q", ""),
    )
    candidates = Paginator(shown.candidates, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": shown,
        "candidates": candidates,
        "rows": with_tally(candidates),
        "refused": refused,
        "query": request.GET.get("q", ""),
        "verbs": VERBS,
    }
    return render(request, "dossiers/round.html", context, status=refused.status if refused else 200)


def _step(found: AwardRound, request: HttpRequest) -> None:
    version = request.POST.get("version", "")
    expected = int(version) if version.isdigit() else None
    name = request.POST.get("transition", "")
    if name == "propose":
        award_rounds.propose(round=found, actor=request.actor, expected_version=expected)
    elif name in {"reopen", "send", "cancel"}:
        award_rounds.step(
            round=found,
            name=name,
            actor=request.actor,
            reason=request.POST.get("reason", ""),
            expected_version=expected,
        )
    else:
        raise DomainError("Không có bước này.", code="unknown_step")


@page("rounds.manage", methods=("POST",))
def evaluate(request: HttpRequest, uid: str) -> HttpResponse:
    """Compare every candidate with the rules, by a job."""
    found = visible(selectors.visible_rounds(request.actor), uid)
    services.start_evaluation(award_round=found, actor=request.actor)
    return redirect("dossiers:round", found.uid)


@page("rounds.view")
def candidate(request: HttpRequest, uid: str, candidate: str) -> HttpResponse:
    """One candidate: every criterion with its figures and section, what remains to be attested, holds, history."""
    found = visible(selectors.visible_rounds(request.actor), uid)
    one = visible(Candidate.objects.filter(round=found).select_related("rule", "subject", "unit", "person"), candidate)
    context = candidate_page(found, one, request.actor) | {"holds_kinds": HoldKind.choices}
    return render(request, "dossiers/candidate.html", context)


@page("rounds.attest", methods=("POST",))
def attest(request: HttpRequest, uid: str) -> HttpResponse:
    """Answer what no figure tells: one criterion, or every open one of a candidate, or of all who stand in a rule."""
    found = visible(selectors.visible_rounds(request.actor), uid)
    yes = request.POST.get("answer") != "no"
    reason = request.POST.get("reason", "")
    answers = [
        judgement.Answer(subject=subject, code=code, answer=yes, reason=reason)
        for subject, _, code in (token.partition("|") for token in request.POST.getlist("question"))
    ]
    judgement.attest(round=found, answers=answers, actor=request.actor)
    messages.success(request, f"Đã ghi {len(answers)} xác nhận.")
    return _back(request, found)


@page("rounds.attest", methods=("POST",))
def merit(request: HttpRequest, uid: str) -> HttpResponse:
    """Give points for merit, which order candidates where no index does."""
    found = visible(selectors.visible_rounds(request.actor), uid)
    one = visible(Candidate.objects.filter(round=found).select_related("subject"), request.POST.get("candidate", ""))
    try:
        points_h = int(parse_number(request.POST.get("points", "")) * 100)
    except ValueError as error:
        raise DomainError(str(error), code="points", field="points") from error
    judgement.set_merit(
        subject=one.subject, points_h=points_h, reason=request.POST.get("reason", ""), actor=request.actor
    )
    messages.success(request, f"Đã ghi điểm thành tích của {one.name}.")
    return _back(request, found)


@page("rounds.attest", methods=("POST",))
def hold(request: HttpRequest, uid: str) -> HttpResponse:
    """Pause a nomination while something is pending against the nominee."""
    found = visible(selectors.visible_rounds(request.actor), uid)
    one = visible(Candidate.objects.filter(round=found).select_related("subject"), request.POST.get("candidate", ""))
    judgement.set_hold(
        round=found,
        subject=one.subject,
        kind=request.POST.get("kind", ""),
        reason=request.POST.get("reason", ""),
        actor=request.actor,
    )
    messages.success(request, f"Đã tạm dừng xét {one.name}.")
    return _back(request, found)


@page("rounds.attest", methods=("POST",))
def lift_hold(request: HttpRequest, uid: str, hold: str) -> HttpResponse:
    """Go on with a nomination that was paused."""
    found = visible(selectors.visible_rounds(request.actor), uid)
    judgement.lift_hold(
        hold=visible(found.holds.all(), hold), reason=request.POST.get("reason", ""), actor=request.actor
    )
    messages.success(request, "Đã tiếp tục xét.")
    return _back(request, found)


@page("rounds.attest", methods=("POST",))
def tie(request: HttpRequest, uid: str) -> HttpResponse:
    """Record the council's vote among equals at the edge of a quota."""
    found = visible(selectors.visible_rounds(request.actor), uid)
    rule = visible(found.rule_set.rules.all(), request.POST.get("rule", ""))
    judgement.resolve_tie(
        round=found,
        rule=rule,
        among=request.POST.getlist("among"),
        order=request.POST.getlist("chosen"),
        minutes=request.POST.get("minutes", ""),
        actor=request.actor,
    )
    messages.success(request, "Đã ghi kết quả biểu quyết.")
    return redirect("dossiers:round", found.uid)


@page("rounds.attest", methods=("POST",))
def override_share(request: HttpRequest, uid: str) -> HttpResponse:
    """The council lets a list over the 70/30 share pass, with its reason."""
    found = visible(selectors.visible_rounds(request.actor), uid)
    rule = visible(found.rule_set.rules.all(), request.POST.get("rule", ""))
    judgement.override_share(round=found, rule=rule, reason=request.POST.get("reason", ""), actor=request.actor)
    messages.success(request, "Đã ghi chấp thuận của Hội đồng.")
    return redirect("dossiers:round", found.uid)


def _back(request: HttpRequest, found: AwardRound) -> HttpResponse:
    one = request.POST.get("candidate", "")
    if one and Candidate.objects.filter(round=found, uid=one).exists():
        return redirect("dossiers:candidate", found.uid, one)
    return redirect("dossiers:round", found.uid)
