from django.db import models

from config.kernel.tenancy import TenantModel


class Evidence(TenantModel):
    """A paper that proves values (tài liệu kiểm chứng): the file, and số hiệu, ngày, trích yếu of the document."""

    report = models.ForeignKey("targets.AnnualReport", on_delete=models.CASCADE, related_name="evidence")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=80, blank=True)
    date = models.DateField(null=True)
    abstract = models.CharField(max_length=400, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.file.name


class EvidenceLink(TenantModel):
    """One paper may prove several values. `rejected` is the appraiser's word, with its reason."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="links")
    value = models.ForeignKey("targets.ReportValue", on_delete=models.CASCADE, related_name="links")
    rejected = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "evidence", "value"], name="evidence_link_once")]

    def __str__(self) -> str:
        return f"{self.evidence_id} → {self.value_id}"
