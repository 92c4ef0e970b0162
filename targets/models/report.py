from __future__ import annotations

import datetime as dt

from django.db import models

from config.kernel.tenancy import TenantModel
from targets.enums import OPEN_STATES, ReportState

_TONES: dict[str, str] = {
    ReportState.DRAFT: "mo",
    ReportState.RETURNED: "gan",
    ReportState.CONFIRMING: "cho",
    ReportState.SUBMITTED: "cho",
}


class AnnualReport(TenantModel):
    """What one unit reports for one year of one campaign. `unit_name` is the name of its day.

    `submission` counts how often it was sent; after the first time only values that were reopened can be changed.
    `submitted_on` is the business date that lateness goes by, `submitted_at` the moment. `handed_over_by` is the
    user who asked the head to confirm, who cannot confirm it himself (four eyes).
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="reports")
    unit_name = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=ReportState.choices, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    summary = models.TextField(blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(null=True)
    handed_over_by = models.BigIntegerField(null=True)
    handed_over_name = models.CharField(max_length=200, blank=True)
    handed_over_at = models.DateTimeField(null=True)
    submission = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)
    submitted_on = models.DateField(null=True)
    last_day = models.DateField(null=True)
    days_late = models.PositiveIntegerField(default=0)
    receipt = models.CharField(max_length=30, blank=True)
    return_reason = models.TextField(blank=True)
    assigned_to = models.BigIntegerField(null=True)
    assigned_name = models.CharField(max_length=200, blank=True)
    appraised_at = models.DateTimeField(null=True)
    explain_until = models.DateField(null=True)

    class Meta:
        ordering = ["-year", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "unit", "year"], name="report_once_a_year")
        ]
        indexes = [models.Index(fields=["tenant", "campaign", "year", "state"], name="report_by_state")]

    def __str__(self) -> str:
        return f"Báo cáo năm {self.year} – {self.unit_name}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def state_label(self) -> str:
        return ReportState(self.state).label

    @property
    def tone(self) -> str:
        """Kind of the pill that says the state."""
        return _TONES.get(self.state, "dat")

    @property
    def was_submitted(self) -> bool:
        return self.submission > 0

    @property
    def being_mended(self) -> bool:
        """Sent once, and in the unit's hands again: its values may differ from what was sent."""
        return self.was_submitted and (self.is_open or self.state == ReportState.CONFIRMING)

    def takes_explanations(self, today: dt.date) -> bool:
        """Whether the unit may still explain what was changed: appraised, and its last day for that not over."""
        return self.state == ReportState.APPRAISED and (self.explain_until is None or today <= self.explain_until)


class ReportVersion(TenantModel):
    """The report as it was sent: frozen content with its digest, and the receipt. Never changed."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    receipt_number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=200)
    submitted_title = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "report", "number"], name="report_version_number"),
            models.UniqueConstraint(fields=["tenant", "year", "receipt_number"], name="report_receipt_number"),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def receipt(self) -> str:
        return f"BN-{self.year}-{self.receipt_number:04d}"
