"""The council: who sits, who may not vote on what, one ballot each, and what the result changes in the round."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.models import (
    AgendaChoice,
    AgendaItem,
    AwardForm,
    BallotReceipt,
    Candidate,
    CouncilAttendance,
    CouncilMember,
    OpenBallot,
)
from awards.selectors import council as known
from awards.selectors.secrecy import Ballots, exposed
from awards.services import ballots, council, judgement, meetings, rounds, rules
from awards.services.ballots import Count
from awards.services.meetings import Sitting, Threshold
from campaigns.selectors import current_campaign
from config.kernel import audit
from config.kernel.errors import Conflict, DomainError, Invalid, Refused
from config.kernel.tenancy import tenant_scope
from tests.awards.test_services import OWN, everybody_attested, standings, subjects
from units.models import Membership, Tenant, Unit

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 12, 27)


@pytest.fixture
def dak_song(cast):
    tenant = Tenant.objects.get(slug="dak-song")
    with tenant_scope(tenant):
        yield tenant


@pytest.fixture
def case(cast, dak_song):
    """Two places; the first commune leads, three are equal at the last place."""
    standing = cast["standing@dak-song"].actor
    rules.set_own_rule(campaign=current_campaign(), data=OWN, actor=standing)
    found = rounds.open_round(campaign=current_campaign(), occasion="ad_hoc", year=2023, actor=standing)
    rounds.store_evaluation(round=found, subjects=subjects([9000, 8000, 8000, 8000]), actor=standing)
    everybody_attested(found, standing, ["u0", "u1", "u2", "u3"])
    found.refresh_from_db()
    return found


def seat(case, board, name, role="member", **more):
    return council.add_member(round=case, name=name, role=role, actor=board, **more)


def sitting(secret=True):
    return Sitting(DAY, dt.time(8), "Phòng họp số 1", secret=secret, quorum_source="Quy chế làm việc của Hội đồng")


def membership(username):
    return Membership.objects.select_related("user", "unit", "person").get(user__username=username)


def test_a_secret_vote_resolves_the_tie_and_the_next_one_comes_in_for_whom_the_council_refuses(case, cast):
    board, standing = cast["board@dak-song"].actor, cast["standing@dak-song"].actor
    leader, second = cast["leader@dak-song"].actor, Unit.objects.filter(kind="commune").order_by("sort_key")[1]
    chair = seat(case, board, "", "chair", membership=membership("leader@dak-song"))
    secretary = seat(case, board, "", "secretary", membership=membership("board@dak-song"))
    on_paper = [seat(case, board, f"Ủy viên {i}", title="Trưởng phòng") for i in range(1, 4)]
    own = seat(case, board, "Chủ tịch xã", title="Chủ tịch UBND xã", unit=second)
    with pytest.raises(Invalid, match="đã có chủ tịch"):
        seat(case, board, "Người khác", "chair")
    with pytest.raises(Refused):
        council.add_member(round=case, name="X", role="member", actor=standing)

    meeting = meetings.prepare(round=case, sitting=sitting(), actor=board)
    tie, award = AgendaItem.objects.filter(meeting=meeting).order_by("order")
    assert (tie.kind, tie.seats, award.kind, award.threshold_percent) == ("tie", 1, "award", None)
    assert [c.key for c in award.choices.all()] == ["u0"]
    with pytest.raises(Conflict, match="chưa kết thúc"):
        meetings.prepare(round=case, sitting=sitting(), actor=board)
    with pytest.raises(DomainError, match="Chưa ghi tỷ lệ phiếu"):
        meetings.open_votes(meeting=meeting, actor=board)
    meetings.save(
        meeting=meeting, actor=board, thresholds={award.pk: Threshold(70, "Quy chế của Hội đồng")},
        attendance={on_paper[1].pk: "absent", on_paper[2].pk: "absent", own.pk: "absent"},
    )  # fmt: skip
    with pytest.raises(DomainError, match="Mới có 3 trên 6 thành viên"):
        meetings.open_votes(meeting=meeting, actor=board)
    meetings.save(meeting=meeting, actor=board, attendance={m.pk: "written" for m in (*on_paper[1:], own)})
    subject = case.subjects.get(key="u0")
    council.declare_interest(member=on_paper[0], subject=subject, reason="Từng công tác tại xã", actor=board)
    meeting = meetings.open_votes(meeting=meeting, actor=board)

    # Among equals, an interest in one bars from all: five of six choose; on the first commune also five.
    assert set(AgendaChoice.objects.values_list("key", "base")) == {("u0", 5), ("u1", 5), ("u2", 5), ("u3", 5)}
    choice = {c.key: c.pk for c in AgendaChoice.objects.all()}
    assert list(known.waiting_ballots(leader)) == [meeting]
    with pytest.raises(Invalid, match="Chưa chọn"):
        ballots.cast(meeting=meeting, member=chair, votes={choice["u2"]: True}, actor=leader)
    both = {choice["u0"]: True, choice["u1"]: True, choice["u2"]: True}
    with pytest.raises(Invalid, match="nhiều nhất 1"):
        ballots.cast(meeting=meeting, member=chair, votes=both, actor=leader)
    with pytest.raises(Refused, match="Chỉ chính ủy viên"):
        ballots.cast(meeting=meeting, member=chair, votes={}, actor=board)
    vote = {choice["u0"]: False, choice["u2"]: True}
    ballots.cast(meeting=meeting, member=chair, votes=vote, actor=leader)
    with pytest.raises(Conflict, match="đã bỏ phiếu lúc"):
        ballots.cast(meeting=meeting, member=chair, votes=vote, actor=leader)
    ballots.cast(meeting=meeting, member=secretary, votes=vote, actor=board)
    with pytest.raises(DomainError, match="Mới có 2 trên 6"):
        meetings.close_votes(meeting=meeting, actor=board)
    with pytest.raises(DomainError, match="chỉ nhập số đếm"):
        ballots.enter(meeting=meeting, member=own, votes={}, actor=board)
    counts = {choice["u0"]: Count(4, 0), choice["u1"]: Count(0), choice["u2"]: Count(0), choice["u3"]: Count(3)}
    with pytest.raises(Invalid, match="nhiều hơn số phiếu được đếm"):
        ballots.count_paper(meeting=meeting, members=[*on_paper, own], counts=counts, actor=board)
    counts = {choice["u0"]: Count(3, 0), choice["u1"]: Count(0), choice["u2"]: Count(1), choice["u3"]: Count(2)}
    # Nobody's paper ballot is counted by itself: not alone, not as the last one left, not on one case alone.
    for together, sentence in (
        ([own], "Chủ tịch xã là người duy nhất có phiếu giấy"),
        (on_paper, "chỉ còn phiếu giấy của Chủ tịch xã"),
        ([on_paper[0], on_paper[1]], f"Về {subject.name}, Ủy viên 2 là người duy nhất có phiếu giấy"),
    ):
        with pytest.raises(Invalid, match=sentence):
            ballots.count_paper(meeting=meeting, members=together, counts=counts, actor=board)
    assert BallotReceipt.objects.filter(meeting=meeting, mode="paper").count() == 0
    ballots.count_paper(meeting=meeting, members=[*on_paper, own], counts=counts, actor=board)
    with pytest.raises(Conflict, match="đã bỏ phiếu"):
        ballots.count_paper(meeting=meeting, members=[own], counts=counts, actor=board)
    meetings.close_votes(meeting=meeting, actor=board)

    # 3 of 5 is below 70 %: the first one is out, and of the two places the vote's winner has one, equals the other.
    assert set(AgendaChoice.objects.values_list("key", "yes", "no", "blank", "passed")) == {
        ("u0", 3, 2, 0, False), ("u1", 0, 5, 0, False), ("u2", 3, 2, 0, True), ("u3", 2, 3, 0, False),
    }  # fmt: skip
    refused = Candidate.objects.get(round=case, subject__key="u0")
    assert (refused.council, refused.council_note) == ("failed", "3/5 tán thành (60,00%), cần 70%")
    assert refused.withdrawn_reason == "Hội đồng không thông qua: 3/5 tán thành (60,00%), cần 70%."
    assert standings(case) == {"u0": "withdrawn", "u1": "tied", "u2": "picked", "u3": "tied"}

    # Who voted is known, how is not: neither rows nor the audit log hold it.
    assert BallotReceipt.objects.filter(meeting=meeting).count() == 6
    assert OpenBallot.objects.count() == 0
    told = [entry.data for entry in audit.timeline(meeting) if entry.verb == "council.vote"]
    assert [set(data) for data in told] == [{"members", "mode"}] * 3
    assert audit.broken_links() == []


def test_an_open_vote_keeps_every_ballot_and_nobody_votes_on_the_own_unit(case, cast, dak_song):
    board = cast["board@dak-song"].actor
    first, _, third = Unit.objects.filter(kind="commune").order_by("sort_key")[:3]
    judgement.resolve_tie(
        round=case, rule=case.rule_set.rules.get(code="RIENG-1"), among=["u1", "u2", "u3"], order=["u1"],
        minutes="01/BB", actor=board,
    )  # fmt: skip
    AwardForm.objects.filter(code="GK_HUYEN").update(vote_percent=75, vote_source="Quy chế của Hội đồng")
    seat(case, board, "Chủ tịch", "chair")
    secretary = seat(case, board, "Thư ký", "secretary")
    own = seat(case, board, "Chủ tịch xã A", unit=first)
    seat(case, board, "Chủ tịch xã B", unit=third)
    meeting = meetings.prepare(round=case, sitting=sitting(secret=False), actor=board)
    meeting = meetings.open_votes(meeting=meeting, actor=board)
    leads, next_one = AgendaChoice.objects.filter(item__meeting=meeting).order_by("order")
    assert (leads.key, leads.base, next_one.key, next_one.base) == ("u0", 3, "u1", 4)
    with pytest.raises(DomainError, match="không được biểu quyết về"):
        ballots.enter(meeting=meeting, member=own, votes={leads.pk: True, next_one.pk: True}, actor=board)
    for member in CouncilMember.objects.filter(round=case):
        votes = {next_one.pk: member.pk != secretary.pk} | ({} if member.pk == own.pk else {leads.pk: True})
        ballots.enter(meeting=meeting, member=member, votes=votes, actor=board)
    closed = meetings.close_votes(meeting=meeting, actor=board)
    # Exactly three quarters are enough.
    assert dict(Candidate.objects.filter(round=case, council__gt="").values_list("subject__key", "council_note")) == {
        "u0": "3/3 tán thành (100,00%), cần 75%", "u1": "3/4 tán thành (75,00%), cần 75%",
    }  # fmt: skip
    assert OpenBallot.objects.get(choice=next_one, member=secretary).yes is False
    assert OpenBallot.objects.filter(choice=leads).count() == 3
    with pytest.raises(Conflict, match="đã kiểm phiếu"):
        meetings.close_votes(meeting=closed, actor=board)
    with pytest.raises(DomainError, match="đã được ghi trong một phiên họp"):
        council.remove_member(member=own, actor=board)
    # What the council passed is not put before it again.
    with pytest.raises(DomainError, match="Chưa có gì để Hội đồng biểu quyết"):
        meetings.prepare(round=case, sitting=sitting(), actor=board)


def test_a_vote_that_leaves_equals_equal_and_a_cancelled_meeting_change_nothing(case, cast):
    board = cast["board@dak-song"].actor
    seat(case, board, "Chủ tịch", "chair")
    seat(case, board, "Thư ký", "secretary")
    meeting = meetings.prepare(round=case, sitting=sitting(), actor=board)
    AgendaItem.objects.filter(meeting=meeting, kind="award").update(threshold_percent=50, threshold_source="Quy chế")
    with pytest.raises(DomainError, match="lý do"):
        meetings.cancel(meeting=meeting, reason="", actor=board)
    meeting = meetings.open_votes(meeting=meeting, actor=board)
    choice = {c.key: c.pk for c in AgendaChoice.objects.all()}
    counts = {choice["u0"]: Count(2), choice["u1"]: Count(1), choice["u2"]: Count(1), choice["u3"]: Count(0)}
    ballots.count_paper(
        meeting=meeting, members=list(CouncilMember.objects.filter(round=case)), counts=counts, actor=board
    )
    meetings.close_votes(meeting=meeting, actor=board)
    assert "Vẫn bằng phiếu" in AgendaItem.objects.get(meeting=meeting, kind="tie").outcome
    assert standings(case) == {"u0": "picked", "u1": "tied", "u2": "tied", "u3": "tied"}
    again = meetings.prepare(round=case, sitting=sitting(), actor=board)
    assert [item.kind for item in again.items.all()] == ["tie"]
    again = meetings.cancel(meeting=meetings.open_votes(meeting=again, actor=board), reason="Mất điện", actor=board)
    assert again.state == "cancelled"
    with pytest.raises(Conflict, match="không nhận phiếu"):
        ballots.count_paper(meeting=again, members=list(known.members(case)), counts={}, actor=board)
    assert CouncilAttendance.objects.filter(meeting=again).count() == 2


def test_it_is_said_in_time_whose_secret_ballot_could_be_worked_out(case, cast):
    board = cast["board@dak-song"].actor
    seat(case, board, "", "chair", membership=membership("leader@dak-song"))
    seat(case, board, "", "secretary", membership=membership("board@dak-song"))
    alone = seat(case, board, "Ủy viên giấy")
    meeting = meetings.prepare(round=case, sitting=sitting(), actor=board)

    def told() -> tuple[str, str, str] | None:
        found = exposed(meeting)
        return (found.member.name, found.mode, found.about) if found else None

    assert told() == ("Ủy viên giấy", "paper", "")
    meetings.save(meeting=meeting, actor=board, attendance={alone.pk: "absent"})
    assert told() is None
    other = seat(case, board, "Ủy viên khác")
    meetings.save(meeting=meeting, actor=board, attendance={alone.pk: "present", other.pk: "written"})
    assert told() is None
    # One of the two has no vote on the first commune, so the other's would be read.
    first = case.subjects.get(key="u0")
    council.declare_interest(member=other, subject=first, reason="Từng công tác tại xã", actor=board)
    assert told() == ("Ủy viên giấy", "paper", first.name)
    CouncilAttendance.objects.filter(meeting=meeting, member__user_id=board.user_id).update(mode="absent")
    assert told() == (CouncilMember.objects.get(round=case, role="chair").name, "screen", "")
    meeting.secret = False
    assert told() is None


def test_the_last_who_can_join_a_lone_sheet_votes_on_paper_with_it(case, cast):
    """Four accounts and one member without: three vote on the screen, the fourth joins the sheet."""
    board, standing = cast["board@dak-song"].actor, cast["standing@dak-song"].actor
    chair = seat(case, board, "", "chair", membership=membership("leader@dak-song"))
    secretary = seat(case, board, "", "secretary", membership=membership("board@dak-song"))
    officer = seat(case, board, "", membership=membership("standing@dak-song"))
    clerk = seat(case, board, "", membership=membership("clerk@dak-song"))
    sheet = seat(case, board, "Ủy viên giấy")
    meeting = meetings.prepare(round=case, sitting=sitting(), actor=board)
    AgendaItem.objects.filter(meeting=meeting, kind="award").update(threshold_percent=50, threshold_source="Quy chế")
    meeting = meetings.open_votes(meeting=meeting, actor=board)
    choice = {c.key: c.pk for c in AgendaChoice.objects.all()}
    vote = {choice["u0"]: True, choice["u1"]: True}
    counts = {choice["u0"]: Count(1), choice["u1"]: Count(1), choice["u2"]: Count(0), choice["u3"]: Count(0)}

    def counted(*members):
        return ballots.count_paper(meeting=meeting, members=members, counts=counts, actor=board)

    ballots.cast(meeting=meeting, member=officer, votes=vote, actor=standing)
    ballots.cast(meeting=meeting, member=secretary, votes=vote, actor=board)
    ballots.cast(meeting=meeting, member=clerk, votes=vote, actor=cast["clerk@dak-song"].actor)
    with pytest.raises(DomainError, match="đếm chung cùng phiếu của Ủy viên giấy") as refused:
        ballots.cast(meeting=meeting, member=chair, votes=vote, actor=cast["leader@dak-song"].actor)
    assert refused.value.code == "on_paper"
    with pytest.raises(Invalid, match="Ủy viên giấy là người duy nhất có phiếu giấy"):
        counted(sheet)
    counted(sheet, chair)
    closed = meetings.close_votes(meeting=meeting, actor=board)
    assert (closed.state, dict(closed.receipts.values_list("member__name", "mode"))) == (
        "closed",
        {one.name: "screen" for one in (officer, secretary, clerk)} | {chair.name: "paper", sheet.name: "paper"},
    )


def test_a_count_leaves_nobody_alone_on_the_screen(case, cast):
    board = cast["board@dak-song"].actor
    chair = seat(case, board, "", "chair", membership=membership("leader@dak-song"))
    secretary = seat(case, board, "", "secretary", membership=membership("board@dak-song"))
    sheets = [seat(case, board, f"Ủy viên {n}") for n in (1, 2)]
    meeting = meetings.prepare(round=case, sitting=sitting(), actor=board)
    AgendaItem.objects.filter(meeting=meeting, kind="award").update(threshold_percent=50, threshold_source="Quy chế")
    meeting = meetings.open_votes(meeting=meeting, actor=board)
    counts = {c.pk: Count(0) for c in AgendaChoice.objects.all()}
    stuck = f"đếm chung cả phiếu giấy của {secretary.name}, hoặc để {chair.name} bỏ phiếu trên phần mềm"
    with pytest.raises(Invalid, match=stuck):
        ballots.count_paper(meeting=meeting, members=[*sheets, chair], counts=counts, actor=board)
    ballots.count_paper(meeting=meeting, members=sheets, counts=counts, actor=board)
    # Both are left, and vote where two do.
    choice = {c.key: c.pk for c in AgendaChoice.objects.all()}
    for member, name in ((chair, "leader"), (secretary, "board")):
        votes = {choice["u0"]: True, choice["u1"]: True}
        ballots.cast(meeting=meeting, member=member, votes=votes, actor=cast[f"{name}@dak-song"].actor)
    assert meetings.close_votes(meeting=meeting, actor=board).state == "closed"


def test_a_secret_vote_that_nothing_could_keep_does_not_begin(case, cast):
    """Without accounts, and one alone may vote on the first commune."""
    board = cast["board@dak-song"].actor
    seated = [seat(case, board, name, role) for name, role in (("A", "chair"), ("B", "secretary"), ("C", "member"))]
    first = case.subjects.get(key="u0")
    for member in seated[:2]:
        council.declare_interest(member=member, subject=first, reason="Từng công tác tại xã", actor=board)

    def opened(*, secret: bool):
        meeting = meetings.prepare(round=case, sitting=sitting(secret=secret), actor=board)
        items = AgendaItem.objects.filter(meeting=meeting, kind="award")
        items.update(threshold_percent=50, threshold_source="Quy chế")
        return meeting, meetings.open_votes

    meeting, begin = opened(secret=True)
    with pytest.raises(DomainError, match=f"Bỏ phiếu kín về {first.name} sẽ có một phiếu giấy bị đếm riêng"):
        begin(meeting=meeting, actor=board)
    meetings.cancel(meeting=meeting, reason="Chuyển sang công khai", actor=board)
    meeting, begin = opened(secret=False)
    assert begin(meeting=meeting, actor=board).state == "open"


def everybody(screen, sheets, either):
    members = iter(range(1, 1 + screen + sheets + either))
    sides = [frozenset(next(members) for _ in range(size)) for size in (screen, sheets, either)]
    return Ballots(sides[0], frozenset(), sides[1], sides[2], (frozenset().union(*sides),))


@pytest.mark.parametrize("seated", [
    everybody(0, sheets, either) for sheets in range(5) for either in range(5) if (sheets, either) != (1, 0)
])  # fmt: skip
def test_whoever_votes_in_whatever_order_nobody_is_ever_left_alone(seated):
    """Every order of ballots on the screen, then one count of the paper: each step that is taken leaves a way on."""
    assert seated.kept

    def every_end(now):
        ways = [now.on_screen(member) for member in now.either]
        allowed = [after for after in ways if after.kept]
        for after in allowed:
            yield from every_end(after)
        if len(allowed) < len(ways) or not ways:
            yield now

    for end in every_end(seated):
        together = end.sheets | end.either
        assert len(together) != 1
        final = end.counted(together)
        assert final.kept
        assert not (len(final.screen) == 1 and final.paper)
