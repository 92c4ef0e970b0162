"""What a higher authority answered to a letter that proposes an award (decision 15)."""

from __future__ import annotations

from django.db import models

from config.kernel.tenancy import TenantModel


class UpwardAnswer(TenantModel):
    """One answer to one letter, about some or all of its nominees (`Nominee.answer`)."""

    letter = models.ForeignKey("dossiers.Document", on_delete=models.PROTECT, related_name="answers")
    granted = models.BooleanField()
    number = models.CharField("số văn bản", max_length=60)
    date = models.DateField("ngày văn bản")
    signer_name = models.CharField("người ký", max_length=200, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=200, blank=True)
    reason = models.TextField("lý do", blank=True)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["date", "id"]

    def __str__(self) -> str:
        return f"Văn bản số {self.number}"
