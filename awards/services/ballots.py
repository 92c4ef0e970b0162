"""Casting votes. One ballot per member and meeting; of a secret one only counters remain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from awards import permissions
from awards.enums import AgendaKind, Attending, BallotMode, MeetingState
from awards.models import (
    AgendaChoice,
    AgendaItem,
    BallotReceipt,
    CouncilAttendance,
    CouncilMeeting,
    CouncilMember,
    OpenBallot,
)
from awards.selectors import council, secrecy
from awards.services.meetings import held
from config.kernel import audit
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid, Refused

Votes = Mapping[int, bool | None]


@dataclass(frozen=True)
class Count:
    """What paper ballots say about one choice; whoever is not counted here gave no opinion."""

    yes: int
    no: int = 0


@transaction.atomic
def cast(*, meeting: CouncilMeeting, member: CouncilMember, votes: Votes, actor: Actor) -> BallotReceipt:
    """A member's own ballot on the screen: choice id → yes or no, for every case that he or she may vote on.

    Of a tie the chosen are given as yes, at most as many as there are seats. A second ballot is a `Conflict`. Raises
    `DomainError` where a secret ballot on the screen would leave one to be counted alone (`secrecy.only_on_paper`).
    """
    if member.user_id is None or member.user_id != actor.user_id:
        raise Refused("Chỉ chính ủy viên bỏ phiếu bằng tài khoản của mình.", code="not_allowed")
    return _ballot(meeting, member, votes, actor, BallotMode.SCREEN)


@transaction.atomic
def enter(*, meeting: CouncilMeeting, member: CouncilMember, votes: Votes, actor: Actor) -> BallotReceipt:
    """The secretary enters a member's written vote; only where the vote is open, since it says who voted how."""
    require(actor, permissions.COUNCIL)
    if meeting.secret:
        raise DomainError(
            "Phiên họp bỏ phiếu kín: chỉ nhập số đếm của phiếu giấy, không nhập phiếu của từng người.", code="secret"
        )
    return _ballot(meeting, member, votes, actor, BallotMode.PAPER)


def _ballot(
    meeting: CouncilMeeting, member: CouncilMember, votes: Votes, actor: Actor, mode: BallotMode
) -> BallotReceipt:
    locked, choices = _open(meeting)
    _may_vote(locked, [member])
    if mode == BallotMode.SCREEN and (why := secrecy.only_on_paper(locked, member)):
        raise DomainError(why, code="on_paper")
    barred = {choice for who, choice in council.bars(locked, [member]) if who == member.pk}
    _check(choices, votes, barred)
    receipt = _receipts(locked, [member], actor, mode)[0]
    for choice in choices:
        said = None if choice.pk in barred else votes.get(choice.pk, None if choice.item.seats is None else False)
        if choice.pk not in barred:
            _add(choice, yes=int(said is True), no=int(said is False), blank=int(said is None))
        if not locked.secret and choice.pk not in barred:
            OpenBallot.objects.create(choice=choice, member=member, yes=said)
    # Every counter is written by every ballot, so that no row tells which of them it touched.
    AgendaChoice.objects.bulk_update(choices, ["yes", "no", "blank"])
    return receipt


@transaction.atomic
def count_paper(
    *, meeting: CouncilMeeting, members: Sequence[CouncilMember], counts: Mapping[int, Count], actor: Actor
) -> list[BallotReceipt]:
    """Paper ballots of a secret vote, counted together: whose they are, and how many yes and no per choice id.

    At least two on every choice, and none may be left to be counted alone: a sum over one is that member's vote.
    """
    require(actor, permissions.COUNCIL)
    locked, choices = _open(meeting)
    if not locked.secret:
        raise DomainError("Phiên họp biểu quyết công khai: nhập phiếu của từng ủy viên.", code="open")
    if not members:
        raise Invalid({"members": ["Chọn những ủy viên có phiếu giấy được đếm."]})
    _may_vote(locked, members)
    bars = council.bars(locked, members)
    if said := secrecy.not_together(locked, members, choices, bars):
        raise Invalid({"members": [said]})
    errors: dict[str, list[str]] = {}
    for choice in choices:
        count = counts.get(choice.pk)
        ballots = sum(1 for member in members if (member.pk, choice.pk) not in bars)
        if count is None:
            errors[f"yes_{choice.pk}"] = [f"Chưa ghi số phiếu cho {choice.name}."]
        elif count.yes < 0 or count.no < 0 or count.yes + count.no > ballots:
            errors[f"yes_{choice.pk}"] = [
                f"{choice.name}: tổng số phiếu ({count.yes + count.no}) nhiều hơn số phiếu được đếm ({ballots})."
            ]
        else:
            no = ballots - count.yes if choice.item.kind == AgendaKind.TIE else count.no
            _add(choice, yes=count.yes, no=no, blank=ballots - count.yes - no)
    for item in {choice.item for choice in choices if choice.item.seats is not None}:
        mine = [counts[c.pk].yes for c in choices if c.item_id == item.pk and c.pk in counts]
        if sum(mine) > (item.seats or 0) * len(members):
            errors[f"item_{item.pk}"] = [f"{item.title}: số phiếu chọn nhiều hơn số phiếu được đếm cho phép."]
    if errors:
        raise Invalid(errors)
    receipts = _receipts(locked, members, actor, BallotMode.PAPER)
    AgendaChoice.objects.bulk_update(choices, ["yes", "no", "blank"])
    return receipts


def _open(meeting: CouncilMeeting) -> tuple[CouncilMeeting, list[AgendaChoice]]:
    locked = held(meeting)
    if locked.state != MeetingState.OPEN:
        raise Conflict(f"Phiên họp {locked.get_state_display().lower()} nên không nhận phiếu.", code="stale")
    found = AgendaChoice.objects.select_for_update(of=("self",)).filter(item__meeting=locked)
    return locked, list(found.select_related("item").order_by("item__order", "order", "id"))


def _may_vote(meeting: CouncilMeeting, members: Iterable[CouncilMember]) -> None:
    modes = dict(CouncilAttendance.objects.filter(meeting=meeting).values_list("member_id", "mode"))
    for member in members:
        if modes.get(member.pk, Attending.ABSENT) == Attending.ABSENT:
            raise DomainError(f"{member.name} được ghi vắng mặt nên không có phiếu.", code="absent")
        earlier = BallotReceipt.objects.filter(meeting=meeting, member=member).first()
        if earlier is not None:
            at = timezone.localtime(earlier.at)
            raise Conflict(
                f"{member.name} đã bỏ phiếu lúc {at:%H:%M}; mỗi ủy viên một phiếu, gửi rồi không sửa.",
                code="voted",
            )


def _check(choices: list[AgendaChoice], votes: Votes, barred: set[int]) -> None:
    errors: dict[str, list[str]] = {}
    picked: dict[AgendaItem, int] = {}
    for choice in choices:
        if choice.pk in barred:
            if choice.pk in votes:
                raise DomainError(f"Ủy viên này không được biểu quyết về {choice.name}.", code="barred")
            continue
        if choice.item.kind == AgendaKind.TIE:
            picked[choice.item] = picked.get(choice.item, 0) + int(votes.get(choice.pk) is True)
        elif votes.get(choice.pk) is None:
            errors[f"choice_{choice.pk}"] = [f"Chưa chọn cho {choice.name}."]
    for item, count in picked.items():
        if count > (item.seats or 0):
            errors[f"item_{item.pk}"] = [f"Chọn nhiều nhất {item.seats} trường hợp."]
    if strangers := set(votes) - {choice.pk for choice in choices}:
        raise DomainError("Phiếu có trường hợp không thuộc phiên họp này.", code=f"unknown_{len(strangers)}")
    if errors:
        raise Invalid(errors)


def _add(choice: AgendaChoice, *, yes: int, no: int, blank: int) -> None:
    """The rows are locked, so that plain sums are right."""
    choice.yes, choice.no, choice.blank = choice.yes + yes, choice.no + no, choice.blank + blank


def _receipts(
    meeting: CouncilMeeting, members: Sequence[CouncilMember], actor: Actor, mode: BallotMode
) -> list[BallotReceipt]:
    made = BallotReceipt.objects.bulk_create(
        [BallotReceipt(meeting=meeting, member=m, mode=mode, entered_by_name=actor.name) for m in members]
    )
    audit.record(
        actor=actor, verb="council.vote", obj=meeting, before=meeting.state, after=meeting.state,
        data={"members": [m.name for m in members], "mode": mode},
    )  # fmt: skip
    return made
