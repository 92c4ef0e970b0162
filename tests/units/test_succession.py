"""The reorganisation of 1 July 2025, applied to all five tenants."""

from __future__ import annotations

import datetime as dt

import pytest

from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.models import AuditEntry
from config.kernel.tenancy import tenant_scope
from tests.cast import Cast
from units import selectors
from units.enums import SuccessionKind
from units.models import Tenant, Unit, UnitSuccession
from units.services.succession import apply_reorganisation, read_reorganisation

pytestmark = pytest.mark.django_db
BASIS = "Nghị quyết về sắp xếp đơn vị hành chính năm 2025"
DAY = dt.date(2025, 7, 1)


def apply(cast: Cast, slug: str) -> Tenant:
    admin = cast[f"admin@{slug}"]
    with tenant_scope(admin.tenant):
        apply_reorganisation(actor=admin.actor, tenant=admin.tenant, legal_basis=BASIS)
    return admin.tenant


def test_nothing_is_lost_and_history_is_found_from_the_successor(cast: Cast, kien_giang: Tenant):
    with tenant_scope(kien_giang):
        before = {u.pk: (u.name, u.short_name, u.code, u.parent_id, u.path) for u in Unit.objects.all()}
    apply(cast, "kien-giang")
    with tenant_scope(kien_giang):
        after = {u.pk: (u.name, u.short_name, u.code, u.parent_id, u.path) for u in Unit.objects.all()}
        assert {pk: after[pk] for pk in before} == before
        rach_gia = Unit.objects.get(official_code="30742", valid_from=DAY)
        assert rach_gia.name == "Phường Rạch Giá"
        assert rach_gia.parent.name == "Tỉnh An Giang"
        family = set(Unit.objects.filter(pk__in=selectors.family(rach_gia)).values_list("name", flat=True))
        assert {"Phường Vĩnh Thanh", "Phường Rạch Sỏi", "Phường An Hòa", "Phường Rạch Giá"} <= family
        old = Unit.objects.get(code="30733")
        assert selectors.function_holder(old, DAY) == rach_gia
        assert selectors.function_holder(old, dt.date(2025, 6, 30)) == old
        zones = Unit.objects.filter(form="special_zone", valid_from=DAY)
        assert {"Đặc khu Phú Quốc"} <= set(zones.values_list("name", flat=True))
        entry = AuditEntry.objects.get(verb="units.reorganise")
        assert entry.data["successions"] == 143


def test_a_split_unit_has_one_main_successor(cast: Cast, can_tho: Tenant):
    apply(cast, "can-tho")
    with tenant_scope(can_tho):
        split = UnitSuccession.objects.filter(kind=SuccessionKind.SPLIT)
        for predecessor in {edge.predecessor for edge in split}:
            edges = [e for e in split if e.predecessor_id == predecessor.pk]
            assert len(edges) > 1
            assert sum(e.is_main for e in edges) == 1
            main = next(e.successor for e in edges if e.is_main)
            assert selectors.function_holder(predecessor, DAY) == main


def test_accounts_follow_a_continuing_unit_and_read_only_otherwise(cast: Cast, kien_giang: Tenant):
    lan = cast.lan
    apply(cast, "kien-giang")
    Tenant.objects.filter(pk=kien_giang.pk).update(demo_today=DAY)
    kien_giang.refresh_from_db()
    with tenant_scope(kien_giang):
        edge = UnitSuccession.objects.get(predecessor=lan.unit)
        actor = selectors.actor_for(lan.user, kien_giang)
        assert not actor.can("reports.edit", lan.unit)
        assert actor.can("reports.view", lan.unit)
        goes_on = edge.kind in {SuccessionKind.CONTINUE, SuccessionKind.RENAME}
        assert actor.can("reports.edit", edge.successor) == goes_on


def test_it_is_applied_once_and_only_as_reviewed(cast: Cast, kien_giang: Tenant):
    admin = cast.quan.actor
    with tenant_scope(kien_giang):
        with pytest.raises(DomainError, match="Ghi văn bản"):
            apply_reorganisation(actor=admin, tenant=kien_giang, legal_basis=" ")
        with pytest.raises(Conflict, match="đã đổi"):
            apply_reorganisation(actor=admin, tenant=kien_giang, legal_basis=BASIS, expected_digest="x")
        for member in (cast.lan, cast.phuoc):
            with pytest.raises(Refused):
                apply_reorganisation(actor=member.actor, tenant=kien_giang, legal_basis=BASIS)
        assert not UnitSuccession.objects.exists()
        digest = read_reorganisation(tenant=kien_giang).digest
        apply_reorganisation(actor=admin, tenant=kien_giang, legal_basis=BASIS, expected_digest=digest)
        with pytest.raises(Conflict, match="đã được áp dụng"):
            apply_reorganisation(actor=admin, tenant=kien_giang, legal_basis=BASIS)


def test_the_page_shows_it_applies_it_and_says_so(cast: Cast):
    admin = cast.huy
    browser, url = admin.client, admin.path("units:reorganisation")
    page = browser.get(url)
    assert "85 quan hệ kế thừa, 34 đơn vị cấp xã mới" in page.content.decode()
    digest = page.context["plan"].digest
    assert browser.post(url, {"digest": digest, "legal_basis": ""}).status_code == 422
    assert browser.post(url, {"digest": digest, "legal_basis": BASIS}).status_code == 302
    assert "Đã áp dụng lúc" in browser.get(url).content.decode()
    assert browser.post(url, {"digest": digest, "legal_basis": BASIS}).status_code == 409
    with tenant_scope(admin.tenant):
        old = Unit.objects.get(code="31117")
    detail = browser.get(admin.path("units:unit_detail", old.uid)).content.decode()
    assert "hoạt động đến hết 30/06/2025" in detail
    assert BASIS in detail
    assert cast.oanh.client.get(url).status_code == 403
