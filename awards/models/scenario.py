"""A trial of a round that somebody gave a name; the official result knows nothing of it."""

from __future__ import annotations

from django.db import models

from config.kernel.tenancy import TenantModel


class Scenario(TenantModel):
    """`query` is the trial as the address of its page holds it; opening it judges the round anew.

    `digest`: the round's result on the day of saving; another one now means that the round has moved on.
    `summary`: {"sentence", "comes_in": [names], "drops_out": [names]} of that day.
    """

    round = models.ForeignKey("awards.AwardRound", on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=120)
    note = models.CharField(max_length=500, blank=True)
    query = models.TextField()
    digest = models.CharField(max_length=64, blank=True)
    summary = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_user = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "round", "name"], name="awards_scenario_name")]

    def __str__(self) -> str:
        return self.name
