"""Exemplars, models, initiatives and good practice: offered by units, reviewed, published for others to take up."""

from __future__ import annotations

from django.db import models

from campaigns.enums import AdoptionState, PracticeKind, PracticeState, RecognitionLevel
from campaigns.models.campaign import Campaign
from config.kernel.tenancy import TenantModel


class Practice(TenantModel):
    """One entry of the library. `unit_name`, `author_name` are those of its day.

    The unit claims a recognition (`recognition_level` and the decision's number, date, issuer); it counts
    once the reviewer has seen the decision: `recognised_at`. `pillar`: government, economy, society or "".
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="practices")
    kind = models.CharField(max_length=12, choices=PracticeKind.choices)
    title = models.CharField(max_length=250)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="practices")
    unit_name = models.CharField(max_length=200)
    person = models.ForeignKey(
        "units.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="practices"
    )
    author_name = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField()
    pillar = models.CharField(max_length=12, blank=True)
    summary = models.CharField(max_length=600)
    method = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    contact = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recognition_level = models.CharField(max_length=10, choices=RecognitionLevel.choices, blank=True)
    recognition_number = models.CharField(max_length=60, blank=True)
    recognition_date = models.DateField(null=True, blank=True)
    recognition_issuer = models.CharField(max_length=200, blank=True)
    recognised_at = models.DateTimeField(null=True, blank=True)
    recognised_by_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=PracticeState.choices, default=PracticeState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    return_reason = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_name = models.CharField(max_length=200, blank=True)
    adoptions_count = models.PositiveIntegerField(default=0)
    search_key = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-published_at", "-id")
        indexes = [
            models.Index(fields=["tenant", "campaign", "state", "-published_at"], name="campaigns_practice_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_editable(self) -> bool:
        return self.state in (PracticeState.DRAFT, PracticeState.RETURNED)

    @property
    def is_published(self) -> bool:
        return self.state == PracticeState.PUBLISHED

    @property
    def is_recognised(self) -> bool:
        return self.recognised_at is not None

    @property
    def decision(self) -> str:
        """As in "Quyết định số 12/QĐ-UBND ngày 05/6/2023"; empty without a number."""
        if not self.recognition_number:
            return ""
        day = self.recognition_date
        dated = f" ngày {day:%d/%m/%Y}" if day else ""
        return f"Quyết định số {self.recognition_number}{dated}"


class Adoption(TenantModel):
    """Another unit takes a practice up, and later says what came of it."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="adoptions")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="adoptions")
    unit_name = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=AdoptionState.choices, default=AdoptionState.PLANNED)
    note = models.TextField(blank=True)
    result = models.TextField(blank=True)
    planned_on = models.DateField()
    applied_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-planned_on", "-id")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "practice", "unit"], name="campaigns_one_adoption_per_unit")
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} áp dụng {self.practice_id}"

    @property
    def is_live(self) -> bool:
        """Taken up and not given up again."""
        return self.state != AdoptionState.STOPPED
