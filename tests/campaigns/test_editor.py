"""A plan changed, and a campaign made, in the browser; out as a file, in again, the same."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from awards.models import AwardRule
from campaigns.models import Campaign, Clause, Milestone, PlanDraft, PlanVersion, ReportingPeriod
from campaigns.plan_forms import EntryForm, keys_of
from campaigns.plans.loader import PLANS, load_plan, plan_path, read_plan
from campaigns.plans.schema import LISTS
from campaigns.plans.writing import plain, tidy
from campaigns.selectors import current_campaign
from campaigns.selectors.content import content_of
from campaigns.selectors.drafts import Desk
from campaigns.services import drafts
from campaigns.services.loading import load
from config.kernel import audit
from config.kernel.errors import Conflict, Invalid, Refused
from config.kernel.tenancy import tenant_scope
from targets.models import IndicatorSet, Target
from units.models import Tenant

pytestmark = pytest.mark.django_db
TENANTS = ["kien-giang", "can-tho", "bac-kan", "dak-song", "tuyen-quang"]


def shown(response: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(text))


def filled(draft: PlanDraft, part: str, code: str, **changes: Any) -> dict[str, Any]:
    """What the browser sends back when only `changes` were typed."""
    desk = Desk(draft)
    edit = desk.edits.get((part, code))
    form = EntryForm(part=part, current=desk.entry(part, code), version=edit.version if edit else 0)
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (sent | changes).items() if value not in (None, False)}


@pytest.fixture
def draft(cast: Any, kien_giang: Tenant) -> PlanDraft:
    with tenant_scope(kien_giang):
        return drafts.begin(campaign=current_campaign(), actor=cast.phuoc.actor)


@pytest.mark.parametrize("slug", TENANTS)
def test_what_goes_out_as_a_file_comes_in_the_same(slug: str, tmp_path: Path):
    """load(export(x)) = x: every list reads the same, and the database has nothing to change."""
    out = io.StringIO()
    call_command("export_plan", slug, yaml=True, stdout=out)
    path = tmp_path / f"{slug}.yaml"
    path.write_text(out.getvalue(), encoding="utf-8")
    exported, own = load_plan(path), load_plan(plan_path(slug))
    assert exported.campaign == own.campaign
    for name in LISTS:
        if name != "indicator_sets":  # goes out with what it took from its targets
            assert exported.lists[name] == own.lists[name], name
    assert load(Tenant.objects.get(slug=slug), path=path).effective == []


def test_a_plan_is_changed_in_the_browser_published_and_loaded_again(cast: Any, kien_giang: Tenant, tmp_path: Path):
    phuoc = cast.phuoc
    client = phuoc.client
    with tenant_scope(kien_giang):
        campaign = current_campaign()
        start = campaign.version
    answer = client.post(phuoc.path("campaigns:draft_begin", uid=campaign.uid))
    with tenant_scope(kien_giang):
        found = PlanDraft.objects.get(campaign=campaign)
    assert answer["Location"] == phuoc.path("campaigns:draft", uid=found.uid)

    def entry(part: str, code: str) -> str:
        return phuoc.path("campaigns:draft_entry", uid=found.uid, part=part, code=code)

    # A number that the plan does not say is refused beside its field, and nothing typed is lost.
    with tenant_scope(kien_giang):
        sent = filled(found, "targets", "CQS-2023-2", value="65,5", note="Theo họp ngày 01/12")
    refused = client.post(entry("targets", "CQS-2023-2"), sent)
    assert refused.status_code == 422
    assert "Số 65,5 không có trong lời kế hoạch" in shown(refused)
    assert 'value="65,5"' in refused.content.decode()
    assert "Theo họp ngày 01/12" in refused.content.decode()
    # As the tenant's own it may stand; so may an entry that the tenant adds, and one may go.
    sent |= {"source": "tenant", "section": ""}
    assert client.post(entry("targets", "CQS-2023-2"), sent).status_code == 302
    added = phuoc.path("campaigns:draft_add", uid=found.uid, part="timeline")
    milestone = {"code": "DV-1", "source": "tenant", "kind": "other", "date": "20/12/2023", "text": "Họp giao ban."}
    assert client.post(added, milestone).status_code == 302
    twice = client.post(added, milestone)
    assert twice.status_code == 422
    assert "Mã DV-1 đã dùng cho một mục khác" in shown(twice)
    assert client.post(entry("doubts", "NV-17"), {"step": "remove", "version": "0"}).status_code == 302

    doubts = shown(client.get(phuoc.path("campaigns:draft_part", uid=found.uid, part="doubts")))
    assert "16 mục, chưa kể 1 mục bản sửa này bỏ" in doubts, "counted as the overview counts"
    page = shown(client.get(phuoc.path("campaigns:draft", uid=found.uid)))
    assert "3 mục khác bản đang áp dụng" in page
    assert "Giá trị: 60 → 65,5" in page
    assert "báo cáo năm 2023 đã mở theo phiên bản" in page
    with tenant_scope(kien_giang):
        found.refresh_from_db()
        assert Target.objects.get(code="CQS-2023-2").value == 60, "nothing is in force before it is published"
        used = IndicatorSet.objects.filter(indicators__target__code="CQS-2023-2").latest("version")
    step = phuoc.path("campaigns:draft_step", uid=found.uid)
    told = client.post(step, {"step": "publish", "version": str(found.version), "reason": "Công văn 12/STTTT"})
    assert told["Location"] == phuoc.path("campaigns:plan_versions", uid=campaign.uid)
    again = client.post(step, {"step": "publish", "version": str(found.version)})
    assert again.status_code == 409
    assert "đã ban hành, không sửa tiếp được" in shown(again)

    with tenant_scope(kien_giang):
        campaign.refresh_from_db()
        assert campaign.version == start + 1
        target = Target.objects.get(code="CQS-2023-2")
        assert (str(target.value.normalize()), target.source, target.section) == ("65.5", "tenant", "")
        assert Milestone.objects.get(code="DV-1").date == "2023-12-20"
        assert Clause.objects.get(kind="doubts", code="NV-17").withdrawn
        used.refresh_from_db()
        assert used.state == "superseded", "reports keep the set that they were opened by"
        version = PlanVersion.objects.get(campaign=campaign, version=campaign.version)
        assert {(c["part"], c["code"], c["state"]) for c in version.changes} == {
            ("targets", "CQS-2023-2", "changed"), ("timeline", "DV-1", "created"), ("doubts", "NV-17", "withdrawn"),
        }  # fmt: skip
        entry_made = audit.timeline(campaign)[-1]
        assert (entry_made.verb, entry_made.reason) == ("campaign.publish", "Công văn 12/STTTT")
        content = content_of(campaign)
    versions = shown(client.get(phuoc.path("campaigns:plan_versions", uid=campaign.uid)))
    assert "Giá trị: 60 → 65,5" in versions
    assert "Nguồn: không ghi → Do cơ quan thường trực đặt" in versions
    assert "Mốc DV-1 Thêm Họp giao ban." in versions, "what was added says what it is, not its code alone"
    assert "Chỗ cần làm rõ NV-17 Bỏ" in versions
    with tenant_scope(kien_giang):
        gone = Clause.objects.get(kind="doubts", code="NV-17").text
    assert " ".join(gone.split())[:100] in versions
    plan_page = shown(cast.lan.client.get(cast.lan.path("campaigns:plan_part", part="muc-tieu")))
    assert "Do cơ quan thường trực đặt, không phải lời kế hoạch." in plan_page

    # Out by the button, in by the loader: identical.
    path = tmp_path / "kien-giang.yaml"
    path.write_bytes(client.get(phuoc.path("campaigns:plan_file")).content)
    assert load(kien_giang, path=path).effective == []
    with tenant_scope(kien_giang):
        assert content_of(current_campaign()) == content
    # The file that comes with the software does not overwrite what was changed here, unless it is told to.
    out = io.StringIO()
    call_command("load_plans", tenant=["kien-giang"], stdout=out)
    assert "đã sửa trên trình duyệt, giữ nguyên" in out.getvalue()
    with tenant_scope(kien_giang):
        assert content_of(current_campaign()) == content


def test_the_next_period_is_copied_with_its_years_moved_and_nothing_called_the_plans(cast: Any, kien_giang: Tenant):
    phuoc = cast.phuoc
    client = phuoc.client
    with tenant_scope(kien_giang):
        old = current_campaign()
    form = {
        "title": "Thi đua chuyển đổi số 2026–2030", "code": "KG-CDS-2026-2030", "period_from": "2026",
        "period_to": "2030", "start": str(old.uid),
    }  # fmt: skip
    new = phuoc.path("campaigns:draft_new")
    wrong = client.post(new, form | {"period_to": "2025"})
    assert wrong.status_code == 422
    assert "Năm kết thúc phải từ năm bắt đầu trở đi." in shown(wrong)
    assert 'value="KG-CDS-2026-2030"' in wrong.content.decode()
    assert client.post(new, form).status_code == 302
    assert "Đã có phong trào mã KG-CDS-2026-2030" in shown(client.post(new, form))
    with tenant_scope(kien_giang):
        found = PlanDraft.objects.get(campaign__code="KG-CDS-2026-2030")
        desk = Desk(found)
        assert desk.wrong == []
        target = desk.entry("targets", "CQS-2027-2")
        assert (target["year"], target["value"], target["source"], "section" in target) == (2027, 60, "tenant", False)
        years = {year for rule in desk.content["award_rules"] for year in rule.get("years", [])}
        assert years <= {2026, 2027, 2028, 2029, 2030}
        assert current_campaign() == old, "a draft is nobody's campaign yet"
        found.refresh_from_db()
        parts = ["targets", "award_rules", "timeline", "indicator_sets"]
        assert desk.ends_early == [(part, 2029) for part in parts], "the new period is a year longer"
    page = shown(client.get(phuoc.path("campaigns:draft", uid=found.uid)))
    assert "mục còn nhắc năm cũ" in page
    assert "4 phần chưa đến năm 2030" in page
    assert "có thể ban hành" not in page
    step = phuoc.path("campaigns:draft_step", uid=found.uid)
    assert client.post(step, {"step": "publish", "version": str(found.version)}).status_code == 302
    with tenant_scope(kien_giang):
        made = Campaign.objects.get(code="KG-CDS-2026-2030")
        assert (made.state, made.version) == ("published", 1)
        assert set(ReportingPeriod.objects.filter(campaign=made).values_list("year", flat=True)) == set(made.years)
        assert set(AwardRule.objects.filter(campaign=made).values_list("source", flat=True)) == {"tenant"}
        assert not Target.objects.filter(campaign=made, source="plan").exists()
        assert current_campaign() == old, "its period has not begun"
        assert read_plan(client.get(phuoc.path("campaigns:campaign_file", uid=made.uid)).content.decode()).campaign[
            "source_kind"
        ] == "own"  # fmt: skip


def test_another_provinces_plan_comes_by_its_file_or_with_the_software(cast: Any, kien_giang: Tenant):
    phuoc = cast.phuoc
    client, new = phuoc.client, phuoc.path("campaigns:draft_new")
    form = {"title": "Theo Bắc Kạn", "code": "KG-BK", "period_from": "2026", "period_to": "2029"}
    assert client.post(new, form | {"start": "mau-1"}).status_code == 302
    bad = SimpleUploadedFile("ke-hoach.yaml", b"campaign: [1, 2]\n")
    refused = client.post(new, form | {"code": "KG-X", "start": "file", "file": bad})
    assert refused.status_code == 422
    assert "Tệp không đọc được: dòng" in shown(refused)
    good = SimpleUploadedFile("can-tho.yaml", (PLANS / "can-tho.yaml").read_bytes())
    assert client.post(new, form | {"code": "KG-CT", "start": "file", "file": good}).status_code == 302
    with tenant_scope(kien_giang):
        for code in ("KG-BK", "KG-CT"):
            desk = Desk(PlanDraft.objects.get(campaign__code=code))
            assert desk.wrong == []
            assert desk.content["campaign"]["issuer"] == "Ủy ban nhân dân tỉnh Kiên Giang"


def test_two_people_at_one_entry_and_a_change_made_elsewhere(cast: Any, kien_giang: Tenant, draft: PlanDraft):
    phuoc, quan = cast.phuoc, cast.quan
    address = phuoc.path("campaigns:draft_entry", uid=draft.uid, part="bodies", code="CQ-6")
    with tenant_scope(kien_giang):
        first, second = (filled(draft, "bodies", "CQ-6", roles=roles) for roles in (["council"], ["finance"]))
    assert phuoc.client.post(address, first).status_code == 302
    client = quan.client
    stale = client.post(address, second)
    assert stale.status_code == 409
    assert "Cơ quan CQ-6 vừa được" in shown(stale)
    assert "Bản người khác vừa ghi" in shown(stale)
    assert re.search(r'value="finance"[^>]*checked', stale.content.decode()), "what was typed is still there"
    version = re.search(r'name="version" value="(\d+)"', stale.content.decode())
    assert client.post(address, second | {"version": version[1]}).status_code == 302
    with tenant_scope(kien_giang):
        draft.refresh_from_db()
        assert Desk(draft).entry("bodies", "CQ-6")["roles"] == ["finance"]
        # The plan in force moves under the draft: publishing says where, instead of undoing it.
        current_campaign().bodys.filter(code="CQ-6").update(name="Sở Nội vụ, Ban Thi đua - Khen thưởng")
        with pytest.raises(Conflict, match="đã đổi ở: Cơ quan CQ-6"):
            drafts.publish(draft=draft, actor=phuoc.actor)
        with pytest.raises(Refused):
            drafts.save_entry(draft=draft, part="bodies", body={"code": "CQ-9"}, actor=cast.lan.actor)
        drafts.discard(draft=draft, reason="Làm lại", actor=phuoc.actor)
        with pytest.raises(Conflict, match="đã bỏ, không sửa tiếp được"):
            drafts.save_entry(draft=draft, part="bodies", body={"code": "CQ-9"}, actor=phuoc.actor)


def test_what_cannot_be_published_is_named_with_what_to_do(cast: Any, kien_giang: Tenant, draft: PlanDraft):
    with tenant_scope(kien_giang):
        drafts.remove_entry(draft=draft, part="targets", code="CQS-2023-2", actor=cast.phuoc.actor)
        with pytest.raises(Invalid) as caught:
            drafts.publish(draft=draft, actor=cast.phuoc.actor)
        sentences = [s for group in caught.value.errors.values() for s in group]
        assert any(
            s.startswith("Bộ chỉ số ") and "nhắc đến mã “CQS-2023-2” nhưng kế hoạch không có mã ấy ở phần chỉ tiêu" in s
            for s in sentences
        ), sentences
        assert current_campaign().version == 1
    page = cast.phuoc.client.get(cast.phuoc.path("campaigns:draft", uid=draft.uid))
    assert "Còn chỗ cần sửa ở danh sách bên." in shown(page)


def test_every_key_of_every_list_can_be_filled_in_and_comes_back_as_it_stood(kien_giang: Tenant):
    """A form that was shown and sent unchanged gives the same entry, for every entry of every plan."""
    for slug in ("kien-giang", "bac-kan"):
        plan = load_plan(plan_path(slug))
        content = plain(tidy({"campaign": plan.campaign} | plan.lists))
        for part, items in content.items():
            for item in [items] if part == "campaign" else items:
                form = EntryForm(part=part, current=item)
                assert set(keys_of(part)) - {"criteria", "indicators"} <= set(form.fields)
                data = {name: form[name].value() for name in form.fields}
                sent = EntryForm(_query(data), part=part, current=item).body()
                assert {k: v for k, v in sent.items() if v is not False} == item, (slug, part, item["code"])


def _query(data: dict[str, Any]) -> Any:
    from django.http import QueryDict

    found = QueryDict(mutable=True)
    for name, value in data.items():
        if isinstance(value, list):
            found.setlist(name, value)
        elif value not in (None, False):
            found[name] = str(value)
    return found
