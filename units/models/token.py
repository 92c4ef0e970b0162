"""Keys for programs: a person's own rights, fewer of them, for a time."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models

from config.kernel.tenancy import TenantModel


def digest_of(secret: str) -> str:
    """SHA-256: the secret has 256 bits of its own, so that a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiToken(TenantModel):
    """Acts for `user` in this tenant with no verb beyond `verbs`, and none that the person no longer holds.

    Only the SHA-256 of the secret is kept (`digest`); `hint` is its end, for telling keys apart.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField("dùng cho", max_length=120)
    verbs = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    hint = models.CharField(max_length=8)
    expires_on = models.DateField("hết hạn")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = [models.UniqueConstraint(fields=["tenant", "digest"], name="units_token_digest")]

    def __str__(self) -> str:
        return f"Khóa API “{self.name}”"


class ApiRequest(TenantModel):
    """What a write sent with an Idempotency-Key was answered, so that sending it again acts only once.

    `digest` is of method, address and body: the same key with another content is refused.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["tenant", "user", "key"], name="units_api_request_once")]

    def __str__(self) -> str:
        return self.key
