"""Papers: what a person typed, what the software knew, and the PDF made of both."""

from __future__ import annotations

from django.db import models

from config.kernel.tenancy import TenantModel
from dossiers.enums import DocumentState

# 60 random bits of the uid: nobody comes upon a paper by trying codes.
CHECK_CODE_LENGTH = 16


class Document(TenantModel):
    """A paper of a dossier, of a round or of a review; `kind` is a code of `dossiers.documents.KINDS`.

    `fields` holds the typed text by field code. The facts it was rendered from are attached to the PDF. Once the
    paper is issued neither it nor the file changes: a correction is a new document.
    """

    dossier = models.ForeignKey(
        "dossiers.Dossier", on_delete=models.CASCADE, related_name="documents", null=True, blank=True
    )
    round = models.ForeignKey(
        "awards.AwardRound", on_delete=models.PROTECT, related_name="documents", null=True, blank=True
    )
    review = models.ForeignKey(
        "dossiers.Review", on_delete=models.PROTECT, related_name="documents", null=True, blank=True
    )
    nominee = models.ForeignKey(
        "dossiers.Nominee", on_delete=models.CASCADE, related_name="documents", null=True, blank=True
    )
    kind = models.CharField(max_length=40)
    regime = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    fields = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=DocumentState.choices, default=DocumentState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    number = models.PositiveIntegerField(null=True, blank=True)
    symbol = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    signer_name = models.CharField(max_length=200, blank=True)
    signer_title = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey("kernel.Job", on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.title} {self.reference}".strip()

    @property
    def reference(self) -> str:
        """Number and symbol as papers write them: "08/TTr-UBND"; "" before a number is taken."""
        return f"{self.number:02d}/{self.symbol}" if self.number else ""

    @property
    def check_code(self) -> str:
        """What anybody may type at `xac-minh/` to check the paper: "3F2A-91C0-4B7D-A6E8"."""
        code = self.uid.hex[:CHECK_CODE_LENGTH].upper()
        return "-".join(code[i : i + 4] for i in range(0, CHECK_CODE_LENGTH, 4))


class NumberSeries(TenantModel):
    """The last number taken by an issuing body in a year (Nghị định 30/2020/NĐ-CP, Điều 15).

    `series` tells apart the numbers that a body counts separately: its decisions, its other papers.
    """

    body = models.CharField(max_length=80)
    series = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "body", "series", "year"], name="dossiers_series"),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.series} {self.year}: {self.last}"
