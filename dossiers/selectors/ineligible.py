"""Who was considered in a round and is not commended, with the reasons, point by point."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from awards.enums import CouncilWord, RoundState, Standing
from awards.models import AwardGranted, AwardRound, Candidate
from awards.selectors import law, verdicts
from awards.selectors.reasons import Reason, in_reserve, reason
from campaigns.models import Registration
from config.kernel.access import Actor
from dossiers.models import Document
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


def refused_rows(award_round: AwardRound, award_form: str = "") -> list[Refused]:
    """One row per nominee: under several rules of the round, the first that is not met; whoever is on the list by
    any rule is none of them. `award_form`: only those considered for it."""
    placed = set(
        Candidate.objects.filter(round=award_round, standing__in=(Standing.PICKED, Standing.HELD, Standing.RESERVE))
        .values_list("subject_id", flat=True)
    )  # fmt: skip
    forms = law.forms()
    rows: dict[int, Refused] = {}
    first: dict[int, Candidate] = {}
    considered = refused_candidates(award_round)
    for candidate in considered.filter(award_form=award_form) if award_form else considered:
        if candidate.subject_id not in placed:
            first.setdefault(candidate.subject_id, candidate)
    verdicts.explain(list(first.values()))
    for candidate in first.values():
        if candidate.subject_id not in rows:
            form = forms[candidate.award_form].short if candidate.award_form in forms else candidate.award_form
            rows[candidate.subject_id] = row_of(candidate, form)
    return list(rows.values())


def row_of(candidate: Candidate, form: str) -> Refused:
    lines = [
        line
        for line in verdicts.items(verdicts.verdict_of(candidate))
        if line.state == "khong-dat" and not line.advisory
    ]
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
    said = [line.told for line in lines if line.decides and not line.is_group] or [candidate.why.rstrip(".")]
    more = len(said) - SHOWN_REASONS
    shown = "; ".join(said[:SHOWN_REASONS])
    lead = "Chưa đạt " if shown.startswith("“") else ""
    return f"{lead}{shown}; và {more} tiêu chuẩn khác." if more > 0 else f"{lead}{shown}."


def notice_of(award_round: AwardRound) -> Document | None:
    """The notice of a round; None before it is issued."""
    issued = Document.objects.filter(round=award_round, kind="ineligible", number__isnull=False)
    return issued.select_related("file", "job").first()


@dataclass(frozen=True)
class OwnRow:
    """How it came out for one candidate. `reason`: why it is in reserve, with its own place and the number of places;
    who has the last place instead is told when the round is decided. `award`: what the register has, if anything."""

    candidate: Candidate
    row: Refused
    reason: Reason | None
    award: AwardGranted | None


@dataclass(frozen=True)
class OwnResult:
    """One round as it came out for a person's units: each candidate once, the best standing first."""

    round: AwardRound
    notice: Document | None
    rows: list[OwnRow]


_BEST = (Standing.PICKED, Standing.HELD, Standing.TIED, Standing.RESERVE, Standing.PENDING, *OUT)


def own_results(actor: Actor) -> list[OwnResult]:
    """Rounds that are decided or whose notice went out, as far as they concern the units this person acts for."""
    told = Document.objects.filter(kind="ineligible", number__isnull=False).values("round")
    rounds = AwardRound.objects.filter(Q(state=RoundState.DECIDED) | Q(pk__in=told)).select_related("campaign")
    mine = (
        Candidate.objects.filter(within(actor.paths("dossiers.view"), prefix="unit__"), round__in=rounds)
        .select_related("rule", "unit", "person", "subject", "round")
        .order_by("recipient", "search_key", "rule__position", "id")
    )
    best: dict[int, Candidate] = {}
    for candidate in mine:
        other = best.get(candidate.subject_id)
        if other is None or _rank(candidate) < _rank(other):
            best[candidate.subject_id] = candidate
    verdicts.explain(list(best.values()))
    forms = law.forms()
    notices = {
        d.round_id: d for d in Document.objects.filter(kind="ineligible", number__isnull=False, round__in=rounds)
    }
    awards = {a.candidate_id: a for a in AwardGranted.objects.filter(candidate__in=list(best.values()))}
    found: dict[int, OwnResult] = {}
    for candidate in best.values():
        one = found.setdefault(candidate.round_id, OwnResult(candidate.round, notices.get(candidate.round_id), []))
        form = forms[candidate.award_form].short if candidate.award_form in forms else candidate.award_form
        why = _in_reserve(candidate, compared=actor.paths("dossiers.view") is not None)
        one.rows.append(OwnRow(candidate, row_of(candidate, form), why, awards.get(candidate.pk)))
    return sorted(found.values(), key=lambda one: (-one.round.year, -one.round.pk))


def _in_reserve(candidate: Candidate, *, compared: bool) -> Reason | None:
    """`compared`: also against whoever has the last place, once it is decided; a few queries for each."""
    if candidate.standing != Standing.RESERVE:
        return None
    if compared and candidate.round.state == RoundState.DECIDED:
        return reason(candidate.round, candidate)
    return Reason(in_reserve(candidate.round, candidate))


def _rank(candidate: Candidate) -> int:
    return _BEST.index(Standing(candidate.standing))
