"""What a secret vote must not tell: a ballot that is counted by itself is no secret from whoever counts.

Ballots on paper are known to the secretary as a sum. A sum over one member is that member's vote; and where one member
alone votes on the screen, the total less that sum is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from awards.enums import Attending, BallotMode, MeetingState
from awards.models import AgendaChoice, CouncilMeeting, CouncilMember
from awards.selectors.council import bars

Bars = Mapping[tuple[int, int], str]
TOGETHER = (
    "Đếm chung ít nhất hai phiếu giấy: mời thêm ủy viên dự họp bỏ phiếu giấy rồi trộn phiếu, hoặc để người này bỏ "
    "phiếu trên phần mềm bằng tài khoản của mình."
)


@dataclass(frozen=True)
class Exposed:
    """Whose vote somebody could work out; `about` names the case where it is only that one."""

    member: CouncilMember
    mode: BallotMode
    about: str = ""

    @property
    def sentence(self) -> str:
        """What it is that shows, and what to do before it does."""
        about = f"Về {self.about}, " if self.about else ""
        if self.mode == BallotMode.PAPER:
            said = f"{about}{self.member.name} là người duy nhất có phiếu giấy: ai đếm cũng biết người này bỏ thế nào."
            return f"{said} {TOGETHER}"
        return (
            f"{about}{self.member.name} là người duy nhất bỏ phiếu trên phần mềm: ai đếm phiếu giấy lấy tổng trừ đi là "
            f"biết. Để {self.member.name} cũng bỏ phiếu giấy, đếm chung với các phiếu khác."
        )


def exposed(meeting: CouncilMeeting) -> Exposed | None:
    """Whose ballot of a secret vote under way could be worked out, by who takes part and how each is going to vote."""
    if not meeting.secret or meeting.state not in (MeetingState.PREPARING, MeetingState.OPEN):
        return None
    modes = dict(meeting.receipts.values_list("member_id", "mode"))
    sides: dict[BallotMode, list[CouncilMember]] = {BallotMode.PAPER: [], BallotMode.SCREEN: []}
    for row in meeting.attendance.exclude(mode=Attending.ABSENT).select_related("member"):
        usual = BallotMode.PAPER if row.member.user_id is None else BallotMode.SCREEN
        sides[BallotMode(modes.get(row.member_id, usual))].append(row.member)
    if not sides[BallotMode.PAPER]:
        return None
    for mode, side in sides.items():
        if len(side) == 1:
            return Exposed(side[0], mode)
    barred = bars(meeting)
    for choice in AgendaChoice.objects.filter(item__meeting=meeting):
        for mode, side in sides.items():
            if (one := _alone(side, choice, barred)) is not None and _voting(sides[BallotMode.PAPER], choice, barred):
                return Exposed(one, mode, choice.name)
    return None


def _voting(members: Iterable[CouncilMember], choice: AgendaChoice, barred: Bars) -> list[CouncilMember]:
    return [member for member in members if (member.pk, choice.pk) not in barred]


def _alone(members: Iterable[CouncilMember], choice: AgendaChoice, barred: Bars) -> CouncilMember | None:
    voting = _voting(members, choice, barred)
    return voting[0] if len(voting) == 1 else None


def not_together(
    meeting: CouncilMeeting, members: Sequence[CouncilMember], choices: Iterable[AgendaChoice], barred: Bars
) -> str:
    """Why the paper ballots of these members cannot be counted as one sum, as a sentence; "" when they can.

    Neither may a single one be counted, on any choice, nor one be left behind that would be.
    """
    if len(members) == 1:
        return Exposed(members[0], BallotMode.PAPER).sentence
    for choice in choices:
        if (one := _alone(members, choice, barred)) is not None:
            return Exposed(one, BallotMode.PAPER, choice.name).sentence
    counted = {member.pk for member in members}
    here = meeting.attendance.exclude(mode=Attending.ABSENT).exclude(member__in=meeting.receipts.values("member"))
    waiting = here.filter(member__user_id=None).exclude(member__in=counted).select_related("member")
    left = [row.member.name for row in waiting[:2]]
    if len(left) != 1:
        return ""
    return (
        f"Sau lần đếm này chỉ còn phiếu giấy của {left[0]}, đếm riêng thì lộ phiếu. Đếm chung cả phiếu đó; nếu phiếu "
        "không đến thì ghi người này vắng mặt trước."
    )
