"""Indicator sets edited as a copy and applied as a version; points that another body published."""

from __future__ import annotations

import re
from html import unescape

import pytest

from campaigns.plans.loader import load_plan, plan_path
from campaigns.selectors import the_campaign
from config.kernel import jobs
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.sheets import services as sheets
from config.kernel.tenancy import tenant_scope
from targets.enums import SetState
from targets.models import Indicator, IndicatorSet, ScoreRun, ScoreTotal
from targets.plan_parts import export_sets, sync_sets
from targets.selectors import facts
from targets.selectors.indicator_sets import difference, weights_of
from targets.selectors.indicators import applicable, sets_of
from targets.services import indicator_sets as acts
from targets.services import runs
from targets.sheets.outside import OutsideScoresSheet
from tests.sheets.books import book, sent, told
from tests.targets import makers
from units.models import Unit

pytestmark = pytest.mark.django_db
KIND, NAME = OutsideScoresSheet.kind, OutsideScoresSheet.title


@pytest.fixture
def commune_set(cast, in_kien_giang):
    """The set that a commune reports by in 2023, with one report opened."""
    makers.open_report(cast.lan)
    return applicable(the_campaign(), cast.lan.unit, 2023)[0].set


def test_a_copy_is_edited_and_applied_to_years_without_reports(cast, commune_set):
    me, base = cast.phuoc, IndicatorSet.objects.get(pk=commune_set.pk)
    assert base.state == SetState.USED
    address = me.path("targets:indicator_set", base.uid)
    assert "không phải của kế hoạch" in me.client.get(address).content.decode()
    answer = me.client.post(address, {"do": "edit"})
    draft = IndicatorSet.objects.get(campaign=base.campaign, code=base.code, state=SetState.EDITING)
    assert answer.url == me.path("targets:indicator_set", draft.uid)
    assert acts.open_edit(base=base, actor=me.actor) == draft
    # Nobody reports by it, and a unit's clerk does not see it.
    assert draft not in sets_of(base.campaign, 2024)
    assert cast.lan.client.get(cast.lan.path("targets:indicator_set", draft.uid)).status_code == 404
    assert cast.lan.client.get(cast.lan.path("targets:indicator_sets")).status_code == 200
    one = next(i for i in draft.indicators.all() if i.method == "ratio_cap")
    form = me.path("targets:edit_indicator", draft.uid, one.code)
    page = me.client.get(form).content.decode()
    assert one.name in page
    typed = {
        "name": one.name, "pillar": one.pillar, "value_kind": "share", "method": "ratio_cap", "comparator": "gte",
        "max_points": "12,5", "threshold": "", "unit": "%", "evidence_required": "on",
        "data_source": "Cổng dịch vụ công", "verifier": "Văn phòng UBND tỉnh", "guide": "Số hồ sơ trực tuyến ÷ tổng số",
    }  # fmt: skip
    refused = me.client.post(form, typed)
    assert refused.status_code == 422
    assert "phương pháp này cần ngưỡng lớn hơn 0" in refused.content.decode()
    assert "12,5" in refused.content.decode()
    assert me.client.post(form, typed | {"threshold": "77,5"}).status_code == 302
    change_of = next(c for c in difference(base, draft) if c.code == one.code)
    assert ("Cơ quan xác minh", "", "Văn phòng UBND tỉnh") in change_of.fields
    assert any(what == "Ngưỡng" and after == "77,5" for what, _, after in change_of.fields)
    new = {"code": "MOI-1", "name": "Họp về chuyển đổi số", "pillar": "government", "value_kind": "number",
           "method": "step", "comparator": "gte", "max_points": "20", "unit": "lần",
           "params": "1 = 5\n2 = 10\n3 = 15\n4 = 20"}  # fmt: skip
    assert me.client.post(me.path("targets:new_indicator", draft.uid), new).status_code == 302
    assert draft.indicators.get(code="MOI-1").params[3] == {"at_least": "4", "points_h": 2000}
    # The other pillars get half as much; the sum comes out exactly.
    weights = {w.name: w.points for w in weights_of(draft.indicators.all())}
    before = {w.pillar: w.total_h for w in weights_of(draft.indicators.all())}
    assert me.client.post(me.path("targets:indicator_set", draft.uid), {"do": "weights", **weights}).status_code == 422
    answer = me.client.post(
        me.path("targets:indicator_set", draft.uid), {"do": "weights", **weights, "w-society": "33,33"}
    )
    assert answer.status_code == 302
    after = {w.pillar: w.total_h for w in weights_of(draft.indicators.all())}
    assert after == before | {"society": 3333}
    # Whoever chooses a year of another set is told that its units would be scored by both.
    page = " ".join(me.client.get(me.path("targets:indicator_set", draft.uid)).content.decode().split())
    assert page.count("đơn vị bị chấm theo cả hai") == 2, "2024 and 2025 belong to the other set"
    # 2023 has a report: the year keeps its version.
    stale = {"do": "apply", "year": ["2023", "2024"], "reason": "QĐ 12/QĐ-STTTT"}
    refused = me.client.post(me.path("targets:indicator_set", draft.uid), stale)
    assert refused.status_code == 422
    assert "năm 2023 có 1 báo cáo" in refused.content.decode()
    assert me.client.post(me.path("targets:indicator_set", draft.uid), stale | {"year": "2024"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.years, draft.version, draft.reason) == ("draft", [2024], 2, "QĐ 12/QĐ-STTTT")
    assert [s.version for s in sets_of(base.campaign, 2024) if s.code == base.code] == [2]
    assert [s.version for s in sets_of(base.campaign, 2023) if s.code == base.code] == [1]
    # Applied is applied; the plan file as it was loaded changes nothing.
    with pytest.raises(Conflict, match="đã được áp dụng"):
        acts.discard(draft=draft, actor=me.actor)
    assert [one["code"] for one in export_sets(base.campaign)].count(base.code) == 1
    assert Indicator.objects.filter(set=base).count() == draft.indicators.count() - 1
    with pytest.raises(Refused):
        acts.open_edit(base=draft, actor=cast.lan.actor)


def test_the_same_kinds_in_another_order_are_no_change(cast, in_kien_giang):
    base = IndicatorSet.objects.filter(campaign=the_campaign()).earliest("id")
    draft = acts.open_edit(base=base, actor=cast.phuoc.actor)
    one = next(row for row in draft.indicators.all() if len(row.unit_kinds) > 2 and row.target is not None)
    kinds = sorted(one.unit_kinds, reverse=True)
    assert kinds != one.unit_kinds
    acts.save_indicator(
        draft=draft, code=one.code, actor=cast.phuoc.actor, values={"unit_kinds": kinds, "target": one.target.code}
    )
    assert difference(base, draft) == []
    address, same = cast.phuoc.path("targets:indicator_set", draft.uid), f"Bản này không khác phiên bản {base.version}"
    assert same in cast.phuoc.client.get(address).content.decode()
    fewer = kinds[1:]
    acts.save_indicator(
        draft=draft, code=one.code, actor=cast.phuoc.actor, values={"unit_kinds": fewer, "target": one.target.code}
    )
    assert [change.code for change in difference(base, draft)] == [one.code]
    assert same not in cast.phuoc.client.get(address).content.decode()


def test_the_plan_file_as_loaded_leaves_an_edited_set_alone(cast, in_kien_giang):
    campaign = the_campaign()
    items = _loaded(campaign)
    base = IndicatorSet.objects.filter(campaign=campaign).earliest("id")
    draft = acts.open_edit(base=base, actor=cast.phuoc.actor)
    acts.save_indicator(
        draft=draft, code=draft.indicators.first().code, values={"max_h": 777, "target": ""}, actor=cast.phuoc.actor
    )
    assert {c.state for c in sync_sets(campaign, items, None)} == {"unchanged"}
    acts.apply(draft=draft, years=[2025], reason="Họp", actor=cast.phuoc.actor)
    assert {c.state for c in sync_sets(campaign, items, None)} == {"unchanged"}


def _loaded(campaign):
    """The sets of the plan file, as the loader hands them over."""
    return load_plan(plan_path(campaign.tenant.slug)).lists["indicator_sets"]


def test_points_from_outside_are_a_run_with_their_source(cast, can_tho):
    me = cast["standing@can-tho"]
    with tenant_scope(can_tho):
        ScoreTotal.objects.filter(run__year=2024).delete()
        sheet_params = {"nam": "2024", "nguon": "UBND thành phố (chỉ số CĐS)", "so": "88/QĐ-UBND", "ngay": "2023-11-30"}
        units = list(Unit.objects.filter(kind="district").order_by("sort_key")[:3])
        # The form says whose points they are and leads to the workbook of exactly these.
        typed = {"year": "2024", "source_name": sheet_params["nguon"], "decision_number": "", "decision_on": ""}
        assert me.client.post(me.path("targets:outside_scores"), typed).status_code == 422
        answer = me.client.post(me.path("targets:outside_scores"), typed | {"decision_number": "88/QĐ-UBND"})
        assert answer.status_code == 302
        assert "nhap-excel/diem-ngoai/" in answer.url
        assert me.client.get(answer.url).status_code == 200
        rows = [(units[0].code, 80.5, 100), (units[1].code, "161", "200"), (units[2].code, 120, 100)]
        heads = ("Đơn vị (mã)", "Điểm", "Điểm tối đa")
        wrong = sent(me, KIND, book(NAME, heads, *rows), **sheet_params)
        assert told(wrong) == [("B4", "Điểm lớn hơn điểm tối đa 100.")]
        # The publisher's sub-totals come along where the table has them.
        heads += ("Chính quyền số: điểm", "Chính quyền số: tối đa", "Xã hội số: điểm", "Xã hội số: tối đa")
        rows = [(*rows[0], 40, 50, "", ""), (*rows[1], 60, 80, 90, ""), (units[2].code, 70, 100, 50, 60, 30, 40)]
        assert told(sent(me, KIND, book(NAME, heads, *rows), **sheet_params)) == [
            ("G3", "Ghi cả điểm và điểm tối đa của trụ cột, hoặc để trống cả hai."),
            ("B4", "Tổng điểm các trụ cột lớn hơn điểm chung."),
        ]
        rows[1] = (*rows[1][:5], "", "")
        rows[2] = (units[2].code, 70, 100, 40, 60, 30, 40)
        found = sent(me, KIND, book(NAME, heads, *rows), **sheet_params)
        sheets.ask_to_apply(found=found, actor=me.actor)
        jobs.drain()
        run = ScoreRun.objects.get(origin="outside")
        totals = {t.unit_id: t for t in run.totals.all()}
        assert [(totals[u.pk].ratio_h, totals[u.pk].rank, totals[u.pk].tied) for u in units] == [
            (8050, 1, True), (8050, 1, True), (7000, 3, False),
        ]  # fmt: skip
        assert facts.standings(run)[units[2].pk].of == 3
        assert [facts.standings(run)[u.pk].pillar_ratios_h for u in units] == [(8000,), (7500,), (6667, 7500)]
        page = me.client.get(me.path("targets:run", run.uid)).content.decode()
        assert "UBND thành phố (chỉ số CĐS) công bố tại 88/QĐ-UBND ngày 30/11/2023" in page
        explained = me.client.get(me.path("targets:ranking_unit", totals[units[0].pk].block_code, units[0].uid),
                                  {"lan": str(run.uid)})  # fmt: skip
        said = unescape(explained.content.decode())
        assert "hệ thống không có từng giá trị" in said
        assert re.search(r"Chính quyền số</th><td>40(,00)? / 50</td>", said)
        assert re.search(r"Phần không thuộc trụ cột</th><td>40,50 / 50</td>", said)
        run = runs.publish(run=run, actor=me.actor)
        assert facts.official_run(run.campaign, 2024) == run
        with pytest.raises(Conflict, match="đã công bố"):
            OutsideScoresSheet(me.actor, sheet_params).undo(str(run.uid).encode())


def test_points_from_outside_may_be_taken_back_until_published(cast, can_tho):
    me = cast["standing@can-tho"]
    params = {"nam": "2024", "nguon": "UBND thành phố", "so": "88/QĐ-UBND"}
    with tenant_scope(can_tho):
        unit = Unit.objects.filter(kind="district").earliest("id")
        content = book(NAME, ("Đơn vị (mã)", "Điểm", "Điểm tối đa"), (unit.code, 50, 100))
        found = sheets.ask_to_apply(found=sent(me, KIND, content, **params), actor=me.actor)
        jobs.drain()
        found.refresh_from_db()
        assert ScoreRun.objects.get(origin="outside").unit_count == 1
        sheets.ask_to_undo(found=found, actor=me.actor)
        jobs.drain()
        assert not ScoreRun.objects.filter(origin="outside").exists()
        with pytest.raises(DomainError, match="Ngày quyết định sau"):
            OutsideScoresSheet(me.actor, params | {"ngay": "2999-01-01"})
        with pytest.raises(Refused):
            OutsideScoresSheet(cast.bich.actor, params)
