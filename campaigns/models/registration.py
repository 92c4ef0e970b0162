"""A unit's registration for a campaign (đăng ký thi đua)."""

from __future__ import annotations

from django.db import models

from campaigns.enums import RegistrationState
from campaigns.models.campaign import Campaign
from config.kernel.tenancy import TenantModel


class Registration(TenantModel):
    """A unit takes part, with its own launch plan (kế hoạch phát động).

    `unit_name` is the name of its day. `commitments` holds registered targets:
    [{"target": code, "value_h": hundredths}], where the unit goes above the plan.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="registrations")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="registrations")
    unit_name = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=RegistrationState.choices, default=RegistrationState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    launch_plan_number = models.CharField("số, ký hiệu kế hoạch", max_length=60, blank=True)
    launch_plan_date = models.DateField("ngày ban hành kế hoạch", null=True, blank=True)
    launch_plan_file = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField("nội dung đăng ký", blank=True)
    commitments = models.JSONField(default=list, blank=True)
    return_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    submitted_by_name = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "unit"], name="campaigns_one_registration")
        ]
        indexes = [models.Index(fields=["tenant", "campaign", "state"], name="campaigns_registration_state")]

    def __str__(self) -> str:
        return f"Đăng ký thi đua – {self.unit_name}"

    @property
    def has_launch_plan(self) -> bool:
        return self.launch_plan_file_id is not None

    @property
    def is_editable(self) -> bool:
        return self.state in (RegistrationState.DRAFT, RegistrationState.RETURNED)

    @property
    def is_confirmed(self) -> bool:
        return self.state == RegistrationState.CONFIRMED
