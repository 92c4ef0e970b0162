"""The public is asked before an award is decided."""

from __future__ import annotations

from django.db import models

from config.kernel.tenancy import TenantModel
from dossiers.enums import HearingState


class Hearing(TenantModel):
    """A round's list for one award form, public until the end of `last_day`. `rows` are the names of that day:
    [{name, position, unit}]."""

    round = models.ForeignKey("awards.AwardRound", on_delete=models.PROTECT, related_name="hearings")
    award_form = models.CharField(max_length=20)
    form_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    opened_on = models.DateField()
    last_day = models.DateField()
    state = models.CharField(max_length=8, choices=HearingState.choices, default=HearingState.OPEN)
    version = models.PositiveIntegerField(default=1)
    opened_by_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "round", "award_form"], name="dossiers_hearing_once"),
        ]

    def __str__(self) -> str:
        return f"Lấy ý kiến nhân dân: {self.form_name}"


class PublicComment(TenantModel):
    """What somebody without an account wrote. `origin` tells senders apart for a day without naming an address."""

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="comments")
    author = models.CharField("họ và tên", max_length=120)
    contact = models.CharField("điện thoại hoặc thư điện tử", max_length=160)
    about = models.CharField("về tập thể, cá nhân", max_length=250, blank=True)
    text = models.TextField("ý kiến")
    origin = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["tenant", "hearing", "origin"], name="dossiers_comments_from")]

    def __str__(self) -> str:
        return f"Ý kiến của {self.author}"
