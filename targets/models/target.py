from django.db import models

from campaigns.models.campaign import PlanItem
from targets.enums import Pillar


class Target(PlanItem):
    """One number (or one yes/no, or one quality) that the plan names, in the normal form of decision 1.

    `text` is the plan's own words; targets cut from one sentence share it and a `group`. `year` is the milestone,
    None where the plan names none; `unit_levels` is empty where it states no level. `short` is our own label.
    """

    year = models.PositiveSmallIntegerField(null=True)
    pillar = models.CharField(max_length=16, choices=Pillar.choices, blank=True)
    unit_levels = models.JSONField(default=list)
    comparator = models.CharField(max_length=12)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    value_max = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    unit = models.CharField(max_length=40, blank=True)
    natural_max = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    exclusion = models.TextField(blank=True)
    baseline_required = models.BooleanField(default=False)
    group = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=16)
    role = models.CharField(max_length=24)
    short = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)

    class Meta(PlanItem.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "campaign", "code"], name="target_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.short}".strip()

    @property
    def listed_under(self) -> str:
        """The code of its entry on the page of the plan, where the targets of one sentence stand together."""
        return self.group or self.code
