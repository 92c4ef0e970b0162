"""An award round: what was known (subjects), what people said (attestations, holds, votes), what came out."""

from __future__ import annotations

from typing import Any

from django.db import models

from awards.enums import CouncilWord, Eligible, HoldKind, Occasion, Recipient, RoundState, Standing
from config.kernel.tenancy import TenantModel


class AwardRound(TenantModel):
    """`result` is the summary of the last evaluation (per rule: quota, counts, ties; shares).

    `digest` is that of the whole snapshot, reproducible from the subjects' facts and what people said.
    `target_headings`: the targets that the subjects' facts have rows for (`awards.target_rows.headings_json`).
    `overrides`: rule code → {reason, by, on}: the council passes over 70/30 (decision 8).
    `holder`: the unit whose head decides (Giấy khen); None: the tenant's own round.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="award_rounds")
    holder = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, related_name="held_rounds")
    rule_set = models.ForeignKey("awards.AwardRuleSet", on_delete=models.PROTECT, related_name="rounds")
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=250)
    state = models.CharField(max_length=12, choices=RoundState.choices, default=RoundState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    score_run_uid = models.UUIDField(null=True)
    contribution_norm = models.PositiveBigIntegerField(null=True)
    target_headings = models.JSONField(default=list)
    overrides = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    evaluated_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "campaign", "occasion", "year", "number"], name="awards_round_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class RoundSubject(TenantModel):
    """A unit or person looked at in a round, with the facts as gathered (JSON of `awards.facts_json`).

    `merit_h`: points for merit × 100 that somebody gave, where no index ranks the candidates (CT Khối 4; people).
    """

    round = models.ForeignKey(AwardRound, on_delete=models.CASCADE, related_name="subjects")
    key = models.CharField(max_length=80)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("units.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=250)
    unit_name = models.CharField(max_length=250, blank=True)
    position = models.CharField(max_length=200, blank=True)
    merit_h = models.PositiveIntegerField(null=True)
    facts = models.JSONField()

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["tenant", "round", "key"], name="awards_subject_once")]

    def __str__(self) -> str:
        return self.key


class Candidate(TenantModel):
    """A subject under one rule: standing, seat, and the mark of every criterion (`awards.rules.Verdict.marks`).
    Names are those of the day.

    `place` is the order on the page. `proposed`: on the proposal list of the round. `council`: how the council
    voted on it, `council_note` in figures. `unit_placed`: what the collectives' selection said of a person's unit
    when this was judged. Sentences are not stored: `awards.selectors.verdicts` puts them together, from the round's
    facts and rules, into `explained`, for a whole list at once.
    """

    explained: dict[str, Any] | None = None

    round = models.ForeignKey(AwardRound, on_delete=models.CASCADE, related_name="candidates")
    rule = models.ForeignKey("awards.AwardRule", on_delete=models.PROTECT, related_name="candidates")
    subject = models.ForeignKey(RoundSubject, on_delete=models.CASCADE, related_name="candidates")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, related_name="candidacies")
    person = models.ForeignKey("units.Person", on_delete=models.PROTECT, null=True, related_name="candidacies")
    recipient = models.CharField(max_length=12, choices=Recipient.choices)
    award_form = models.CharField(max_length=12)
    name = models.CharField(max_length=250)
    unit_name = models.CharField(max_length=250, blank=True)
    position = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=24, blank=True)
    block_code = models.CharField(max_length=60, blank=True)
    eligible = models.CharField(max_length=20, choices=Eligible.choices)
    standing = models.CharField(max_length=12, choices=Standing.choices)
    rank = models.PositiveIntegerField(null=True)
    seat = models.PositiveIntegerField(null=True)
    reserve = models.PositiveIntegerField(null=True)
    place = models.PositiveIntegerField(default=0)
    ratio_h = models.IntegerField(null=True)
    why = models.CharField(max_length=400, blank=True)
    warnings = models.JSONField(default=list)
    marks = models.CharField(max_length=400, blank=True)
    unit_placed = models.BooleanField(null=True)
    proposed = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    withdrawn_reason = models.TextField(blank=True)
    council = models.CharField(max_length=8, choices=CouncilWord.choices, blank=True)
    council_note = models.CharField(max_length=200, blank=True)
    search_key = models.CharField(max_length=520, blank=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "round", "rule", "subject"], name="awards_candidate_once")
        ]
        indexes = [
            models.Index(fields=["tenant", "round", "standing", "place"], name="awards_candidate_standing"),
            models.Index(fields=["tenant", "unit", "round"], name="awards_candidate_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class Attestation(TenantModel):
    """A person's answer to one criterion of one subject. Never changed: of several, the last counts."""

    round = models.ForeignKey(AwardRound, on_delete=models.CASCADE, related_name="attestations")
    subject = models.ForeignKey(RoundSubject, on_delete=models.CASCADE, related_name="attestations")
    code = models.CharField(max_length=80)
    label = models.CharField(max_length=400, blank=True)
    answer = models.BooleanField()
    reason = models.TextField(blank=True)
    by_user = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    by_title = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.code}: {self.answer}"


class Hold(TenantModel):
    """The nomination is paused, not rejected; it keeps its place until lifted (decision 11)."""

    round = models.ForeignKey(AwardRound, on_delete=models.CASCADE, related_name="holds")
    subject = models.ForeignKey(RoundSubject, on_delete=models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=16, choices=HoldKind.choices)
    reason = models.TextField()
    since = models.DateField()
    set_by_name = models.CharField(max_length=200)
    lifted_on = models.DateField(null=True)
    lifted_by_name = models.CharField(max_length=200, blank=True)
    lift_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_kind_display()


class TieVoteRecord(TenantModel):
    """The council's recorded vote among equals. `among` and `order` hold subject keys, best first."""

    round = models.ForeignKey(AwardRound, on_delete=models.CASCADE, related_name="tie_votes")
    rule = models.ForeignKey("awards.AwardRule", on_delete=models.PROTECT, related_name="+")
    among = models.JSONField()
    order = models.JSONField()
    votes = models.JSONField(default=dict)
    minutes = models.CharField(max_length=300)
    held_on = models.DateField()
    recorded_by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.minutes
