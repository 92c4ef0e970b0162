"""A unit registers with its own launch plan; the standing agency confirms it or returns it with a reason."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from pypdf import PdfReader

from campaigns import offering
from campaigns.enums import RegistrationState
from campaigns.models import Registration
from campaigns.selectors import (
    current_campaign,
    expected_units,
    not_registered,
    registration_of,
    registrations_for,
)
from campaigns.selectors.registrations import counts
from campaigns.services.registrations import LIST, confirm, confirm_many, save_draft, send_back, submit
from campaigns.work import items
from config.kernel import audit, jobs
from config.kernel.access import Actor
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.models import Job
from config.kernel.tenancy import tenant_scope
from config.kernel.text import format_hundredths
from units.models import Unit

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


def launch_plan(content: bytes = PDF, name: str = "ke-hoach.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture
def scope(kien_giang):
    with tenant_scope(kien_giang) as tenant:
        Registration.objects.all().delete()
        yield tenant


def draft(cast, **typed) -> Registration:
    given = {
        "launch_plan_number": "25/KH-UBND",
        "launch_plan_date": dt.date(2022, 12, 20),
        "launch_plan": launch_plan(),
    } | typed
    return save_draft(campaign=current_campaign(), unit=cast.lan.unit, actor=cast.lan.actor, **given)


def test_the_way_of_a_registration(scope, cast):
    registration = draft(cast)
    assert registration.state == RegistrationState.DRAFT
    assert registration.unit_name == str(cast.lan.unit)
    registration = submit(registration=registration, actor=cast.lan.actor, expected_version=registration.version)
    assert registration.submitted_on == dt.date(2023, 12, 4)
    registration = send_back(registration=registration, reason="Thiếu chỉ tiêu xã hội số.", actor=cast.phuoc.actor)
    assert registration.return_reason == "Thiếu chỉ tiêu xã hội số."
    assert registration.is_editable
    registration = draft(cast, launch_plan=None, note="Bổ sung chỉ tiêu")
    assert registration.launch_plan_file is not None, "the file kept before stays"
    registration = submit(registration=registration, actor=cast.lan.actor)
    assert registration.return_reason == ""
    registration = confirm(registration=registration, actor=cast.phuoc.actor)
    assert registration.is_confirmed
    assert [entry.verb for entry in audit.timeline(registration)] == [
        "registration.open",
        "registration.submit",
        "registration.return",
        "registration.save",
        "registration.submit",
        "registration.confirm",
    ]


def test_it_cannot_be_sent_without_the_launch_plan(scope, cast):
    registration = draft(cast, launch_plan=None)
    with pytest.raises(DomainError, match="Chưa đính kèm kế hoạch phát động"):
        submit(registration=registration, actor=cast.lan.actor)
    registration = draft(cast, launch_plan_number="")
    with pytest.raises(DomainError, match="Chưa ghi số, ký hiệu"):
        submit(registration=registration, actor=cast.lan.actor)


def test_a_launch_plan_dated_in_the_future_is_refused(scope, cast):
    with pytest.raises(DomainError, match="tương lai") as refused:
        draft(cast, launch_plan_date=dt.date(2023, 12, 5))
    assert refused.value.field == "launch_plan_date"


def test_a_disguised_file_is_refused_and_nothing_is_kept(scope, cast):
    with pytest.raises(DomainError, match="nội dung không phải PDF"):
        draft(cast, launch_plan=launch_plan(b"MZ\x90\x00"))


def test_what_was_sent_can_no_longer_be_edited_by_the_unit(scope, cast):
    submit(registration=draft(cast), actor=cast.lan.actor)
    with pytest.raises(Conflict, match="Chờ xác nhận"):
        draft(cast)


def test_two_people_on_one_draft_do_not_overwrite_each_other(scope, cast):
    first = draft(cast)
    draft(cast, launch_plan=None, expected_version=first.version)
    with pytest.raises(Conflict, match="người khác sửa"):
        draft(cast, launch_plan=None, expected_version=first.version)


def test_returning_needs_a_reason(scope, cast):
    registration = submit(registration=draft(cast), actor=cast.lan.actor)
    with pytest.raises(DomainError, match="lý do"):
        send_back(registration=registration, reason="  ", actor=cast.phuoc.actor)


def test_a_second_click_says_who_was_first(scope, cast):
    registration = submit(registration=draft(cast), actor=cast.lan.actor)
    confirm(registration=registration, actor=cast.phuoc.actor, expected_version=registration.version)
    with pytest.raises(Conflict, match=cast.phuoc.actor.name):
        confirm(registration=registration, actor=cast.phuoc.actor, expected_version=registration.version)


@pytest.mark.parametrize("who", ["tung", "phuoc", "hanh", "trung", "nga"])
def test_only_the_units_own_clerk_registers_it(scope, cast, who):
    """Head, standing agency, board, leader and a clerk of another district cannot."""
    with pytest.raises(Refused):
        save_draft(campaign=current_campaign(), unit=cast.trang.unit, actor=getattr(cast, who).actor)


@pytest.mark.parametrize("who", ["lan", "tung", "hanh", "trung"])
def test_only_the_standing_agency_confirms(scope, cast, who):
    registration = submit(registration=draft(cast), actor=cast.lan.actor)
    with pytest.raises(Refused):
        confirm(registration=registration, actor=getattr(cast, who).actor)


def test_whoever_wrote_a_registration_does_not_confirm_it(scope, cast):
    registration = submit(registration=draft(cast), actor=cast.lan.actor)
    promoted = replace(cast.phuoc.actor, user_id=cast.lan.user.pk)
    with pytest.raises(DomainError, match="không tự xác nhận"):
        confirm(registration=registration, actor=promoted)


def test_a_kind_that_the_plan_does_not_name_cannot_register(can_tho, cast):
    with tenant_scope(can_tho):
        mass_org = Unit.objects.filter(kind="mass_org").first()
        if mass_org is None:
            mass_org = Unit.objects.create(code="MT", name="Ủy ban MTTQ", kind="mass_org", path="/0/")
        with pytest.raises(DomainError, match="không nêu loại đơn vị"):
            save_draft(campaign=current_campaign(), unit=mass_org, actor=Actor.system(can_tho))


def test_who_has_not_registered(scope, cast):
    campaign = current_campaign()
    expected = expected_units(campaign).count()
    assert expected >= 143 + 15
    assert not_registered(campaign).count() == expected
    registration = draft(cast)
    assert cast.lan.unit in not_registered(campaign), "a draft is not a registration"
    submit(registration=registration, actor=cast.lan.actor)
    assert cast.lan.unit not in not_registered(campaign)
    assert counts(campaign) == {
        "cho": 1, "xac-nhan": 0, "tra-lai": 0, "chua": expected - 1, "tong": expected,
    }  # fmt: skip


def test_a_unit_sees_its_own_registration_only(scope, cast):
    draft(cast)
    campaign = current_campaign()
    assert registrations_for(campaign, cast.lan.actor, "plan.view").count() == 1
    assert registrations_for(campaign, cast.trang.actor, "plan.view").count() == 0
    assert registrations_for(campaign, cast.phuoc.actor, "plan.view").count() == 1
    assert registration_of(campaign, cast.lan.unit) is not None


def test_what_waits_follows_the_state(scope, cast):
    [item] = items(cast.lan.actor)
    assert item.due == dt.date(2022, 12, 31)
    assert item.is_late
    assert items(cast.phuoc.actor) == []
    registration = submit(registration=draft(cast), actor=cast.lan.actor)
    assert items(cast.lan.actor) == []
    [item] = items(cast.phuoc.actor)
    assert item.sentence.startswith("1 đơn vị")
    send_back(registration=registration, reason="Thiếu số", actor=cast.phuoc.actor)
    [item] = items(cast.lan.actor)
    assert "Thiếu số" in item.sentence


def test_the_file_is_kept_when_another_field_is_refused(scope, cast):
    """A browser lets go of a chosen file when the page comes back; the clerk mends the date and sends."""
    client, path = cast.lan.client, cast.lan.path("campaigns:registration_save", uid=cast.lan.unit.uid)
    sent = {"launch_plan_number": "25/KH-UBND", "launch_plan_date": "31/12/2030", "note": "Gõ dở", "send": "1"}
    answer = client.post(path, sent | {"launch_plan": launch_plan()})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ngày ban hành kế hoạch phát động ở tương lai." in page
    assert ("Tệp đang giữ" in page, "Gõ dở" in page, "chọn lại tệp" in page) == (True, True, False)
    version = Registration.objects.get().version
    assert f'name="version" value="{version}"' in page
    assert client.post(path, sent | {"launch_plan_date": "20/12/2022", "version": version}).status_code == 302
    assert Registration.objects.get().state == RegistrationState.SUBMITTED


def test_a_bad_file_beside_a_bad_date_is_refused_with_both_reasons(scope, cast):
    path = cast.lan.path("campaigns:registration_save", uid=cast.lan.unit.uid)
    sent = {"launch_plan_number": "25/KH-UBND", "launch_plan_date": "31/12/2030", "note": ""}
    page = cast.lan.client.post(path, sent | {"launch_plan": launch_plan(b"MZ")}).content.decode()
    assert ("ở tương lai" in page, "nội dung không phải PDF" in page) == (True, True)
    assert not Registration.objects.exists()


def test_registered_targets_are_read_checked_and_go_to_the_council(scope, cast, django_assert_max_num_queries):
    """Which, and to what level above the plan's; the list names them, the workbook holds typed text as text."""
    campaign, lan, phuoc = current_campaign(), cast.lan, cast.phuoc
    found = offering.offers(campaign, lan.unit)
    offer = next(o for o in found if o.threshold_h and o.ceiling_h and o.threshold_h < o.ceiling_h)
    other = next(o for o in found if o is not offer)
    posted = {
        "co-muc-tieu": "1", "launch_plan_number": "=1+1", "launch_plan_date": "20/12/2022", "note": "",
        "launch_plan": launch_plan(), "dk": [offer.key, other.key], f"muc-{offer.key}": "0,5", "send": "1",
    }  # fmt: skip
    client, path = lan.client, lan.path("campaigns:registration_save", uid=lan.unit.uid)
    answer = client.post(path, posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "không được thấp hơn kế hoạch" in page
    assert 'value="0,5"' in page, "what was typed stays"
    kept = Registration.objects.get()
    assert (kept.launch_plan_number, kept.commitments, kept.has_launch_plan) == ("", [], True), "the file alone is kept"
    above = format_hundredths(offer.threshold_h + 100).removesuffix(",00")
    assert client.post(path, posted | {"launch_plan": launch_plan(), f"muc-{offer.key}": above}).status_code == 302
    registration = Registration.objects.get()
    assert [(c["target"], c["year"], c["value_h"]) for c in registration.commitments] == [
        (o.code, o.year, offer.threshold_h + 100 if o is offer else None) for o in found if o in (offer, other)
    ]
    confirm(registration=registration, actor=phuoc.actor)
    shown = phuoc.client.get(phuoc.path("campaigns:registration", uid=lan.unit.uid)).content.decode()
    assert f"<b>{above}%</b>" in shown
    with django_assert_max_num_queries(30):
        answer = phuoc.client.get(phuoc.path("campaigns:registration_workbook"))
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Đã đăng ký", "Mục tiêu đăng ký", "Chưa đăng ký"]
    row = [cell.value for cell in book["Đã đăng ký"][2]]
    assert row[0] == lan.unit.display_name
    assert (row[2], book["Đã đăng ký"]["C2"].data_type) == ("=1+1", "s")
    assert book["Chưa đăng ký"].max_row - 1 == not_registered(campaign).count()
    answer = phuoc.client.post(phuoc.path("campaigns:registration_paper"))
    assert phuoc.client.post(phuoc.path("campaigns:registration_paper"))["Location"] == answer["Location"]
    jobs.drain()
    job = Job.objects.get(kind=LIST)
    paper = phuoc.client.get(phuoc.path("campaigns:registration_paper_file", uid=job.uid))
    text = PdfReader(io.BytesIO(b"".join(paper.streaming_content))).pages[0].extract_text()
    assert "DANH SÁCH" in text
    assert lan.unit.display_name in " ".join(text.replace("\u2060", "").replace("\xa0", " ").split())


def shown(member) -> str:
    return member.client.get(member.path("campaigns:registration_list")).content.decode()


def test_the_agency_confirms_many_at_once_and_reads_why_one_did_not_go(scope, cast):
    campaign, phuoc = current_campaign(), cast.phuoc
    units = [cast.lan.unit, *expected_units(campaign).exclude(pk=cast.lan.unit.pk).order_by("pk")[:3]]
    made = [
        Registration.objects.create(
            campaign=campaign, unit=unit, unit_name=str(unit), state="submitted", launch_plan_number="1/KH-UBND",
            launch_plan_date=dt.date(2022, 12, 20), submitted_on=dt.date(2022, 12, 21),
        )
        for unit in units
    ]  # fmt: skip
    path = phuoc.path("campaigns:registration_many")
    assert shown(phuoc).count('name="chosen"') == len(made)
    answer = phuoc.client.post(path)
    assert (answer.status_code, "Chưa chọn đăng ký nào" in answer.content.decode()) == (422, True)
    moved = made[0]
    send_back(registration=moved, reason="Thiếu chỉ tiêu.", actor=phuoc.actor)
    posted = {"chosen": [str(r.uid) for r in made] + ["x"]} | {f"version_{r.uid}": "1" for r in made}
    answer = phuoc.client.post(path, posted)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1 đăng ký chưa xác nhận được" in page
    assert f"{moved.unit_name}</a>: Trang này đã cũ" in page
    assert [r.state for r in Registration.objects.order_by("pk")] == ["returned", *["confirmed"] * 3]
    assert [audit.timeline(r)[-1].verb for r in made] == ["registration.return", *["registration.confirm"] * 3]
    assert cast.lan.client.post(cast.lan.path("campaigns:registration_many"), posted).status_code == 403
    lost = Registration.objects.create(
        campaign=campaign, unit=expected_units(campaign).last(), state="submitted", launch_plan_number="1/KH-UBND",
        launch_plan_date=dt.date(2022, 12, 20), submitted_on=dt.date(2022, 12, 21),
    )  # fmt: skip
    assert f'name="name_{lost.uid}" value="{lost.unit.display_name}"' in shown(phuoc)
    sent = {"chosen": [str(lost.uid), str(made[1].uid)], f"name_{lost.uid}": "UBND xã <Nọ>"}
    lost.delete()
    Registration.objects.filter(pk=made[1].pk).update(state="submitted", version=1)
    answer = phuoc.client.post(path, sent)
    page = answer.content.decode()
    assert (answer.status_code, "1 đăng ký chưa xác nhận được" in page) == (409, True)
    assert "Đã xác nhận 1 đăng ký." in page, "the rest was done"
    assert "<li>UBND xã &lt;Nọ&gt;: không còn ở danh sách của bạn" in page
    answer = phuoc.client.post(path, sent | {"chosen": [str(lost.uid)]})
    assert (answer.status_code, "UBND xã &lt;Nọ&gt;: không còn ở danh sách" in answer.content.decode()) == (404, True)
    mine = Registration.objects.create(campaign=campaign, unit=expected_units(campaign).last(), state="submitted")
    audit.record(actor=phuoc.actor, verb="registration.submit", obj=mine)
    gone, [refusal] = confirm_many(chosen=[(mine, None)], actor=phuoc.actor)
    assert (gone, refusal.sentence) == ([], "Người lập đăng ký không tự xác nhận đăng ký đó.")
