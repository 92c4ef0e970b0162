"""Roles: which verbs, over what, under which title; and who the cast is."""

from __future__ import annotations

import datetime as dt

import pytest

from config.kernel.tenancy import tenant_scope
from tests.cast import NAMES, Cast
from tests.world import TENANTS
from units import selectors
from units.enums import RoleCode
from units.models import Role, Tenant, Unit, UnitSuccession
from units.roles import READING, VERB_LABELS, VERBS

pytestmark = pytest.mark.django_db

# verb → the roles that hold it; written out so that a slip in units/roles.py shows.
HOLDERS = {
    "tenant.admin": {"admin"},
    "users.edit": {"admin"},
    "units.edit": {"admin", "standing"},
    "campaigns.edit": {"admin", "standing"},
    "registrations.edit": {"clerk"},
    "registrations.confirm": {"standing"},
    "contributions.edit": {"clerk", "standing"},
    "contributions.confirm": {"standing", "board"},
    "practices.edit": {"clerk"},
    "practices.review": {"standing", "board"},
    "reports.edit": {"clerk"},
    "reports.confirm": {"head"},
    "reports.appraise": {"standing"},
    "scores.run": {"standing"},
    "scores.publish": {"standing"},
    "rounds.view": {"admin", "standing", "board", "leader"},
    "rounds.manage": {"standing"},
    "rounds.attest": {"standing", "board"},
    "council.manage": {"board"},
    "dossiers.edit": {"clerk"},
    "dossiers.confirm": {"head"},
    "dossiers.receive": {"standing"},
    "dossiers.appraise": {"board"},
    "dossiers.present": {"board"},
    "dossiers.consult": {"standing", "board"},
    "decisions.sign": {"leader"},
    "audit.view": {"admin", "standing", "board", "leader"},
    "reports.view": set(RoleCode.values),
    "dossiers.view": set(RoleCode.values),
    **{verb: set(RoleCode.values) for verb in READING},
}


def test_the_table_of_verbs_is_the_one_written_here():
    found = {verb: {str(role) for role, verbs in VERBS.items() if verb in verbs} for verb in HOLDERS}
    assert found == HOLDERS
    assert set().union(*VERBS.values()) == set(HOLDERS) == set(VERB_LABELS)


@pytest.mark.parametrize("slug", TENANTS)
def test_every_tenant_has_the_six_roles_under_its_own_titles(cast: Cast, slug: str):
    tenant = Tenant.objects.get(slug=slug)
    with tenant_scope(tenant):
        roles = {role.code: role for role in Role.objects.all()}
    assert {code: set(role.verbs) for code, role in roles.items()} == {str(k): set(v) for k, v in VERBS.items()}
    assert tenant.standing_short in roles["standing"].name
    for code, member in cast.of(slug).items():
        assert member.actor.roles == {code}
        for verb, holders in HOLDERS.items():
            assert member.actor.can(verb) == (code in holders), (code, verb)
    if slug == "dak-song":
        assert "Phòng VH&TT" in roles["standing"].name
        assert "Phòng Nội vụ" in roles["board"].name


def test_a_clerk_acts_in_the_own_subtree_only(cast: Cast, kien_giang: Tenant):
    with tenant_scope(kien_giang):
        other = Unit.objects.get(code="30838")
        assert cast.lan.actor.can("reports.edit", cast.lan.unit)
        assert not cast.lan.actor.can("reports.edit", other)
        assert not cast.lan.actor.can("reports.edit", cast.nga.unit), "the district stands above the commune"
        assert cast.nga.actor.can("reports.view", cast.lan.unit), "Mỹ Lâm lies in Hòn Đất"
        assert cast.phuoc.actor.can("reports.appraise", other)
        assert set(selectors.units_for(cast.lan.actor, "reports.edit").values_list("code", flat=True)) == {
            "30844", "HO-1-30844", "HO-2-30844",
        }  # fmt: skip
        assert selectors.units_for(cast.lan.actor, "scores.run").count() == 0
        assert selectors.units_for(cast.phuoc.actor, "reports.view").count() == Unit.objects.count()


def test_who_is_who(cast: Cast):
    for name in NAMES:
        member = getattr(cast, name)
        assert member.actor.name == member.person.full_name == member.user.full_name
        assert member.user.is_demo
        assert member.user.check_password("mat-khau-minh-hoa-2023")
    assert cast.lan.actor.name == "Trần Thị Mai Lan"
    assert cast.lan.actor.unit_name == "UBND xã Mỹ Lâm"
    assert cast.bich.unit.name == "Quận Ninh Kiều"
    assert cast.phuoc.actor.unit_name == "Sở TT&TT"
    assert cast.trung.actor.title == "Chủ tịch Ủy ban nhân dân tỉnh"


def test_a_user_has_no_part_in_another_tenant(cast: Cast, kien_giang: Tenant):
    with tenant_scope(kien_giang):
        assert selectors.actor_for(cast.bich.user, kien_giang) is None
    assert [t.slug for t in selectors.tenants_of(cast.bich.user)] == ["can-tho"]


def test_an_account_of_a_closed_unit_only_reads(cast: Cast, kien_giang: Tenant):
    with tenant_scope(kien_giang):
        Unit.objects.filter(pk=cast.lan.unit.pk).update(valid_to=dt.date(2023, 12, 3))
        actor = selectors.actor_for(cast.lan.user, kien_giang)
        assert actor.can("reports.view", cast.lan.unit)
        assert not actor.can("reports.edit", cast.lan.unit)
        Unit.objects.filter(pk=cast.lan.unit.pk).update(valid_to=dt.date(2023, 12, 4))
        assert selectors.actor_for(cast.lan.user, kien_giang).can("reports.edit", cast.lan.unit), "the last day counts"


def test_history_is_found_through_predecessors(kien_giang: Tenant):
    day = dt.date(2025, 7, 1)
    with tenant_scope(kien_giang):
        a, b, c, d = Unit.objects.filter(kind="commune")[:4]

        def edge(before: Unit, after: Unit, *, main: bool = True) -> None:
            UnitSuccession.objects.create(
                predecessor=before, successor=after, kind="merge", effective_on=day, is_main=main
            )

        edge(a, c)
        edge(b, c, main=False)
        edge(b, d)
        assert set(selectors.family(c)) == {a.pk, b.pk, c.pk}
        assert selectors.function_holder(b, day) == d
        assert selectors.function_holder(b, dt.date(2025, 6, 30)) == b
        assert {s.successor for s in selectors.successors(b)} == {c, d}
