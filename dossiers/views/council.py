"""Pages of the council: who sits, the meetings of a round, the secretary's page of a meeting, a member's ballot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards.enums import Attending, CouncilRole, MeetingState
from awards.models import AwardRound, CouncilMeeting, CouncilMember
from awards.selectors import council as known
from awards.services import ballots, council, meetings
from awards.services.meetings import Sitting
from config.kernel.access import visible
from config.kernel.errors import DomainError, Invalid
from config.kernel.text import whole_number
from config.kernel.web import page
from dossiers import council_forms, selectors
from dossiers.selectors import council as pages
from dossiers.services import council_minutes

Act = Callable[[HttpRequest, AwardRound], str]


@page("rounds.view")
def members(request: HttpRequest, uid: str) -> HttpResponse:
    """The council of a round: members, declared interests, meetings."""
    return _members(request, selectors.round_at(request.actor, uid))


def _members(request: HttpRequest, found: AwardRound, refused: DomainError | None = None) -> HttpResponse:
    context = pages.council_page(found, request.actor) | {
        "roles": CouncilRole.choices,
        "refused": refused,
        "typed": request.POST,
        "summary": _summary(refused),
    }
    return render(request, "dossiers/council.html", context, status=refused.status if refused else 200)


def _summary(refused: DomainError | None) -> list[tuple[str, str]]:
    return [(f"f-{key}", said[0]) for key, said in refused.errors.items()] if isinstance(refused, Invalid) else []


@page("council.manage", methods=("POST",))
def change_members(request: HttpRequest, uid: str) -> HttpResponse:
    """Seat somebody, take a seat back, or seat those of the round before."""
    found = selectors.round_at(request.actor, uid)
    what = request.POST.get("what", "")
    try:
        if what == "copy":
            said = f"Đã đưa {council.copy_members(round=found, actor=request.actor)} ủy viên vào Hội đồng."
        elif what == "remove":
            member = visible(CouncilMember.objects.filter(round=found), request.POST.get("member", ""))
            council.remove_member(member=member, actor=request.actor)
            said = f"Đã đưa {member.name} ra khỏi Hội đồng."
        else:
            made = council.add_member(round=found, actor=request.actor, **council_forms.seat(request.POST))
            said = f"Đã thêm {made.name} vào Hội đồng."
    except DomainError as error:
        return _members(request, found, error)
    messages.success(request, said)
    return redirect("dossiers:council", found.uid)


@page(methods=("POST",))
def declare(request: HttpRequest, uid: str) -> HttpResponse:
    """A member's interest, by the member or the secretary. Back to the page it was said on."""
    found = visible(pages.rounds_of_council(request.actor), uid)
    member = visible(CouncilMember.objects.filter(round=found), request.POST.get("member", ""))
    try:
        council.declare_interest(
            member=member,
            subject=visible(found.subjects.all(), request.POST.get("subject", "")),
            reason=request.POST.get("reason", ""),
            actor=request.actor,
        )
    except DomainError as error:
        if request.actor.can("rounds.view"):
            return _members(request, found, error)
        raise
    messages.success(request, f"{member.name} không biểu quyết về đối tượng đã khai báo.")
    return redirect("dossiers:council", found.uid) if request.actor.can("rounds.view") else redirect("units:work")


@page("council.manage", methods=("POST",))
def prepare(request: HttpRequest, uid: str) -> HttpResponse:
    """A new meeting with all that waits for a vote on its agenda."""
    found = selectors.round_at(request.actor, uid)
    try:
        meeting = meetings.prepare(round=found, sitting=_sitting(request), actor=request.actor)
    except DomainError as error:
        return _members(request, found, error)
    messages.success(request, f"Đã lập phiên họp thứ {meeting.number} của Hội đồng.")
    return redirect("dossiers:council_meeting", meeting.uid)


def _sitting(request: HttpRequest) -> Sitting:
    posted = request.POST
    try:
        held_on = dt.date.fromisoformat(posted.get("held_on", ""))
        starts = dt.time.fromisoformat(posted.get("starts", ""))
    except ValueError as error:
        raise Invalid({"held_on": ["Ghi ngày họp và giờ bắt đầu."]}) from error
    return Sitting(
        held_on=held_on,
        starts=starts,
        location=posted.get("location", ""),
        secret=posted.get("way", "secret") != "open",
        quorum_numerator=whole_number(posted.get("numerator", "")) or 0,
        quorum_denominator=whole_number(posted.get("denominator", "")) or 0,
        quorum_source=posted.get("quorum_source", ""),
    )


@page("rounds.view", methods=("GET", "HEAD", "POST"))
def meeting(request: HttpRequest, uid: str) -> HttpResponse:
    """One meeting: agenda, attendance, who has voted, results and minutes. A POST saves or takes a step."""
    found = visible(pages.meetings_for(request.actor), uid)
    if request.method != "POST":
        return _meeting(request, found)
    try:
        said = _step(request, found)
    except DomainError as error:
        found.refresh_from_db()
        return _meeting(request, found, error)
    messages.success(request, said)
    return redirect("dossiers:council_meeting", found.uid)


def _meeting(request: HttpRequest, found: CouncilMeeting, refused: DomainError | None = None) -> HttpResponse:
    context = pages.meeting_page(found, request.actor) | {
        "ways": Attending.choices,
        "refused": refused,
        "typed": request.POST,
        "counted": {whole_number(pk) for pk in request.POST.getlist("members")},
        "summary": _summary(refused),
    }
    return render(request, "dossiers/council_meeting.html", context, status=refused.status if refused else 200)


def _step(request: HttpRequest, found: CouncilMeeting) -> str:
    posted, actor = request.POST, request.actor
    version = whole_number(posted.get("version", ""))
    name = posted.get("transition") or posted.get("what", "")
    if name == "open":
        meetings.open_votes(meeting=found, actor=actor, expected_version=version)
        return "Đã mở bỏ phiếu. Ủy viên có tài khoản thấy phiếu ở Việc cần làm."
    if name == "close":
        meetings.close_votes(meeting=found, actor=actor, expected_version=version)
        return "Đã kiểm phiếu. Kết quả đã ghi vào đợt xét."
    if name == "cancel":
        meetings.cancel(meeting=found, reason=posted.get("reason", ""), actor=actor, expected_version=version)
        return "Đã hủy phiên họp."
    if name == "paper":
        return _paper(request, found)
    if name == "minutes":
        council_minutes.draft(
            meeting=found, actor=actor, discussion=posted.get("discussion", ""), remarks=posted.get("remarks", ""),
            ends=_time(posted.get("ends", "")), issue="issue" in posted,
        )  # fmt: skip
        return "Đang kết xuất biên bản."
    if name == "save":
        meetings.save(meeting=found, actor=actor, expected_version=version, **council_forms.notes(posted))
        return "Đã lưu phiên họp."
    raise DomainError("Không có bước này.", code="unknown_step")


def _time(typed: str) -> dt.time:
    try:
        return dt.time.fromisoformat(typed)
    except ValueError as error:
        raise Invalid({"ends": ["Ghi giờ kết thúc cuộc họp."]}) from error


def _paper(request: HttpRequest, found: CouncilMeeting) -> str:
    """Votes on paper: of a secret meeting counted together, of an open one member by member."""
    seated = CouncilMember.objects.filter(attendance__meeting=found)
    if found.secret:
        chosen = list(seated.filter(pk__in=[whole_number(pk) or 0 for pk in request.POST.getlist("members")]))
        ballots.count_paper(
            meeting=found, members=chosen, counts=council_forms.counts(request.POST, found), actor=request.actor
        )
        return f"Đã đếm {len(chosen)} phiếu giấy."
    member = visible(seated, request.POST.get("member", ""))
    ballots.enter(meeting=found, member=member, votes=council_forms.votes(request.POST, found), actor=request.actor)
    return f"Đã nhập phiếu của {member.name}."


@page(methods=("GET", "HEAD", "POST"))
def ballot(request: HttpRequest, uid: str) -> HttpResponse:
    """A member's own ballot: every case with its verdict, the own vote, sent once."""
    found = visible(known.my_meetings(request.actor), uid)
    member = known.seat_of(found, request.actor)
    if member is None:
        raise Http404
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            votes = council_forms.votes(request.POST, found)
            ballots.cast(meeting=found, member=member, votes=votes, actor=request.actor)
        except DomainError as error:
            refused = error
        else:
            messages.success(request, "Đã ghi phiếu của bạn.")
            return redirect("dossiers:ballot", found.uid)
    context = pages.ballot_page(found, member) | {
        "refused": refused,
        "typed": request.POST,
        "summary": _summary(refused),
        "is_open": found.state == MeetingState.OPEN,
        # Filled in, not sent: the member looks, changes what differs, and sends.
        "fill": "yes" if request.method == "GET" and request.GET.get("dien") == "tan-thanh" else "",
    }
    return render(request, "dossiers/ballot.html", context, status=refused.status if refused else 200)
