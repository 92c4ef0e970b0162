"""A round goes over to newer rules while it may; the council's shares are the tenant's; one press fills a ballot."""

from __future__ import annotations

import re
from html import unescape

import pytest

from awards.models import AgendaItem, AwardForm, AwardRound, Candidate, CouncilMeeting, RoundSubject
from awards.selectors.rule_sets import current_set
from awards.services import judgement, rounds, rules
from awards.services.round_rules import follow
from campaigns.selectors import current_campaign
from config.kernel import audit
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.tenancy import tenant_scope
from config.kernel.web.addresses import tenant_path
from tests.awards.test_services import OWN, everybody_attested, standings, subjects
from units.models import Membership, Tenant, Unit

pytestmark = pytest.mark.django_db
SLUG = "dak-song"


@pytest.fixture
def dak_song(cast):
    return Tenant.objects.get(slug=SLUG)


@pytest.fixture
def opened(cast, dak_song):
    """Two places by a rule of the tenant's own; three communes attested."""
    with tenant_scope(dak_song):
        standing = cast[f"standing@{SLUG}"].actor
        rules.set_own_rule(campaign=current_campaign(), data=OWN, actor=standing)
        found = rounds.open_round(campaign=current_campaign(), occasion="ad_hoc", year=2023, actor=standing)
        rounds.store_evaluation(round=found, subjects=subjects([9000, 8000, 7000, 6000]), actor=standing)
        everybody_attested(found, standing, ["u0", "u1", "u2", "u3"])
        found.refresh_from_db()
    return found


def test_a_round_goes_over_to_newer_rules_until_its_list_is_drawn_up(opened, cast, dak_song):
    standing, board = cast[f"standing@{SLUG}"], cast[f"board@{SLUG}"]
    here = tenant_path("dossiers:round", opened.uid, slug=SLUG)
    there = tenant_path("dossiers:round_rules", opened.uid, slug=SLUG)
    assert there not in standing.client.get(here).content.decode()
    assert "mới nhất" in standing.client.get(there).content.decode()
    with tenant_scope(dak_song):
        gone = Candidate.objects.get(round=opened, subject__key="u0")
        judgement.withdraw(candidate=gone, reason="Đơn vị xin rút", actor=standing.actor)
        digest = AwardRound.objects.get(pk=opened.pk).digest
        rules.set_own_rule(campaign=current_campaign(), data=OWN | {"quota": 1}, actor=standing.actor)
        newer = current_set(current_campaign())
        used = newer.version - 1
        # Nothing moves by itself.
        assert standings(opened) == {"u0": "withdrawn", "u1": "picked", "u2": "picked", "u3": "reserve"}
    assert there in standing.client.get(here).content.decode()
    shown = unescape(standing.client.get(there).content.decode())
    name = {s.key: s.name for s in _subjects(opened, dak_song)}
    assert re.search(r"<del>[^<]* 2</del>", shown)
    assert re.search(r"<ins>[^<]* 1</ins>", shown)
    assert name["u2"] in shown
    assert "Không còn được chọn" in shown
    assert name["u1"] not in shown
    stale = standing.client.post(there, {"version": str(used), "reason": "Kế hoạch sửa"})
    assert stale.status_code == 409
    assert "Kế hoạch sửa" in stale.content.decode()
    assert board.client.post(there, {"version": str(newer.version), "reason": "x"}).status_code == 403
    moved = standing.client.post(there, {"version": str(newer.version), "reason": "Kế hoạch sửa số lượng"})
    assert moved.status_code == 302
    with tenant_scope(dak_song):
        fresh = AwardRound.objects.get(pk=opened.pk)
        assert fresh.rule_set == newer
        assert fresh.rule_set.frozen
        assert standings(opened) == {"u0": "withdrawn", "u1": "picked", "u2": "reserve", "u3": "reserve"}
        last = audit.timeline(fresh)[-1]
        assert (last.verb, last.reason) == ("round.rules", "Kế hoạch sửa số lượng")
        told = last.data
        assert (told["before"], told["after"], told["rules"]) == (used, newer.version, {"RIENG-1": "changed"})
        assert (told["digest_before"], told["digest"]) == (digest, fresh.digest)
        assert digest != fresh.digest
        with pytest.raises(Conflict, match="tải lại"):
            follow(round=fresh, version=newer.version, reason="lần nữa", actor=standing.actor)
        rules.set_own_rule(campaign=current_campaign(), data=OWN | {"quota": 3}, actor=standing.actor)
        latest = current_set(current_campaign()).version
        with pytest.raises(DomainError, match="lý do"):
            follow(round=fresh, version=latest, reason=" ", actor=standing.actor)
        with pytest.raises(Refused):
            follow(round=fresh, version=latest, reason="x", actor=board.actor)
        rounds.propose(round=fresh, actor=standing.actor)
        with pytest.raises(Conflict, match="trước khi lập danh sách"):
            follow(round=fresh, version=latest, reason="x", actor=standing.actor)
        assert standings(opened)["u2"] == "reserve"
    assert there not in standing.client.get(here).content.decode()


def _subjects(opened, tenant):
    with tenant_scope(tenant):
        return list(RoundSubject.objects.filter(round=opened))


def test_the_tenants_own_share_of_votes_and_a_ballot_filled_by_one_press(opened, cast, dak_song):
    standing, board, clerk = (cast[f"{role}@{SLUG}"] for role in ("standing", "board", "clerk"))
    page = tenant_path("awards:thresholds", slug=SLUG)
    assert "Ghi mức" not in standing.client.get(page).content.decode()
    assert standing.client.post(page, {"award_form": "GK_HUYEN", "percent": "70", "source": "x"}).status_code == 403
    wrong = board.client.post(page, {"award_form": "GK_HUYEN", "percent": "170", "source": "Quy chế số 5"})
    assert wrong.status_code == 422
    assert "từ 1 đến 100" in wrong.content.decode()
    assert 'value="Quy chế số 5"' in wrong.content.decode()
    assert board.client.post(page, {"award_form": "GK_HUYEN", "percent": "70", "source": ""}).status_code == 422
    every = {"award_form": "GK_HUYEN", "occasion": "", "percent": "70", "source": "Quy chế số 5", "verified": "on"}
    one = every | {"occasion": "ad_hoc", "percent": "60", "source": "Quy chế số 5, Điều 9"}
    assert [board.client.post(page, said).status_code for said in (every, every, one)] == [302, 409, 302]
    shown = board.client.get(page).content.decode()
    assert "60%" in shown
    assert "Quy chế số 5, Điều 9" in shown
    prepare = tenant_path("dossiers:prepare_meeting", opened.uid, slug=SLUG)
    with tenant_scope(dak_song):
        form = AwardForm.objects.get(code="GK_HUYEN")
        said = [(e.data["occasion"], e.data["percent_before"], e.data["percent"]) for e in audit.timeline(form)]
        assert said == [("", None, 70), ("ad_hoc", None, 60)]
        mine = Unit.objects.filter(kind="commune").order_by("sort_key")[1]
        account = Membership.objects.get(user__username=f"clerk@{SLUG}")
    seats = tenant_path("dossiers:change_council", opened.uid, slug=SLUG)
    for fields in (
        {"role": "chair", "name": "Trần Văn Chủ"},
        {"role": "secretary", "name": "Lê Thị Thư"},
        {"role": "member", "account": str(account.uid), "unit": str(mine.uid)},
    ):
        assert board.client.post(seats, fields).status_code == 302
    sitting = {"held_on": "2023-12-27", "starts": "08:00", "location": "Hội trường", "way": "open", "numerator": "1",
               "denominator": "2"}  # fmt: skip
    assert board.client.post(prepare, sitting).status_code == 302
    with tenant_scope(dak_song):
        meeting = CouncilMeeting.objects.get()
        award = AgendaItem.objects.get(meeting=meeting)
        assert (award.threshold_percent, award.threshold_source) == (60, "Quy chế số 5, Điều 9")
        choice = {c.key: c.pk for c in award.choices.all()}
    assert set(choice) == {"u0", "u1"}
    opening = tenant_path("dossiers:council_meeting", meeting.uid, slug=SLUG)
    assert board.client.post(opening, {"transition": "open"}).status_code == 302
    ballot = tenant_path("dossiers:ballot", meeting.uid, slug=SLUG)
    empty, filled = (clerk.client.get(ballot + asked).content.decode() for asked in ("", "?dien=tan-thanh"))
    assert re.findall(r'name="choice_(\d+)" value="(\w+)" checked', empty) == []
    # Not on the own unit, and nothing is sent by filling in.
    barred = [key for key in choice if f'name="choice_{choice[key]}"' not in empty]
    assert re.findall(r'name="choice_(\d+)" value="(\w+)" checked', filled) == [
        (str(choice[key]), "yes") for key in choice if key not in barred
    ]
    with tenant_scope(dak_song):
        assert meeting.receipts.count() == 0
    [free] = [key for key in choice if key not in barred]
    assert clerk.client.post(ballot, {f"choice_{choice[free]}": "no"}).status_code == 302
    sent = clerk.client.get(ballot).content.decode()
    assert sent.count("Bạn không tán thành.") == 1, "an open ballot is the member's to read again"
    # The secretary closes, and says why where votes are few.
    assert "Mới có 1 trên 3 thành viên bỏ phiếu, chưa đủ 1/2" in board.client.get(opening).content.decode()
