"""Rules edited by staff: every saving is a new version of the set, so that no round ever changes under its feet."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from awards import permissions
from awards.enums import QuotaKind, RuleSource
from awards.models import AwardRule, AwardRuleSet
from awards.selectors.rule_changes import difference
from awards.selectors.rule_sets import current_set, rules_of
from awards.services import rules
from campaigns.models import Campaign
from config.kernel import audit
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError

# What the plan says stays the plan's, whatever way it is read.
PLANS_OWN = ("code", "section", "text", "conditions", "route")


@transaction.atomic
def save_rule(
    *, campaign: Campaign, data: dict[str, Any], reason: str, actor: Actor, expected_version: int | None
) -> AwardRule:
    """Put `data` (keys of a plan's award rule) in the place of the rule of that code, in a new version of the set.

    A rule of the plan keeps the plan's words and is marked as read in another way; restoring it takes the mark away.
    `expected_version`: of the set that the editor was opened on, None = there was none. Raises Conflict when
    somebody saved in between, DomainError when the rule cannot be read or nothing changed.
    """
    require(actor, permissions.MANAGE)
    if not reason.strip():
        raise DomainError("Ghi lý do sửa quy tắc.", code="reason", field="reason")
    current = _current(campaign, expected_version)
    before = next((rule for rule in rules_of(current) if rule.code == data.get("code")), None) if current else None
    item = rules.clean(_with_plans_own(data, before))
    _complete(item)
    rules.check(item)
    if before is not None and _same(before.data, item):
        raise DomainError("Quy tắc không có gì khác so với phiên bản hiện tại.", code="unchanged")
    source, planned = RuleSource.TENANT, None
    if before is not None and before.source in rules.OF_PLAN:
        planned = before.plan_data if before.source == RuleSource.EDITED else before.data
        source = RuleSource.EDITED
        if _same(planned, item):
            source, item = RuleSource.PLAN, planned
    fresh = rules.writable(campaign, anew=True, by=actor.name, note=reason.strip()[:300])
    fresh.rules.filter(code=item["code"]).delete()
    first = before.position if before else 500 + fresh.rules.count()
    rules.write(fresh, [item], source, first=first, planned=planned if source == RuleSource.EDITED else None)
    rule = fresh.rules.get(code=item["code"])
    audit.record(
        actor=actor,
        verb="rule.change" if before else "rule.add",
        obj=rule,
        reason=reason.strip(),
        data={"code": rule.code, "version": fresh.version, "rule": item},
    )
    return rule


@transaction.atomic
def restore_rule(*, campaign: Campaign, code: str, actor: Actor, expected_version: int | None) -> AwardRule:
    """Read a rule of the plan again as the plan file has it, in a new version of the set."""
    current = _current(campaign, expected_version)
    rule = current.rules.filter(code=code, source=RuleSource.EDITED).first() if current else None
    if rule is None:
        raise DomainError("Quy tắc này đang đúng như kế hoạch, không có gì để trả về.", code="not_edited")
    return save_rule(
        campaign=campaign,
        data=rule.plan_data,
        reason="Trả về cách xét theo kế hoạch",
        actor=actor,
        expected_version=expected_version,
    )


@transaction.atomic
def remove_rule(
    *, campaign: Campaign, code: str, reason: str, actor: Actor, expected_version: int | None
) -> AwardRuleSet:
    """Leave one of the tenant's own rules out of a new version. A rule of the plan stays: it can only be edited."""
    require(actor, permissions.MANAGE)
    if not reason.strip():
        raise DomainError("Ghi lý do bỏ quy tắc.", code="reason", field="reason")
    current = _current(campaign, expected_version)
    rule = current.rules.filter(code=code).first() if current else None
    if rule is None:
        raise Conflict(f"Quy tắc {code} không còn trong phiên bản hiện tại. Hãy tải lại trang.", code="gone")
    if rule.source in rules.OF_PLAN:
        raise DomainError(
            f"{code} là quy tắc của kế hoạch nên không bỏ được; chỉ sửa được cách xét.", code="rule_of_plan"
        )
    fresh = rules.writable(campaign, anew=True, by=actor.name, note=reason.strip()[:300])
    fresh.rules.filter(code=code).delete()
    rules.seal(fresh)
    audit.record(
        actor=actor,
        verb="rule.remove",
        obj=rule,
        reason=reason.strip(),
        data={"code": code, "version": fresh.version, "rule": rule.data},
    )
    return fresh


def _current(campaign: Campaign, expected_version: int | None) -> AwardRuleSet | None:
    """The set in force, with the campaign locked: two people saving at once get two versions, or a refusal."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    current = current_set(campaign)
    version = current.version if current else None
    if version != expected_version:
        who = f" do {current.created_by_name} lưu" if current and current.created_by_name else ""
        raise Conflict(
            f"Trong lúc bạn sửa, bộ quy tắc đã có phiên bản {version}{who}. Những gì bạn ghi vẫn còn trên trang; "
            "hãy xem lại thay đổi so với phiên bản mới rồi lưu.",
            code="stale",
        )
    return current


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether both read the same, whatever they leave to the defaults."""
    return difference(one, other).empty


def _with_plans_own(data: dict[str, Any], before: AwardRule | None) -> dict[str, Any]:
    if before is None or before.source not in rules.OF_PLAN:
        return data
    return data | {key: before.data.get(key) for key in PLANS_OWN}


def _complete(item: dict[str, Any]) -> None:
    if not item.get("code") or not item.get("occasion") or not item.get("recipient"):
        raise DomainError("Quy tắc cần có mã, dịp xét và đối tượng.", code="rule_incomplete")
    if bool(item.get("award_form")) != bool(item.get("criteria")):
        raise DomainError("Quy tắc có hình thức khen thưởng thì phải có điều kiện xét.", code="rule_incomplete")
    kind = item.get("quota_kind") or QuotaKind.NONE_STATED
    if (kind in (QuotaKind.EXACT, QuotaKind.AT_MOST)) != (item.get("quota") is not None):
        raise DomainError("Ghi số lượng, hoặc chọn “Không nêu số lượng”.", code="quota", field="quota")
    if (kind == QuotaKind.SHARE) != (item.get("quota_percent") is not None):
        raise DomainError("Ghi tỷ lệ phần trăm trên số tham gia.", code="quota", field="quota_percent")
