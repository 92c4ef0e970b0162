"""A round's evaluation: gather what is known, hand it to the awards app, which judges."""

from __future__ import annotations

import uuid

from django.db import transaction

from awards.models import AwardRound
from awards.services import rounds as award_rounds
from config.kernel import jobs
from config.kernel.access import Actor, require
from config.kernel.errors import DomainError
from dossiers.enums import DossierState
from dossiers.facts import gather
from dossiers.models import Dossier
from targets.selectors import facts as known


@transaction.atomic
def start_evaluation(*, award_round: AwardRound, actor: Actor) -> jobs.Job:
    """Ask for an evaluation by a job; one per version of the round."""
    require(actor, "rounds.manage")
    return jobs.enqueue(
        kind="dossiers.evaluate",
        actor=actor,
        params={"round": award_round.pk},
        key=f"{award_round.uid}:{award_round.version}",
        label=f"Đối chiếu tiêu chuẩn: {award_round.title}",
        queue="scoring",
    )


@transaction.atomic
def step(
    *, award_round: AwardRound, name: str, actor: Actor, reason: str = "", expected_version: int | None = None
) -> AwardRound:
    """`reopen`, `send` or `cancel` a round. One that units work on with dossiers is neither reopened nor cancelled."""
    if name in {"reopen", "cancel"}:
        at_work = list(
            Dossier.objects.select_for_update()
            .filter(round=award_round)
            .exclude(state__in=(DossierState.WITHDRAWN, DossierState.REJECTED))
            .values_list("unit_name", flat=True)[:3]
        )
        if at_work:
            raise DomainError(
                f"Đợt xét đang có hồ sơ của {', '.join(at_work)}. Các đơn vị phải rút hồ sơ trước.",
                code="dossiers_open",
            )
    return award_rounds.step(
        round=award_round, name=name, actor=actor, reason=reason, expected_version=expected_version
    )


def evaluate(*, award_round: AwardRound, actor: Actor) -> None:
    """Gather the facts of every candidate and have them judged; the round remembers the score run that was used."""
    run = known.official_run(award_round.campaign, award_round.year)
    run_uid: uuid.UUID | None = run.uid if run else None
    subjects = [
        award_rounds.Subject(
            facts=subject.facts,
            unit_id=subject.unit_id,
            person_id=subject.person.pk if subject.person else None,
            unit_name=subject.unit_name,
            position=subject.person.position if subject.person else "",
        )
        for subject in gather(award_round, run=run)
    ]
    award_rounds.store_evaluation(round=award_round, subjects=subjects, actor=actor, score_run_uid=run_uid)
