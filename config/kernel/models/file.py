from django.db import models

from config.kernel.tenancy import TenantModel


class StoredFile(TenantModel):
    """A file kept under its content address, `<tenant>/<first two of sha256>/<sha256>`; never overwritten."""

    name = models.CharField("tên tệp", max_length=255)
    size = models.BigIntegerField("dung lượng (byte)")
    mime = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    purpose = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_user_id = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "sha256"], name="file_digest")]

    def __str__(self) -> str:
        return self.name
