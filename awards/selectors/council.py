"""Reading the council of a round: members, who may not vote on what, meetings, ballots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from awards.enums import AgendaKind, Attending, CouncilRole, MeetingState
from awards.models import (
    AgendaChoice,
    AgendaItem,
    AwardRound,
    BallotReceipt,
    CouncilAttendance,
    CouncilInterest,
    CouncilMeeting,
    CouncilMember,
    RoundSubject,
)
from config.kernel.access import Actor

OWN_UNIT = "Đơn vị của ủy viên"
ONESELF = "Chính ủy viên"
OF_UNIT = "Cá nhân thuộc đơn vị của ủy viên"
EQUALS = "Có lợi ích ở một trong các trường hợp bằng nhau"

# What is said of a vote that came to nothing.
STALE = "Danh sách của đợt xét đã thay đổi sau khi mở bỏ phiếu, nên kết quả này chỉ được ghi lại."


def members(round_: AwardRound) -> list[CouncilMember]:
    return list(CouncilMember.objects.filter(round=round_).select_related("unit", "person"))


def seated_before(round_: AwardRound) -> list[CouncilMember]:
    """Members of the latest other round that has a council."""
    others = CouncilMember.objects.exclude(round=round_).order_by("-round_id")
    latest = others.values_list("round_id", flat=True).first()
    return list(CouncilMember.objects.filter(round_id=latest)) if latest is not None else []


def interests(round_: AwardRound) -> list[CouncilInterest]:
    return list(CouncilInterest.objects.filter(member__round=round_).select_related("member", "subject"))


def bars(meeting: CouncilMeeting, who: Sequence[CouncilMember] | None = None) -> dict[tuple[int, int], str]:
    """(member id, choice id) → why that member has no vote on it: oneself, the own unit, a declared interest.

    Among equals a vote for one is a vote against the others, so an interest in one bars from all of them.
    """
    seated = list(who) if who is not None else members(meeting.round)
    choices = list(AgendaChoice.objects.filter(item__meeting=meeting).select_related("item"))
    subjects = {
        s.key: s
        for s in RoundSubject.objects.filter(round_id=meeting.round_id, key__in={c.key for c in choices}).only(
            "key", "unit_id", "person_id"
        )
    }
    declared = {
        (i.member_id, i.subject.key): i.reason
        for i in CouncilInterest.objects.filter(member__in=seated).select_related("subject")
    }
    found: dict[tuple[int, int], str] = {}
    for member in seated:
        tied: set[int] = set()
        for choice in choices:
            subject = subjects.get(choice.key)
            why = declared.get((member.pk, choice.key)) or (_own(member, subject) if subject else "")
            if why:
                found[member.pk, choice.pk] = why
                if choice.item.kind == AgendaKind.TIE:
                    tied.add(choice.item_id)
        for choice in choices:
            if choice.item_id in tied:
                found.setdefault((member.pk, choice.pk), EQUALS)
    return found


def _own(member: CouncilMember, subject: RoundSubject) -> str:
    if member.person_id is not None and subject.person_id == member.person_id:
        return ONESELF
    if member.unit_id is not None and subject.unit_id == member.unit_id:
        return OF_UNIT if subject.person_id is not None else OWN_UNIT
    return ""


def is_quorum(meeting: CouncilMeeting, taking_part: int, total: int) -> bool:
    """Whether `taking_part` of `total` members are enough; in whole numbers: 8 of 12 are two thirds."""
    return total > 0 and taking_part * meeting.quorum_denominator >= total * meeting.quorum_numerator


def few_votes(meeting: CouncilMeeting, voted: int, members: int) -> str:
    """Why the votes cannot be counted yet."""
    return (
        f"Mới có {voted} trên {members} thành viên bỏ phiếu, chưa đủ "
        f"{meeting.quorum_numerator}/{meeting.quorum_denominator} để kết quả có giá trị."
    )


def not_ready(meeting: CouncilMeeting) -> str:
    """Why the vote cannot begin, as a sentence; "" when it can."""
    attendance = list(meeting.attendance.select_related("member"))
    here = [a for a in attendance if a.mode != Attending.ABSENT]
    roles = {a.member.role for a in here}
    if not roles & {CouncilRole.CHAIR, CouncilRole.VICE}:
        return "Chưa có người chủ trì: Chủ tịch hoặc Phó Chủ tịch Hội đồng phải dự họp."
    if CouncilRole.SECRETARY not in roles:
        return (
            "Chưa có thư ký Hội đồng dự họp để ghi biên bản: chọn “Dự họp” cho thư ký, hoặc thêm thư ký ở trang Hội "
            "đồng rồi hủy và lập lại phiên họp."
        )
    if not is_quorum(meeting, len(here), len(attendance)):
        return (
            f"Mới có {len(here)} trên {len(attendance)} thành viên dự họp hoặc gửi ý kiến; cần ít nhất "
            f"{meeting.quorum_numerator}/{meeting.quorum_denominator}."
        )
    for item in AgendaItem.objects.filter(meeting=meeting).exclude(kind=AgendaKind.TIE).prefetch_related("choices"):
        if item.threshold_percent is None or not item.threshold_source:
            return f"Chưa ghi tỷ lệ phiếu cần đạt và căn cứ cho “{item.title}”."
        if item.kind == AgendaKind.SHARE and not all(choice.detail for choice in item.choices.all()):
            return f"Chưa ghi lý do đề nghị Hội đồng chấp thuận: “{item.title}”."
    return ""


def my_meetings(actor: Actor) -> QuerySet[CouncilMeeting]:
    """Meetings at which this person sits."""
    if actor.user_id is None:
        return CouncilMeeting.objects.none()
    return CouncilMeeting.objects.filter(attendance__member__user_id=actor.user_id).select_related("round")


def waiting_ballots(actor: Actor) -> QuerySet[CouncilMeeting]:
    """Meetings that are prepared or open and in which this person has not voted yet and may."""
    if actor.user_id is None:
        return CouncilMeeting.objects.none()
    voted = BallotReceipt.objects.filter(meeting=OuterRef("pk"), member__user_id=actor.user_id)
    return CouncilMeeting.objects.filter(
        ~Exists(voted),
        state__in=(MeetingState.PREPARING, MeetingState.OPEN),
        pk__in=_attending(actor.user_id).order_by().values("meeting"),
    )


def _attending(user_id: int) -> QuerySet[CouncilAttendance]:
    return CouncilAttendance.objects.filter(member__user_id=user_id).exclude(mode=Attending.ABSENT)


@dataclass(frozen=True)
class Seat:
    """One member at a meeting: attendance, whether the ballot is in, on how many cases there is no vote."""

    member: CouncilMember
    mode: str
    receipt: BallotReceipt | None
    barred: list[str]


@dataclass(frozen=True)
class Item:
    item: AgendaItem
    choices: list[AgendaChoice]


@dataclass(frozen=True)
class MeetingPage:
    meeting: CouncilMeeting
    seats: list[Seat]
    items: list[Item]
    voted: int
    here: int
    not_ready: str

    @property
    def waiting(self) -> list[Seat]:
        """Who is in the room or has written, and has no ballot counted yet."""
        return [s for s in self.seats if s.mode != Attending.ABSENT and s.receipt is None]


def meeting_page(meeting: CouncilMeeting) -> MeetingPage:
    """The secretary's view. Counters are left out by the page until the meeting is closed."""
    why = bars(meeting)
    receipts = {r.member_id: r for r in meeting.receipts.all()}
    names = {c.pk: c.name for c in AgendaChoice.objects.filter(item__meeting=meeting)}
    barred: dict[int, list[str]] = defaultdict(list)
    for (member, choice), reason in why.items():
        barred[member].append(f"{names[choice]}: {reason[:1].lower()}{reason[1:]}")
    seats = [
        Seat(a.member, a.mode, receipts.get(a.member_id), barred[a.member_id])
        for a in meeting.attendance.select_related("member__unit").order_by("member__order", "member__id")
    ]
    return MeetingPage(
        meeting=meeting,
        seats=seats,
        items=items_of(meeting),
        voted=len(receipts),
        here=sum(seat.mode != Attending.ABSENT for seat in seats),
        not_ready=not_ready(meeting) if meeting.state == MeetingState.PREPARING else "",
    )


def items_of(meeting: CouncilMeeting) -> list[Item]:
    found = (
        AgendaItem.objects.filter(meeting=meeting)
        .select_related("rule")
        .prefetch_related("choices__candidate__subject", "choices__candidate__rule", "choices__candidate__unit")
    )
    return [Item(item, list(item.choices.all())) for item in found]


@dataclass(frozen=True)
class Case:
    """One line of a ballot; `barred` says why there is no vote on it."""

    choice: AgendaChoice
    barred: str


def ballot(meeting: CouncilMeeting, member: CouncilMember) -> list[tuple[AgendaItem, list[Case]]]:
    """The ballot of one member, item by item."""
    why = bars(meeting, [member])
    return [
        (one.item, [Case(choice, why.get((member.pk, choice.pk), "")) for choice in one.choices])
        for one in items_of(meeting)
    ]


def seat_of(meeting: CouncilMeeting, actor: Actor) -> CouncilMember | None:
    """This person's seat at the meeting; None where there is none."""
    if actor.user_id is None:
        return None
    return CouncilMember.objects.filter(attendance__meeting=meeting, user_id=actor.user_id).first()
