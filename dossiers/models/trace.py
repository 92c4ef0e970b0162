"""Who opened what, and the text by which it is found."""

from __future__ import annotations

from django.db import models

from config.kernel.tenancy import TenantModel
from dossiers.enums import AccessAct


class Access(TenantModel):
    """One person, one dossier or paper, one day, one way of looking: how often, first and last (Phụ lục VI)."""

    dossier = models.ForeignKey(
        "dossiers.Dossier", on_delete=models.CASCADE, related_name="accesses", null=True, blank=True
    )
    document = models.ForeignKey(
        "dossiers.Document", on_delete=models.CASCADE, related_name="accesses", null=True, blank=True
    )
    act = models.CharField(max_length=10, choices=AccessAct.choices)
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=200)
    user_title = models.CharField(max_length=200, blank=True)
    day = models.DateField()
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "dossier", "document", "user_id", "act", "day"],
                name="dossiers_access_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_name}: {self.get_act_display()}"


class SearchText(TenantModel):
    """The folded text of one dossier, paper, piece of evidence, gift or practice; exactly one of the five is named.

    `words`: every word once, between blanks; short, so that the first look at a row is cheap. `text`: the whole, in
    order, for phrases. `stamp` says from what it was made; `seen` is the audit entry up to which it is fresh.
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="+", null=True)
    document = models.ForeignKey("dossiers.Document", on_delete=models.CASCADE, related_name="+", null=True)
    evidence = models.ForeignKey("targets.Evidence", on_delete=models.CASCADE, related_name="+", null=True)
    contribution = models.ForeignKey("campaigns.Contribution", on_delete=models.CASCADE, related_name="+", null=True)
    practice = models.ForeignKey("campaigns.Practice", on_delete=models.CASCADE, related_name="+", null=True)
    words = models.TextField()
    text = models.TextField()
    stamp = models.CharField(max_length=120)
    seen = models.BigIntegerField(default=0)
    cut = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", name], name=f"dossiers_text_{name}")
            for name in ("dossier", "document", "evidence", "contribution", "practice")
        ]

    def __str__(self) -> str:
        return self.text[:80]
