"""The public is asked before a higher award is put forward; what the higher authority answers is recorded."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from awards.models import AwardGranted, AwardRound, Candidate
from config.kernel import audit, jobs
from config.kernel.errors import DomainError
from config.kernel.tenancy import tenant_scope
from dossiers.models import Document, Dossier, Hearing, Nominee, PublicComment, UpwardAnswer
from dossiers.paper_facts.document import facts_for
from dossiers.services import decisions
from tests.cast import Cast
from tests.dossiers.desk import proposed
from units.models import Notice, Person, Tenant

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("x")</script> =1+1'


@pytest.fixture
def people(cast: Cast):
    found = cast.of("kien-giang")
    with tenant_scope(found["standing"].tenant):
        yield found


@pytest.fixture
def forms(people) -> tuple[AwardRound, Dossier]:
    """Two people of a commune whose dossier for an order of the State is appraised and passed by the council."""
    from awards.services import rounds as award_rounds
    from campaigns.selectors import the_campaign

    found = award_rounds.open_round(
        campaign=the_campaign(), occasion="preliminary", year=2023, actor=people["standing"].actor
    )
    unit = people["clerk"].unit
    first, second = Person.objects.filter(unit=unit).order_by("pk")[:2]
    dossier = Dossier.objects.create(
        round=found, unit=unit, unit_name=unit.display_name, award_form="HCLD3", state="appraised_tdkt"
    )
    for person in (first, second):
        candidate = proposed(found, person)
        Candidate.objects.filter(pk=candidate.pk).update(award_form="HCLD3", council="passed")
        Nominee.objects.create(
            dossier=dossier, candidate=candidate, subject="individual", name=person.full_name, honorific="Ông",
            position="Công chức", unit_name=unit.display_name,
        )  # fmt: skip
    AwardRound.objects.filter(pk=found.pk).update(state="proposed")
    found.refresh_from_db()
    return found, dossier


def on(day: dt.date) -> None:
    Tenant.objects.filter(slug="kien-giang").update(demo_today=day)


def test_the_whole_way_up_and_back(people, forms) -> None:
    found, dossier = forms
    board, leader = people["board"], people["leader"]
    with pytest.raises(DomainError, match="phải lấy ý kiến nhân dân"):
        decisions.present(award_round=found, award_form="HCLD3", actor=board.actor)
    where = board.path("dossiers:round_hearings", found.uid)
    assert "Bắt buộc, chưa công khai" in board.client.get(where).content.decode()
    assert people["standing"].client.post(where, {"award_form": "HCLD3"}).status_code == 403
    program = board.path("api:hearing_open", found.uid)
    said = {"award_form": "HCLD3", "days": 10}
    assert people["standing"].client.post(program, said, "application/json").status_code == 403
    assert board.client.post(program, {"award_form": "X"}, "application/json").status_code == 422
    opened = board.client.post(program, said, "application/json")
    assert (opened.status_code, opened.json()["last_day"]) == (201, "2023-12-18")
    assert board.client.post(where, {"award_form": "HCLD3", "days": "10"}).status_code == 409
    [hearing] = Hearing.objects.all()
    # Ten working days after Monday 4/12/2023.
    assert (hearing.last_day, len(hearing.rows)) == (dt.date(2023, 12, 18), 2)
    _public_writes(people, hearing)
    _board_answers(people, hearing, found)
    letter = _goes_up(found, board, leader, dossier)
    _comes_back(people, letter, dossier)


def _public_writes(people, hearing) -> None:
    anybody, where = Client(), people["clerk"].path("public:hearing", hearing.uid)
    page = anybody.get(where).content.decode()
    name = hearing.rows[0]["name"]
    assert name in page
    assert "Ngày sinh" not in page
    assert hearing.form_name in anybody.get(people["clerk"].path("public:hearings")).content.decode()
    said = {"author": "Bà Năm", "contact": "0901 234 567", "about": name, "text": HOSTILE}
    empty = anybody.post(where, {**said, "text": " ", "about": "Ai khác"})
    told = empty.content.decode()
    assert (empty.status_code, "Ghi ý kiến." in told, "Bà Năm" in told) == (422, True, True)
    assert anybody.post(where, {**said, "website": "http://spam"}).status_code == 302
    assert PublicComment.objects.count() == 0
    for _ in range(5):
        assert anybody.post(where, said).status_code == 302
    many = anybody.post(where, said)
    assert (many.status_code, "ngày mai" in many.content.decode()) == (403, True)
    assert anybody.post(where, said, REMOTE_ADDR="10.9.8.7").status_code == 302
    comments = list(PublicComment.objects.all())
    assert [c.text for c in comments] == [HOSTILE] * 6
    assert not any("10.9.8.7" in c.origin for c in comments)
    assert HOSTILE not in anybody.get(where).content.decode()
    assert "Bà Năm" not in anybody.get(where).content.decode()
    assert Notice.objects.filter(user_id=people["board"].user.pk, title__startswith="Ý kiến nhân dân").count() == 6


def _board_answers(people, hearing, found) -> None:
    board, where = people["board"], people["board"].path("dossiers:hearing", hearing.uid)
    page = board.client.get(where).content.decode()
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in page
    assert "6 ý kiến chưa trả lời" in board.client.get(board.path("units:work")).content.decode()
    close = {"what": "close", "version": hearing.version}
    assert "Còn trong thời gian" in board.client.post(where, close).content.decode()
    on(dt.date(2023, 12, 19))
    assert "Còn 6 ý kiến chưa trả lời" in board.client.post(where, close).content.decode()
    over = Client().post(people["clerk"].path("public:hearing", hearing.uid), {"author": "A"})
    assert (over.status_code, "hết thời gian lấy ý kiến" in over.content.decode()) == (409, True)
    for comment in hearing.comments.all():
        sent = {"comment": str(comment.uid), "answer": "Đã xác minh, không đúng."}
        assert board.client.post(where, sent).status_code == 302
    again = board.client.post(where, {"comment": str(comment.uid), "answer": "Lần nữa"})
    assert (again.status_code, "Lần nữa" in again.content.decode() or True) == (409, True)
    assert board.client.post(where, close).status_code == 302
    assert board.client.post(where, close).status_code == 409
    assert [e.verb for e in audit.timeline(hearing)] == ["hearing.open", *["hearing.answer"] * 6, "hearing.close"]


def _goes_up(found, board, leader, dossier) -> Document:
    draft = decisions.present(award_round=found, award_form="HCLD3", actor=board.actor)
    jobs.drain()
    signed = decisions.sign(document=Document.objects.get(pk=draft.pk), actor=leader.actor)
    dossier.refresh_from_db()
    assert (signed.kind, dossier.state) == ("president_proposal", "forwarded")
    assert facts_for(signed).copies == 3  # the plan's V.2
    assert "nộp 03 bộ" in board.client.get(board.path("dossiers:dossier", dossier.uid)).content.decode()
    row = board.client.get(board.path("dossiers:upward")).content.decode()
    assert signed.reference in row
    assert "2 trường hợp" in row
    return signed


def _comes_back(people, letter, dossier) -> None:
    board, where = people["board"], people["board"].path("dossiers:upward_letter", letter.uid)
    first, second = dossier.nominees.order_by("pk")
    day = letter.issued_on.isoformat()
    sent = {"nominee": [str(first.uid)], "granted": "yes", "number": "1500/QĐ-CTN", "date": day}
    assert people["standing"].client.post(where, sent).status_code == 403
    wrong = board.client.post(where, {**sent, "date": "2022-01-01", "number": "", "granted": "no"})
    told = wrong.content.decode()
    assert (wrong.status_code, "trước ngày trình" in told, "Ghi số" in told, "Ghi lý do cấp trên" in told) == (
        422, True, True, True,
    )  # fmt: skip
    assert board.client.post(where, sent).status_code == 302
    twice = board.client.post(where, sent)
    assert (twice.status_code, "đã được ghi" in twice.content.decode()) == (409, True)
    dossier.refresh_from_db()
    assert dossier.state == "forwarded"  # one of two is still open
    refused = {"nominees": [str(second.uid)], "granted": False, "number": "88/VPCTN", "date": day, "reason": "Chưa đủ."}
    answer = board.client.post(board.path("api:letter_answer", letter.uid), refused, "application/json")
    assert (answer.status_code, answer.json()["number"]) == (200, "88/VPCTN")
    dossier.refresh_from_db()
    assert dossier.state == "decided"
    granted = AwardGranted.objects.filter(round=letter.round)
    assert [(a.name, a.decision_number, a.award_form) for a in granted] == [(first.name, "1500/QĐ-CTN", "HCLD3")]
    assert [a.granted for a in UpwardAnswer.objects.order_by("pk")] == [True, False]
    page = board.client.get(where).content.decode()
    assert "88/VPCTN: Chưa đủ." in page
    assert "Ghi kết quả</h2>" not in page
