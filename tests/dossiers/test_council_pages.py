"""The council through its pages: seated, voted by a member without rights on rounds, minuted as a PDF."""

from __future__ import annotations

import datetime as dt
import io
from html import unescape

import pytest
from pypdf import PdfReader

from awards.models import AgendaChoice, AgendaItem, Candidate, CouncilMeeting, CouncilMember
from awards.services import council, meetings, rounds, rules
from awards.services.meetings import Sitting
from campaigns.selectors import current_campaign
from config.kernel import files, jobs
from config.kernel.papers import inspect
from config.kernel.tenancy import tenant_scope
from config.kernel.web.addresses import tenant_path
from dossiers.models import Document
from dossiers.paper_facts.document import facts_for
from dossiers.services.signatures import people_of
from tests.awards.test_services import OWN, everybody_attested, subjects
from units.models import Membership, Tenant

pytestmark = pytest.mark.django_db
SLUG = "dak-song"


def at(name, *args):
    return tenant_path(f"dossiers:{name}", *args, slug=SLUG)


def with_two_equals(standing):
    """A round of one first and two equals behind, everybody attested; inside the tenant's scope."""
    rules.set_own_rule(campaign=current_campaign(), data=OWN, actor=standing.actor)
    found = rounds.open_round(campaign=current_campaign(), occasion="ad_hoc", year=2023, actor=standing.actor)
    rounds.store_evaluation(round=found, subjects=subjects([9000, 8000, 8000]), actor=standing.actor)
    everybody_attested(found, standing.actor, ["u0", "u1", "u2"])
    return found


def test_from_the_seats_to_the_minutes(cast):
    with tenant_scope(Tenant.objects.get(slug=SLUG)):
        standing, board, clerk = (cast[f"{role}@{SLUG}"] for role in ("standing", "board", "clerk"))
        found = with_two_equals(standing)
        account = Membership.objects.get(user__username=f"clerk@{SLUG}")
        second = Membership.objects.get(user__username=f"standing@{SLUG}")
    for fields in (
        {"role": "chair", "name": "Trần Văn Chủ", "title": "Phó Chủ tịch UBND huyện"},
        {"role": "secretary", "name": "Lê Thị Thư", "title": "Trưởng phòng Nội vụ"},
        {"role": "member", "account": str(account.uid)},
        {"role": "member", "account": str(second.uid)},
    ):
        assert board.client.post(at("change_council", found.uid), fields).status_code == 302
    again = board.client.post(at("change_council", found.uid), {"role": "chair", "name": "Ai Khác"})
    assert again.status_code == 422
    assert "đã có chủ tịch hội đồng" in again.content.decode()
    assert 'value="Ai Khác"' in again.content.decode()
    sitting = {"held_on": "2023-12-27", "starts": "08:00", "location": "Hội trường", "way": "secret",
               "numerator": "2", "denominator": "3"}  # fmt: skip
    assert board.client.post(at("prepare_meeting", found.uid), sitting).status_code == 302
    with tenant_scope(Tenant.objects.get(slug=SLUG)):
        meeting = CouncilMeeting.objects.get()
        award = AgendaItem.objects.get(kind="award")
        tie = AgendaItem.objects.get(kind="tie")
        choice = {c.key: c.pk for c in AgendaChoice.objects.all()}
        paper = list(CouncilMember.objects.filter(user_id=None).values_list("pk", flat=True))
    here = at("council_meeting", meeting.uid)
    page = board.client.get(here).content.decode()
    assert "Chưa ghi tỷ lệ phiếu cần đạt và căn cứ" in page
    typed = {"what": "save", f"percent_{award.pk}": "50", f"source_{award.pk}": "Quy chế của Hội đồng"}
    assert board.client.post(here, typed).status_code == 302
    assert board.client.post(here, {"transition": "open"}).status_code == 302

    # The member sees rounds nowhere, but the ballot on the desk; counters are shown to nobody.
    assert clerk.client.get(here).status_code == 403
    assert f"Phiếu biểu quyết: {found.title}" in clerk.client.get(tenant_path("units:work", slug=SLUG)).content.decode()
    mine = at("ballot", meeting.uid)
    # The only ballot on the screen is the total less what the secretary counts on paper: both are told, and it is not
    # taken on the screen.
    vote = {f"pick_{tie.pk}": str(choice["u1"]), f"choice_{choice['u0']}": "yes"}
    with tenant_scope(Tenant.objects.get(slug=SLUG)):
        other = CouncilMember.objects.get(user_id=second.user_id).pk
    assert 'id="phieu"' in clerk.client.get(mine).content.decode()
    assert board.client.post(here, {"what": "save", f"attend_{other}": "absent"}).status_code == 302
    told = clerk.client.get(mine).content.decode()
    assert "<span>Ở phiên này bạn bỏ phiếu giấy</span>" in told
    by_paper = "bỏ phiếu giấy hoặc gửi ý kiến bằng văn bản, thư ký đếm chung cùng phiếu của Trần Văn Chủ, Lê Thị Thư."
    assert (told.count(by_paper), 'id="phieu"' in told) == (1, False)
    secretary = board.client.get(here).content.decode()
    assert "là người duy nhất bỏ phiếu trên phần mềm" in secretary
    assert "phần mềm báo ủy viên có tài khoản bỏ phiếu giấy" in secretary
    refused = clerk.client.post(mine, vote)
    assert (refused.status_code, refused.content.decode().count(by_paper)) == (422, 1)
    assert board.client.post(here, {"what": "save", f"attend_{other}": "present"}).status_code == 302
    incomplete = clerk.client.post(mine, {f"pick_{tie.pk}": str(choice["u1"])})
    assert incomplete.status_code == 422
    assert f'value="{choice["u1"]}" checked' in incomplete.content.decode()
    assert clerk.client.post(mine, vote).status_code == 302
    assert standing.client.post(mine, vote).status_code == 302
    assert clerk.client.post(mine, vote).status_code == 409
    assert cast[f"leader@{SLUG}"].client.get(mine).status_code == 404
    counted = {"what": "paper", "members": paper, f"yes_{choice['u0']}": "1", f"no_{choice['u0']}": "1",
               f"yes_{choice['u1']}": "2", f"yes_{choice['u2']}": "0"}  # fmt: skip
    # It is said who has no ballot yet; a refused count keeps whose ballots they were.
    assert "<span>chưa có phiếu: Trần Văn Chủ, Lê Thị Thư</span>" in board.client.get(here).content.decode()
    alone = board.client.post(here, counted | {"members": paper[:1]})
    assert alone.status_code == 422
    assert "là người duy nhất có phiếu giấy: ai đếm cũng biết" in alone.content.decode()
    refused = board.client.post(here, counted | {f"no_{choice['u0']}": "một"})
    assert refused.status_code == 422
    assert all(f'name="members" value="{pk}" checked' in refused.content.decode() for pk in paper)
    assert board.client.post(here, counted).status_code == 302
    assert "chưa có phiếu: " not in board.client.get(here).content.decode()
    assert "Kết quả</th>" not in board.client.get(here).content.decode()
    assert board.client.post(here, {"transition": "close"}).status_code == 302
    result = board.client.get(here).content.decode()
    assert "Thông qua 1/1 trường hợp." in result
    assert "75,00%, cần 50%" in result
    assert "Chọn " in result

    draft = {"what": "minutes", "ends": "09:30", "discussion": "Hội đồng thảo luận từng trường hợp.", "remarks": ""}
    assert board.client.post(here, draft).status_code == 302
    with tenant_scope(Tenant.objects.get(slug=SLUG)):
        jobs.drain()
        assert Candidate.objects.get(round=found, subject__key="u1").standing == "picked"
    assert board.client.post(here, draft | {"issue": "1"}).status_code == 302
    with tenant_scope(Tenant.objects.get(slug=SLUG)):
        jobs.drain()
        minutes = Document.objects.get(kind="council_minutes")
        assert (minutes.state, minutes.reference) == ("issued", "01/BB-HĐTĐKT")
        assert people_of(minutes) == {"Trần Văn Chủ", "Lê Thị Thư"}
        data = files.read(minutes.file)
    said = " ".join(" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(data)).pages)
    for wanted in ("BIÊN BẢN", "bỏ phiếu kín", "Trần Văn Chủ", "4/4 thành viên", "75,00", "Hội đồng thảo luận"):
        assert wanted in said, wanted
    assert inspect(data, "council_minutes") == []
    assert board.client.post(here, draft | {"issue": "1"}).status_code == 409
    with tenant_scope(Tenant.objects.get(slug=SLUG)):
        # Whoever was to write and never did has not written.
        meeting.attendance.filter(member_id__in=paper).update(mode="written")
        meeting.receipts.filter(member__name="Lê Thị Thư").delete()
        assert [(one.name, one.title) for one in facts_for(minutes).meeting.absent] == [
            ("Trần Văn Chủ", "Phó Chủ tịch UBND huyện – gửi ý kiến bằng văn bản"),
            ("Lê Thị Thư", "Trưởng phòng Nội vụ"),
        ]


def test_who_is_not_chosen_among_equals_is_not_refused(cast):
    """An open vote on the member's own page and on the secretary's, before and after it is counted."""
    with tenant_scope(Tenant.objects.get(slug=SLUG)):
        standing, board, clerk = (cast[f"{role}@{SLUG}"] for role in ("standing", "board", "clerk"))
        found = with_two_equals(standing)
        for role, name in (("chair", "leader"), ("secretary", "board"), ("member", "clerk")):
            seated = Membership.objects.select_related("user", "unit", "person").get(user__username=f"{name}@{SLUG}")
            council.add_member(round=found, name="", role=role, membership=seated, actor=board.actor)
        found.refresh_from_db()
        held = Sitting(dt.date(2023, 12, 4), dt.time(8), "Hội trường", secret=False)
        meeting = meetings.prepare(round=found, sitting=held, actor=board.actor)
        AgendaItem.objects.filter(kind="award").update(threshold_percent=50, threshold_source="Quy chế")
        meetings.open_votes(meeting=meeting, actor=board.actor)
        tie, choice = AgendaItem.objects.get(kind="tie"), {c.key: c.pk for c in AgendaChoice.objects.all()}
        names = dict(AgendaChoice.objects.values_list("key", "name"))
    # The round says which rule the equals stand under only where the plan has a section for it, and offers no ticking
    # where nothing waits to be attested.
    listed = standing.client.get(at("round", found.uid)).content.decode()
    assert "<b>2 đối tượng bằng nhau ở 1 suất cuối.</b>" in listed
    assert "Xác nhận đạt cho đối tượng đã chọn</button>" not in listed
    mine, here = at("ballot", meeting.uid), at("council_meeting", meeting.uid)
    shown = clerk.client.get(mine).content.decode()
    assert "Phiếu của bạn được ghi cùng tên" in shown
    # A rule of the district's own has no section of the plan to name.
    assert "bằng nhau ở suất cuối (Giấy khen huyện)" in shown
    vote = {f"pick_{tie.pk}": str(choice["u1"]), f"choice_{choice['u0']}": "yes"}
    for member in (clerk, board, cast[f"leader@{SLUG}"]):
        assert member.client.post(mine, vote).status_code == 302
    said = clerk.client.get(mine).content.decode()
    assert [said.count(words) for words in ("Bạn đã chọn.", "Bạn không chọn.", "Bạn đã tán thành.")] == [1, 1, 1]
    assert "Bạn không tán thành." not in said
    assert board.client.post(here, {"transition": "close"}).status_code == 302
    counted = unescape(board.client.get(here).content.decode())
    voters = [cast[f"{name}@{SLUG}"].actor.name for name in ("clerk", "board", "leader")]
    assert f"<b>{names['u2']}</b><br>Không chọn: {', '.join(voters)}. " in counted
    for page in (counted, clerk.client.get(mine).content.decode()):
        assert [page.count(words) for words in ("Được chọn<", "Không được chọn<", "Thông qua<")] == [1, 1, 1]
