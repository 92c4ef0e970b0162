"""The members of a round's council and their interests."""

from __future__ import annotations

from django.db import transaction

from awards import permissions
from awards.enums import ROUND_OVER, Attending, CouncilRole, MeetingState
from awards.models import AwardRound, CouncilAttendance, CouncilInterest, CouncilMember, RoundSubject
from awards.selectors.council import seated_before
from config.kernel import audit
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError, Invalid, Refused
from units.models import Membership, Person, Unit

# One chair, one secretary: the two who sign the minutes.
SINGLE = (CouncilRole.CHAIR, CouncilRole.SECRETARY)


@transaction.atomic
def add_member(
    *,
    round: AwardRound,
    name: str,
    role: str,
    actor: Actor,
    title: str = "",
    unit: Unit | None = None,
    person: Person | None = None,
    membership: Membership | None = None,
) -> CouncilMember:
    """Seat somebody: a person of the list, the holder of an account (`membership`), or a name that is typed.

    `unit` is the one on which the member never votes; by default that of the person or of the account.
    """
    require(actor, permissions.COUNCIL)
    round_ = _locked(round)
    found = membership.person if membership is not None and person is None else person
    if membership is not None:
        name, title = name or membership.user.full_name, title or membership.title
        unit = unit or membership.unit
    if found is not None:
        name, title = name or found.full_name, title or found.position
        unit = unit or found.unit
    user_id = membership.user_id if membership is not None else found.user_id if found is not None else None
    name, title = name.strip(), title.strip()
    if not name:
        raise Invalid({"name": ["Hãy ghi họ tên ủy viên."]})
    if role not in CouncilRole.values:
        raise Invalid({"role": ["Chọn vai trò trong Hội đồng."]})
    seated = list(CouncilMember.objects.filter(round=round_))
    if any(member.role == role for member in seated) and role in SINGLE:
        raise Invalid({"role": [f"Hội đồng đã có {CouncilRole(role).label.lower()}."]})
    if any((user_id and m.user_id == user_id) or (m.name, m.title) == (name, title) for m in seated):
        raise Conflict(f"{name} đã là ủy viên của đợt xét này.", code="twice")
    member = CouncilMember.objects.create(
        round=round_, person=found, unit=unit, user_id=user_id, name=name, title=title, role=role,
        order=10 * list(CouncilRole).index(CouncilRole(role)) + len(seated),
    )  # fmt: skip
    _expect(round_, [member])
    audit.record(
        actor=actor, verb="council.seat", obj=round_,
        data={"member": name, "title": title, "role": role, "account": user_id is not None},
    )  # fmt: skip
    return member


@transaction.atomic
def remove_member(*, member: CouncilMember, actor: Actor) -> None:
    """Take a seat back; not once the member has taken part in a meeting."""
    require(actor, permissions.COUNCIL)
    round_ = _locked(member.round)
    fresh = CouncilMember.objects.filter(pk=member.pk).first()
    if fresh is None:
        raise Conflict("Ủy viên này đã được đưa ra khỏi Hội đồng.", code="stale")
    met = fresh.attendance.filter(meeting__state__in=(MeetingState.OPEN, MeetingState.CLOSED))
    if fresh.receipts.exists() or met.exists():
        raise DomainError(
            f"{fresh.name} đã được ghi trong một phiên họp nên không xóa được. Ở phiên sau hãy ghi vắng mặt.",
            code="took_part",
        )
    fresh.attendance.all().delete()
    fresh.delete()
    audit.record(actor=actor, verb="council.unseat", obj=round_, data={"member": member.name, "title": member.title})


@transaction.atomic
def copy_members(*, round: AwardRound, actor: Actor) -> int:
    """Seat those of the latest round that has a council; whoever is seated here already stays."""
    require(actor, permissions.COUNCIL)
    round_ = _locked(round)
    there = {(m.name, m.title) for m in CouncilMember.objects.filter(round=round_)}
    before = [m for m in seated_before(round_) if (m.name, m.title) not in there]
    if not before:
        raise DomainError("Chưa có đợt xét nào khác có Hội đồng để lấy lại.", code="nobody")
    made = CouncilMember.objects.bulk_create(
        [
            CouncilMember(
                round=round_, person_id=m.person_id, unit_id=m.unit_id, user_id=m.user_id, name=m.name, title=m.title,
                role=m.role, order=m.order,
            )
            for m in before
        ]
    )  # fmt: skip
    _expect(round_, made)
    audit.record(actor=actor, verb="council.seat", obj=round_, data={"members": [m.name for m in before]})
    return len(before)


@transaction.atomic
def declare_interest(*, member: CouncilMember, subject: RoundSubject, reason: str, actor: Actor) -> CouncilInterest:
    """A member will not vote on `subject`, with the reason. Said by the member, or entered by the secretary."""
    if not actor.can(permissions.COUNCIL) and (member.user_id is None or member.user_id != actor.user_id):
        raise Refused("Chỉ chính ủy viên hoặc thư ký Hội đồng khai báo được.", code="not_allowed")
    if not reason.strip():
        raise DomainError("Hãy ghi quan hệ với đối tượng được xét.", code="reason_missing", field="reason")
    round_ = _locked(member.round)
    if subject.round_id != round_.pk:
        raise DomainError("Đối tượng này không thuộc đợt xét.", code="not_of_round")
    if round_.meetings.filter(state=MeetingState.OPEN).exists():
        raise Conflict("Đang bỏ phiếu nên không khai báo được nữa. Đóng hoặc hủy phiên họp trước.", code="voting")
    made, created = CouncilInterest.objects.get_or_create(
        member=member, subject=subject, defaults={"reason": reason.strip(), "declared_by_name": actor.name}
    )
    if not created:
        raise Conflict(f"{member.name} đã khai báo với {subject.name}.", code="twice")
    audit.record(
        actor=actor, verb="council.interest", obj=round_, reason=reason,
        data={"member": member.name, "subject": subject.name},
    )  # fmt: skip
    return made


def _expect(round_: AwardRound, members: list[CouncilMember]) -> None:
    """Whoever is seated while a meeting is prepared is expected at it; none is seated while votes are cast."""
    if round_.meetings.filter(state=MeetingState.OPEN).exists():
        raise Conflict("Đang bỏ phiếu nên không thay đổi thành phần Hội đồng được.", code="voting")
    CouncilAttendance.objects.bulk_create(
        [
            CouncilAttendance(meeting=meeting, member=member, mode=Attending.PRESENT)
            for meeting in round_.meetings.filter(state=MeetingState.PREPARING)
            for member in members
        ]
    )


def _locked(round_: AwardRound) -> AwardRound:
    fresh = AwardRound.objects.select_for_update().get(pk=round_.pk)
    if fresh.state in ROUND_OVER:
        raise Conflict(f"Đợt xét đã {fresh.get_state_display().lower()}.", code="stale")
    return fresh
