"""People whom a unit puts forward in a round; the rules then judge them."""

from __future__ import annotations

from django.db import models

from config.kernel.tenancy import TenantModel


class Nomination(TenantModel):
    """A unit puts a person forward, with a sentence on the merit. Collectives need none: all that take part are
    judged. `withdrawn` keeps the row."""

    round = models.ForeignKey("awards.AwardRound", on_delete=models.PROTECT, related_name="nominations")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="nominations")
    person = models.ForeignKey("units.Person", on_delete=models.PROTECT, related_name="nominations")
    merit = models.TextField("tóm tắt thành tích")
    nominated_by_name = models.CharField(max_length=200)
    nominated_at = models.DateTimeField(auto_now=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "round", "person"], name="dossiers_nomination_once"),
        ]

    def __str__(self) -> str:
        return f"Đề cử {self.person}"
