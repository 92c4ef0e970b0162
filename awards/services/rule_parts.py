"""The list `award_rules` of a plan: the plan's own rules, and beside them those that the tenant added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from awards.enums import RuleSource
from awards.models import AwardRule
from awards.selectors.rule_sets import current_set, rules_of
from awards.services import rules
from awards.services.rules import check, clean, writable, write
from campaigns.models import Campaign
from campaigns.plans.parts import Change, State

OWN = "tenant"


@transaction.atomic
def sync(campaign: Campaign, items: Sequence[dict[str, Any]], actor: Any) -> list[Change]:
    """Entries with `source: tenant` become the tenant's own rules. Own rules that no entry names stay: a plan file
    knows nothing of them. Raises DomainError naming the rule when its criteria cannot be read."""
    changes = rules.sync(campaign, [item for item in items if item.get("source") != OWN], actor)
    own = [_of(item) for item in items if item.get("source") == OWN]
    for item in own:
        check(item)
    present = _own(campaign)
    differing = [item for item in own if item["code"] not in present or present[item["code"]].data != item]
    for item in own:
        state: State = "created" if item["code"] not in present else "changed" if item in differing else "unchanged"
        changes.append(Change("award_rules", item["code"], state))
    if differing:
        working = writable(campaign)
        working.rules.filter(source=RuleSource.TENANT, code__in=[item["code"] for item in differing]).delete()
        for position, item in enumerate(own, 500):
            if item in differing:
                write(working, [item], RuleSource.TENANT, first=position)
    return changes


def export(campaign: Campaign) -> list[dict[str, Any]]:
    """The plan's rules, then the tenant's own with `source: tenant`."""
    own = [{key: rule.data.get(key) for key in rules.EXPORTED} | {"source": OWN} for rule in _own(campaign).values()]
    return rules.export(campaign) + own


def _own(campaign: Campaign) -> dict[str, AwardRule]:
    rule_set = current_set(campaign)
    found = rules_of(rule_set) if rule_set else []
    return {rule.code: rule for rule in found if rule.source == RuleSource.TENANT}


def _of(item: dict[str, Any]) -> dict[str, Any]:
    return clean({key: value for key, value in item.items() if key != "source"})
