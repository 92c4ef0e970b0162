"""Standing in for somebody between two days: what passes, what it is called, and that nobody acts twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from config.kernel import audit
from config.kernel.errors import Conflict, DomainError, Invalid, Refused
from config.kernel.tenancy import tenant_scope
from dossiers.models import Nominee
from dossiers.services import chain
from tests.cast import Cast, Member
from tests.dossiers.desk import Desk
from units.models import Membership, Notice, Substitution, Tenant, User
from units.selectors import actor_for
from units.services import substitutions, tokens

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = dt.date(2023, 12, 4), dt.date(2023, 12, 8)


def lend(whose: Member, to: Member, by: Member | None = None, **more) -> Substitution:
    return substitutions.substitute(
        actor=(by or whose).actor,
        **{
            "principal": whose.membership, "substitute": to.membership, "starts_on": MONDAY, "ends_on": FRIDAY,
            "reason": "Đi công tác", "paper": "12/UQ-UBND", **more,
        },
    )  # fmt: skip


def as_now(member: Member):
    found = actor_for(User.objects.get(pk=member.user.pk), member.tenant)
    assert found is not None
    return found


def test_the_verbs_pass_for_the_days_and_every_step_names_whom_it_is_for(desk: Desk) -> None:
    board, leader, standing = (desk.people[role] for role in ("board", "leader", "standing"))
    desk.stands("appraised_ict")
    assert not as_now(leader).can("dossiers.appraise")
    lend(board, leader)
    stand_in = as_now(leader)
    assert stand_in.can("dossiers.appraise")
    assert not stand_in.can("council.manage")  # only steps of the chain pass
    page = leader.client.get(leader.path("units:work")).content.decode()
    assert "Bạn đang làm thay" in page
    assert board.actor.name in page
    moved = chain.walk(dossier=desk.dossier, step="appraise", actor=stand_in)
    last = audit.timeline(moved)[-1]
    honorific = board.person.honorific.lower()
    assert (last.actor_name, last.actor_title) == (
        leader.actor.name, f"{leader.actor.title}, thay {honorific} {board.actor.name} (12/UQ-UBND)",
    )  # fmt: skip
    assert last.data["behalf"]["user_id"] == board.user.pk
    assert f"thay {honorific} {board.actor.name}" in standing.client.get(desk.path()).content.decode()
    # Nobody acts twice: neither the substitute in the own name nor, for the decision, whoever was stood in for.
    desk.stands("presented")
    refused = desk.step("leader", "reject", reason="Vì sao")
    assert (refused.status_code, "không quyết định hồ sơ đó" in refused.content.decode()) == (422, True)
    told = Notice.objects.filter(user_id=leader.user.pk).latest("id")
    assert f"làm thay {board.actor.name} từ 04/12/2023 đến hết 08/12/2023" in told.sentence


def test_before_after_and_once_it_was_ended_nothing_passes(desk: Desk) -> None:
    board, leader = desk.people["board"], desk.people["leader"]
    made = lend(board, leader, starts_on=MONDAY + dt.timedelta(days=1))
    for day, passes in ((4, False), (5, True), (8, True), (9, False)):
        tenant = Tenant.objects.get(slug="dak-song")
        Tenant.objects.filter(pk=tenant.pk).update(demo_today=dt.date(2023, 12, day))
        fresh = Tenant.objects.get(pk=tenant.pk)
        with tenant_scope(fresh):
            found = actor_for(User.objects.get(pk=leader.user.pk), fresh)
        assert found is not None
        assert found.can("dossiers.appraise") is passes, day
    Membership.objects.filter(pk=board.membership.pk).update(is_active=False)
    Tenant.objects.filter(slug="dak-song").update(demo_today=dt.date(2023, 12, 5))
    with tenant_scope(Tenant.objects.get(slug="dak-song")) as fresh:
        # Who may do nothing lends nothing.
        assert not actor_for(User.objects.get(pk=leader.user.pk), fresh).can("dossiers.appraise")
        Membership.objects.filter(pk=board.membership.pk).update(is_active=True)
        assert actor_for(User.objects.get(pk=leader.user.pk), fresh).can("dossiers.appraise")
        substitutions.revoke(substitution=made, reason="Về sớm", actor=board.actor)
        assert not actor_for(User.objects.get(pk=leader.user.pk), fresh).can("dossiers.appraise")
        with pytest.raises(Conflict, match="đã kết thúc"):
            substitutions.revoke(substitution=made, reason="Lần nữa", actor=board.actor)


def test_what_cannot_be_lent_is_named(desk: Desk, cast: Cast) -> None:
    board, leader, head, clerk, admin = (desk.people[r] for r in ("board", "leader", "head", "clerk", "admin"))

    def sentences(*args, **more) -> str:
        with pytest.raises(Invalid) as caught:
            lend(*args, **more)
        return " ".join(said for lines in caught.value.errors.values() for said in lines)

    assert "Chọn một người khác" in sentences(board, board)
    assert "phải cùng đơn vị" in sentences(board, clerk)
    assert "phải cùng đơn vị" in sentences(head, leader)
    assert "không lùi ngày" in sentences(board, leader, starts_on=dt.date(2023, 12, 1))
    assert "luôn có thời hạn" in sentences(board, leader, ends_on=None)
    assert "180 ngày" in sentences(board, leader, ends_on=dt.date(2025, 1, 1))
    assert "Ghi lý do" in sentences(board, leader, reason=" ")
    assert "không có bước xử lý hồ sơ" in sentences(clerk, head)
    with pytest.raises(Refused, match="việc của chính mình"):
        lend(board, leader, by=desk.people["standing"])
    lend(board, leader, by=admin)
    with pytest.raises(Conflict, match="đã có người làm thay"):
        lend(board, desk.people["standing"], starts_on=FRIDAY, ends_on=FRIDAY)


def test_a_head_is_stood_in_for_but_not_by_whoever_drafted(desk: Desk) -> None:
    """The clerk wrote the dossier: what the head lends does not let the same hand confirm it."""
    head, clerk = desk.people["head"], desk.people["clerk"]
    desk.stands("draft")
    lend(head, clerk)
    with pytest.raises(DomainError, match="không tự xác nhận"):
        chain.walk(dossier=desk.dossier, step="confirm", actor=as_now(clerk))


def test_own_cases_and_earlier_desks_are_closed_to_a_substitute(desk: Desk) -> None:
    board, standing, leader = (desk.people[role] for role in ("board", "standing", "leader"))
    lend(board, standing)
    desk.stands("submitted")
    both = as_now(standing)
    chain.walk(dossier=desk.dossier, step="receive", actor=both)
    assert audit.timeline(desk.dossier)[-1].actor_title == standing.actor.title  # in the own name: it is the own verb
    chain.walk(dossier=desk.dossier, step="accept", actor=both)
    with pytest.raises(DomainError, match=r"(Bạn đã tiếp nhận|không thẩm định lại)"):
        chain.walk(dossier=desk.dossier, step="appraise", actor=both)
    desk.stands("appraised_ict")
    nominee = Nominee.objects.select_related("candidate__person").get(dossier=desk.dossier)
    person = nominee.candidate.person
    assert person is not None
    type(person).objects.filter(pk=person.pk).update(user=board.user)
    with pytest.raises(DomainError, match="Người được đề nghị trong hồ sơ"):
        chain.walk(dossier=desk.dossier, step="appraise", actor=board.actor)
    assert leader.actor.behalf is None


def test_the_page_records_and_ends_it(desk: Desk) -> None:
    board, leader = desk.people["board"], desk.people["leader"]
    where = board.path("units:substitutions")
    sent = {
        "principal": str(board.membership.uid), "substitute": str(leader.membership.uid), "starts_on": "2023-12-04",
        "ends_on": "2023-12-01", "reason": "Nghỉ phép", "paper": "",
    }  # fmt: skip
    wrong = board.client.post(where, sent)
    assert (wrong.status_code, "Nghỉ phép" in wrong.content.decode()) == (422, True)
    assert board.client.post(where, {**sent, "ends_on": "2023-12-06"}).status_code == 302
    [made] = Substitution.objects.all()
    assert leader.actor.name in board.client.get(where).content.decode()
    end = board.path("units:substitution_revoke", made.uid)
    assert desk.people["clerk"].client.post(end, {"reason": "x"}).status_code == 404
    assert board.client.post(end, {"reason": ""}).status_code == 422
    assert board.client.post(end, {"reason": "Về sớm"}).status_code == 302
    made.refresh_from_db()
    assert made.revoked_reason == "Về sớm"


def test_programs_record_and_end_it_within_what_their_key_may(desk: Desk) -> None:
    board, leader, clerk = (desk.people[role] for role in ("board", "leader", "clerk"))

    def send(member: Member, name: str, *args, key: str = "", **said):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        client = Client() if key else member.client
        return client.post(member.path(f"api:{name}", *args), said, "application/json", headers=headers)

    known = board.client.get(board.path("api:substitution_people")).json()
    assert [row["uid"] for row in known["principals"]] == [str(board.membership.uid)]
    assert str(leader.membership.uid) in {row["uid"] for row in known["substitutes"]}
    assert clerk.client.get(clerk.path("api:substitution_people")).json() == {"principals": [], "substitutes": []}
    said = {
        "principal": str(board.membership.uid), "substitute": str(leader.membership.uid), "starts_on": "2023-12-04",
        "ends_on": "2023-12-06", "reason": "Nghỉ phép",
    }  # fmt: skip
    assert send(clerk, "substitution_create", **said).status_code == 404
    # A key for reading lends nothing of what its owner may do.
    _, narrow = tokens.issue(name="Đọc", verbs=["dossiers.view"], expires_on=FRIDAY, actor=board.actor)
    refused = send(board, "substitution_create", key=narrow, **said)
    assert (refused.status_code, "ít việc hơn" in refused.json()["detail"]) == (403, True)
    made = send(board, "substitution_create", **said)
    assert (made.status_code, made.json()["ends_on"], made.json()["substitute"]) == (
        201, "2023-12-06", leader.user.username,
    )  # fmt: skip
    assert send(board, "substitution_create", **said).status_code == 409
    assert as_now(leader).can("dossiers.appraise")
    uid = made.json()["uid"]
    assert send(clerk, "substitution_revoke", uid, reason="x").status_code == 404
    assert send(board, "substitution_revoke", uid, reason="Về sớm").json()["revoked_at"] is not None
    assert not as_now(leader).can("dossiers.appraise")
    assert send(board, "substitution_revoke", uid, reason="Về sớm").status_code == 409
