"""The 521 official units, their tree, and finding them as people type."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter

import pytest

from config.kernel.tenancy import tenant_scope
from dossiers.paper_facts.wording import in_full
from units import selectors
from units.models import Tenant, Unit
from units.services.loading import UNITS_FILE, load_all, rebuild_paths

pytestmark = pytest.mark.django_db


def official() -> list[dict[str, str]]:
    with UNITS_FILE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_official_unit_is_there_with_its_parent_level_and_name():
    found = {}
    for tenant in Tenant.objects.all():
        with tenant_scope(tenant):
            for unit in Unit.objects.filter(is_demo=False).select_related("parent"):
                parent = unit.parent.official_code if unit.parent else ""
                found[tenant.slug, unit.official_code] = (unit.level, unit.name, unit.form, parent)
    expected = {
        (row["tenant"], row["code"]): (row["level"], row["name"], row["kind"], row["parent_code"]) for row in official()
    }
    assert len(expected) == 521
    assert found == expected


def test_loading_again_changes_nothing():
    results = load_all()
    assert sum(r.created for r in results) == 0
    assert sum(len(r.changed) for r in results) == 0
    assert sum(r.unchanged for r in results) == 521


def test_paths_follow_the_parents(kien_giang: Tenant):
    with tenant_scope(kien_giang):
        units = {unit.pk: unit for unit in Unit.objects.all()}
        for unit in units.values():
            above = units[unit.parent_id].path if unit.parent_id else "/"
            assert unit.path == f"{above}{unit.pk}/"
            assert unit.depth == unit.path.count("/") - 2
        assert rebuild_paths(tenant=kien_giang) == 0


def test_subtree_and_ancestors(kien_giang: Tenant):
    with tenant_scope(kien_giang):
        hon_dat = Unit.objects.get(code="903")
        my_lam = Unit.objects.get(code="30844")
        communes = [row for row in official() if row["parent_code"] == "903"]
        assert selectors.subtree(hon_dat).filter(kind="commune").count() == len(communes)
        assert [u.code for u in selectors.ancestors(my_lam)] == ["91", "903"]
        assert selectors.root().code == "91"
        assert my_lam.full_name == "Ủy ban nhân dân xã Mỹ Lâm"
        assert my_lam.display_name == "UBND xã Mỹ Lâm"
        assert my_lam.locality == "Mỹ Lâm"


@pytest.mark.parametrize(
    "typed",
    [
        "rach gia",
        "Rạch Giá",
        "RẠCH GIÁ",
        " rạch  giá ",
        unicodedata.normalize("NFD", "Rạch Giá"),
        "Rạch Gía",
        "Rach-Gia",
    ],
)
def test_search_takes_any_spelling(kien_giang: Tenant, typed: str):
    with tenant_scope(kien_giang):
        found = list(selectors.search(typed, levels=["district"]))
    assert [unit.name for unit in found] == ["Thành phố Rạch Giá"]


def test_search_by_district_finds_its_communes_and_the_larger_first(kien_giang: Tenant):
    with tenant_scope(kien_giang):
        found = list(selectors.search("hon dat"))
        assert found[0].name == "Huyện Hòn Đất"
        communes = Counter(unit.parent_id for unit in found if unit.level == "commune")
        assert communes[found[0].pk] == 14
        assert list(selectors.search("hon dta")) == []
        assert list(selectors.search("???")) == []
        assert selectors.search("").count() == Unit.objects.count()


def test_units_stand_in_vietnamese_order(can_tho: Tenant):
    with tenant_scope(can_tho):
        districts = selectors.districts()
    assert [u.locality for u in districts] == [
        "Bình Thủy", "Cái Răng", "Cờ Đỏ", "Ninh Kiều", "Ô Môn", "Phong Điền", "Thốt Nốt", "Thới Lai", "Vĩnh Thạnh",
    ]  # fmt: skip


def test_an_odd_capital_in_the_official_name_does_not_reach_a_sentence():
    with tenant_scope(Tenant.objects.get(slug="bac-kan")):
        city = Unit.objects.get(code="058")
    assert city.name == "Thành Phố Bắc Kạn"
    assert city.display_name == "UBND thành phố Bắc Kạn"
    assert city.locality == "Bắc Kạn"


def test_a_tenant_knows_its_bodies():
    by_slug = {tenant.slug: tenant for tenant in Tenant.objects.all()}
    dak_song = by_slug["dak-song"]
    assert dak_song.standing_agency == "Phòng Văn hóa và Thông tin huyện Đắk Song"
    assert dak_song.board_name == "Phòng Nội vụ huyện Đắk Song"
    assert dak_song.level == "district"
    assert dak_song.chairman_title == "Chủ tịch Ủy ban nhân dân huyện Đắk Song"
    assert [t.letters for t in Tenant.objects.all()] == ["KG", "CT", "TQ", "BK", "ĐS"]
    assert by_slug["kien-giang"].symbol("standing") == "STTTT"
    assert not by_slug["tuyen-quang"].names_by_plan("standing_agency")
    assert by_slug["kien-giang"].names_by_plan("standing_agency")


def test_picking_a_unit_by_typing(kien_giang: Tenant):
    with tenant_scope(kien_giang):
        my_lam = Unit.objects.get(code="30844")
        assert selectors.unit_typed("30844") == my_lam
        assert selectors.unit_typed("30844 · UBND xã Mỹ Lâm") == my_lam
        assert selectors.unit_typed("ubnd xa my lam") == my_lam
        assert "Nhiều đơn vị" in str(selectors.unit_typed("hon dat"))
        assert "Không có đơn vị" in str(selectors.unit_typed("hon dta"))


def test_lists_tell_units_of_one_name_apart():
    for tenant in Tenant.objects.all():
        with tenant_scope(tenant):
            names = list(Unit.objects.filter(is_demo=False).values_list("short_name", flat=True))
            assert len(set(names)) == len(names) > 1, tenant.slug
    with tenant_scope(Tenant.objects.get(slug="kien-giang")):
        one, other = Unit.objects.filter(name="Xã Thạnh Lộc").order_by("code")
        assert (one.short_name, one.where) == ("UBND xã Thạnh Lộc, huyện Châu Thành", ", huyện Châu Thành")
        assert other.short_name == "UBND xã Thạnh Lộc, huyện Giồng Riềng"
        assert one.full_name == other.full_name == "Ủy ban nhân dân xã Thạnh Lộc", "on papers of its own"
        assert in_full(one, one.display_name) == "Ủy ban nhân dân xã Thạnh Lộc, huyện Châu Thành"
        assert in_full(one, "UBND xã Thạnh Lộc cũ") == "UBND xã Thạnh Lộc cũ"
        assert Unit.objects.get(name="Xã Mỹ Lâm").where == ""
