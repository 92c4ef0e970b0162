"""A review of the campaign (báo cáo hằng năm, sơ kết, tổng kết) that the standing agency reports on."""

from __future__ import annotations

from django.db import models

from config.kernel.tenancy import TenantModel
from dossiers.enums import ReviewOccasion


class Review(TenantModel):
    """One review: of a year, at a milestone, or of the whole campaign up to `year`.

    `document` is the report of it (kind `review_report`); `docx` is the same text as a file to work on,
    made with the PDF of version `docx_version`. `figures` holds the numbers that the issued report shows.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="reviews")
    occasion = models.CharField(max_length=12, choices=ReviewOccasion.choices)
    year = models.PositiveSmallIntegerField()
    docx = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    docx_version = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-year", "-id")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "occasion", "year"], name="dossiers_one_review")
        ]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()} {self.year}"
