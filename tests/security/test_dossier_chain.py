"""What must not be possible on the way of a dossier: acting on an old page, for another unit, twice, alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from awards.models import AwardGranted, Candidate
from awards.selectors.verdicts import explain
from awards.services import rounds as award_rounds
from config.kernel import jobs
from config.kernel.access import Grant
from config.kernel.errors import Conflict, DomainError
from dossiers.models import Document, Dossier
from dossiers.services import chain, decisions, drafting
from tests.dossiers.test_way import MEETING
from units.models import Unit

pytestmark = pytest.mark.django_db


def test_papers_that_mention_the_meeting_are_made_again(case):
    [nominee] = case.dossier.nominees.all()
    posted = {**MEETING, "chair": "Lê Thị Hoa, Phó Chủ tịch", f"votes_{nominee.pk}": "2"}
    changed = drafting.save_meeting(dossier=case.dossier, posted=posted, actor=case.actors["clerk"])
    drafting.render_all(dossier=changed, actor=case.actors["clerk"])
    assert jobs.drain() == 2
    assert {d.state for d in case.dossier.documents.all()} == {"ready"}


def test_the_head_confirms_what_the_page_showed(case):
    """Papers that were changed and made anew after the head opened the page are not confirmed with it."""
    seen = case.dossier.version
    paper = case.dossier.documents.get(kind="proposal")
    changed = drafting.save_fields(
        document=paper, fields={"assessment": "Khác."}, expected_version=paper.version, actor=case.actors["clerk"]
    )
    drafting.render(document=changed, actor=case.actors["clerk"])
    jobs.drain()
    with pytest.raises(Conflict):
        chain.walk(dossier=case.dossier, step="confirm", actor=case.actors["head"], expected_version=seen)


def test_line_ends_of_a_browser_are_no_change(case):
    paper = case.dossier.documents.get(kind="minutes")
    typed = {code: text.replace("\n", "\r\n") for code, text in drafting.texts(paper).items()}
    saved = drafting.save_fields(
        document=paper, fields=typed, expected_version=paper.version, actor=case.actors["clerk"]
    )
    assert saved.fields == paper.fields


def test_a_head_above_does_not_confirm_for_a_unit_with_its_own(case):
    above = Unit.objects.get(pk=case.dossier.unit.parent_id)
    grant = Grant("head", frozenset({"dossiers.view", "dossiers.confirm"}), above.path)
    other = replace(case.actors["head"], user_id=987_654, unit_id=above.pk, grants=(grant,))
    with pytest.raises(DomainError, match="lãnh đạo của chính"):
        chain.walk(dossier=case.dossier, step="confirm", actor=other)


def test_a_step_of_the_round_or_none_at_all_is_a_sentence(case):
    client, address = case.people["clerk"].client, case.people["clerk"].path("dossiers:dossier", case.dossier.uid)
    for step in ("present", "decide", "forward", "jump", ""):
        assert client.post(address, {"transition": step}).status_code == 422, step
    assert Dossier.objects.get(pk=case.dossier.pk).state == "draft"


def test_whoever_stood_in_the_chain_does_not_decide(case):
    draft = case.present()
    for role in ("clerk", "head", "standing", "board"):
        before = case.actors[role]
        promoted = replace(case.actors["leader"], user_id=before.user_id)
        with pytest.raises(DomainError, match="không quyết định hồ sơ đó"):
            decisions.sign(document=draft, actor=promoted)
    assert not AwardGranted.objects.filter(round=case.round).exists()


def test_what_is_presented_later_joins_the_draft(case):
    draft = case.present()
    seen = draft.version
    Dossier.objects.filter(pk=case.dossier.pk).update(state="appraised_tdkt")
    again = decisions.present(award_round=case.round, award_form="GK_HUYEN", actor=case.actors["board"])
    jobs.drain()
    assert again.pk == draft.pk
    assert Document.objects.filter(round=case.round, kind="decision").count() == 1
    with pytest.raises(Conflict):
        decisions.sign(document=again, actor=case.actors["leader"], expected_version=seen)


def test_a_draft_without_nominees_is_not_signed(case):
    draft = case.present()
    chain.walk(dossier=case.dossier, step="reject", actor=case.actors["leader"], reason="Chưa đủ căn cứ")
    with pytest.raises(DomainError):
        decisions.sign(document=draft, actor=case.actors["leader"])
    draft.refresh_from_db()
    assert draft.number is None


def test_no_dossier_for_a_round_that_is_over(case):
    Dossier.objects.filter(pk=case.dossier.pk).delete()
    award_rounds.step(round=case.round, name="cancel", actor=case.actors["standing"], reason="Lập nhầm")
    with pytest.raises(DomainError, match="đã kết thúc"):
        drafting.open_dossier(
            award_round=case.round, unit=case.dossier.unit, award_form="GK_HUYEN", actor=case.actors["clerk"]
        )


def test_nothing_made_up_stands_on_a_paper(case):
    paper = case.dossier.documents.filter(kind="report_individual").get()
    typed = {"measures": "Mở 12 lớp.", "lessons": "Bài học kinh nghiệm: (ghi ngắn gọn)."}
    saved = drafting.save_fields(
        document=paper, fields=typed, expected_version=paper.version, actor=case.actors["clerk"]
    )
    assert "(ghi ngắn gọn)" in drafting.gaps(saved)["lessons"]
    drafting.save_fields(
        document=saved, fields={"lessons": ""}, expected_version=saved.version, actor=case.actors["clerk"]
    )
    drafting.render_all(dossier=case.dossier, actor=case.actors["clerk"])
    jobs.drain()
    Unit.objects.filter(pk=case.dossier.unit_id).update(symbol="")
    with pytest.raises(DomainError, match="ký hiệu văn bản"):
        chain.walk(dossier=case.dossier, step="confirm", actor=case.actors["head"])


def test_an_attestation_is_yes_or_no_and_points_are_not_cut(case):
    award_rounds.step(round=case.round, name="reopen", actor=case.actors["standing"], reason="Xét lại")
    standing = case.people["standing"]
    one = Candidate.objects.filter(round=case.round).first()
    [verdict] = explain([one])
    question = next(f"{one.subject.key}|{line['code']}" for line in verdict["lines"] if line["code"])
    attest, merit = standing.path("dossiers:attest", case.round.uid), standing.path("dossiers:merit", case.round.uid)
    assert standing.client.post(attest, {"question": question, "answer": "maybe"}).status_code == 422
    typed = {"candidate": str(one.uid), "points": "91,255", "reason": "Thành tích"}
    assert standing.client.post(merit, typed).status_code == 422
    assert standing.client.post(merit, {**typed, "points": "91,25"}).status_code == 302
    paper = case.dossier.documents.first()
    clerk = case.people["clerk"]
    assert clerk.client.post(clerk.path("dossiers:document", paper.uid), {"version": "²"}).status_code == 409
