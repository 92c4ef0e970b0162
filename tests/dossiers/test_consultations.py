"""Other agencies are asked for their opinion: asked, answered by two people, late, silent; nobody twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from config.demo.papers import PAPERS
from config.kernel import audit
from config.kernel.access import Actor
from config.kernel.tenancy import tenant_scope
from dossiers.models import Consultation
from dossiers.selectors.consultations import is_late
from dossiers.services import chain, consultations
from tests.cast import Cast
from tests.dossiers.desk import Desk
from units.models import Membership, Notice, Tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(desk: Desk, cast: Cast) -> Consultation:
    """The board asks a department of the district, which has a clerk and a head of its own."""
    desk.stands("received")
    agency = cast["clerk.phong@dak-song"].unit
    [one] = consultations.ask(
        dossier=desk.dossier, units=[agency], question="Có vướng mắc về thuế không?", days=3,
        actor=desk.people["standing"].actor,
    )  # fmt: skip
    return one


def act(asked, member, **data):
    asked.refresh_from_db()
    return member.client.post(member.path("dossiers:consultation", asked.uid), {"version": asked.version, **data})


def test_a_department_answers_by_clerk_and_head_and_the_dossier_waits_for_it(desk: Desk, cast: Cast, asked) -> None:
    clerk, head = cast["clerk.phong@dak-song"], cast["head.phong@dak-song"]
    # 4/12/2023 is a Monday.
    assert (asked.state, asked.due_on, asked.silence) == ("asked", dt.date(2023, 12, 7), "noted")
    assert Notice.objects.filter(user_id__in=(clerk.user.pk, head.user.pk)).count() == 2
    work = clerk.client.get(clerk.path("units:work")).content.decode()
    assert "Có vướng mắc về thuế không?" in work
    accept = desk.step("standing", "accept")
    assert (accept.status_code, "Còn chờ ý kiến của" in accept.content.decode()) == (422, True)

    here = head.path("dossiers:consultation", asked.uid)
    assert "soạn câu trả lời, thủ trưởng duyệt rồi gửi." in head.client.get(here).content.decode()
    silent = act(asked, clerk, transition="draft", opinion="disagree", answer=" ")
    assert (silent.status_code, "Ghi ý kiến hoặc lý do" in silent.content.decode()) == (422, True)
    assert act(asked, clerk, transition="draft", opinion="disagree", answer="Còn nợ <b>thuế</b>.").status_code == 302
    assert act(asked, clerk, transition="answer").status_code == 403
    assert "Câu trả lời đã soạn, chờ thủ trưởng" in clerk.client.get(here).content.decode()
    # Where nobody holds an account the asker is told so, and what to do.
    Membership.objects.filter(user=head.user).update(is_active=False)
    told = desk.people["standing"].client.get(here).content.decode()
    assert "chưa có tài khoản thủ trưởng nên chưa trả lời được trên phần mềm." in told
    Membership.objects.filter(user=head.user).update(is_active=True)
    assert act(asked, head, transition="answer", version="1").status_code == 409
    assert act(asked, head, transition="answer").status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.opinion, asked.drafted_by_name, asked.answered_by_name) == (
        "answered", "disagree", clerk.actor.name, head.actor.name,
    )  # fmt: skip
    assert not is_late(asked)
    page = desk.people["standing"].client.get(desk.path()).content.decode()
    assert "Không đồng ý" in page
    assert "Còn nợ &lt;b&gt;thuế&lt;/b&gt;." in page
    # Who thinks what of it is not the proposing unit's to read.
    assert "Còn nợ" not in desk.people["clerk"].client.get(desk.path()).content.decode()
    assert desk.step("standing", "accept").status_code == 302
    verbs = [entry.verb for entry in audit.timeline(desk.dossier)]
    assert verbs[-3:] == ["dossier.consult", "dossier.opinion", "dossier.accept"]


def test_whoever_drafted_or_asked_does_not_send_it(desk: Desk, cast: Cast, asked) -> None:
    clerk, head = cast["clerk.phong@dak-song"], cast["head.phong@dak-song"]
    assert act(asked, clerk, transition="draft", opinion="agree").status_code == 302
    Consultation.objects.filter(pk=asked.pk).update(drafted_by_user_id=head.user.pk)
    told = act(asked, head, transition="answer")
    assert (told.status_code, "không tự duyệt" in told.content.decode()) == (422, True)
    Consultation.objects.filter(pk=asked.pk).update(drafted_by_user_id=1, asked_by_user_id=head.user.pk)
    assert "không tự trả lời" in act(asked, head, transition="answer").content.decode()


def test_wrong_agencies_and_empty_questions_are_named(desk: Desk, cast: Cast, asked) -> None:
    standing = desk.people["standing"].client

    def said(**data):
        answer = standing.post(desk.path("dossiers:consult"), {"question": "Ý kiến?", "days": "3", **data})
        return answer.status_code, answer.content.decode()

    assert (said()[0], "Chọn ít nhất một cơ quan" in said()[1]) == (422, True)
    status, text = said(unit=str(asked.unit.uid))
    assert (status, "đã được hỏi ý kiến" in text) == (409, True)
    assert "chính đơn vị đề nghị" in said(unit=str(desk.dossier.unit.uid))[1]
    status, text = said(unit=str(cast["clerk.dn@dak-song"].unit.uid), question=" ", days="99")
    assert status == 422
    assert "Ghi nội dung cần cho ý kiến" in text
    assert "từ 1 đến 30 ngày" in text
    desk.stands("presented")
    assert said(unit=str(cast["clerk.dn@dak-song"].unit.uid))[0] == 422
    assert Consultation.objects.count() == 1


def test_silence_is_recorded_by_the_tenants_rule_and_a_late_answer_is_late(desk: Desk, cast: Cast, asked) -> None:
    tenant = Tenant.objects.get(slug="dak-song")
    clerk, head = cast["clerk.phong@dak-song"], cast["head.phong@dak-song"]

    def on(day):
        Tenant.objects.filter(pk=tenant.pk).update(demo_today=day)
        fresh = Tenant.objects.get(pk=tenant.pk)
        with tenant_scope(fresh):
            return consultations.follow_up(actor=Actor.system(fresh))

    assert on(dt.date(2023, 12, 4)) == (0, 0)
    assert on(dt.date(2023, 12, 5)) == (1, 0)
    assert on(dt.date(2023, 12, 6)) == (0, 0)
    assert on(dt.date(2023, 12, 8)) == (0, 1)
    assert on(dt.date(2023, 12, 8)) == (0, 0)
    asked.refresh_from_db()
    last = audit.timeline(desk.dossier)[-1]
    assert (asked.state, last.verb) == ("silent", "dossier.opinion_lapse")
    assert "hết ngày 07/12/2023: ghi nhận là không có ý kiến trả lời" in last.reason
    assert act(asked, clerk, transition="draft", opinion="agree").status_code == 302
    assert act(asked, head, transition="answer").status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.opinion, is_late(asked)) == ("answered", "agree", True)
    assert "trả lời trễ hạn" in desk.people["standing"].client.get(desk.path()).content.decode()


def test_an_agency_is_not_waited_for_after_the_question_was_taken_back(desk: Desk, asked) -> None:
    standing = desk.people["standing"]
    consultations.walk(consultation=asked, step="cancel", actor=standing.actor, reason="Đã trao đổi trực tiếp")
    moved = chain.walk(dossier=desk.dossier, step="accept", actor=standing.actor)
    assert moved.state == "appraised_ict"


def test_an_answer_on_paper_is_written_down_by_the_asker_as_such(desk: Desk, cast: Cast, asked) -> None:
    standing, head = desk.people["standing"], cast["head.phong@dak-song"]
    here = standing.path("dossiers:consultation", asked.uid)
    assert "Ghi thay câu trả lời của" in standing.client.get(here).content.decode()
    assert "Ghi thay câu trả lời của" not in head.client.get(here).content.decode()

    def letter(**more):
        sheet = SimpleUploadedFile("cong-van.pdf", PAPERS["bao-cao-so-lieu"].content)
        return {"transition": "record", "opinion": "remarks", "answer": "Đề nghị bổ sung.", "number": "45/TCKH",
                "day": "2023-12-04", "signer": "Nguyễn Văn Ký, Trưởng phòng", "file": sheet, **more}  # fmt: skip

    for wrong, sentence in (
        ({"number": " "}, "Ghi số của văn bản trả lời."), ({"day": ""}, "Ghi ngày của văn bản trả lời."),
        ({"day": "2023-12-05"}, "không thể ở tương lai"), ({"signer": ""}, "Ghi người ký văn bản trả lời."),
        ({"file": ""}, "Đính kèm bản chụp"), ({"answer": ""}, "Ghi ý kiến hoặc lý do"),
    ):  # fmt: skip
        refused = act(asked, standing, **letter(**wrong))
        assert (refused.status_code, sentence in refused.content.decode()) == (422, True), sentence
        assert 'value="Nguyễn Văn Ký, Trưởng phòng"' in refused.content.decode() or "signer" in wrong
    assert act(asked, head, **letter()).status_code == 403
    Notice.objects.all().delete()
    assert act(asked, standing, **letter()).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.opinion, asked.letter_number, asked.answered_by_name, asked.recorded_by_name) == (
        "answered", "remarks", "45/TCKH", "Nguyễn Văn Ký, Trưởng phòng", standing.actor.name,
    )  # fmt: skip
    assert (timezone.localdate(asked.answered_at), asked.drafted_by_name) == (dt.date(2023, 12, 4), "")
    assert "ghi thay câu trả lời theo văn bản số 45/TCKH" in Notice.objects.get(user_id=head.user.pk).sentence
    said = f"Văn bản số 45/TCKH ngày 04/12/2023, Nguyễn Văn Ký, Trưởng phòng ký. {standing.actor.name} ghi thay"
    for reader in (standing, head):
        assert said in reader.client.get(here).content.decode()
    page = standing.client.get(desk.path()).content.decode()
    assert f"{standing.actor.name} ghi thay theo văn bản số 45/TCKH" in page
    assert [entry.verb for entry in audit.timeline(desk.dossier)][-1] == "dossier.opinion_record"
    assert act(asked, standing, **letter()).status_code == 409
    assert desk.step("standing", "accept").status_code == 302


def test_a_program_writes_down_an_answer_on_paper_as_the_page_does(desk: Desk, cast: Cast, asked) -> None:
    standing, head = desk.people["standing"], cast["head.phong@dak-song"]
    here = "api:consultation_letter"

    def send(member=standing, **more):
        sheet = SimpleUploadedFile("cong-van.pdf", PAPERS["bao-cao-so-lieu"].content)
        said = {"version": asked.version, "opinion": "remarks", "answer": "Đề nghị bổ sung.", "number": "45/TCKH",
                "day": "2023-12-04", "signer": "Nguyễn Văn Ký, Trưởng phòng", "file": sheet, **more}  # fmt: skip
        answer = member.client.post(member.path(here, asked.uid), {k: v for k, v in said.items() if v is not None})
        return answer.status_code, answer.json()

    def refused(**wrong) -> tuple[int, list[str]]:
        status, said = send(**wrong)
        return status, [one["field"] for one in said["errors"]]

    for field in ("opinion", "number", "day", "signer", "file"):
        assert refused(**{field: None}) == (422, [field])
    assert refused(answer=" ") == (422, ["answer"]), "a remark needs words"
    assert refused(day="2023-12-05", number=" ") == (422, ["number"])
    status, said = send(day="2023-12-05")
    assert (status, said["errors"][0]["sentence"]) == (422, "Ngày của văn bản trả lời không thể ở tương lai.")
    assert send(head)[0] == 403, "nobody of the agency itself, which answers by clerk and head"
    assert send(version=asked.version + 1)[0] == 409
    status, said = send()
    told = ("state", "opinion", "answer", "letter_number", "answered_by_name")
    assert (status, {key: said[key] for key in told}) == (
        200,
        {"state": "answered", "opinion": "remarks", "answer": "Đề nghị bổ sung.", "letter_number": "45/TCKH",
         "answered_by_name": "Nguyễn Văn Ký, Trưởng phòng"},
    )  # fmt: skip
    assert (said["recorded_by_name"], said["answered_at"][:10]) == (standing.actor.name, "2023-12-04")
    asked.refresh_from_db()
    assert asked.file.name == "cong-van.pdf"
    assert audit.timeline(desk.dossier)[-1].verb == "dossier.opinion_record"
    assert send(version=asked.version)[0] == 409, "it was answered"


def test_a_letter_is_late_by_its_own_day(desk: Desk, asked) -> None:
    standing = desk.people["standing"]
    tenant = Tenant.objects.get(slug="dak-song")
    Tenant.objects.filter(pk=tenant.pk).update(demo_today=dt.date(2023, 12, 20))
    fresh = Tenant.objects.get(pk=tenant.pk)
    with tenant_scope(fresh):
        consultations.follow_up(actor=Actor.system(fresh))
        asked.refresh_from_db()
        assert asked.state == "silent"
        letter = consultations.Letter(
            "45/TCKH",
            dt.date(2023, 12, 7),
            "Nguyễn Văn Ký",
            SimpleUploadedFile("a.pdf", PAPERS["bao-cao-so-lieu"].content),
        )
        done = consultations.record_letter(
            consultation=asked, opinion="agree", answer="", letter=letter, actor=standing.actor
        )
        assert (done.state, is_late(done)) == ("answered", False)
