"""A round's dossiers with their four papers each, as many as wanted, ready to be rendered."""

from __future__ import annotations

from itertools import count, cycle, islice

from awards.facts import PersonFacts
from awards.facts_json import to_json
from awards.models import Candidate, RoundSubject
from awards.selectors import law
from awards.services import rounds as award_rounds
from campaigns.selectors import the_campaign
from config.kernel.access import Actor
from dossiers.models import Document, Dossier, Nominee
from dossiers.services import rounds
from dossiers.services.meetings import check_meeting
from tests.dossiers.desk import MEETING

FOUR = ("proposal", "minutes", "report_collective", "report_individual")
TYPED = {
    "measures": "Thành lập tổ công nghệ số cộng đồng tại các ấp, đến từng nhà hướng dẫn người dân cài đặt tài khoản "
    "định danh điện tử và nộp hồ sơ trực tuyến.\nSố hóa hồ sơ hộ tịch từ năm 2007 đến nay.",
    "overview": "Đơn vị có 21 cán bộ, công chức.",
    "effects": "Thời gian giải quyết một hồ sơ hộ tịch giảm từ 3 ngày còn 1 ngày.",
}


def dossiers(wanted: int, actor: Actor) -> list[Document]:
    """The papers of `wanted` new dossiers of one evaluated round, in the tenant at hand; no two papers are equal."""
    found = award_rounds.open_round(campaign=the_campaign(), occasion="preliminary", year=2023, actor=actor)
    rounds.evaluate(award_round=found, actor=actor)
    places = Candidate.objects.filter(round=found, recipient="collective", unit__isnull=False)
    places = places.select_related("unit", "subject").order_by("unit_id", "id")
    units = list({candidate.unit_id: candidate for candidate in places}.values())
    rule = found.rule_set.rules.filter(occasion="preliminary", recipient="individual").first() or units[0].rule
    numbers = count(1)
    papers: list[Document] = []
    # A unit has one dossier for a form of award: a further turn over the units proposes them for the next form.
    forms = (form for form in law.forms() for _ in units)
    for form, place in islice(zip(forms, cycle(units), strict=False), wanted):
        papers += _dossier(place, form, _person(place, rule, next(numbers)))
    return papers


def _person(place: Candidate, rule: object, number: int) -> Candidate:
    assert place.unit is not None
    name = f"Nguyễn Thị Số {number}"
    person = place.unit.people.create(full_name=name, gender="female", position="Công chức", hometown="Kiên Giang")
    facts = PersonFacts(key=f"person:{person.pk}", name=name, year=2023, kind=person.kind)
    subject = RoundSubject.objects.create(
        round=place.round, key=facts.key, unit=place.unit, person=person, name=name, facts=to_json(facts)
    )
    return Candidate.objects.create(
        round=place.round, rule=rule, subject=subject, unit=place.unit, person=person, recipient="individual",
        award_form=place.award_form, name=name, unit_name=place.unit.display_name, position=person.position,
        eligible="yes", standing="picked", proposed=True,
    )  # fmt: skip


def _dossier(place: Candidate, form: str, person: Candidate) -> list[Document]:
    assert place.unit is not None
    name = place.unit.display_name
    dossier = Dossier.objects.create(round=place.round, unit=place.unit, unit_name=name, award_form=form)
    both = [
        Nominee.objects.create(
            dossier=dossier, candidate=one, subject="individual" if one.person else "collective", name=one.name,
            position=one.position, unit_name=name, order=order,
        )
        for order, one in enumerate((place, person))
    ]  # fmt: skip
    posted = {**MEETING, **{f"votes_{one.pk}": "3" for one in both}}
    dossier.meeting = check_meeting(posted, nominees=[(one.pk, one.name) for one in both])
    dossier.save(update_fields=["meeting"])
    nominees = {"report_collective": both[0], "report_individual": both[1]}
    return Document.objects.bulk_create(
        Document(
            dossier=dossier, nominee=nominees.get(kind), kind=kind, regime="ND91", title=f"{kind} {name} {form}",
            fields=TYPED if kind in nominees else {}, order=order,
        )
        for order, kind in enumerate(FOUR)
    )  # fmt: skip
