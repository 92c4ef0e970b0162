"""View models of the council's pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Max, QuerySet

from awards.enums import ROUND_OVER, AgendaKind, Attending, MeetingState
from awards.flow import MEETING_FLOW
from awards.models import (
    AgendaChoice,
    AwardRound,
    BallotReceipt,
    Candidate,
    CouncilMeeting,
    CouncilMember,
    OpenBallot,
)
from awards.selectors import council, secrecy, verdicts
from config.kernel import audit, clock, workflow
from config.kernel.access import Actor
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_hundredths
from dossiers.models import Document
from dossiers.selectors.rounds import visible_rounds
from units.models import Membership, Unit
from units.selectors import all_memberships

# What the council of a tenant goes by as long as nobody says otherwise; typed anew for every meeting.
QUORUM = {"numerator": 2, "denominator": 3, "source": ""}


def rounds_of_council(actor: Actor) -> QuerySet[AwardRound]:
    """Rounds in whose council this person sits, or all that he or she sees anyway."""
    if actor.can("rounds.view"):
        return visible_rounds(actor)
    return AwardRound.objects.filter(council__user_id=actor.user_id) if actor.user_id else AwardRound.objects.none()


def meetings_for(actor: Actor) -> QuerySet[CouncilMeeting]:
    return CouncilMeeting.objects.filter(round__in=visible_rounds(actor)).select_related(
        "round__campaign", "round__rule_set"
    )


def council_page(found: AwardRound, actor: Actor) -> dict[str, Any]:
    """Who sits, declared interests, meetings; for the secretary also whom to seat."""
    members = council.members(found)
    may_manage = actor.can("council.manage") and found.state not in ROUND_OVER
    meetings = list(found.meetings.annotate(voted=Count("receipts", distinct=True)))
    running = any(m.state in (MeetingState.PREPARING, MeetingState.OPEN) for m in meetings)
    mine = next((m for m in members if m.user_id is not None and m.user_id == actor.user_id), None)
    return {
        "round": found,
        "council": council_named(day_of_council(found)),
        "members": members,
        "mine": mine,
        "interests": council.interests(found),
        "meetings": meetings,
        "may_manage": may_manage,
        "may_declare": (may_manage or mine is not None)
        and not any(m.state == MeetingState.OPEN for m in meetings)
        and bool(members),
        "may_prepare": may_manage and bool(members) and not running,
        "may_copy": may_manage and not members and bool(council.seated_before(found)),
        "accounts": _accounts(members) if may_manage else [],
        "units": list(Unit.objects.order_by("sort_key").values_list("uid", "name")) if may_manage else [],
        "subjects": _subjects(found) if may_manage or mine else [],
        "quorum": QUORUM | current_tenant().settings.get("council", {}),
        "today": clock.today(),
    }


@dataclass(frozen=True)
class Named:
    """The council as it was named on `day`; `now`: its name today where that is another, else ""."""

    name: str
    day: dt.date
    now: str


def council_named(day: dt.date) -> Named:
    name, now = (current_tenant().on(when).council_name for when in (day, clock.today()))
    return Named(name, day, now if now != name else "")


def day_of_council(found: AwardRound) -> dt.date:
    """The day whose names the council of a round bears: that of its last meeting; where it has not met, that of the
    round's decision, or today."""
    met = found.meetings.exclude(state=MeetingState.CANCELLED).aggregate(last=Max("held_on"))["last"]
    return met or found.decisions.aggregate(last=Max("date"))["last"] or clock.today()


def _accounts(members: list[CouncilMember]) -> list[Membership]:
    seated = {member.user_id for member in members}
    return [m for m in all_memberships().select_related("user", "unit") if m.is_active and m.user_id not in seated]


def _subjects(found: AwardRound) -> list[tuple[str, str]]:
    """Whoever may come before the council, once each."""
    standing = ("picked", "held", "tied", "reserve", "pending")
    listed = Candidate.objects.filter(round=found, standing__in=standing).select_related("subject")
    return sorted({(str(c.subject.uid), f"{c.name} ({c.unit_name})" if c.person_id else c.name) for c in listed},
                  key=lambda pair: pair[1])  # fmt: skip


@dataclass(frozen=True)
class OpenRow:
    """How the members voted on one case of an open vote."""

    choice: AgendaChoice
    yes: list[str]
    no: list[str]
    none: list[str]


def meeting_page(found: CouncilMeeting, actor: Actor) -> dict[str, Any]:
    """The secretary's page, or what others who see the round may read of it."""
    shown = council.meeting_page(found)
    may_manage = actor.can("council.manage")
    preparing, voting = found.state == MeetingState.PREPARING, found.state == MeetingState.OPEN
    minutes = minutes_of(found)
    mine = council.seat_of(found, actor)
    return {
        "page": shown,
        "meeting": found,
        "round": found.round,
        "council": council_named(found.held_on),
        "choices": [c for c in workflow.available(MEETING_FLOW, found, actor) if c.transition.name == "cancel"],
        "may_manage": may_manage,
        "may_save": may_manage and (preparing or voting),
        "may_set_terms": may_manage and preparing,
        "may_open": may_manage and preparing,
        "may_close": may_manage and voting,
        "may_count": may_manage and voting and bool(shown.waiting),
        "may_draft": may_manage and found.state == MeetingState.CLOSED and (minutes is None or not minutes.number),
        "minutes": minutes,
        "mine": mine,
        "my_receipt": BallotReceipt.objects.filter(meeting=found, member=mine).first() if mine else None,
        "not_ready": shown.not_ready or (secrecy.no_way(found) if preparing else ""),
        "exposed": (exposed := secrecy.exposed(found) if may_manage else None),
        "can_be_kept": exposed is not None and secrecy.ballots(found).kept,
        "is_quorum": council.is_quorum(found, shown.voted, len(shown.seats)),
        "no_quorum": council.few_votes(found, shown.voted, len(shown.seats)),
        "open_votes": _open_votes(found) if not found.secret and found.state == MeetingState.CLOSED else [],
        "timeline": audit.timeline(found),
        "steps": _steps(found),
    }


def minutes_of(found: CouncilMeeting) -> Document | None:
    of_meeting = Document.objects.filter(round=found.round, kind="council_minutes", fields__meeting=str(found.uid))
    return of_meeting.select_related("file", "job").first()


_REACHED = {
    MeetingState.PREPARING: 0, MeetingState.OPEN: 1, MeetingState.CLOSED: 2, MeetingState.CANCELLED: 0,
}  # fmt: skip


def _steps(found: CouncilMeeting) -> list[tuple[str, str, str]]:
    labels = ("Chuẩn bị nội dung, thành phần", "Bỏ phiếu", "Kết quả, biên bản")
    reached = _REACHED[MeetingState(found.state)]
    stopped = found.state == MeetingState.CANCELLED
    return [
        (label, found.get_state_display() if place == reached else "",
         "done" if place < reached else ("stuck" if stopped else "now") if place == reached else "")
        for place, label in enumerate(labels)
    ]  # fmt: skip


def _open_votes(found: CouncilMeeting) -> list[OpenRow]:
    rows: dict[int, OpenRow] = {}
    for vote in OpenBallot.objects.filter(choice__item__meeting=found).select_related("choice__item", "member"):
        row = rows.setdefault(vote.choice_id, OpenRow(vote.choice, [], [], []))
        (row.yes if vote.yes else row.none if vote.yes is None else row.no).append(vote.member.name)
    return list(rows.values())


@dataclass(frozen=True)
class CaseRow:
    """One case on a ballot with what stands behind it."""

    case: council.Case
    tally: str
    section: str
    ratio: str
    why: str
    warnings: list[str]
    lines: list[verdicts.VerdictItem]
    merit: str
    own: str = ""


def ballot_page(found: CouncilMeeting, member: CouncilMember) -> dict[str, Any]:
    """Everything a member needs to vote, on one page: not everybody in a council may open the round's pages."""
    items = []
    merits = dict(found.round.nominations.filter(withdrawn=False).values_list("person_id", "merit"))
    cases = alone = 0
    listing = council.ballot(found, member)
    verdicts.explain([c for _, listed in listing for case in listed if (c := case.choice.candidate) is not None])
    mine = OpenBallot.objects.filter(choice__item__meeting=found, member=member)
    own = {vote.choice_id: _own_vote(vote) for vote in mine.select_related("choice__item")}
    for item, listed in listing:
        rows = [replace(_row(case, merits), own=own.get(case.choice.pk, "")) for case in listed]
        if item.kind == AgendaKind.TIE:
            cases += 1
        else:
            alone += sum(1 for row in rows if not row.case.barred)
        items.append((item, rows))
    attendance = found.attendance.filter(member=member).first()
    receipt = BallotReceipt.objects.filter(meeting=found, member=member).first()
    to_vote = receipt is None and found.state == MeetingState.OPEN
    to_vote = to_vote and attendance is not None and attendance.mode != Attending.ABSENT
    on_paper = secrecy.only_on_paper(found, member) if to_vote else ""
    return {
        "meeting": found,
        "round": found.round,
        "member": member,
        "items": items,
        "cases": cases + alone,
        "fillable": alone,
        "attendance": attendance,
        "receipt": receipt,
        "on_paper": on_paper,
        "may_vote": to_vote and not on_paper,
        "voted": found.receipts.count(),
        "members": found.attendance.count(),
        "council": council_named(found.held_on),
        "exposed": (shown := secrecy.exposed(found)) is not None and shown.member == member,
    }


_VOTES = {True: "Bạn đã tán thành.", False: "Bạn không tán thành.", None: "Bạn không có ý kiến."}
_PICKS = {True: "Bạn đã chọn.", False: "Bạn không chọn.", None: "Bạn không có ý kiến."}


def _own_vote(vote: OpenBallot) -> str:
    """Among equals whoever is not chosen is not refused."""
    return (_PICKS if vote.choice.item.kind == AgendaKind.TIE else _VOTES)[vote.yes]


def _row(case: council.Case, merits: Mapping[int, str]) -> CaseRow:
    candidate = case.choice.candidate
    if candidate is None:
        return CaseRow(case, "", "", "", "", [], [], "")
    return CaseRow(
        case=case,
        tally=verdicts.tally(verdicts.verdict_of(candidate)).words,
        section=candidate.rule.section,
        ratio=format_hundredths(candidate.ratio_h) if candidate.ratio_h is not None else "",
        why=candidate.why,
        warnings=list(candidate.warnings),
        lines=verdicts.items(verdicts.verdict_of(candidate)),
        merit=merits.get(candidate.person_id, "") if candidate.person_id else "",
    )
