"""Who was told of what is due, when and how."""

from __future__ import annotations

from django.db import models

from campaigns.enums import Channel, Matter, ReminderState
from campaigns.models.campaign import Campaign
from config.kernel.tenancy import TenantModel


class ReminderRound(TenantModel):
    """One reminding by hand (đôn đốc) of all who are late: the official letter and how many it went to."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reminder_rounds")
    matter = models.CharField(max_length=16, choices=Matter.choices)
    year = models.PositiveSmallIntegerField()
    last_day = models.DateField(null=True)
    respond_by = models.DateField(null=True)
    units = models.JSONField(default=list)
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    sent_by_name = models.CharField(max_length=200)
    letter = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["tenant", "campaign", "year"], name="campaigns_reminder_rounds")]

    def __str__(self) -> str:
        return f"Đôn đốc {self.get_matter_display().lower().removesuffix(' năm')} năm {self.year}"


class Reminder(TenantModel):
    """One message to one recipient over one channel. `stage` says which: `d30`, `d7`, `d1` before the last day,
    `w1`, `w2` … for the weeks after it, `r<id>` for a round by hand. The constraint is what sends each once.

    `user_id` is 0 for the unit's own mailbox. `last_day` is part of the key: a moved date is told of anew.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reminders")
    round = models.ForeignKey(ReminderRound, on_delete=models.PROTECT, null=True, related_name="reminders")
    matter = models.CharField(max_length=16, choices=Matter.choices)
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=200)
    stage = models.CharField(max_length=24)
    last_day = models.DateField(null=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    user_id = models.BigIntegerField(default=0)
    recipient = models.CharField(max_length=200)
    address = models.EmailField(blank=True)
    title = models.CharField(max_length=300)
    sentence = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=ReminderState.choices)
    created_on = models.DateField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "campaign", "matter", "year", "unit", "last_day", "stage", "channel", "user_id"],
                name="campaigns_reminded_once",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "user_id", "channel", "read_at"], name="campaigns_reminders_of"),
            models.Index(fields=["tenant", "campaign", "matter", "year"], name="campaigns_reminders_about"),
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.recipient}"
