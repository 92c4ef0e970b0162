"""Units put people forward while a round is open."""

from __future__ import annotations

from django.db import transaction

from awards.enums import ROUND_OPEN
from awards.models import AwardRound
from config.kernel import audit
from config.kernel.access import Actor, require
from config.kernel.errors import DomainError, Invalid
from dossiers.models import Nomination
from units.models import Person, Unit

MERIT_LIMIT = 2000


@transaction.atomic
def nominate(*, award_round: AwardRound, unit: Unit, merits: dict[Person, str], actor: Actor) -> list[Nomination]:
    """Put forward exactly the people of `merits` for the unit; those put forward before and left out are withdrawn.

    Raises `DomainError` when the round no longer takes nominations, `Invalid` per person without a merit.
    """
    require(actor, "dossiers.edit", unit)
    locked = AwardRound.objects.select_for_update(of=("self",)).select_related("holder").get(pk=award_round.pk)
    if locked.state not in ROUND_OPEN:
        raise DomainError("Đợt xét đã lập danh sách nên không nhận đề cử nữa.", code="closed")
    if locked.holder is not None and not unit.path.startswith(locked.holder.path):
        raise DomainError(f"Đợt xét này chỉ dành cho {locked.holder.display_name}.", code="not_of_holder")
    if strangers := [person.full_name for person in merits if person.unit_id != unit.pk]:
        raise DomainError(f"{strangers[0]} không thuộc {unit.display_name}.", code="not_of_unit")
    errors = {
        f"merit_{person.pk}": [f"Hãy tóm tắt thành tích của {person.full_name}, tối đa {MERIT_LIMIT} ký tự."]
        for person, merit in merits.items()
        if not 0 < len(merit.strip()) <= MERIT_LIMIT
    }
    if errors:
        raise Invalid(errors)
    Nomination.objects.filter(round=locked, unit=unit).exclude(person__in=list(merits)).update(withdrawn=True)
    kept = [
        Nomination.objects.update_or_create(
            round=locked,
            person=person,
            defaults={
                "unit": unit,
                "merit": merit.strip(),
                "nominated_by_name": actor.name,
                "withdrawn": False,
            },
        )[0]
        for person, merit in merits.items()
    ]
    audit.record(
        actor=actor,
        verb="round.nominate",
        obj=locked,
        data={"unit": unit.display_name, "people": [person.full_name for person in merits]},
    )
    return kept
