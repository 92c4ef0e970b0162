"""What a plan lists beside targets and award rules."""

from __future__ import annotations

from django.db import models

from campaigns.enums import ClauseKind
from campaigns.models.campaign import PlanItem
from campaigns.plans import vocabulary as words


class Clause(PlanItem):
    """A paragraph: legal basis, purpose, requirement, content, general objective, funding; or one of our own
    doubts about the plan (`note`, with the words in doubt as `text` where there are any)."""

    kind = models.CharField(max_length=20, choices=ClauseKind.choices)
    number = models.CharField(max_length=60, blank=True)
    date = models.DateField(null=True, blank=True)
    pillar = models.CharField(max_length=16, choices=list(words.PILLARS.items()), blank=True)
    sector = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)

    class Meta(PlanItem.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "kind", "code"], name="campaigns_clause_code")
        ]


class Participant(PlanItem):
    """Who may take part. `kinds`: unit kinds for collectives, person kinds for individuals."""

    subject = models.CharField(max_length=12, choices=list(words.SUBJECTS.items()))
    kinds = models.JSONField(default=list)

    class Meta(PlanItem.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "code"], name="campaigns_participant_code")
        ]


class Standard(PlanItem):
    """A tiêu chuẩn: for which subjects, which kinds (empty: all), at which level, naming which targets."""

    subject = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    scope = models.CharField(max_length=12, choices=list(words.STANDARD_SCOPES.items()))
    targets = models.JSONField(default=list)

    class Meta(PlanItem.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "campaign", "code"], name="campaigns_standard_code")]


class DossierComponent(PlanItem):
    """A paper that a dossier holds, or (component `copies`) how many sets an award form asks for."""

    component = models.CharField(max_length=20, choices=list(words.COMPONENTS.items()))
    award_form = models.CharField(max_length=12, choices=list(words.AWARD_FORMS.items()), blank=True)
    copies = models.PositiveSmallIntegerField(null=True, blank=True)
    form_code = models.CharField(max_length=40, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True)

    class Meta(PlanItem.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "campaign", "code"], name="campaigns_component_code")]


class Body(PlanItem):
    """A body and what the plan makes it responsible for."""

    name = models.CharField(max_length=250)
    roles = models.JSONField(default=list)

    class Meta(PlanItem.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "campaign", "code"], name="campaigns_body_code")]
