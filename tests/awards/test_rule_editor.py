"""Rules edited in a form: the tree comes back as it was, steps need no script, a saving is a version."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.http import QueryDict

from awards.models import AwardRule, AwardRuleSet
from awards.rules import REGISTRY, editing, params
from awards.selectors.rule_changes import difference
from awards.selectors.rule_sets import current_set, rules_of
from awards.services import rounds, rule_edits, rules
from campaigns.models import Campaign, Standard
from campaigns.plans.loader import problems
from campaigns.plans.writing import plain, plan_text
from campaigns.selectors import current_campaign
from campaigns.selectors.content import content_of
from campaigns.services.loading import load
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.models import AuditEntry
from config.kernel.tenancy import tenant_scope
from targets.models import Target
from units.models import Tenant

pytestmark = pytest.mark.django_db

LEAF = {"kind": "score_ratio", "at_least": "79.5", "section": "III.1", "label": "Tỷ lệ điểm"}
SAID = {"kind": "attested", "statement": "Nội bộ đoàn kết", "label": "Đoàn kết", "when": ["commune"]}
TREE = {"all": [LEAF, {"any": [SAID, {"kind": "contribution", "norm": 50_000_000, "label": "Đóng góp"}]}]}


def as_sent(root: editing.DraftNode) -> QueryDict:
    """The draft as a browser would send it."""
    sent = QueryDict(mutable=True)
    parents = {id(child): node.id for node in root.walk() for child in node.children}
    for node in root.walk():
        sent.appendlist("node", f"{node.id}:{parents.get(id(node), '')}:{node.kind}")
        if node.is_group:
            sent.appendlist(f"n{node.id}.op", node.kind)
        for name, values in node.typed.items():
            sent.setlist(f"n{node.id}.{name}", values)
    return sent


def fields_of(body: str) -> QueryDict:
    """Every field of the page's first form with what stands in it."""
    form = body[body.index('aria-label="Quy tắc"') : body.index("</form>", body.index('aria-label="Quy tắc"'))]
    sent = QueryDict(mutable=True)
    name = r"[^>]*name=\"([^\"]+)\"[^>]*>"
    pattern = rf"<input([^>]*)>|<select{name}(.*?)</select>|<textarea{name}([^<]*)<"
    for tag, select, options, area, text in re.findall(pattern, form, re.DOTALL):
        named, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if named and ('type="checkbox"' not in tag or " checked" in tag):
            sent.appendlist(unescape(named[1]), unescape(value[1]) if value else "on" if "checkbox" in tag else "")
        elif select:
            chosen = re.search(r'<option value="([^"]*)"[^>]* selected', options) or re.search(
                r'<option value="([^"]*)"', options
            )
            sent[select] = unescape(chosen[1]) if chosen else ""
        elif area:
            sent[area] = unescape(text).strip("\n")
    return sent


@pytest.mark.parametrize("slug", ["kien-giang", "can-tho", "bac-kan", "dak-song"])
def test_every_rule_of_the_plans_goes_through_the_form_unchanged(slug):
    with tenant_scope(Tenant.objects.get(slug=slug)):
        found = [rule for rule in AwardRule.objects.all() if rule.runnable]
        assert found
        for rule in found:
            again = editing.to_tree(editing.from_sent(as_sent(editing.from_tree(rule.criteria))))
            assert again is not None, rule.code
            assert difference(rule.data, rule.data | {"criteria": again}).empty, rule.code


# Of parameters that exclude each other the one that is left out.
NOT_BOTH = {"attested": "standard", "member_share": "at_least"}
# Kinds that need no parameter of the tenant, some of which a plan has to say.
MAY_BE_EMPTY = ("contribution", "initiative", "registered", "reports_on_time", "targets_met", "no_discipline")


def filled(kind: str, codes: dict[str, str]) -> editing.DraftNode:
    """A criterion with something in every field of its form, where there is a choice not what it starts with."""
    typed = {"label": [f"Thử {kind}"], "when": ["commune"], "for_subjects": ["individual"], "advisory": ["on"]}
    for name, param in REGISTRY[kind].params.items():
        if NOT_BOTH.get(kind) == name:
            continue
        match param:
            case params.Flag():
                typed[name] = [] if param.default else ["on"]
            case params.Amount():
                typed[name] = ["50.000.000"]
            case params.Percent():
                typed[name] = ["12,5"]
            case params.Whole():
                typed[name] = [str(max(param.low, 2))]
            case params.Years() | params.Year():
                typed[name] = ["2023"]
            case params.WordList():
                typed[name] = [codes[param.offers]] if param.offers else list(param.names)[:2]
            case _:
                options = list(getattr(param, "options", ()))
                typed[name] = [options[-1] if options else codes.get(param.offers, "Nội bộ đoàn kết")]
    return editing.DraftNode(kind, typed)


def test_a_rule_of_ones_own_goes_out_with_the_plan_and_comes_back_whatever_it_says(cast, tmp_path):
    """Every kind with every parameter of the editor: the plan is as publishable as before, and loads again."""
    me = cast["standing@kien-giang"]
    with tenant_scope(me.tenant):
        campaign = current_campaign()
        codes = {"targets": Target.objects.first().code, "standards": Standard.objects.first().code}
        root = editing.DraftNode("all", {"text": ["Cả nhóm"]}, [filled(kind, codes) for kind in REGISTRY])
        root.children += [editing.DraftNode(kind, {"label": ["Trống"]}) for kind in MAY_BE_EMPTY]
        editing.number(root)
        criteria = editing.to_tree(root)
        assert editing.problems(root) == []
        data = {
            "code": "RIENG", "occasion": "annual", "years": [2023], "award_form": "BK_TINH", "recipient": "collective",
            "quota_kind": "none_stated", "criteria": criteria,
        }  # fmt: skip
        version = current_set(campaign).version
        rule_edits.save_rule(campaign=campaign, data=data, reason="Thử", actor=me.actor, expected_version=version)
        content = content_of(campaign)
        assert [problem.sentence for problem in problems(plain(content))] == []
    path = tmp_path / "kien-giang.yaml"
    path.write_text(plan_text(content))
    assert load(me.tenant, path=path).effective == []
    with tenant_scope(me.tenant):
        assert current_set(campaign).rules.get(code="RIENG").criteria == criteria


def test_steps_move_add_and_drop_and_lead_nowhere_quietly():
    root = editing.from_tree(TREE)
    assert [(node.id, node.kind) for node in root.walk()] == [
        ("1", "all"), ("2", "score_ratio"), ("3", "any"), ("4", "attested"), ("5", "contribution"),
    ]  # fmt: skip
    editing.act(root, "down:2")
    editing.act(root, "in:5")
    assert [node.kind for node in root.walk()] == ["all", "any", "attested", "contribution", "score_ratio"]
    editing.act(root, "out:3")
    editing.act(root, "add:1", "registered")
    editing.act(root, "drop:2")
    assert [node.kind for node in root.walk()] == ["all", "attested", "registered"]
    before = [node.kind for node in root.walk()]
    for nowhere in ("up:2", "down:3", "out:2", "in:2", "drop:1", "drop:99", "add:2", "sideways:3"):
        editing.act(root, nowhere, "registered")
    assert [node.kind for node in root.walk()] == before


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost():
    root = editing.from_tree(TREE)
    by_id = {node.id: node for node in root.walk()}
    by_id["2"].typed["at_least"] = ["bảy mươi"]
    by_id["4"].typed["statement"] = [""]
    by_id["5"].typed["label"] = [""]
    editing.act(root, "add:3", "not")
    assert editing.to_tree(root) is None
    said = dict(editing.problems(root))
    assert said["n2.at_least"] == "Tỷ lệ điểm: Tỷ lệ điểm tối thiểu (%): Chỉ ghi chữ số, ví dụ 2900 hoặc 2.900."
    assert "Chọn tiêu chuẩn của kế hoạch, hoặc ghi nội dung" in said["n4.statement"]
    assert "ghi tên tiêu chuẩn" in said["n5.label"]
    assert "chưa có tiêu chuẩn nào" in said["n6"]
    assert by_id["2"].typed["at_least"] == ["bảy mươi"]


def test_a_rule_of_the_plan_is_edited_saved_as_a_version_and_given_back(cast):
    me = cast["standing@dak-song"]
    with tenant_scope(me.tenant):
        campaign = current_campaign()
        first = current_set(campaign)
        code = first.rules.filter(occasion="preliminary", recipient="collective").get().code
        round_ = rounds.open_round(campaign=campaign, occasion="preliminary", year=2023, actor=me.actor)
    address = me.path("awards:edit_rule", code)
    page = me.client.get(address).content.decode()
    assert "Xét tặng Giấy khen của Chủ tịch ủy ban nhân dân huyện cho 05 tập thể" in page
    sent = fields_of(page)
    # One more criterion, without script: the step answers with the whole form.
    stepped = me.client.post(address, {**sent.dict(), **_lists(sent), "do": "add:1", "n1.add": "score_ratio"})
    assert stepped.status_code == 200
    sent = fields_of(stepped.content.decode())
    last = sent.getlist("node")[-1].split(":")[0]
    broken = me.client.post(address, {**sent.dict(), **_lists(sent), "do": "review"})
    assert broken.status_code == 422
    assert "Tỷ lệ điểm tối thiểu (%): chưa ghi" in broken.content.decode()
    sent[f"n{last}.label"], sent[f"n{last}.at_least"], sent["quota"] = "Tỷ lệ điểm từ 60%", "60", "4"
    looked = me.client.post(address, {**sent.dict(), **_lists(sent), "do": "review"}).content.decode()
    assert "<ins>Tỷ lệ điểm từ 60% (Tỷ lệ điểm tối thiểu (%): 60)</ins>" in looked
    assert "<del>Đúng số 5</del>" in looked
    assert "<ins>Đúng số 4</ins>" in looked
    assert f"<b>{round_.title}</b>" in looked
    form = {**sent.dict(), **_lists(sent), "do": "save"}
    assert me.client.post(address, form).status_code == 422
    assert me.client.post(address, form | {"reason": "Họp Hội đồng ngày 01/12"}).status_code == 302
    with tenant_scope(me.tenant):
        second = current_set(campaign)
        rule = second.rules.get(code=code)
        assert (second.version, second.created_by_name, second.note) == (
            first.version + 1, me.actor.name, "Họp Hội đồng ngày 01/12",
        )  # fmt: skip
        assert (rule.source, rule.quota, rule.plan_data["quota"]) == ("edited", 4, 5)
        assert rule.text.startswith("Xét tặng Giấy khen")
        assert first.rules.get(code=code).quota == 5
        round_.refresh_from_db()
        assert round_.rule_set_id == first.pk
        assert AuditEntry.objects.filter(verb="rule.change", object_uid=rule.uid).count() == 1
        # Loading the same plan again leaves the agency's reading alone; the export still says what the plan says.
        exported = rules.export(campaign)
        assert next(item for item in exported if item["code"] == code)["quota"] == 5
        assert {change.state for change in rules.sync(campaign, exported, me.actor)} == {"unchanged"}
        assert current_set(campaign) == second
    # The same form once more is a stale page now.
    stale = me.client.post(address, form | {"reason": "Lần nữa", "quota": "3"})
    assert stale.status_code == 409
    assert f"phiên bản {second.version} do {me.actor.name} lưu" in stale.content.decode()
    history = me.client.get(me.path("awards:rule_versions")).content.decode()
    assert "Họp Hội đồng ngày 01/12" in history
    assert "<ins>Đúng số 4</ins>" in history
    back = me.client.post(me.path("awards:drop_rule", code), {"act": "restore", "set_version": second.version})
    assert back.status_code == 302
    with tenant_scope(me.tenant):
        restored = current_set(campaign).rules.get(code=code)
        assert (restored.source, restored.data, restored.plan_data) == ("plan", first.rules.get(code=code).data, {})
    clerk = cast["clerk@dak-song"]
    assert clerk.client.get(clerk.path("awards:edit_rule", code)).status_code == 403
    assert cast.phuoc.client.get(cast.phuoc.path("awards:edit_rule", code)).status_code == 404


def _lists(sent: QueryDict) -> dict[str, list[str]]:
    return {name: sent.getlist(name) for name in sent if len(sent.getlist(name)) > 1}


def test_the_plans_amendment_wins_over_an_edit_and_own_rules_can_go(cast):
    me = cast["standing@can-tho"]
    with tenant_scope(me.tenant):
        campaign = Campaign.objects.get()
        start = current_set(campaign)
        rule = next(r for r in rules_of(start) if r.runnable and r.quota)
        args = {"campaign": campaign, "actor": me.actor, "reason": "Họp"}
        version = start.version
        with pytest.raises(DomainError, match="không có gì khác"):
            rule_edits.save_rule(data=rule.data, expected_version=version, **args)
        rule_edits.save_rule(data=rule.data | {"quota": rule.quota + 1}, expected_version=version, **args)
        own = {
            "code": "CO-1", "occasion": "annual", "award_form": "CO_TINH", "recipient": "collective",
            "quota_kind": "share", "quota_percent": 20, "criteria": {"all": [{"kind": "leads_cluster", "label": "Cờ"}]},
        }  # fmt: skip
        with pytest.raises(Conflict, match="đã có phiên bản"):
            rule_edits.save_rule(data=own, expected_version=version, **args)
        saved = rule_edits.save_rule(data=own, expected_version=version + 1, **args)
        assert (saved.source, saved.plain.quota.places(12)) == ("tenant", 2)
        with pytest.raises(Refused):
            rule_edits.remove_rule(
                campaign=campaign, code="CO-1", reason="x", actor=cast.bich.actor, expected_version=version + 2
            )
        with pytest.raises(DomainError, match="quy tắc của kế hoạch"):
            rule_edits.remove_rule(code=rule.code, expected_version=version + 2, **args)
        left = rule_edits.remove_rule(code="CO-1", expected_version=version + 2, **args)
        assert not left.rules.filter(code="CO-1").exists()
        items = [item | {"quota": 9} if item["code"] == rule.code else item for item in rules.export(campaign)]
        changes = rules.sync(campaign, items, me.actor)
        assert [change.code for change in changes if change.state == "changed"] == [rule.code]
        now = current_set(campaign).rules.get(code=rule.code)
        assert (now.source, now.quota) == ("plan", 9)
        assert AwardRuleSet.objects.filter(campaign=campaign).count() == 4
