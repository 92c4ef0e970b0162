"""Who stands in for whom, from when to when (ủy quyền)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from config.kernel.tenancy import TenantModel


class Substitution(TenantModel):
    """The verbs of `principal` pass to the holder of `substitute` on every day from `starts_on` to `ends_on`.

    What the substitute holds from others does not pass on (Nghị định 30/2020/NĐ-CP, Điều 13.4). `revoked_at` ends
    it before its last day; the row stays.
    """

    principal = models.ForeignKey("units.Membership", on_delete=models.PROTECT, related_name="substitutions")
    substitute = models.ForeignKey("units.Membership", on_delete=models.PROTECT, related_name="standing_in")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    reason = models.CharField("lý do", max_length=400)
    paper = models.CharField("số giấy ủy quyền", max_length=120, blank=True)
    made_by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_name = models.CharField(max_length=200, blank=True)
    revoked_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("-starts_on", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="units_substitution_days"),
            models.CheckConstraint(condition=~Q(principal=F("substitute")), name="units_substitution_other"),
        ]
        indexes = [models.Index(fields=["tenant", "substitute", "ends_on"], name="units_standing_in")]

    def __str__(self) -> str:
        return f"{self.starts_on:%d/%m/%Y}–{self.ends_on:%d/%m/%Y}"
