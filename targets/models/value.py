from __future__ import annotations

from django.db import models

from config.kernel.tenancy import TenantModel
from targets.enums import Decision, Layer
from targets.scoring import Entry


def _amount() -> models.DecimalField:
    return models.DecimalField(max_digits=20, decimal_places=4, null=True)


class ReportValue(TenantModel):
    """One indicator in one report, in three layers that are all kept (decision 4).

    Self: the plain columns. `appraised_*` hold where `decision` is `changed`; `final_*` where `final_set`, after
    the unit explained. `typed` keeps what was typed when it cannot be read as a value, so that nothing is lost.
    `version` rises with every change of the unit's own columns. Points are hundredths, computed by the one engine
    whenever a layer changes.
    """

    report = models.ForeignKey("targets.AnnualReport", on_delete=models.CASCADE, related_name="values")
    indicator = models.ForeignKey("targets.Indicator", on_delete=models.PROTECT, related_name="values")
    version = models.PositiveIntegerField(default=1)
    numerator = _amount()
    denominator = _amount()
    number = _amount()
    boolean = models.BooleanField(null=True)
    text = models.TextField(blank=True)
    not_applicable = models.BooleanField(default=False)
    na_reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    typed = models.JSONField(default=dict)
    updated_at = models.DateTimeField(null=True)
    updated_by = models.BigIntegerField(null=True)
    updated_name = models.CharField(max_length=200, blank=True)
    evidence_count = models.PositiveSmallIntegerField(default=0)
    evidence_valid = models.PositiveSmallIntegerField(default=0)
    self_points_h = models.IntegerField(default=0)
    self_verdict = models.CharField(max_length=8, default="none")
    self_status = models.CharField(max_length=16, default="missing")

    reopened = models.BooleanField(default=False)
    remark = models.TextField(blank=True)

    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    appraised_numerator = _amount()
    appraised_denominator = _amount()
    appraised_number = _amount()
    appraised_boolean = models.BooleanField(null=True)
    appraised_text = models.TextField(blank=True)
    appraised_not_applicable = models.BooleanField(default=False)
    appraised_manual_h = models.IntegerField(null=True)
    appraised_reason = models.TextField(blank=True)
    appraised_by_name = models.CharField(max_length=200, blank=True)
    appraised_at = models.DateTimeField(null=True)
    appraised_points_h = models.IntegerField(null=True)

    explanation = models.TextField(blank=True)
    explained_at = models.DateTimeField(null=True)
    explained_by_name = models.CharField(max_length=200, blank=True)

    final_set = models.BooleanField(default=False)
    final_numerator = _amount()
    final_denominator = _amount()
    final_number = _amount()
    final_boolean = models.BooleanField(null=True)
    final_text = models.TextField(blank=True)
    final_not_applicable = models.BooleanField(default=False)
    final_manual_h = models.IntegerField(null=True)
    final_reason = models.TextField(blank=True)
    final_by_name = models.CharField(max_length=200, blank=True)
    final_points_h = models.IntegerField(default=0)
    final_verdict = models.CharField(max_length=8, default="none")
    final_status = models.CharField(max_length=16, default="missing")

    # What `entry` reads.
    IN_LAYERS = ("numerator", "denominator", "number", "boolean", "text", "not_applicable")
    OF_ENTRY = (
        *IN_LAYERS, "evidence_count", "evidence_valid",
        "decision", *(f"appraised_{name}" for name in IN_LAYERS), "appraised_manual_h",
        "final_set", *(f"final_{name}" for name in IN_LAYERS), "final_manual_h",
    )  # fmt: skip

    class Meta:
        ordering = ["indicator__order", "id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "report", "indicator"], name="value_once")]

    def __str__(self) -> str:
        return f"{self.indicator.code}"

    @property
    def judged(self) -> str:
        """Names the conclusion as it stands, for who comes back to it: empty for none, another one another name."""
        at = self.appraised_at.isoformat() if self.appraised_at is not None else ""
        return f"{self.decision} {at}".strip() if self.decision else ""

    def entry(self, layer: str = Layer.SELF) -> Entry:
        """The value in force in `layer`: a later layer falls back to the one before where it changed nothing."""
        evidence = self.evidence_count if layer == Layer.SELF else self.evidence_valid
        if layer == Layer.FINAL and self.final_set:
            return self._entry("final_", self.final_manual_h, evidence)
        if layer != Layer.SELF and self.decision == Decision.CHANGED:
            return self._entry("appraised_", self.appraised_manual_h, evidence)
        return self._entry("", None, evidence)

    def _entry(self, prefix: str, manual_h: int | None, evidence: int) -> Entry:
        return Entry(
            numerator=getattr(self, f"{prefix}numerator"),
            denominator=getattr(self, f"{prefix}denominator"),
            number=getattr(self, f"{prefix}number"),
            boolean=getattr(self, f"{prefix}boolean"),
            text=getattr(self, f"{prefix}text"),
            not_applicable=getattr(self, f"{prefix}not_applicable"),
            points_h=manual_h,
            has_evidence=evidence > 0,
        )
