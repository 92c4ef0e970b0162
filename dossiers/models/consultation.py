"""An agency is asked for its opinion on a dossier (hiệp y)."""

from __future__ import annotations

from django.db import models

from config.kernel.tenancy import TenantModel
from dossiers.enums import ConsultationState, Opinion


class Consultation(TenantModel):
    """One agency and one dossier. `state` moves by `dossiers.consultation_flow` alone.

    `silence` is the tenant's rule on the day of asking: what no answer by `due_on` (the last day) is taken for.
    `recorded_by_name`: who wrote down, on behalf of the agency, an answer that came as a letter (`letter_number`,
    `file`); then `answered_by_name` signed the letter and `answered_at` is its day.
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="consultations")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="consultations")
    unit_name = models.CharField(max_length=200)
    question = models.TextField()
    due_on = models.DateField()
    silence = models.CharField(max_length=8)
    state = models.CharField(max_length=12, choices=ConsultationState.choices, default=ConsultationState.ASKED)
    version = models.PositiveIntegerField(default=1)
    asked_by_user_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    reminded_on = models.DateField(null=True, blank=True)
    opinion = models.CharField(max_length=8, choices=Opinion.choices, blank=True)
    answer = models.TextField(blank=True)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    drafted_by_user_id = models.BigIntegerField(null=True)
    drafted_by_name = models.CharField(max_length=200, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    letter_number = models.CharField(max_length=60, blank=True)
    recorded_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "dossier", "unit"],
                condition=~models.Q(state="cancelled"),
                name="dossiers_consulted_once",
            )
        ]
        indexes = [models.Index(fields=["tenant", "state", "due_on"], name="dossiers_consultations")]

    def __str__(self) -> str:
        return f"Hiệp y của {self.unit_name}"
