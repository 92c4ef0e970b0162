"""Decisions and the register of awards granted. Names, titles, units are those of the day for ever."""

from __future__ import annotations

from django.db import models

from awards.enums import AwardState, Occasion, Recipient
from config.kernel.tenancy import TenantModel


class Decision(TenantModel):
    """The decision of whoever has the authority; for a forwarded proposal, the one that came back.

    `citations`: the "Căn cứ" lines of the regime in force on `date`. `total` in đồng.
    """

    round = models.ForeignKey("awards.AwardRound", on_delete=models.PROTECT, related_name="decisions")
    award_form = models.CharField(max_length=12)
    number = models.CharField(max_length=80)
    date = models.DateField()
    decider = models.CharField(max_length=200)
    signer_name = models.CharField(max_length=120, blank=True)
    signer_title = models.CharField(max_length=200, blank=True)
    regime_code = models.CharField(max_length=12)
    citations = models.JSONField(default=list)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    total = models.PositiveBigIntegerField(default=0)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-date", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number", "date", "decider"], name="awards_decision_number")
        ]

    def __str__(self) -> str:
        return f"Quyết định số {self.number}"


class AwardGranted(TenantModel):
    """One line of the register (sổ khen thưởng). `prize` in đồng, None where no coefficient is known.

    An award is in force until a decision takes it back: `revocation` is that decision's number, `revoked_on` its day.
    From `revocation_asked_on` until then the decision is being drawn up, for `revoked_reason`.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="awards")
    round = models.ForeignKey("awards.AwardRound", on_delete=models.PROTECT, related_name="awards")
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="awards")
    candidate = models.ForeignKey("awards.Candidate", on_delete=models.PROTECT, null=True, related_name="awards")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, related_name="awards")
    person = models.ForeignKey("units.Person", on_delete=models.PROTECT, null=True, related_name="awards")
    award_form = models.CharField(max_length=12)
    form_name = models.CharField(max_length=200)
    recipient = models.CharField(max_length=12, choices=Recipient.choices)
    name = models.CharField(max_length=250)
    unit_name = models.CharField(max_length=250, blank=True)
    position = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=24, blank=True)
    level = models.CharField(max_length=12, blank=True)
    block_code = models.CharField(max_length=60, blank=True)
    gender = models.CharField(max_length=8, blank=True)
    role = models.CharField(max_length=12, blank=True)
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    year = models.PositiveSmallIntegerField()
    milestone_year = models.PositiveSmallIntegerField(null=True)
    rule_code = models.CharField(max_length=60, blank=True)
    section = models.CharField(max_length=60, blank=True)
    achievement = models.TextField(blank=True)
    decision_number = models.CharField(max_length=80)
    decided_on = models.DateField()
    decider = models.CharField(max_length=200)
    regime_code = models.CharField(max_length=12)
    coefficient_h = models.PositiveIntegerField(null=True)
    base_salary = models.PositiveIntegerField(null=True)
    prize = models.PositiveBigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=AwardState.choices, default=AwardState.GRANTED)
    version = models.PositiveIntegerField(default=1)
    revocation_asked_on = models.DateField(null=True)
    revocation_asked_by_name = models.CharField(max_length=200, blank=True)
    revoked_on = models.DateField(null=True)
    revocation = models.CharField(max_length=200, blank=True)
    revoked_reason = models.TextField(blank=True)
    search_key = models.CharField(max_length=600, blank=True)
    sort_key = models.CharField(max_length=900, blank=True)

    class Meta:
        ordering = ["-decided_on", "sort_key", "id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "decision", "candidate"], name="awards_granted_once")]
        indexes = [
            models.Index(fields=["tenant", "year", "award_form"], name="awards_granted_year"),
            models.Index(fields=["tenant", "decided_on"], name="awards_granted_day"),
            models.Index(
                fields=["tenant", "round"],
                name="awards_granted_asked_back",
                condition=models.Q(state=AwardState.GRANTED, revocation_asked_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.form_name}"

    @property
    def is_being_revoked(self) -> bool:
        """Still in force, while the decision that takes it back is drawn up."""
        return self.state == AwardState.GRANTED and self.revocation_asked_on is not None

    @property
    def revoked_by(self) -> str:
        """The decision that took it back, as a sentence names it; "" where none did."""
        if not self.revocation:
            return ""
        return f"Quyết định số {self.revocation}" if self.revocation[0].isdigit() else self.revocation
