"""What one account is told about, and the searches that it keeps."""

from __future__ import annotations

from django.db import models

from config.kernel.tenancy import TenantModel


class Notice(TenantModel):
    """One sentence to one account, with the place where something can be done about it."""

    user_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    sentence = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["tenant", "user_id", "read_at"], name="units_notices_of")]

    def __str__(self) -> str:
        return self.title


class SavedSearch(TenantModel):
    """A search that a person comes back to. `kind` is the heading's code as in the address, "" for all."""

    user_id = models.BigIntegerField()
    name = models.CharField("tên", max_length=80)
    text = models.CharField(max_length=100)
    kind = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=["tenant", "user_id", "name"], name="units_search_name")]

    def __str__(self) -> str:
        return self.name
