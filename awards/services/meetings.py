"""A meeting of the council: prepared, opened for votes, closed with its results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from awards import permissions
from awards.enums import ROUND_OVER, Attending, MeetingState
from awards.flow import MEETING_FLOW
from awards.models import AgendaItem, AwardRound, CouncilAttendance, CouncilMeeting, CouncilMember
from awards.selectors import council, secrecy
from awards.services import agenda, results
from config.kernel import audit, clock, workflow
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid


@dataclass(frozen=True)
class Sitting:
    """When, where and how. Quorum: at least numerator/denominator of all members, by `quorum_source`."""

    held_on: dt.date
    starts: dt.time
    location: str
    secret: bool = True
    quorum_numerator: int = 2
    quorum_denominator: int = 3
    quorum_source: str = ""


@transaction.atomic
def prepare(*, round: AwardRound, sitting: Sitting, actor: Actor) -> CouncilMeeting:
    """A new meeting with everything on its agenda that waits for the council's vote; one at a time."""
    require(actor, permissions.COUNCIL)
    round_ = AwardRound.objects.select_for_update().get(pk=round.pk)
    if round_.state in ROUND_OVER:
        raise Conflict(f"Đợt xét đã {round_.get_state_display().lower()}.", code="stale")
    if not sitting.location.strip():
        raise Invalid({"location": ["Hãy ghi địa điểm họp."]})
    if not 0 < sitting.quorum_numerator <= sitting.quorum_denominator:
        raise Invalid({"quorum": ["Số thành viên phải có mặt không thể quá tổng số."]})
    if not CouncilMember.objects.filter(round=round_).exists():
        raise DomainError("Hội đồng của đợt xét chưa có thành viên nào.", code="nobody")
    running = round_.meetings.filter(state__in=(MeetingState.PREPARING, MeetingState.OPEN))
    if running.exists():
        raise Conflict("Đợt xét đang có một phiên họp chưa kết thúc.", code="running")
    meeting = CouncilMeeting(
        round=round_, number=(round_.meetings.aggregate(top=Max("number"))["top"] or 0) + 1, held_on=sitting.held_on,
        starts=sitting.starts, location=sitting.location.strip(), secret=sitting.secret,
        quorum_numerator=sitting.quorum_numerator, quorum_denominator=sitting.quorum_denominator,
        quorum_source=sitting.quorum_source.strip(), created_by_name=actor.name,
    )  # fmt: skip
    meeting.save()
    agenda.draw_up(meeting)
    CouncilAttendance.objects.bulk_create(
        [
            CouncilAttendance(meeting=meeting, member=member, mode=Attending.PRESENT)
            for member in CouncilMember.objects.filter(round=round_)
        ]
    )
    audit.record(
        actor=actor, verb="council.prepare", obj=meeting, after=meeting.state,
        data={"round": round_.title, "secret": meeting.secret, "agenda": [i.title for i in meeting.items.all()]},
    )  # fmt: skip
    return meeting


@dataclass(frozen=True)
class Threshold:
    percent: int | None
    source: str = ""


@transaction.atomic
def save(
    *,
    meeting: CouncilMeeting,
    actor: Actor,
    attendance: Mapping[int, str] | None = None,
    thresholds: Mapping[int, Threshold] | None = None,
    reasons: Mapping[int, str] | None = None,
    discussion: str | None = None,
    ends: dt.time | None = None,
    expected_version: int | None = None,
) -> CouncilMeeting:
    """What the secretary notes: attendance by member id, thresholds by item id, reasons for a list over 70/30.

    Thresholds and reasons only before the vote; attendance until it is closed; the discussion as long as the
    minutes are not issued (the caller asks).
    """
    require(actor, permissions.COUNCIL)
    locked = held(meeting)
    if expected_version is not None and locked.version != expected_version:
        raise Conflict("Phiên họp vừa được người khác sửa. Hãy tải lại trang.", code="stale")
    if attendance or thresholds or reasons:
        _only(locked, MeetingState.PREPARING, MeetingState.OPEN)
    if attendance:
        _attend(locked, attendance)
    if thresholds or reasons:
        _only(locked, MeetingState.PREPARING)
        agenda.set_terms(locked, {k: (t.percent, t.source) for k, t in (thresholds or {}).items()}, reasons or {})
    if discussion is not None:
        locked.discussion = discussion.replace("\r\n", "\n").strip()
    if ends is not None:
        if ends <= locked.starts:
            raise Invalid({"ends": ["Giờ kết thúc phải sau giờ bắt đầu."]})
        locked.ends = ends
    locked.version += 1
    locked.save(update_fields=["discussion", "ends", "version"])
    audit.record(actor=actor, verb="council.save", obj=locked, before=locked.state, after=locked.state)
    return locked


def _attend(meeting: CouncilMeeting, attendance: Mapping[int, str]) -> None:
    voted = set(meeting.receipts.values_list("member_id", flat=True))
    for row in CouncilAttendance.objects.filter(meeting=meeting).select_related("member"):
        mode = attendance.get(row.member_id, row.mode)
        if mode not in Attending.values:
            raise Invalid({"attendance": ["Chọn dự họp, vắng có ý kiến bằng văn bản, hoặc vắng."]})
        if mode == Attending.ABSENT and row.member_id in voted:
            raise DomainError(f"{row.member.name} đã bỏ phiếu nên không ghi vắng mặt được.", code="voted")
        if mode != row.mode:
            row.mode = mode
            row.save(update_fields=["mode"])


def held(meeting: CouncilMeeting) -> CouncilMeeting:
    """The meeting, locked to the end of the transaction."""
    return CouncilMeeting.objects.select_for_update().get(pk=meeting.pk)


def _only(meeting: CouncilMeeting, *states: str) -> None:
    if meeting.state not in states:
        raise Conflict(f"Phiên họp {meeting.get_state_display().lower()}. Hãy tải lại trang.", code="stale")


@transaction.atomic
def open_votes(*, meeting: CouncilMeeting, actor: Actor, expected_version: int | None = None) -> CouncilMeeting:
    """From now on members vote and the agenda stands. Refused, with the sentence, while something is missing."""
    require(actor, permissions.COUNCIL)
    locked = held(meeting)
    _only(locked, MeetingState.PREPARING)
    if said := council.not_ready(locked) or secrecy.no_way(locked):
        raise DomainError(said, code="not_ready")
    bars = council.bars(locked)
    members = list(CouncilMember.objects.filter(attendance__meeting=locked))
    for item in AgendaItem.objects.filter(meeting=locked).prefetch_related("choices"):
        for choice in item.choices.all():
            choice.base = sum(1 for member in members if (member.pk, choice.pk) not in bars)
            if choice.base == 0:
                raise DomainError(f"Không ủy viên nào được biểu quyết về {choice.name}.", code="nobody_may_vote")
            choice.save(update_fields=["base"])
    opened: CouncilMeeting = workflow.apply(
        MEETING_FLOW, "open", locked, actor=actor, expected_version=expected_version,
        changes={"opened_at": clock.now()}, data={"members": len(members)},
    )  # fmt: skip
    return opened


@transaction.atomic
def close_votes(*, meeting: CouncilMeeting, actor: Actor, expected_version: int | None = None) -> CouncilMeeting:
    """Count, and let the results take effect in the round. Refused below the quorum."""
    require(actor, permissions.COUNCIL)
    round_ = AwardRound.objects.select_for_update().get(pk=meeting.round_id)
    locked = held(meeting)
    _only(locked, MeetingState.OPEN)
    voted, members = locked.receipts.count(), locked.attendance.count()
    if not council.is_quorum(locked, voted, members):
        raise DomainError(council.few_votes(locked, voted, members), code="quorum")
    closed: CouncilMeeting = workflow.apply(
        MEETING_FLOW, "close", locked, actor=actor, expected_version=expected_version,
        changes={"closed_at": clock.now()}, data={"voted": voted, "members": members},
    )  # fmt: skip
    results.take_effect(closed, round_, actor)
    return closed


@transaction.atomic
def cancel(
    *, meeting: CouncilMeeting, reason: str, actor: Actor, expected_version: int | None = None
) -> CouncilMeeting:
    """The meeting comes to nothing; votes already given are void."""
    cancelled: CouncilMeeting = workflow.apply(
        MEETING_FLOW, "cancel", held(meeting), actor=actor, reason=reason, expected_version=expected_version
    )
    return cancelled
