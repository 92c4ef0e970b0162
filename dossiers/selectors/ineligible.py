"""Who was considered in a round and is not commended, with the reasons, point by point."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from awards.enums import CouncilWord, Standing
from awards.models import AwardRound, Candidate
from awards.selectors import law, verdicts
from campaigns.models import Registration
from config.kernel.access import Actor
from units.selectors.tree import within

OUT = (Standing.OUT, Standing.WITHDRAWN, Standing.REFUSED)
SHOWN_REASONS = 4


@dataclass(frozen=True)
class Refused:
    """One nominee or unit. `reason`: what the notice says; `lines`: every criterion that is not met."""

    candidate: Candidate
    name: str
    is_person: bool
    position: str
    unit_name: str
    form: str
    section: str
    reason: str
    lines: list[verdicts.VerdictItem]


def refused_candidates(award_round: AwardRound) -> QuerySet[Candidate]:
    """Whoever was put forward: people by nomination, collectives by a confirmed registration for the campaign."""
    registered = Registration.objects.filter(campaign=award_round.campaign, state="confirmed").values("unit")
    asked = Q(person__isnull=False) | Q(unit__in=registered)
    return (
        Candidate.objects.filter(asked, round=award_round, standing__in=OUT)
        .select_related("rule", "unit", "person", "subject")
        .order_by("recipient", "search_key", "rule__position", "id")
    )


def refused_rows(award_round: AwardRound) -> list[Refused]:
    """One row per nominee: under several rules of the round, the first that is not met; whoever is on the list by
    any rule is none of them."""
    placed = set(
        Candidate.objects.filter(round=award_round, standing__in=(Standing.PICKED, Standing.HELD, Standing.RESERVE))
        .values_list("subject_id", flat=True)
    )  # fmt: skip
    forms = law.forms()
    rows: dict[int, Refused] = {}
    first: dict[int, Candidate] = {}
    for candidate in refused_candidates(award_round):
        if candidate.subject_id not in placed:
            first.setdefault(candidate.subject_id, candidate)
    verdicts.explain(list(first.values()))
    for candidate in first.values():
        if candidate.subject_id not in rows:
            form = forms[candidate.award_form].short if candidate.award_form in forms else candidate.award_form
            rows[candidate.subject_id] = row_of(candidate, form)
    return list(rows.values())


def row_of(candidate: Candidate, form: str) -> Refused:
    lines = [line for line in verdicts.items(candidate.verdict) if line.state == "khong-dat" and not line.advisory]
    return Refused(
        candidate=candidate,
        name=candidate.name,
        is_person=candidate.person_id is not None,
        position=candidate.position,
        unit_name=candidate.unit_name,
        form=form,
        section=candidate.rule.section,
        reason=reason_of(candidate, lines),
        lines=lines,
    )


def reason_of(candidate: Candidate, lines: list[verdicts.VerdictItem]) -> str:
    """What somebody is told: the council's vote, why it was withdrawn, or the criteria with their sections."""
    if candidate.council == CouncilWord.FAILED or candidate.withdrawn:
        return candidate.withdrawn_reason
    if candidate.standing == Standing.REFUSED:
        return candidate.why
    said = [f"{line.sentence.rstrip('.')} (Mục {line.clause})" if line.clause else line.sentence.rstrip(".")
            for line in lines if line.decides and not line.is_group] or [candidate.why.rstrip(".")]  # fmt: skip
    more = len(said) - SHOWN_REASONS
    shown = "; ".join(said[:SHOWN_REASONS])
    return f"{shown}; và {more} tiêu chuẩn khác." if more > 0 else f"{shown}."


def own_candidates(award_round: AwardRound, actor: Actor) -> QuerySet[Candidate]:
    """Candidates of the units that this person acts for."""
    return (
        Candidate.objects.filter(within(actor.paths("dossiers.view"), prefix="unit__"), round=award_round)
        .select_related("rule", "unit", "person", "subject")
        .order_by("recipient", "search_key", "rule__position", "id")
    )
