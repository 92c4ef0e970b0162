"""Rule sets: what the plan says, what the tenant adds, versions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from awards.enums import RuleSource
from awards.models import AwardRule, AwardRuleSet
from awards.rules import RuleError, digest_of
from awards.selection import rule_from
from awards.selectors.rule_sets import current_set, rules_of
from awards.services import law
from campaigns.models import Campaign
from campaigns.plans.parts import Change
from config.kernel import audit, clock
from config.kernel.access import Actor, require
from config.kernel.errors import DomainError

EXPORTED = (
    "code", "section", "occasion", "years", "award_form", "recipient", "kinds", "block", "quota",
    "quota_percent", "quota_kind", "conditions", "criteria", "decider", "route", "note", "text",
)  # fmt: skip


OF_PLAN = (RuleSource.PLAN, RuleSource.EDITED)


@transaction.atomic
def sync(campaign: Campaign, items: Sequence[dict[str, Any]], actor: Any) -> list[Change]:
    """Make the plan's rules say what the items say; a frozen set stays and is followed by a new version.

    What staff read in another way stays as long as the plan's own entry does not change. Raises DomainError naming
    the rule when its criteria cannot be read.
    """
    law.load_defaults()
    wanted = [clean(item) for item in items]
    for item in wanted:
        check(item)
    rule_set = current_set(campaign)
    present = {rule.code: rule for rule in rules_of(rule_set) if rule.source in OF_PLAN} if rule_set else {}
    edited = {code: rule for code, rule in present.items() if rule.source == RuleSource.EDITED}
    changes = []
    for position, item in enumerate(wanted, 1):
        rule = present.pop(item["code"], None)
        if rule is None:
            changes.append(Change("award_rules", item["code"], "created"))
        elif _as_planned(rule) == item and rule.position == position:
            changes.append(Change("award_rules", item["code"], "unchanged"))
        else:
            was = _as_planned(rule)
            if was != item:
                edited.pop(item["code"], None)
            keys = {key for key in (*was, *item) if was.get(key) != item.get(key)}
            fields = {key: (was.get(key), item.get(key)) for key in sorted(keys)}
            changes.append(Change("award_rules", item["code"], "changed", fields))
    changes += [Change("award_rules", code, "withdrawn") for code in present]
    if rule_set is None or any(change.state != "unchanged" for change in changes):
        working = writable(campaign)
        working.rules.filter(source__in=OF_PLAN).delete()
        write(working, wanted, RuleSource.PLAN, first=1)
        for code, kept in edited.items():
            rule = working.rules.filter(code=code).first()
            if rule is not None:
                rule.delete()
                write(working, [kept.data], RuleSource.EDITED, first=rule.position, planned=rule.data)
    return changes


def _as_planned(rule: AwardRule) -> dict[str, Any]:
    return rule.plan_data if rule.source == RuleSource.EDITED else rule.data


def export(campaign: Campaign) -> list[dict[str, Any]]:
    """The plan's rules in force, with the plan file's keys; what the plan does not say is None."""
    rule_set = current_set(campaign)
    if rule_set is None:
        return []
    return [
        {key: _as_planned(rule).get(key) for key in EXPORTED} for rule in rules_of(rule_set) if rule.source in OF_PLAN
    ]


@transaction.atomic
def set_own_rule(*, campaign: Campaign, data: dict[str, Any], actor: Actor) -> AwardRule:
    """Add or change a rule of the tenant's own (keys of a plan's award rule), never shown as the plan's.

    For what a plan leaves open: Tuyên Quang's source names no form and no quota (decision 7).
    """
    require(actor, "rounds.manage")
    item = clean(data)
    if not item.get("code") or not item.get("award_form") or not item.get("criteria"):
        raise DomainError("Quy tắc riêng cần có mã, hình thức khen thưởng và tiêu chuẩn.", code="rule_incomplete")
    check(item)
    rule_set = current_set(campaign)
    before = next((r for r in rules_of(rule_set) if r.code == item["code"]), None) if rule_set else None
    if before is not None and before.source in OF_PLAN:
        raise DomainError(f"Mã {item['code']} là quy tắc của kế hoạch; hãy chọn mã khác.", code="rule_of_plan")
    working = writable(campaign)
    working.rules.filter(code=item["code"]).delete()
    write(working, [item], RuleSource.TENANT, first=before.position if before else 500 + working.rules.count())
    rule = working.rules.get(code=item["code"])
    audit.record(
        actor=actor,
        verb="rule.change" if before else "rule.add",
        obj=rule,
        data={"code": rule.code, "version": working.version, "rule": item},
    )
    return rule


@transaction.atomic
def freeze(rule_set: AwardRuleSet) -> None:
    """Once a round runs by it, a set is never changed again."""
    if not rule_set.frozen:
        rule_set.frozen, rule_set.frozen_at = True, clock.now()
        rule_set.save(update_fields=["frozen", "frozen_at"])


def writable(campaign: Campaign, *, anew: bool = False, by: str = "", note: str = "") -> AwardRuleSet:
    """The current set if nothing froze it, else (or `anew`) a copy of it under the next version."""
    last = AwardRuleSet.objects.select_for_update().filter(campaign=campaign).order_by("-version").first()
    if last is not None and not last.frozen and not anew:
        return last
    fresh = AwardRuleSet.objects.create(
        campaign=campaign, version=last.version + 1 if last else 1, created_by_name=by, note=note
    )
    for rule in rules_of(last) if last is not None else ():
        write(fresh, [rule.data], rule.source, first=rule.position, planned=rule.plan_data)
    return fresh


def write(
    rule_set: AwardRuleSet,
    items: Sequence[dict[str, Any]],
    source: str,
    *,
    first: int,
    planned: dict[str, Any] | None = None,
) -> None:
    """Add rules to a set that nothing froze. `planned`: the plan's entry of a rule that staff read in another way."""
    AwardRule.objects.bulk_create(
        AwardRule(
            rule_set=rule_set,
            campaign_id=rule_set.campaign_id,
            source=source,
            position=position,
            code=item["code"],
            section=item.get("section") or "",
            text=item.get("text") or "",
            occasion=item["occasion"],
            years=item.get("years") or [],
            award_form=item.get("award_form") or "",
            recipient=item["recipient"],
            block_code=item.get("block") or "",
            kinds=item.get("kinds") or [],
            quota=item.get("quota"),
            quota_kind=item.get("quota_kind") or "none_stated",
            conditions=item.get("conditions") or [],
            criteria=item.get("criteria") or {},
            decider=item.get("decider") or "",
            route=item.get("route") or [],
            note=item.get("note") or "",
            data=item,
            plan_data=planned or {},
        )
        for position, item in enumerate(items, first)
    )
    seal(rule_set)


def seal(rule_set: AwardRuleSet) -> None:
    """Keep the digest of what the set says now."""
    rule_set.digest = digest_of([rule.data for rule in rules_of(rule_set)])
    rule_set.save(update_fields=["digest"])


def check(item: dict[str, Any]) -> None:
    """DomainError when the engine cannot read the rule."""
    if not item.get("award_form") or not item.get("criteria"):
        return
    try:
        rule_from(item)
    except RuleError as error:
        raise DomainError(f"Quy tắc {item['code']} không đọc được: {error}.", code="rule_unreadable") from error
    except (ValueError, KeyError) as error:
        raise DomainError(f"Quy tắc {item.get('code')} sai: {error}.", code="rule_unreadable") from error


def clean(item: dict[str, Any]) -> dict[str, Any]:
    """Plain JSON; numbers that are whole become integers, the others text."""

    def plain(value: Any) -> Any:
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else str(value)
        return str(value)

    cleaned: dict[str, Any] = json.loads(json.dumps(item, default=plain))
    return {key: value for key, value in cleaned.items() if value is not None}
