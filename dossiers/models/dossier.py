"""What a unit proposes in an award round, and what the desks said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from config.kernel.tenancy import TenantModel
from dossiers.enums import UNIT_PAPERS, DossierState

if TYPE_CHECKING:
    from dossiers.models.document import Document


class Dossier(TenantModel):
    """One proposal of one unit for one award form in one round. `state` moves by `dossiers.flow` alone.

    `unit_name` is the name of the day. `version` counts every change of state, so that a page that grew old
    cannot act. `meeting` holds what the minutes say of the meeting; see `dossiers.services.meetings`.
    """

    round = models.ForeignKey("awards.AwardRound", on_delete=models.PROTECT, related_name="dossiers")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="dossiers")
    unit_name = models.CharField(max_length=200)
    award_form = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=DossierState.choices, default=DossierState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    meeting = models.JSONField(default=dict)
    due_on = models.DateField(null=True, blank=True)
    drafted_by_user_id = models.BigIntegerField(null=True)
    drafted_by_name = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    received_by_user_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "round", "unit", "award_form"], name="dossiers_once"),
        ]
        indexes = [models.Index(fields=["tenant", "state", "due_on"], name="dossiers_desk")]

    def __str__(self) -> str:
        return f"Hồ sơ của {self.unit_name}"

    @property
    def state_label(self) -> str:
        return DossierState(self.state).label

    @property
    def own_documents(self) -> models.QuerySet[Document]:
        """The unit's papers, without the receipts, slips and covers that the desks add."""
        return self.documents.filter(kind__in=UNIT_PAPERS)


class Nominee(TenantModel):
    """A collective or a person proposed in a dossier; names and posts as they were that day."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="nominees")
    candidate = models.ForeignKey("awards.Candidate", on_delete=models.PROTECT, related_name="nominees")
    subject = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    honorific = models.CharField(max_length=10, blank=True)
    position = models.CharField(max_length=200, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    merit = models.TextField(blank=True)
    answer = models.ForeignKey(
        "dossiers.UpwardAnswer", on_delete=models.PROTECT, related_name="nominees", null=True, blank=True
    )
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "dossier", "candidate"], name="dossiers_nominee_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_person(self) -> bool:
        return self.subject == "individual"


class Remark(TenantModel):
    """What a desk asks for when it returns a dossier, point by point, and how the unit answered.

    `page` counts the pages of `document` as they were then; `criterion` is whose and which, as the page named it.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="remarks")
    document = models.ForeignKey(
        "dossiers.Document", on_delete=models.CASCADE, related_name="remarks", null=True, blank=True
    )
    page = models.PositiveSmallIntegerField(null=True, blank=True)
    criterion = models.CharField(max_length=400, blank=True)
    sentence = models.TextField()
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.sentence[:80]
