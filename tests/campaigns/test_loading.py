"""Loading a plan is repeatable, says what changed, and gives the plan back as it was written."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import Block, BlockMembership, Campaign, Clause, Milestone, ReportingPeriod, Standard
from campaigns.plans.loader import PLANS, load_plan
from campaigns.plans.parts import registered
from campaigns.selectors import copies_for, current_campaign
from campaigns.selectors.content import export
from campaigns.services.blocks import place_by_hand
from campaigns.services.loading import load
from config.kernel import audit
from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.tenancy import tenant_scope
from units.models import Tenant, Unit

pytestmark = pytest.mark.django_db
TENANTS = ["kien-giang", "can-tho", "bac-kan", "dak-song", "tuyen-quang"]


def plan_with(tmp_path: Path, slug: str, *replacements: tuple[str, str]) -> Path:
    text = (PLANS / f"{slug}.yaml").read_text(encoding="utf-8")
    for old, new in replacements:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    path = tmp_path / f"{slug}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def without_absent(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None and value != [] and value is not False}


@pytest.mark.parametrize("slug", TENANTS)
def test_loading_again_changes_nothing(slug: str):
    tenant = Tenant.objects.get(slug=slug)
    load(tenant)
    with tenant_scope(tenant):
        before = len(audit.timeline(current_campaign()))
    again = load(tenant)
    assert again.effective == []
    assert again.counts.keys() == {"unchanged"}
    with tenant_scope(tenant):
        assert len(audit.timeline(current_campaign())) == before


@pytest.mark.parametrize("slug", TENANTS)
def test_every_list_of_the_plan_comes_back_as_it_was_written(slug: str):
    tenant = Tenant.objects.get(slug=slug)
    plan = load_plan(PLANS / f"{slug}.yaml")
    with tenant_scope(tenant):
        exported = export(current_campaign())
    head = without_absent(exported["campaign"])
    assert {key: value for key, value in head.items() if key not in ("version", "state")} == plan.campaign
    own = set(plan.lists) & set(exported)
    assert {"standards", "participants", "timeline", "dossier_components", "bodies", "contents"} <= own
    for key in own - {"award_rules", "indicator_sets"}:
        told = [without_absent(entry) for entry in exported[key]]
        assert told == [without_absent(item) for item in plan.lists[key]], key


def test_every_list_of_the_schema_is_kept_by_some_app():
    kept = {part.key for part in registered()}
    assert {"targets", "award_rules", "indicator_sets", "blocks", "doubts"} <= kept


def test_a_change_in_the_file_is_told_as_old_and_new(tmp_path: Path, kien_giang: Tenant):
    path = plan_with(tmp_path, "kien-giang", ("roles: [award_board, council, inspection]", "roles: [council]"))
    result = load(kien_giang, path=path)
    [change] = result.effective
    assert (change.part, change.code, change.state) == ("bodies", "CQ-6", "changed")
    assert change.fields == {"roles": (["award_board", "council", "inspection"], ["council"])}
    assert result.version == 2
    with tenant_scope(kien_giang):
        entry = audit.timeline(current_campaign())[-1]
    assert entry.verb == "campaign.load_plan"
    assert entry.actor_name == "Hệ thống"
    assert entry.data["changes"][0]["code"] == "CQ-6"


def test_what_the_file_no_longer_holds_is_withdrawn_and_can_come_back(tmp_path: Path, kien_giang: Tenant):
    text = (PLANS / "kien-giang.yaml").read_text(encoding="utf-8")
    start = text.index("  - code: NV-17")
    path = tmp_path / "kien-giang.yaml"
    path.write_text(text[:start] + text[text.index("\n\nindicator_sets:") :], encoding="utf-8")
    [change] = load(kien_giang, path=path).effective
    assert (change.part, change.code, change.state) == ("doubts", "NV-17", "withdrawn")
    with tenant_scope(kien_giang):
        assert Clause.objects.get(kind="doubts", code="NV-17").withdrawn
        assert "NV-17" not in [doubt["code"] for doubt in export(current_campaign())["doubts"]]
    [back] = load(kien_giang).effective
    assert back.fields == {"withdrawn": (True, False)}


def test_a_file_with_an_error_leaves_everything_as_it_was(tmp_path: Path, kien_giang: Tenant):
    path = plan_with(tmp_path, "kien-giang", ("code: CQ-1\n", "code: CQ-2\n"))
    with tenant_scope(kien_giang):
        before = json.dumps(export(current_campaign()), default=str)
    with pytest.raises(Exception, match="used twice"):
        load(kien_giang, path=path)
    with tenant_scope(kien_giang):
        assert json.dumps(export(current_campaign()), default=str) == before


def test_export_prints_json_from_the_database(kien_giang: Tenant):
    with tenant_scope(kien_giang):
        Standard.objects.filter(code="TC-1").update(scope="unit")
    out = io.StringIO()
    call_command("export_plan", "kien-giang", stdout=out)
    told = json.loads(out.getvalue())
    assert told["campaign"]["number"] == "243/KH-UBND"
    assert next(s for s in told["standards"] if s["code"] == "TC-1")["scope"] == "unit"
    reports = next(t for t in told["timeline"] if t["kind"] == "annual_report")
    assert reports["date"] is None
    assert reports["owed_to"].startswith("Sở Thông tin và Truyền thông")
    copies = {c["award_form"]: c["copies"] for c in told["dossier_components"] if c["copies"]}
    assert copies == {"HCLD3": 3, "BK_TTG": 2, "BK_TINH": 1}


def test_commands_name_an_unknown_tenant():
    with pytest.raises(CommandError, match="ha-noi"):
        call_command("load_plans", tenant=["ha-noi"])
    with pytest.raises(CommandError, match="ha-noi"):
        call_command("export_plan", "ha-noi")


def test_load_plans_tells_what_it_did():
    out = io.StringIO()
    call_command("load_plans", tenant=["can-tho"], stdout=out)
    assert "can-tho: CT-CDS-2022-2025" in out.getvalue()
    assert "0 mới, 0 đổi, 0 rút" in out.getvalue()


def test_can_tho_has_no_targets_and_says_why(can_tho: Tenant):
    with tenant_scope(can_tho):
        campaign = current_campaign()
        assert export(campaign).get("targets") in (None, [])
        assert "không có chỉ tiêu số" in campaign.source_note


def test_tuyen_quang_is_known_as_a_press_summary():
    tenant = Tenant.objects.get(slug="tuyen-quang")
    with tenant_scope(tenant):
        assert current_campaign().is_press_summary


def test_copies_come_from_the_plan_or_not_at_all(kien_giang: Tenant, can_tho: Tenant):
    with tenant_scope(kien_giang):
        assert copies_for(current_campaign(), "BK_TTG") == 2
    with tenant_scope(can_tho):
        assert copies_for(current_campaign(), "BK_TINH") is None


def test_every_unit_of_a_blocks_kinds_stands_in_it(kien_giang: Tenant, can_tho: Tenant):
    with tenant_scope(kien_giang):
        communes = Unit.objects.filter(kind="commune").count()
        assert communes >= 143
        assert BlockMembership.objects.filter(block__code="KHOI-C").count() == communes
    with tenant_scope(can_tho):
        assert set(Block.objects.values_list("code", "source")) == {(f"KHOI-{n}", "plan") for n in (1, 2, 3, 4)}
        kinds = BlockMembership.objects.filter(block__code="KHOI-4").values_list("unit__kind", flat=True)
        assert set(kinds) == {"telecom_enterprise"}


def test_a_unit_placed_by_hand_stays_when_the_plan_is_loaded_again(kien_giang: Tenant):
    with tenant_scope(kien_giang):
        campaign = current_campaign()
        unit = Unit.objects.filter(kind="commune").first()
        block = Block.objects.get(code="KHOI-B")
        system = Actor.system(kien_giang)
        with pytest.raises(DomainError, match="lý do"):
            place_by_hand(campaign=campaign, unit=unit, block=block, reason=" ", actor=system)
        place_by_hand(campaign=campaign, unit=unit, block=block, reason="Thí điểm", actor=system)
    load(kien_giang)
    with tenant_scope(kien_giang):
        assert BlockMembership.objects.get(unit=unit).block_id == block.pk


def test_there_is_one_current_campaign_per_tenant():
    for tenant in Tenant.objects.all():
        with tenant_scope(tenant):
            assert Campaign.objects.count() == 1
            assert Milestone.objects.exists()
            assert ReportingPeriod.objects.count() == len(current_campaign().years)
