"""What a changed value would score, for the what-if page: awards asks, targets knows."""

from __future__ import annotations

from decimal import Decimal

from awards.facts import PillarFact
from awards.models import AwardRound
from awards.trials.reading import Rescore
from targets.selectors.facts import run_by_uid
from targets.selectors.trials import pillars_with


def rescorer(award_round: AwardRound) -> Rescore | None:
    """By the score run that the round was judged with; None where it has none."""
    run = run_by_uid(award_round.score_run_uid) if award_round.score_run_uid else None
    if run is None:
        return None
    units = dict(award_round.subjects.filter(person=None).values_list("key", "unit_id"))

    def rescore(key: str, target: str, actual: Decimal) -> tuple[PillarFact, ...] | None:
        unit_id = units.get(key)
        found = pillars_with(run, unit_id, target, actual) if unit_id else None
        return tuple(PillarFact(*pillar) for pillar in found) if found is not None else None

    return rescore
