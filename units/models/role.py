"""Roles as named sets of verbs, and who holds one where."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from config.kernel.tenancy import TenantModel


class Role(TenantModel):
    """`verbs` is a list of permission strings; `name` is the tenant's own title for the role."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    verbs = models.JSONField(default=list)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "id")
        constraints = [models.UniqueConstraint(fields=["tenant", "code"], name="units_role_code")]

    def __str__(self) -> str:
        return self.name


class Membership(TenantModel):
    """A user's role in this tenant, over `unit` and what lies below it, or over the whole tenant."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    person = models.ForeignKey(
        "units.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    title = models.CharField(max_length=160, blank=True, help_text="Chức danh của người giữ vai trò")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "user", "role", "unit"], name="units_membership_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role_id}"
