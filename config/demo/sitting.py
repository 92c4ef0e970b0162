"""The council of a round that is played: seven members, secret ballots, always the same votes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from awards.enums import AgendaKind, CouncilRole
from awards.models import AgendaChoice, AwardRound, CouncilMeeting, CouncilMember
from awards.selectors.council import bars
from awards.services import ballots, council, meetings
from awards.services.ballots import Count
from awards.services.meetings import Sitting, Threshold
from config.demo.names import name, number
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.tenancy import current_tenant
from units.models import Membership

MEMBERS = 7
RULES = "Quy chế làm việc của Hội đồng (minh họa)"
PERCENT = 70
REASON = "Người lãnh đạo trực tiếp thực hiện nhiệm vụ được nêu (minh họa)."
MOST = 12


@dataclass(frozen=True)
class Bench:
    """Who sits: the chairman, the secretary and an officer by their accounts, the others on paper."""

    chair: Actor
    secretary: Actor
    officer: Actor


def vote_on_everything(found: AwardRound, bench: Bench) -> int:
    """Meetings, one after another, until nothing waits for the council; returns how many were held."""
    _seat(found, bench)
    for held in range(MOST):
        try:
            meeting = meetings.prepare(round=found, sitting=_sitting(), actor=bench.secretary)
        except DomainError as error:
            if error.code == "nothing":
                return held
            raise
        _vote(meeting, bench)
        found.refresh_from_db()
    return MOST


def _sitting() -> Sitting:
    place = f"Trụ sở {current_tenant().authority_name}"
    return Sitting(clock.today(), dt.time(8), place, secret=True, quorum_source=RULES)


def _seat(found: AwardRound, bench: Bench) -> None:
    if CouncilMember.objects.filter(round=found).exists():
        return
    accounts = {m.user_id: m for m in Membership.objects.select_related("user", "person__unit", "unit")}
    seats = ((CouncilRole.CHAIR, bench.chair), (CouncilRole.SECRETARY, bench.secretary),
             (CouncilRole.MEMBER, bench.officer))  # fmt: skip
    seated: set[int | None] = set()
    for place in range(MEMBERS):
        role, actor = seats[place] if place < len(seats) else (CouncilRole.MEMBER, None)
        account = (
            accounts.get(actor.user_id) if actor is not None and actor.user_id and actor.user_id not in seated else None
        )
        if account is not None:
            seated.add(account.user_id)
        invented = name(found.tenant_id, "council", place).full
        council.add_member(
            round=found, name="" if account else invented, role=role, actor=bench.secretary, membership=account,
            title="" if account else f"Ủy viên Hội đồng (minh họa) {place + 1}",
        )  # fmt: skip


def _vote(meeting: CouncilMeeting, bench: Bench) -> None:
    items = list(meeting.items.exclude(kind=AgendaKind.TIE))
    meetings.save(
        meeting=meeting, actor=bench.secretary,
        thresholds={i.pk: Threshold(i.threshold_percent or PERCENT, i.threshold_source or RULES) for i in items},
        reasons={i.pk: REASON for i in items if i.kind == AgendaKind.SHARE},
    )  # fmt: skip
    meeting = meetings.open_votes(meeting=meeting, actor=bench.secretary)
    choices = list(AgendaChoice.objects.filter(item__meeting=meeting).select_related("item"))
    said = {choice.pk: _agrees(choice) for choice in choices} | _picks(choices)
    actors = {actor.user_id: actor for actor in (bench.chair, bench.secretary, bench.officer) if actor.user_id}
    members = list(CouncilMember.objects.filter(attendance__meeting=meeting))
    for member in members:
        if member.user_id in actors:
            votes: dict[int, bool | None] = {pk: yes for pk, yes in said.items() if pk not in _barred(meeting, member)}
            ballots.cast(meeting=meeting, member=member, votes=votes, actor=actors[member.user_id])
    on_paper = [member for member in members if member.user_id not in actors]
    counts = {pk: Count(len(on_paper), 0) if yes else Count(0, len(on_paper)) for pk, yes in said.items()}
    ballots.count_paper(meeting=meeting, members=on_paper, counts=counts, actor=bench.secretary)
    meetings.close_votes(meeting=meeting, actor=bench.secretary)


def _barred(meeting: CouncilMeeting, member: CouncilMember) -> set[int]:
    return {choice for who, choice in bars(meeting, [member]) if who == member.pk}


def _agrees(choice: AgendaChoice) -> bool:
    """Now and then the council does not agree, so that somebody of the reserve comes in."""
    return choice.item.kind != AgendaKind.AWARD or number(choice.item.meeting.round.year, choice.name) % 43 != 0


def _picks(choices: list[AgendaChoice]) -> dict[int, bool]:
    """Of equals everybody chooses the same ones."""
    found: dict[int, bool] = {}
    for item in {choice.item for choice in choices if choice.item.kind == AgendaKind.TIE}:
        mine = sorted((c for c in choices if c.item_id == item.pk), key=lambda c: number(c.name, "vote"))
        found |= {choice.pk: place < (item.seats or 0) for place, choice in enumerate(mine)}
    return found
