"""Award rules as data, in versions. A set that a round used is frozen; a later change makes a new version."""

from __future__ import annotations

from functools import cached_property

from django.db import models

from awards.enums import Occasion, QuotaKind, Recipient, RuleSource
from awards.selection import Rule, rule_from
from config.kernel.tenancy import TenantModel


class AwardRuleSet(TenantModel):
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="rule_sets")
    version = models.PositiveIntegerField(default=1)
    frozen = models.BooleanField(default=False)
    frozen_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["campaign", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "version"], name="awards_rule_set_version")
        ]

    def __str__(self) -> str:
        return f"Bộ quy tắc phiên bản {self.version}"


class AwardRule(TenantModel):
    """One rule of a set. `data` is the entry that is in force; the other fields are read out of it.

    `plan_data`: where staff read the plan in another way (source `edited`), the entry of the plan file.

    A rule without an award form or criteria is kept and shown; no round runs by it (BK IV.1: the result is
    an input to the general yearly award).
    """

    rule_set = models.ForeignKey(AwardRuleSet, on_delete=models.CASCADE, related_name="rules")
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="award_rules")
    source = models.CharField(max_length=8, choices=RuleSource.choices, default=RuleSource.PLAN)
    position = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=60)
    section = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    years = models.JSONField(default=list)
    award_form = models.CharField(max_length=12, blank=True)
    recipient = models.CharField(max_length=12, choices=Recipient.choices)
    block_code = models.CharField(max_length=60, blank=True)
    kinds = models.JSONField(default=list)
    quota = models.PositiveIntegerField(null=True)
    quota_kind = models.CharField(max_length=12, choices=QuotaKind.choices, default=QuotaKind.NONE_STATED)
    conditions = models.JSONField(default=list)
    criteria = models.JSONField(default=dict)
    decider = models.CharField(max_length=200, blank=True)
    route = models.JSONField(default=list)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    plan_data = models.JSONField(default=dict)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "rule_set", "code"], name="awards_rule_code")]

    def __str__(self) -> str:
        return self.code

    @property
    def runnable(self) -> bool:
        return bool(self.award_form and self.criteria)

    @cached_property
    def plain(self) -> Rule:
        """The rule for the engine; RuleError or ValueError when it cannot be read."""
        return rule_from(self.data, position=self.position)
