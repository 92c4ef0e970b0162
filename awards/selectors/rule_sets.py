"""Versions of a campaign's rules: the one in force, and what a round by an earlier one could go over to."""

from __future__ import annotations

from django.db.models import QuerySet

from awards.models import AwardRound, AwardRule, AwardRuleSet
from campaigns.models import Campaign
from config.kernel.prepared import prepared


def current_set(campaign: Campaign) -> AwardRuleSet | None:
    return next(iter(_sets(campaign.pk)), None)


@prepared(int, by_key=True)
def _sets(campaign_id: int) -> QuerySet[AwardRuleSet]:
    return AwardRuleSet.objects.filter(campaign_id=campaign_id).order_by("-version")[:1]


def rules_of(rule_set: AwardRuleSet) -> list[AwardRule]:
    rules: list[AwardRule] = _rules(rule_set.pk)
    for rule in rules:
        rule.rule_set = rule_set
    return rules


@prepared(int, by_key=True)
def _rules(rule_set_id: int) -> QuerySet[AwardRule]:
    return AwardRule.objects.filter(rule_set_id=rule_set_id).order_by("position", "id")


def newer_set(round_: AwardRound) -> AwardRuleSet | None:
    """The rule set in force, where the round runs by an earlier one."""
    current = current_set(round_.campaign)
    return current if current is not None and current.version > round_.rule_set.version else None
