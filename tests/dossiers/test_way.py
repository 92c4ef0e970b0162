"""A district's round the whole way round, by services alone: from the rules of the plan to the register."""

import pytest

from awards.models import AwardGranted, Candidate
from awards.selectors.verdicts import explain
from awards.services import judgement
from awards.services import rounds as award_rounds
from campaigns.selectors import the_campaign
from config.kernel import files, jobs
from config.kernel.errors import DomainError
from config.kernel.tenancy import tenant_scope
from dossiers.models import Document, Dossier, Nominee
from dossiers.paper_facts.document import facts_for
from dossiers.services import chain, decisions, drafting, rounds
from dossiers.services.nominations import nominate
from units.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def song(cast):
    people = cast.of("dak-song")
    with tenant_scope(people["standing"].tenant):
        yield people


MEETING = {
    "body": "Cuộc họp lãnh đạo, công chức xã",
    "day": "2023-12-04",
    "starts": "08:00",
    "ends": "09:30",
    "location": "Phòng họp UBND xã",
    "chair": "Y Thịnh, Chủ tịch",
    "secretary": "Lê Thị Hoa, Công chức Văn phòng - Thống kê",
    "present": "Y Thịnh, Chủ tịch\nLê Thị Hoa, Công chức Văn phòng - Thống kê\nTrần Văn Ba, Công chức Văn hóa - Xã hội",
    "members": "3",
}


def answer_everything(found, actor, *, units):
    """Attest what no figure tells, for the candidates of some units."""
    several = list(Candidate.objects.filter(round=found, unit__in=units).select_related("subject"))
    answers = [
        judgement.Answer(subject=candidate.subject.key, code=line["code"], answer=True)
        for candidate, verdict in zip(several, explain(several), strict=True)
        for line in verdict["lines"]
        if line["code"] and line["outcome"] == "needs_attestation"
    ]
    unique = {(a.subject, a.code): a for a in answers}
    judgement.attest(round=found, answers=list(unique.values()), actor=actor)


def test_a_district_goes_the_whole_way(song):
    standing, clerk, head = song["standing"].actor, song["clerk"].actor, song["head"].actor
    board, leader = song["board"].actor, song["leader"].actor
    unit = song["clerk"].unit
    person = Person.objects.filter(unit=unit, is_leader=False).first()
    found = award_rounds.open_round(campaign=the_campaign(), occasion="preliminary", year=2023, actor=standing)
    nominate(award_round=found, unit=unit, merits={person: "Hướng dẫn 300 hộ dùng dịch vụ công."}, actor=clerk)
    rounds.start_evaluation(award_round=found, actor=standing)
    assert jobs.drain() == 1
    found.refresh_from_db()
    assert found.state == "evaluating"
    answer_everything(found, standing, units=[unit])
    found = award_rounds.propose(round=found, actor=standing)
    assert found.state == "proposed"
    proposed = Candidate.objects.filter(round=found, proposed=True)
    assert [(c.name, c.award_form) for c in proposed] == [(person.full_name, "GK_HUYEN")]

    dossier = drafting.open_dossier(award_round=found, unit=unit, award_form="GK_HUYEN", actor=clerk)
    [nominee] = dossier.nominees.all()
    drafting.save_meeting(dossier=dossier, posted={**MEETING, f"votes_{nominee.pk}": "3"}, actor=clerk)
    for document in dossier.documents.all():
        filled = {"measures": "Mở 12 lớp kỹ năng số cho bà con.", "overview": "Công chức văn hóa - xã hội."}
        drafting.save_fields(document=document, fields=filled, expected_version=document.version, actor=clerk)
    dossier.refresh_from_db()
    drafting.render_all(dossier=dossier, actor=clerk)
    assert jobs.drain() == 3
    assert {d.state for d in dossier.documents.all()} == {"ready"}

    dossier = chain.walk(dossier=dossier, step="confirm", actor=head)
    assert jobs.drain() == 3
    assert [d.reference for d in dossier.documents.all()] == ["01/TTr-UBND", "01/BB-UBND", ""]
    for step, actor in (("submit", clerk), ("receive", standing), ("accept", standing), ("appraise", board)):
        dossier = chain.walk(dossier=dossier, step=step, actor=actor)
    draft = decisions.present(award_round=found, award_form="GK_HUYEN", actor=board)
    jobs.drain()
    draft.refresh_from_db()
    signed = decisions.sign(document=draft, actor=leader)
    jobs.drain()
    signed.refresh_from_db()
    dossier.refresh_from_db()
    assert (signed.state, signed.reference, dossier.state) == ("issued", "01/QĐ-UBND", "decided")
    assert files.read(signed.file).startswith(b"%PDF-")
    register = AwardGranted.objects.filter(round=found)
    assert [(a.name, a.award_form, a.decision_number, a.prize) for a in register] == [
        (person.full_name, "GK_HUYEN", "01/QĐ-UBND", 540_000)
    ]


def test_an_award_of_a_higher_authority_is_proposed_by_letter(cast):
    """Decision 15: the province can only propose a Bằng khen of the Prime Minister; nothing enters the register."""
    people = cast.of("kien-giang")
    standing, board, leader = people["standing"].actor, people["board"].actor, people["leader"].actor
    with tenant_scope(people["standing"].tenant):
        unit = people["clerk"].unit
        found = award_rounds.open_round(campaign=the_campaign(), occasion="preliminary", year=2023, actor=standing)
        rounds.start_evaluation(award_round=found, actor=standing)
        jobs.drain()
        candidate = Candidate.objects.filter(round=found, unit=unit, award_form="BK_TTG").first()
        Candidate.objects.filter(pk=candidate.pk).update(proposed=True, standing="picked")
        dossier = Dossier.objects.create(
            round=found, unit=unit, unit_name=unit.display_name, award_form="BK_TTG", state="appraised_tdkt"
        )
        Nominee.objects.create(dossier=dossier, candidate=candidate, subject="collective", name=unit.full_name)
        # Such a proposal needs the council's vote first (80 % by the tenant's own row of the law).
        with pytest.raises(DomainError, match="Hội đồng chưa thông qua 1 trường hợp"):
            decisions.present(award_round=found, award_form="BK_TTG", actor=board)
        Candidate.objects.filter(pk=candidate.pk).update(council="passed")
        draft = decisions.present(award_round=found, award_form="BK_TTG", actor=board)
        jobs.drain()
        signed = decisions.sign(document=Document.objects.get(pk=draft.pk), actor=leader)
        jobs.drain()
        signed.refresh_from_db()
        dossier.refresh_from_db()
        assert (signed.kind, signed.reference, signed.state) == ("pm_proposal", "01/TTr-UBND", "issued")
        assert dossier.state == "forwarded"
        assert not AwardGranted.objects.filter(round=found).exists()
        facts = facts_for(signed)
        assert facts.addressees == ("Thủ tướng Chính phủ",)
        assert facts.signer.lines() == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
