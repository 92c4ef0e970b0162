from django.db import models

from config.kernel.tenancy import TenantModel


class ImportState(models.TextChoices):
    WRONG = "wrong", "Có chỗ sai"
    READY = "ready", "Chờ ghi"
    APPLYING = "applying", "Đang ghi"
    APPLIED = "applied", "Đã ghi"
    FAILED = "failed", "Không ghi được"
    UNDOING = "undoing", "Đang hoàn tác"
    UNDONE = "undone", "Đã hoàn tác"
    DROPPED = "dropped", "Đã bỏ"


class SheetImport(TenantModel):
    """One workbook that somebody sent for one list: what it would change, and what became of it.

    `params` tell which list (`{"nam": "2023"}`). `preview` holds every row and every problem as compressed JSON;
    `undo` what is needed to take the whole back. `digest` is that of what the preview promised: applying
    compares it, so that nothing is written that was not shown.
    """

    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ImportState.choices)
    version = models.PositiveIntegerField(default=1)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    preview = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    undo = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    handout = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey("kernel.Job", on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    fresh = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    problems = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200, blank=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["tenant", "kind", "id"], name="sheet_import_list")]

    def __str__(self) -> str:
        return f"{self.title}: {self.file.name}"

    @property
    def writes(self) -> int:
        return self.fresh + self.changed
