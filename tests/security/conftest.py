"""A commune's dossier in Đắk Song whose papers are made and wait for the head."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from awards.models import AwardRound
from awards.services import rounds as award_rounds
from campaigns.selectors import the_campaign
from config.kernel import jobs
from config.kernel.access import Actor
from config.kernel.tenancy import tenant_scope
from dossiers.models import Dossier
from dossiers.services import chain, decisions, drafting, rounds
from dossiers.services.nominations import nominate
from tests.cast import Member
from tests.dossiers.test_way import MEETING, answer_everything
from units.models import Person

TYPED = {"measures": "Mở 12 lớp kỹ năng số cho bà con.", "overview": "Công chức văn hóa - xã hội."}


@dataclass
class Case:
    """`actors` by role; `dossier` in draft, of one person of the clerk's unit, for a Giấy khen."""

    actors: dict[str, Actor]
    people: dict[str, Member]
    round: AwardRound
    dossier: Dossier

    def walk(self, *steps: tuple[str, str]) -> Dossier:
        """Take (step, role) one after the other, making what waits to be made."""
        for step, role in steps:
            self.dossier = chain.walk(dossier=self.dossier, step=step, actor=self.actors[role])
            jobs.drain()
        return self.dossier

    def present(self):
        """To the leader's desk; the draft decision, made."""
        self.walk(
            ("confirm", "head"), ("submit", "clerk"), ("receive", "standing"), ("accept", "standing"),
            ("appraise", "board"),
        )  # fmt: skip
        draft = decisions.present(award_round=self.round, award_form="GK_HUYEN", actor=self.actors["board"])
        jobs.drain()
        draft.refresh_from_db()
        return draft


@pytest.fixture
def case(cast):
    people = cast.of("dak-song")
    with tenant_scope(people["standing"].tenant):
        actors = {role: member.actor for role, member in people.items()}
        unit = people["clerk"].unit
        person = Person.objects.filter(unit=unit, is_leader=False).first()
        found = award_rounds.open_round(
            campaign=the_campaign(), occasion="preliminary", year=2023, actor=actors["standing"]
        )
        nominate(award_round=found, unit=unit, merits={person: "Hướng dẫn 300 hộ."}, actor=actors["clerk"])
        rounds.start_evaluation(award_round=found, actor=actors["standing"])
        jobs.drain()
        found.refresh_from_db()
        answer_everything(found, actors["standing"], units=[unit])
        found = award_rounds.propose(round=found, actor=actors["standing"])
        dossier = drafting.open_dossier(award_round=found, unit=unit, award_form="GK_HUYEN", actor=actors["clerk"])
        [nominee] = dossier.nominees.all()
        dossier = drafting.save_meeting(
            dossier=dossier, posted={**MEETING, f"votes_{nominee.pk}": "3"}, actor=actors["clerk"]
        )
        for document in dossier.documents.all():
            drafting.save_fields(
                document=document, fields=TYPED, expected_version=document.version, actor=actors["clerk"]
            )
        drafting.render_all(dossier=dossier, actor=actors["clerk"])
        jobs.drain()
        dossier.refresh_from_db()
        yield Case(actors, people, found, dossier)
