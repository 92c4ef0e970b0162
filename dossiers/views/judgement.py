"""What people say about candidates of a round. A refusal comes back on the page it was said on, nothing typed lost."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from awards.models import AwardRound, Candidate
from awards.selectors.verdicts import explain
from awards.services import judgement
from config.kernel.access import uids_in, visible
from config.kernel.errors import DomainError
from config.kernel.web import page
from dossiers import selectors
from dossiers.selectors.candidates import candidate_at, open_questions
from dossiers.views.rounds import render_candidate, render_round
from targets.forms import read_points

Act = Callable[..., str]


def said_on_a_page(act: Act) -> Callable[..., HttpResponse]:
    """Make a view of `act(request, round, …) -> sentence`: back to the candidate's page or to the round's."""

    @functools.wraps(act)
    def view(request: HttpRequest, uid: str, **more: str) -> HttpResponse:
        found = selectors.round_at(request.actor, uid)
        named = request.POST.get("candidate", "")
        try:
            sentence = act(request, found, **more)
        except DomainError as error:
            found.refresh_from_db()
            return (
                render_candidate(request, found, candidate_at(found, named), error)
                if named
                else (render_round(request, found, error))
            )
        messages.success(request, sentence)
        return redirect("dossiers:candidate", found.uid, named) if named else redirect("dossiers:round", found.uid)

    return view


@page("rounds.attest", methods=("POST",))
@said_on_a_page
def attest(request: HttpRequest, found: AwardRound) -> str:
    """Answer what no figure tells: one criterion, every open one of a candidate, or those of all chosen ones."""
    if named := request.POST.get("candidate", ""):
        candidate_at(found, named)
    answer = request.POST.get("answer", "")
    if answer not in {"yes", "no"}:
        raise DomainError("Hãy chọn xác nhận đạt hoặc chưa đạt.", code="answer", field="answer")
    reason = request.POST.get("reason", "")
    asked = {
        (subject, code) for subject, _, code in (token.partition("|") for token in request.POST.getlist("question"))
    }
    chosen = uids_in(request.POST.getlist("chosen"))
    several = list(Candidate.objects.filter(round=found, uid__in=chosen).select_related("subject"))
    explain(several)
    for one in several:
        asked |= {(one.subject.key, code) for code in open_questions(one)}
    yes = answer == "yes"
    answers = [judgement.Answer(subject=s, code=code, answer=yes, reason=reason) for s, code in sorted(asked)]
    judgement.attest(round=found, answers=answers, actor=request.actor)
    return f"Đã ghi {len(answers)} xác nhận."


@page("rounds.attest", methods=("POST",))
@said_on_a_page
def merit(request: HttpRequest, found: AwardRound) -> str:
    """Give points for merit, which order candidates where no index does."""
    one = candidate_at(found, request.POST.get("candidate", ""))
    try:
        points_h = read_points(request.POST.get("points", ""))
    except ValueError as error:
        raise DomainError(str(error), code="points", field="points") from error
    if points_h is None:
        raise DomainError("Hãy ghi điểm thành tích.", code="points", field="points")
    judgement.set_merit(
        subject=one.subject, points_h=points_h, reason=request.POST.get("reason", ""), actor=request.actor
    )
    return f"Đã ghi điểm thành tích của {one.name}."


@page("rounds.attest", methods=("POST",))
@said_on_a_page
def hold(request: HttpRequest, found: AwardRound) -> str:
    """Pause a nomination while something is pending against the nominee."""
    one = candidate_at(found, request.POST.get("candidate", ""))
    judgement.set_hold(
        round=found,
        subject=one.subject,
        kind=request.POST.get("kind", ""),
        reason=request.POST.get("reason", ""),
        actor=request.actor,
    )
    return f"Đã tạm dừng xét {one.name}."


@page("rounds.attest", methods=("POST",))
@said_on_a_page
def lift_hold(request: HttpRequest, found: AwardRound, hold: str) -> str:
    """Go on with a nomination that was paused."""
    if named := request.POST.get("candidate", ""):
        candidate_at(found, named)
    judgement.lift_hold(
        hold=visible(found.holds.all(), hold), reason=request.POST.get("reason", ""), actor=request.actor
    )
    return "Đã tiếp tục xét."


@page("rounds.attest", methods=("POST",))
@said_on_a_page
def tie(request: HttpRequest, found: AwardRound) -> str:
    """Record the council's vote among equals at the edge of a quota."""
    judgement.resolve_tie(
        round=found,
        rule=visible(found.rule_set.rules.all(), request.POST.get("rule", "")),
        among=request.POST.getlist("among"),
        order=request.POST.getlist("chosen"),
        minutes=request.POST.get("minutes", ""),
        actor=request.actor,
    )
    return "Đã ghi kết quả biểu quyết."


@page("rounds.attest", methods=("POST",))
@said_on_a_page
def override_share(request: HttpRequest, found: AwardRound) -> str:
    """The council lets a list over the 70/30 share pass, with its reason."""
    rule = visible(found.rule_set.rules.all(), request.POST.get("rule", ""))
    judgement.override_share(round=found, rule=rule, reason=request.POST.get("reason", ""), actor=request.actor)
    return "Đã ghi chấp thuận của Hội đồng."


@page("rounds.manage", methods=("POST",))
@said_on_a_page
def withdraw(request: HttpRequest, found: AwardRound) -> str:
    """Take a candidate out of the running, with the reason; the next eligible comes in."""
    one = candidate_at(found, request.POST.get("candidate", ""))
    judgement.withdraw(candidate=one, reason=request.POST.get("reason", ""), actor=request.actor)
    return f"Đã rút {one.name}. Đối tượng kế tiếp trong danh sách dự bị (nếu có) được đưa vào."


@page("rounds.manage", methods=("POST",))
@said_on_a_page
def approve(request: HttpRequest, found: AwardRound) -> str:
    """Put somebody of the reserve on the proposal list while a place is free."""
    one = candidate_at(found, request.POST.get("candidate", ""))
    judgement.approve(candidate=one, reason=request.POST.get("reason", ""), actor=request.actor)
    return f"Đã đưa {one.name} vào danh sách đề nghị."
