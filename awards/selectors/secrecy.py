"""What a secret vote must not tell: a ballot that is counted by itself is no secret from whoever counts.

Ballots on paper are known to the secretary as a sum. A sum over one member is that member's vote; and where one member
alone votes on the screen, the total less that sum is. So a ballot is taken only where those still to come can all be
counted without standing alone (`Ballots.kept`): whoever has an account can vote either way, and the one who is to join
the others on paper is told so before, not when a single sheet is left. Only somebody who leaves in mid-vote can still
leave a single sheet behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from awards.enums import Attending, BallotMode, MeetingState
from awards.models import AgendaChoice, CouncilMeeting, CouncilMember
from awards.selectors.council import bars

Bars = Mapping[tuple[int, int], str]
TOGETHER = (
    "Đếm chung ít nhất hai phiếu giấy: mời thêm ủy viên dự họp bỏ phiếu giấy rồi trộn phiếu, hoặc để người này bỏ "
    "phiếu trên phần mềm bằng tài khoản của mình."
)


# Of members with an account at most so many are asked to join those on paper, or are left on the screen.
FEW = 3
# Of members that a sentence names.
NAMED = 3


@dataclass(frozen=True)
class Ballots:
    """Members who take part, by id: whose ballot came on the screen or was counted on paper, whose can come on paper
    only, whose either way. `voters`: per choice those who have a vote on it."""

    screen: frozenset[int]
    paper: frozenset[int]
    sheets: frozenset[int]
    either: frozenset[int]
    voters: tuple[frozenset[int], ...]

    @property
    def kept(self) -> bool:
        """Whether all that are still to come can be counted, on every choice, and none of them alone."""
        return any(self._hidden(joining) for joining in self._joinings())

    def on_screen(self, member: int) -> Ballots:
        return replace(self, screen=self.screen | {member}, either=self.either - {member})

    def counted(self, members: Iterable[int]) -> Ballots:
        gone = frozenset(members)
        return replace(self, paper=self.paper | gone, sheets=self.sheets - gone, either=self.either - gone)

    def _joinings(self) -> Iterator[frozenset[int]]:
        """Who of those with an account may join those on paper: few of them, or all but a few."""
        free = sorted(self.either)
        for size in range(min(FEW, len(free)) + 1):
            for some in combinations(free, size):
                yield frozenset(some)
                yield self.either - frozenset(some)

    def _hidden(self, joining: frozenset[int]) -> bool:
        sheets, screen = self.sheets | joining, self.screen | (self.either - joining)
        for voters in self.voters:
            left = len(sheets & voters)
            if left == 1 or (len(screen & voters) == 1 and (left or self.paper & voters)):
                return False
        return True


def ballots(meeting: CouncilMeeting, barred: Bars | None = None) -> Ballots:
    """How the ballots of a secret vote stand."""
    modes = dict(meeting.receipts.values_list("member_id", "mode"))
    present = meeting.attendance.exclude(mode=Attending.ABSENT).values_list("member_id", "member__user_id")
    here = dict(present)
    why = bars(meeting) if barred is None else barred
    choices = AgendaChoice.objects.filter(item__meeting=meeting).values_list("pk", flat=True)
    waiting = here.keys() - modes.keys()
    return Ballots(
        screen=frozenset(pk for pk in here if modes.get(pk) == BallotMode.SCREEN),
        paper=frozenset(pk for pk in here if modes.get(pk) == BallotMode.PAPER),
        sheets=frozenset(pk for pk in waiting if here[pk] is None),
        either=frozenset(pk for pk in waiting if here[pk] is not None),
        voters=tuple(frozenset(pk for pk in here if (pk, choice) not in why) for choice in choices),
    )


def no_way(meeting: CouncilMeeting) -> str:
    """Why a secret vote cannot begin: a ballot would be counted alone whichever way each member votes. "" when not."""
    if not meeting.secret or ballots(meeting).kept:
        return ""
    found = exposed(meeting)
    about = f"về {found.about} " if found is not None and found.about else ""
    return (
        f"Bỏ phiếu kín {about}sẽ có một phiếu giấy bị đếm riêng, ai đếm cũng biết người đó bỏ thế nào, dù các ủy viên "
        "khác bỏ phiếu cách nào. Mời thêm ủy viên được biểu quyết dự họp, hoặc hủy phiên này và lập phiên biểu quyết "
        "công khai."
    )


def only_on_paper(meeting: CouncilMeeting, member: CouncilMember) -> str:
    """Why this member, who has an account, is to vote on paper in a secret vote; "" where the screen is as good."""
    if not meeting.secret:
        return ""
    stand = ballots(meeting)
    if not stand.kept or stand.on_screen(member.pk).kept:
        return ""
    with_whom = stand.sheets or stand.either - {member.pk}
    names = list(CouncilMember.objects.filter(pk__in=with_whom).values_list("name", flat=True))
    others = f" cùng phiếu của {', '.join(names[:NAMED])}" if names else ""
    if len(names) > NAMED:
        others += f" và {len(names) - NAMED} người khác"
    return (
        "Nếu bạn bỏ phiếu trên phần mềm thì có một phiếu bị đếm riêng, ai đếm cũng biết người đó bỏ thế nào. Ở phiên "
        f"này bạn bỏ phiếu giấy hoặc gửi ý kiến bằng văn bản, thư ký đếm chung{others}."
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
    if len(left) == 1:
        return (
            f"Sau lần đếm này chỉ còn phiếu giấy của {left[0]}, đếm riêng thì lộ phiếu. Đếm chung cả phiếu đó; nếu "
            "phiếu không đến thì ghi người này vắng mặt trước."
        )
    stand = ballots(meeting)
    return _apart(stand, counted) if stand.kept and not stand.counted(counted).kept else ""


def _apart(stand: Ballots, counted: set[int]) -> str:
    """What to do where a count of these would leave a ballot alone."""
    names = dict(CouncilMember.objects.filter(pk__in=stand.sheets | stand.either).values_list("pk", "name"))
    others = [names[pk] for pk in sorted((stand.sheets | stand.either) - counted)][:NAMED]
    free = [names[pk] for pk in sorted(stand.either & counted)][:NAMED]
    ways = [f"đếm chung cả phiếu giấy của {', '.join(others)}"] if others else []
    if free:
        ways.append(f"để {', '.join(free)} bỏ phiếu trên phần mềm bằng tài khoản của mình")
    absent = " Ai không bỏ phiếu thì ghi vắng mặt trước." if others else ""
    return f"Đếm như vậy thì sau đó có một phiếu bị đếm riêng và lộ. Hãy {', hoặc '.join(ways)}.{absent}"
