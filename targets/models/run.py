from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django_scopes import ScopedManager

from config.kernel.tenancy import TenantModel
from config.kernel.tenancy.scope import current_tenant_id
from targets.enums import Layer, Origin, RunState

if TYPE_CHECKING:
    from units.models import Tenant


class ScoreRun(TenantModel):
    """One scoring of a campaign's year: an immutable snapshot once done.

    `rules` holds every rule by indicator id as it was used; `inputs_digest` covers rules and values in force,
    `result_digest` lines, totals and ranks: the same inputs give the same digests. `provisional` counts reports
    that were not appraised yet.

    `origin` outside: totals that another body published (`source_name`, `decision_number`, `decision_on`), without
    lines.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="score_runs")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    layer = models.CharField(max_length=10, choices=Layer.choices, default=Layer.FINAL)
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.WAITING)
    version = models.PositiveIntegerField(default=1)
    job_uid = models.UUIDField(null=True)
    rules = models.JSONField(default=dict)
    inputs_digest = models.CharField(max_length=64, blank=True)
    result_digest = models.CharField(max_length=64, blank=True)
    unit_count = models.PositiveIntegerField(default=0)
    line_count = models.PositiveIntegerField(default=0)
    provisional = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    started_by_name = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_on = models.DateField(null=True)
    published_by_name = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.OWN)
    source_name = models.CharField(max_length=250, blank=True)
    decision_number = models.CharField(max_length=100, blank=True)
    decision_on = models.DateField(null=True)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["tenant", "campaign", "year", "number"], name="run_number")]

    def __str__(self) -> str:
        return f"Lần chấm {self.number} năm {self.year}"


def _tenant() -> models.ForeignKey[Tenant, Tenant]:
    """Without a key of its own in the database: what the rows refer to is of a tenant, and the policy of their table
    checks whose they are."""
    return models.ForeignKey(
        "units.Tenant",
        on_delete=models.PROTECT,
        default=current_tenant_id,
        editable=False,
        related_name="+",
        db_constraint=False,
    )


class ScoreLines(models.Model):
    """Every value of one unit as it was scored: arrays of one length, in the order of `indicators`.

    A row per unit, since writing a row per value takes longer than scoring it. `amounts` and `bases` are the value in
    force as a fraction: numerator and denominator of a share, a number and 1, else None. `marks` pack what else was
    given and what came of it, `texts` maps an indicator's id to a text that is not empty: `targets.scoring.lines`
    reads them. Points are hundredths; `self_points_h` and `appraised_points_h` are those of the earlier layers.

    References are plain ids: a snapshot stands whatever happens to the rest. The database refuses what is not of the
    same tenant, and any change (`snapshot_walls`).
    """

    id = models.BigAutoField(primary_key=True)
    tenant = _tenant()
    run_ref = models.BigIntegerField()
    unit_ref = models.BigIntegerField()
    indicators = ArrayField(models.BigIntegerField())
    amounts = ArrayField(models.DecimalField(max_digits=20, decimal_places=4, null=True))
    bases = ArrayField(models.DecimalField(max_digits=20, decimal_places=4, null=True))
    marks = ArrayField(models.SmallIntegerField())
    texts = models.JSONField(default=dict)
    points_h = ArrayField(models.IntegerField())
    self_points_h = ArrayField(models.IntegerField())
    appraised_points_h = ArrayField(models.IntegerField(null=True))

    objects = ScopedManager(tenant="tenant")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "run_ref", "unit_ref"], name="lines_once")]

    def __str__(self) -> str:
        return f"{self.run_ref}/{self.unit_ref}"


class ScoreTotal(models.Model):
    """A unit's sum, ratio and rank in its block. `ratio_h` and `rank` are None where nothing applied.

    `pillars` maps a pillar's code to [points_h, max_h]; `of` is how many units of the block have a rank. Written once,
    like `ScoreLines`.
    """

    id = models.BigAutoField(primary_key=True)
    tenant = _tenant()
    run = models.ForeignKey(
        ScoreRun, on_delete=models.CASCADE, related_name="totals", db_index=False, db_constraint=False
    )
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    unit_name = models.CharField(max_length=200)
    report_ref = models.BigIntegerField()
    block_code = models.CharField(max_length=60, blank=True)
    points_h = models.BigIntegerField()
    max_h = models.BigIntegerField()
    ratio_h = models.IntegerField(null=True)
    rank = models.PositiveIntegerField(null=True)
    of = models.PositiveIntegerField(default=0)
    tied = models.BooleanField(default=False)
    self_points_h = models.BigIntegerField(default=0)
    appraised_points_h = models.BigIntegerField(null=True)
    pillars = models.JSONField(default=dict)
    met = models.PositiveSmallIntegerField(default=0)
    judged = models.PositiveSmallIntegerField(default=0)
    lines = models.PositiveSmallIntegerField(default=0)
    not_applicable = models.PositiveSmallIntegerField(default=0)
    days_late = models.PositiveIntegerField(default=0)
    appraised = models.BooleanField(default=False)

    objects = ScopedManager(tenant="tenant")

    class Meta:
        ordering = ["block_code", "rank", "id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "run", "unit"], name="total_once")]
        indexes = [models.Index(fields=["tenant", "run", "block_code", "rank"], name="total_ranking")]

    def __str__(self) -> str:
        return f"{self.unit_name} {self.ratio_h}"
