"""Dates: what the plan says, and the reporting periods that follow from it."""

from __future__ import annotations

import datetime as dt

from django.db import models

from campaigns.deadlines import last_day_of
from campaigns.deadlines import when_label as in_words
from campaigns.enums import DateSource, PeriodState
from campaigns.models.campaign import Campaign, PlanItem
from campaigns.plans import vocabulary as words
from config.kernel.tenancy import TenantModel


class Milestone(PlanItem):
    """A date of the plan, in the plan's words and as data.

    `date` is "2025-12-31", or "12-15" for every year (`yearly`). `before` means "trước ngày": that day itself
    no longer counts. `event` names what the date waits for where the plan gives no day.
    """

    kind = models.CharField(max_length=20, choices=list(words.TIMELINE_KINDS.items()))
    date = models.CharField(max_length=10, blank=True)
    before = models.BooleanField(default=False)
    quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(null=True, blank=True)
    yearly = models.BooleanField(default=False)
    event = models.CharField(max_length=250, blank=True)
    owed_by = models.CharField(max_length=300, blank=True)
    owed_to = models.CharField(max_length=300, blank=True)

    class Meta(PlanItem.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "campaign", "code"], name="campaigns_milestone_code")]

    def last_day(self, year: int | None = None) -> dt.date | None:
        """The last valid day (in `year`, for a yearly one); None where the plan gives no day."""
        return last_day_of(self, year)

    @property
    def when_label(self) -> str:
        """As in "trước ngày 15/12 hằng năm", "quý IV năm 2023", "năm 2025"."""
        return in_words(self)


class ReportingPeriod(TenantModel):
    """When the report of one year may be sent. `wording`: the plan's phrase, or that the tenant set the date.

    Late reports are accepted after `last_day` and marked late (decision 9); a closed period takes none.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="periods")
    year = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    last_day = models.DateField()
    last_day_source = models.CharField(max_length=8, choices=DateSource.choices)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wording = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=PeriodState.choices, default=PeriodState.PLANNED)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("year", "id")
        constraints = [models.UniqueConstraint(fields=["tenant", "campaign", "year"], name="campaigns_period_year")]

    def __str__(self) -> str:
        return f"Kỳ báo cáo năm {self.year}"

    @property
    def quote(self) -> str:
        """What may stand in quotation marks beside the date: the plan's phrase; empty for the tenant's own date."""
        return self.wording if self.last_day_source == DateSource.PLAN else ""

    @property
    def is_open(self) -> bool:
        return self.state == PeriodState.OPEN
