"""A later last day for one unit (gia hạn)."""

from __future__ import annotations

from django.db import models

from campaigns.models.calendar import ReportingPeriod
from config.kernel.tenancy import TenantModel


class Extension(TenantModel):
    """The last day that holds for one unit in one reporting period, and why. Earlier days stand in the audit trail."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="extensions")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=200)
    last_day = models.DateField()
    reason = models.CharField(max_length=400)
    granted_at = models.DateTimeField()
    granted_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("unit_name", "id")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "period", "unit"], name="campaigns_one_extension"),
        ]

    def __str__(self) -> str:
        return f"Gia hạn {self.unit_name} – {self.period}"
