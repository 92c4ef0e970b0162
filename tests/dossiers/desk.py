"""A dossier of Đắk Song that stands where a test wants it, and the six people round it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from awards.facts import PersonFacts
from awards.facts_json import to_json
from awards.models import AwardRound, Candidate, RoundSubject
from awards.services import rounds as award_rounds
from campaigns.selectors import the_campaign
from config.kernel.tenancy import tenant_scope
from dossiers.models import Dossier
from dossiers.services import drafting
from tests.cast import Cast, Member
from units.models import Person

ROLES = ("clerk", "head", "standing", "board", "leader", "admin")
MEETING = {
    "body": "Cuộc họp lãnh đạo, công chức xã",
    "day": "2023-12-04",
    "starts": "08:00",
    "ends": "09:30",
    "location": "Phòng họp UBND xã",
    "chair": "Y Thịnh, Chủ tịch",
    "secretary": "Lê Thị Hoa, Công chức Văn phòng - Thống kê",
    "present": "Y Thịnh, Chủ tịch\nLê Thị Hoa, Công chức Văn phòng - Thống kê",
    "members": "3",
}


@dataclass
class Desk:
    people: dict[str, Member]
    dossier: Dossier

    def stands(self, state: str) -> Dossier:
        """Put the dossier into a state, whatever the table of steps says, with all its papers made."""
        Dossier.objects.filter(pk=self.dossier.pk).update(state=state)
        self.dossier.documents.update(state="ready")
        self.dossier.refresh_from_db()
        return self.dossier

    def path(self, name: str = "dossiers:dossier", *args: Any) -> str:
        return self.people["clerk"].path(name, *(args or (self.dossier.uid,)))

    def step(self, role: str, name: str, **more: Any) -> Any:
        """Post a step of the chain as the page would."""
        self.dossier.refresh_from_db()
        data = {"transition": name, "version": self.dossier.version, "reason": "Theo kết luận", **more}
        return self.people[role].client.post(self.path(), data)


def proposed(round_: AwardRound, person: Person) -> Candidate:
    """A person on the proposal list of a round, as an evaluation would leave it."""
    key = f"person:{person.pk}"
    facts = PersonFacts(key=key, name=person.full_name, year=2023, kind=person.kind)
    rule = round_.rule_set.rules.filter(occasion="preliminary", recipient="individual").first()
    subject = RoundSubject.objects.create(
        round=round_, key=key, unit=person.unit, person=person, name=person.full_name, facts=to_json(facts)
    )
    return Candidate.objects.create(
        round=round_, rule=rule, subject=subject, unit=person.unit, person=person, recipient="individual",
        award_form=rule.award_form, name=person.full_name, unit_name=person.unit.display_name,
        position=person.position, eligible="yes", standing="picked", seat=1, proposed=True,
    )  # fmt: skip


def set_up(people: dict[str, Member]) -> Desk:
    """A dossier with everything written, in draft; inside the tenant's scope."""
    clerk = people["clerk"]
    found = award_rounds.open_round(
        campaign=the_campaign(), occasion="preliminary", year=2023, actor=people["standing"].actor
    )
    person = Person.objects.filter(unit=clerk.unit, is_leader=False).first()
    assert person is not None
    candidate = proposed(found, person)
    AwardRound.objects.filter(pk=found.pk).update(state="proposed")
    found.refresh_from_db()
    dossier = drafting.open_dossier(
        award_round=found, unit=clerk.unit, award_form=candidate.award_form, actor=clerk.actor
    )
    [nominee] = dossier.nominees.all()
    drafting.save_meeting(dossier=dossier, posted={**MEETING, f"votes_{nominee.pk}": "3"}, actor=clerk.actor)
    for document in dossier.documents.all():
        fields = {"measures": "Mở 12 lớp kỹ năng số.", "overview": "Công chức xã.", "effects": "300 hộ."}
        drafting.save_fields(document=document, fields=fields, expected_version=document.version, actor=clerk.actor)
    dossier.refresh_from_db()
    return Desk(people, dossier)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Desk]:
    """A dossier with everything written, in draft."""
    people = cast.of("dak-song")
    with tenant_scope(people["clerk"].tenant):
        yield set_up(people)
