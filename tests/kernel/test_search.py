"""Search over everything the person may see, with or without marks; nothing of anybody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Value
from django.test import override_settings

from awards.services import rounds as award_rounds
from campaigns.selectors import the_campaign
from config.kernel import search
from config.kernel.access import Actor
from config.kernel.tenancy import tenant_scope
from config.kernel.text import search_key
from dossiers.models import Document, Dossier
from units.models import Unit

pytestmark = pytest.mark.django_db


def titles(member, text):
    with tenant_scope(member.tenant), override_settings(ROOT_URLCONF="config.tenant_urls"):
        groups = search.everything(member.actor, text, 50)
    return {group.kind: [hit.title for hit in group.hits] for group in groups}


@pytest.fixture
def paper(cast, kien_giang):
    with tenant_scope(kien_giang):
        found = award_rounds.open_round(
            campaign=the_campaign(), occasion="preliminary", year=2023, actor=Actor.system(kien_giang)
        )
        dossier = Dossier.objects.create(
            round=found, unit=cast.lan.unit, unit_name="UBND xã Mỹ Lâm", award_form="BK_TINH", state="returned"
        )
        return Document.objects.create(
            dossier=dossier, kind="proposal", regime="ND98", title="Tờ trình đề nghị tặng Bằng khen", state="issued",
            number=8, symbol="TTr-UBND", issued_on=dt.date(2023, 12, 4),
        )  # fmt: skip


@pytest.mark.parametrize("typed", ["Mỹ Lâm", "my lam", "MY LAM", "lâm  mỹ"])
def test_a_unit_is_found_in_any_spelling(cast, typed):
    assert "UBND xã Mỹ Lâm" in titles(cast.lan, typed)["Đơn vị"]


def test_the_page_groups_by_kind_and_says_where_each_hit_leads(cast, paper):
    page = cast.phuoc.client.get(cast.phuoc.path("search"), {"q": "my lam"}).content.decode()
    for heading in ("Đơn vị", "Báo cáo", "Hồ sơ", "Văn bản"):
        assert f">{heading}</h2>" in page
    assert cast.phuoc.path("dossiers:document", paper.uid) in page
    more = cast.phuoc.client.get(cast.phuoc.path("search"), {"q": "my lam", "loai": "van-ban"}).content.decode()
    assert ">Văn bản</h2>" in more
    assert ">Đơn vị</h2>" not in more


@pytest.mark.parametrize("typed", ["08/TTr-UBND", "8 ttr", "to trinh bang khen"])
def test_a_paper_is_found_by_number_and_by_title(cast, paper, typed):
    assert titles(cast.lan, typed)["Văn bản"] == [paper.title]


def test_what_a_person_may_not_open_is_not_found(cast, paper):
    assert "Văn bản" not in titles(cast.trang, "08/TTr-UBND")
    assert "Hồ sơ" not in titles(cast.trang, "my lam")
    assert "Báo cáo" not in titles(cast.lan, "my lam")


def test_people_are_found_by_those_who_work_with_their_unit(cast):
    """The clerk of a commune does not find people of a department; the standing agency finds both."""
    stranger = cast.trang.person.full_name
    assert stranger in titles(cast.phuoc, stranger)["Người"]
    assert "Người" not in titles(cast.lan, stranger) or stranger not in titles(cast.lan, stranger)["Người"]
    own = cast.lan.person.full_name
    assert own in titles(cast.lan, own)["Người"]


def test_another_province_is_never_found(cast, paper):
    for typed in ("ninh kieu", "cai khe"):
        assert "Đơn vị" in titles(cast.oanh, typed)
        assert "Đơn vị" not in titles(cast.phuoc, typed)
    assert "Văn bản" not in titles(cast.oanh, "08/TTr-UBND")


def test_the_plan_is_found_by_its_words_and_leads_to_the_place(cast):
    page = cast.lan.client.get(cast.lan.path("search"), {"q": "dich vu cong truc tuyen"}).content.decode()
    assert ">Kế hoạch</h2>" in page
    assert cast.lan.path("campaigns:plan_part", "muc-tieu") + "#" in page


def test_nothing_found_too_little_typed_and_hostile_text_are_answered(cast):
    def said(typed):
        answer = cast.lan.client.get(cast.lan.path("search"), {"q": typed})
        assert answer.status_code == 200
        return answer.content.decode()

    assert "Không tìm thấy" in said("xyzzy khong co")
    assert "Gõ ít nhất hai chữ" in said("a")
    assert "<script>alert" not in said("<script>alert(1)</script>")
    assert "Gõ ít nhất hai chữ" in said("%_")
    assert "Đơn vị, người" in said("")
    assert 'role="search"' in said("")


def test_the_database_folds_as_python_does(cast):
    every = "".join(chr(code) for block in ((0x20, 0x250), (0x1E00, 0x1F00)) for code in range(*block))
    said = ["Đắk Song", "TỜ TRÌNH số 08/TTr-UBND", "ưỡng ệ ỷ Ỹ", "Ra\u0323ch Gia\u0301", "  Hòn   Đất. "]
    letters = [char for char in every if char.isalpha() and search_key(char) and not char.isascii()]
    vietnamese = [char for char in letters if char.lower() in search._FROM]
    assert len(vietnamese) == 134
    with tenant_scope(cast.lan.tenant):
        for word in [*said, "".join(vietnamese)]:
            found = Unit.objects.annotate(key=search.folded(Value(word))).values_list("key", flat=True)[0]
            assert found == search_key(word)
