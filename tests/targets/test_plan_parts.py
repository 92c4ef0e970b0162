"""Targets and indicator sets as part of a plan: loaded, exported, versioned."""

from decimal import Decimal

import pytest

from campaigns.models import Campaign
from campaigns.selectors import the_campaign
from config.kernel.tenancy import tenant_scope
from targets import plan_parts
from targets.models import Indicator, IndicatorSet, Target
from tests.targets import makers
from tests.world import TENANTS
from units.models import Tenant

ITEM = {
    "code": "BO-MOI", "name": "Bộ chỉ số thử", "years": [2023], "for_kinds": ["commune"], "source": "tenant_default",
    "indicators": [
        {"code": "A-1", "name": "Một tỷ lệ", "unit_kinds": ["commune"], "value_kind": "share", "method": "ratio_cap",
         "max_points": Decimal("7.5"), "threshold": Decimal(60), "evidence_required": True},
        {"code": "A-2", "name": "Theo bậc", "unit_kinds": ["commune"], "value_kind": "number", "method": "step",
         "max_points": Decimal(20), "evidence_required": False,
         "params": [{"at_least": Decimal(4), "points": Decimal(20)}, {"at_least": Decimal(1), "points": Decimal(5)}]},
    ],
}  # fmt: skip


@pytest.mark.parametrize("slug", TENANTS)
def test_every_indicator_of_every_tenant_can_be_scored(db, slug):
    with tenant_scope(Tenant.objects.get(slug=slug)):
        found = list(Indicator.objects.select_related("set"))
        assert found
        for indicator in found:
            for year in indicator.set.years:
                assert indicator.rule(year).max_h == indicator.max_h


def test_exported_targets_carry_the_normal_form(in_kien_giang):
    rows = plan_parts.export_targets(the_campaign())
    first = next(r for r in rows if r["code"] == "CQS-2023-2")
    assert {k: first[k] for k in ("section", "year", "pillar", "comparator", "value", "unit", "kind", "role")} == {
        "section": "II.2.1.a", "year": 2023, "pillar": "government", "comparator": "gte", "value": 60, "unit": "%",
        "kind": "quantitative", "role": "specific_target",
    }  # fmt: skip
    assert first["text"].startswith("Tối thiểu 60% hồ sơ")
    assert first["group"] is None


def test_can_tho_has_no_numbers_of_its_own_but_an_index(can_tho):
    with tenant_scope(can_tho):
        assert not Target.objects.filter(kind="quantitative").exists()
        assert IndicatorSet.objects.count() >= 3
        assert not Indicator.objects.filter(target__isnull=False).exists()


def sync(*items):
    campaign = Campaign.objects.get(pk=the_campaign().pk)
    kept = plan_parts.export_sets(campaign)
    assert kept
    return {c.code: c.state for c in plan_parts.sync_sets(campaign, items, None)}


def test_loading_the_same_set_again_changes_nothing(in_kien_giang):
    assert sync(ITEM)["BO-MOI"] == "created"
    assert sync(ITEM)["BO-MOI"] == "unchanged"
    rows = Indicator.objects.filter(set__code="BO-MOI")
    assert [(r.max_h, r.threshold, r.comparator, r.unit) for r in rows] == [
        (750, 60, "gte", "%"), (2000, None, "gte", ""),
    ]  # fmt: skip
    exported = next(s for s in plan_parts.export_sets(the_campaign()) if s["code"] == "BO-MOI")
    assert exported["indicators"][0]["max_points"] == Decimal("7.5")
    assert exported["indicators"][1]["params"] == [{"at_least": 4, "points": 20}, {"at_least": 1, "points": 5}]


def test_an_unused_set_is_made_anew_and_a_used_one_gets_a_new_version(cast, in_kien_giang):
    sync(ITEM)
    other = {**ITEM, "name": "Bộ chỉ số thử, sửa"}
    assert sync(other)["BO-MOI"] == "changed"
    assert [s.version for s in IndicatorSet.objects.filter(code="BO-MOI")] == [1]
    report = makers.open_report(cast.lan)
    assert {v.indicator.code for v in makers.all_values(report)} == {"A-1", "A-2"}
    sync(ITEM)
    assert [(s.version, s.state) for s in IndicatorSet.objects.filter(code="BO-MOI")] == [
        (1, "superseded"), (2, "draft"),
    ]  # fmt: skip
    assert {v.indicator.set.version for v in makers.all_values(report)} == {1}
