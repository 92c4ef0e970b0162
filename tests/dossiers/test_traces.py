"""Who opened what; and every text, that of PDF files included, found without marks by those who may read it."""

from __future__ import annotations

from html import escape

import pytest
from django.test import override_settings

from config.kernel import files, search
from config.kernel.tenancy import tenant_scope
from config.kernel.text import search_key
from dossiers.models import Access, SearchText
from dossiers.search import texts
from dossiers.services import search_texts
from targets.models import Evidence
from tests.cast import Cast
from tests.dossiers.desk import Desk
from units.models import Notice, SavedSearch
from units.services import accounts

pytestmark = pytest.mark.django_db


def test_every_opening_and_download_is_counted_by_person_and_day(desk: Desk) -> None:
    desk.stands("received")
    clerk, standing, board = (desk.people[role] for role in ("clerk", "standing", "board"))
    document = desk.dossier.documents.first()
    document.file = files.store(b"%PDF-1.4 gi", name="to-trinh.pdf", actor=clerk.actor, purpose="document")
    document.save(update_fields=["file"])
    for _ in range(3):
        assert standing.client.get(desk.path()).status_code == 200
    standing.client.get(desk.path("dossiers:download", document.uid))
    standing.client.get(desk.path("api:dossier", desk.dossier.uid))
    clerk.client.get(desk.path("dossiers:document", document.uid))
    seen = [(a.user_name, a.act, a.document, a.times) for a in Access.objects.order_by("id")]
    assert seen == [
        (standing.actor.name, "open", None, 3),
        (standing.actor.name, "download", document, 1),
        (standing.actor.name, "api", None, 1),
        (clerk.actor.name, "open", document, 1),
    ]
    page = board.client.get(desk.path("dossiers:accesses")).content.decode()
    assert page.count(standing.actor.name) == 3
    assert "Tải về" in page
    one = board.client.get(desk.path("dossiers:document_accesses", document.uid)).content.decode()
    assert (escape(clerk.actor.name) in one, "Đọc qua API" in one) == (True, False)
    assert clerk.client.get(desk.path("dossiers:accesses")).status_code == 403
    rows = board.client.get(desk.path("api:access_list", desk.dossier.uid)).json()["results"]
    assert sorted(row["times"] for row in rows) == [1, 1, 1, 3]


def test_a_change_of_rights_is_told_to_the_person_and_the_administrators(cast: Cast) -> None:
    quan, lan = cast.quan, cast.lan
    with tenant_scope(quan.tenant):
        made = accounts.create_account(
            actor=quan.actor, tenant=quan.tenant, username="quan.hai", full_name="Lê Hai", role_code="admin"
        )
        accounts.set_membership_active(actor=quan.actor, membership=lan.membership, active=False, reason="Nghỉ việc")
        told = {(n.user_id, n.sentence) for n in Notice.objects.all()}
    closed = f"{quan.actor.name} khóa (lý do: Nghỉ việc) vai trò {lan.membership.role.name} của tài khoản"
    assert {user for user, said in told if said.startswith(closed)} == {lan.user.pk, made.membership.user_id}
    assert quan.user.pk not in {user for user, _ in told}


def titles(member, text: str) -> dict[str, list[str]]:
    with override_settings(ROOT_URLCONF="config.tenant_urls"):
        return {g.kind: [hit.title for hit in g.hits] for g in search.everything(member.actor, text, 50)}


def test_typed_text_meetings_remarks_and_pdf_text_are_found_by_those_who_may_read_them(desk: Desk, cast: Cast) -> None:
    desk.stands("received")
    clerk, standing = desk.people["clerk"], desk.people["standing"]
    # More than what one run takes of a kind.
    while search_texts.index_changed(most=40):
        pass
    assert search_texts.index_changed() == 0
    assert "Hồ sơ" in titles(standing, "Y Thịnh chủ tịch")  # who chaired the meeting
    report = desk.dossier.documents.get(kind="report_individual")
    assert titles(standing, "mo 12 lop ky nang")["Văn bản"] == [report.title]  # typed into the paper
    remark = {"version": desk.dossier.version, "remark": "Thiếu chữ ký nháy của kế toán."}
    assert standing.client.post(desk.path("dossiers:return"), remark).status_code == 302
    assert search_texts.index_changed() == 1  # only the dossier that something happened to
    assert titles(clerk, "chu ky nhay")["Hồ sơ"] == [f"Hồ sơ của {desk.dossier.unit_name}"]
    assert "Hồ sơ" not in titles(cast["clerk.dn@dak-song"], "chu ky nhay")


def test_the_text_of_an_uploaded_pdf_is_found_and_of_a_broken_one_is_not(cast: Cast) -> None:
    lan, phuoc, trang = cast.lan, cast.phuoc, cast.trang
    with tenant_scope(lan.tenant):
        evidence = Evidence.objects.filter(report__unit=lan.unit).select_related("file").earliest("id")
        for _ in range(3):
            search_texts.index_changed(most=500)
        entry = SearchText.objects.get(evidence=evidence)
        read, _ = search_texts.text_of(evidence.file)
        words = search_key(read).split()
        assert len(words) > 20
        asked = " ".join(words[5:11])
        first = texts(asked).first()
        assert first is not None
        assert asked in first.text
        assert entry in texts(asked)
        assert "Tệp đã gửi" in titles(phuoc, asked)
        own = titles(lan, asked).get("Tệp đã gửi", [])
        assert own
        broken = files.store(b"%PDF-1.7 khong phai", name="hong.pdf", actor=lan.actor, purpose="evidence")
        assert search_texts.text_of(broken) == ("", False)
    with tenant_scope(trang.tenant):
        visible = texts(asked).filter(evidence__report__unit=trang.unit).count()
        assert len(titles(trang, asked).get("Tệp đã gửi", [])) == visible


def test_searches_are_kept_by_their_owner_alone(cast: Cast) -> None:
    lan, tung = cast.lan, cast.tung
    save = lan.path("units:search_save")
    assert lan.client.post(save, {"q": "my lam", "ten": "Mỹ Lâm", "loai": "van-ban"}).status_code == 302
    assert lan.client.post(save, {"q": "hòn đất", "ten": "Mỹ Lâm"}).status_code == 302
    lan.client.post(save, {"q": "a", "ten": "Ngắn quá"})
    with tenant_scope(lan.tenant):
        [kept] = SavedSearch.objects.all()
        assert (kept.name, kept.text, kept.kind) == ("Mỹ Lâm", "hòn đất", "")
    page = lan.client.get(lan.path("search")).content.decode()
    assert "?q=h%C3%B2n%20%C4%91%E1%BA%A5t" in page
    assert "Xóa lần tìm" in page
    assert "Xóa lần tìm" not in tung.client.get(tung.path("search")).content.decode()
    forget = lan.path("units:search_forget", kept.uid)
    assert tung.client.post(forget).status_code == 404
    assert lan.client.post(forget).status_code == 302
    assert lan.client.post(forget).status_code == 404
