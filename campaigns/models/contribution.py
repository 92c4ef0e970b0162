"""What units and people give to the campaign, and what the council asks of a donor."""

from __future__ import annotations

from django.db import models

from campaigns.enums import GiftKind, GiftState, Giver
from campaigns.models.campaign import Campaign
from config.kernel.tenancy import TenantModel


class ContributionNorm(TenantModel):
    """The amount from which the council counts somebody as a donor in one year, in whole đồng.

    The plans leave it to the council, so `source` cites where the tenant has it from.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="contribution_norms")
    year = models.PositiveSmallIntegerField()
    giver = models.CharField(max_length=8, choices=Giver.choices, default=Giver.UNIT)
    amount = models.PositiveBigIntegerField()
    source = models.CharField(max_length=300)
    version = models.PositiveIntegerField(default=1)
    set_at = models.DateTimeField(auto_now=True)
    set_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("year", "giver", "id")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "year", "giver"], name="campaigns_contribution_norm")
        ]

    def __str__(self) -> str:
        return f"Định mức đóng góp năm {self.year} ({self.get_giver_display().lower()})"


class Contribution(TenantModel):
    """One gift of money, or of goods with their value, in whole đồng; `giver_name` as on its day.

    `unit` is the giver, or for a person's gift the unit that vouches for it; None for one that the standing
    agency took down itself. `valuation` says how goods were valued. `year` is that of `given_on`.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="contributions")
    giver = models.CharField(max_length=8, choices=Giver.choices)
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    person = models.ForeignKey(
        "units.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    giver_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=GiftKind.choices)
    amount = models.PositiveBigIntegerField()
    what = models.CharField(max_length=400)
    valuation = models.CharField(max_length=300, blank=True)
    beneficiary = models.CharField(max_length=300, blank=True)
    given_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    paper_number = models.CharField(max_length=60, blank=True)
    paper_date = models.DateField(null=True, blank=True)
    paper_file = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=GiftState.choices, default=GiftState.RECORDED)
    version = models.PositiveIntegerField(default=1)
    refusal = models.TextField(blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by_name = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    confirmed_by_title = models.CharField(max_length=200, blank=True)
    search_key = models.CharField(max_length=900, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-given_on", "-id")
        indexes = [
            models.Index(fields=["tenant", "campaign", "-given_on", "-id"], name="campaigns_gift_given"),
            models.Index(fields=["tenant", "campaign", "state"], name="campaigns_gift_state"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} của {self.giver_name}"

    @property
    def is_editable(self) -> bool:
        return self.state in (GiftState.RECORDED, GiftState.REFUSED)

    @property
    def is_confirmed(self) -> bool:
        return self.state == GiftState.CONFIRMED
