from __future__ import annotations

from decimal import Decimal

from django.db import models

from config.kernel.tenancy import TenantModel
from targets.enums import Pillar, SetState, Source
from targets.scoring import Band, Option, Rule


class IndicatorSet(TenantModel):
    """What the units of some kinds report and are scored by in some years. Frozen once a report used it; a later
    change, of the plan file or by the standing agency, makes a new version.

    `digest` is that of the entry of the plan file which the set goes back to, also after the agency has edited it.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="indicator_sets")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=250)
    years = models.JSONField(default=list)
    for_kinds = models.JSONField(default=list)
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.TENANT)
    state = models.CharField(max_length=12, choices=SetState.choices, default=SetState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    edited_by_name = models.CharField(max_length=200, blank=True)
    applied_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "code", "version"], name="indicator_set_version")
        ]

    def __str__(self) -> str:
        return self.name


class Indicator(TenantModel):
    """One value asked of a unit, and how it earns points. Thresholds are copied from the target when the set is
    made, so that a frozen set says everything itself. `max_h` is in hundredths of a point.

    `guide`: how to compute the value; `verifier`: the agency that verifies it.
    """

    set = models.ForeignKey(IndicatorSet, on_delete=models.CASCADE, related_name="indicators")
    target = models.ForeignKey("targets.Target", on_delete=models.PROTECT, null=True, related_name="indicators")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=400)
    short = models.CharField(max_length=80, blank=True)
    section = models.CharField(max_length=60, blank=True)
    order = models.PositiveIntegerField(default=0)
    pillar = models.CharField(max_length=16, choices=Pillar.choices, blank=True)
    unit_kinds = models.JSONField(default=list)
    value_kind = models.CharField(max_length=10)
    method = models.CharField(max_length=20)
    max_h = models.PositiveIntegerField()
    comparator = models.CharField(max_length=12, default="gte")
    threshold = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    threshold_max = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    natural_max = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    milestone_year = models.PositiveSmallIntegerField(null=True)
    unit = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=list)
    evidence_required = models.BooleanField(default=False)
    numerator_label = models.CharField(max_length=200, blank=True)
    denominator_label = models.CharField(max_length=200, blank=True)
    guide = models.TextField(blank=True)
    evidence_note = models.CharField(max_length=300, blank=True)
    data_source = models.CharField(max_length=300, blank=True)
    verifier = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "set", "code"], name="indicator_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.short or self.name}"

    @property
    def label(self) -> str:
        return self.short or self.name

    @property
    def numerator_name(self) -> str:
        return self.numerator_label or "Số đạt (tử số)"

    @property
    def denominator_name(self) -> str:
        return self.denominator_label or "Tổng số (mẫu số)"

    def rule(self, year: int) -> Rule:
        """The rule of `year`. A year other than the milestone is a year of progress (decision 2)."""
        params = self.params or []
        bands = tuple(Band(Decimal(p["at_least"]), p["points_h"]) for p in params if "at_least" in p)
        options = tuple(Option(p["option"], p["option"], p["points_h"]) for p in params if "option" in p)
        return Rule(
            method=self.method,
            max_h=self.max_h,
            value_kind=self.value_kind,
            comparator=self.comparator,
            threshold=self.threshold,
            threshold_max=self.threshold_max,
            natural_max=self.natural_max,
            evidence_required=self.evidence_required,
            progress=self.milestone_year is not None and self.milestone_year != year,
            milestone_year=self.milestone_year,
            unit=self.unit,
            numerator_label=self.numerator_label,
            denominator_label=self.denominator_label,
            bands=bands,
            options=options,
        )
