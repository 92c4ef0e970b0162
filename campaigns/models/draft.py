"""A plan being written or changed in the browser, and the versions that were published."""

from __future__ import annotations

from django.db import models

from campaigns.enums import DraftState, VersionOrigin
from campaigns.models.campaign import Campaign
from config.kernel.tenancy import TenantModel


class PlanDraft(TenantModel):
    """Changes to a campaign's plan that nobody else sees yet. At most one is open per campaign.

    `base_version` is the campaign's version when the draft began. `came_from` says in words what a new
    campaign was copied from.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="drafts")
    state = models.CharField(max_length=12, choices=DraftState.choices, default=DraftState.OPEN)
    version = models.PositiveIntegerField(default=1)
    base_version = models.PositiveIntegerField(default=0)
    came_from = models.CharField(max_length=300, blank=True)
    created_by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "campaign"], condition=models.Q(state="open"), name="campaigns_one_open_draft"
            )
        ]

    def __str__(self) -> str:
        return f"Bản sửa {self.campaign.code}"


class PlanEdit(TenantModel):
    """One entry of the plan as the draft has it, with the plan file's keys: `body` None takes it out.

    `was` is the entry in force when the edit began (None: there was none), so that a change made elsewhere
    meanwhile is noticed. `part` is the plan file's list, or "campaign" for its head.
    """

    draft = models.ForeignKey(PlanDraft, on_delete=models.CASCADE, related_name="edits")
    part = models.CharField(max_length=24)
    code = models.CharField(max_length=60)
    body = models.JSONField(null=True)
    was = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_by_name = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["tenant", "draft", "part", "code"], name="campaigns_plan_edit_code")
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.code}"


class PlanVersion(TenantModel):
    """The whole plan as it was published, frozen, and what differed from the version before.

    `content` has the plan file's shape; `changes`: [{part, code, state, fields: {key: [old, new]}}].
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    origin = models.CharField(max_length=8, choices=VersionOrigin.choices, default=VersionOrigin.FILE)
    content = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    touched = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=400, blank=True)
    published_by_name = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("-version", "-id")
        constraints = [models.UniqueConstraint(fields=["tenant", "campaign", "version"], name="campaigns_plan_version")]

    def __str__(self) -> str:
        return f"Phiên bản {self.version}"
