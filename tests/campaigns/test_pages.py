"""The plan beside its words, the calendar, and registering, as people see them in a browser without script."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Registration, ReportingPeriod
from campaigns.selectors import current_campaign, period_for
from campaigns.selectors.plan import PARTS
from config.kernel.tenancy import tenant_scope

pytestmark = pytest.mark.django_db
TENANTS = ["kien-giang", "can-tho", "bac-kan", "dak-song", "tuyen-quang"]
PDF = b"%PDF-1.7\n%%EOF\n"


def shown(response) -> str:
    """What a reader reads: tags out, white space folded."""
    text = re.sub(r"<[^>]+>", "", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(text))


@pytest.fixture
def clean(kien_giang):
    with tenant_scope(kien_giang):
        Registration.objects.all().delete()


@pytest.mark.parametrize("slug", TENANTS)
def test_every_part_of_every_plan_opens(cast, slug):
    reader = cast[f"clerk@{slug}"]
    for part in PARTS:
        response = reader.client.get(reader.path("campaigns:plan_part", part=part))
        assert response.status_code == 200, (slug, part)


def test_a_target_stands_beside_the_plans_words_with_the_figure_marked(cast):
    response = cast.lan.client.get(cast.lan.path("campaigns:plan_part", part="muc-tieu"))
    page = response.content.decode()
    assert "≥ 60%" in page
    assert "<mark>Tối thiểu 60%</mark> hồ sơ thủ tục hành chính" in page
    assert "<mark>đạt trên 60%</mark>" in page
    assert "<mark>so với hiện nay</mark>" in page
    assert "II.2.1.a – Chính quyền số, đến năm 2023" in page
    assert "Một câu, 4 chỉ tiêu" in page
    assert "“Trên 100%” không thể vượt" in page


def test_every_word_of_the_plan_that_was_taken_over_is_shown(cast, kien_giang):
    from campaigns.plans.loader import load_plan, plan_path

    plan = load_plan(plan_path("kien-giang"))
    by_part = {"tieu-chuan": "standards", "co-quan": "bodies", "thoi-gian": "timeline", "noi-dung": "contents"}
    for part, key in by_part.items():
        page = shown(cast.lan.client.get(cast.lan.path("campaigns:plan_part", part=part)))
        for item in plan.lists[key]:
            assert item["text"] in page, item["code"]


def test_can_tho_says_that_it_has_no_targets_and_shows_its_quotas(cast):
    reader = cast.bich
    page = shown(reader.client.get(reader.path("campaigns:plan")))
    assert "không có chỉ tiêu số của riêng mình" in page
    targets = shown(reader.client.get(reader.path("campaigns:plan_part", part="muc-tieu")))
    assert "Kế hoạch không có chỉ tiêu số của riêng mình" in targets
    assert "Bằng khen của Chủ tịch Ủy ban nhân dân thành phố Cần Thơ" in page
    awards = shown(reader.client.get(reader.path("campaigns:plan_part", part="khen-thuong")))
    assert "Cả giai đoạn: 33 tập thể, 30 cá nhân." in awards


def test_tuyen_quang_says_that_its_source_is_a_press_summary(cast):
    reader = cast["clerk@tuyen-quang"]
    page = shown(reader.client.get(reader.path("campaigns:plan")))
    assert "Nguồn là bài báo tóm tắt kế hoạch, không phải toàn văn." in page


def test_our_doubts_are_marked_as_ours(cast):
    page = shown(cast.lan.client.get(cast.lan.path("campaigns:plan_part", part="can-lam-ro")))
    assert "Ghi chú của người nhập liệu, không phải lời kế hoạch" in page


def test_an_unknown_part_is_not_found(cast):
    assert cast.lan.client.get("/kien-giang/ke-hoach/khong-co/").status_code == 404


def asked_of_this_app(client, path: str) -> int:
    """Questions to the tables of campaigns, units and targets that one page asks."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return sum(bool(re.search(r'FROM "(campaigns|units_unit|targets)', query["sql"])) for query in captured)


def test_a_plan_page_asks_little(cast):
    client, path = cast.phuoc.client, cast.phuoc.path("campaigns:plan_part", part="muc-tieu")
    client.get(path)
    assert asked_of_this_app(client, path) <= 8


def test_the_plan_can_be_taken_home_as_data(cast):
    response = cast.lan.client.get(cast.lan.path("campaigns:plan_data"))
    assert response["Content-Type"].startswith("application/json")
    assert response.json()["campaign"]["number"] == "243/KH-UBND"


def test_the_calendar_tells_the_plans_dates_from_the_tenants(cast):
    page = shown(cast.phuoc.client.get(cast.phuoc.path("campaigns:calendar")))
    assert "hết ngày 14/12/2023" in page
    assert "Kế hoạch không nêu ngày; Sở TT&TT ấn định trước ngày 15/12" in page
    assert "Cơ quan thường trực đặt" in page
    assert "“Kế hoạch không nêu ngày" not in page, "what the tenant set is not quoted as the plan's words"
    assert re.search(r"Sắp tới\s*Báo cáo hằng năm 2023", page)
    reader = cast["clerk@bac-kan"]
    page = shown(reader.client.get(reader.path("campaigns:calendar")))
    assert "trước ngày 15/12" in page
    assert "ơ quan thường trực đặt" not in page


def test_only_who_may_edit_the_campaign_moves_a_deadline(cast, kien_giang):
    with tenant_scope(kien_giang):
        period = period_for(current_campaign(), 2023)
    typed = {"last_day": "2023-12-20", "reason": "Công văn 1201/STTTT", "version": period.version}
    path = cast.lan.path("campaigns:period_last_day", uid=period.uid)
    assert cast.lan.client.post(path, typed).status_code == 403
    assert cast.phuoc.client.post(path, typed | {"reason": ""}).status_code == 422
    assert cast.phuoc.client.post(path, typed | {"last_day": "31/02/2023"}).status_code == 422
    assert cast.phuoc.client.post(path, typed).status_code == 302
    assert cast.phuoc.client.post(path, typed).status_code == 409, "an older page"
    with tenant_scope(kien_giang):
        assert ReportingPeriod.objects.get(pk=period.pk).last_day == dt.date(2023, 12, 20)


def register(member, unit, **typed):
    data = {
        "launch_plan_number": "25/KH-UBND",
        "launch_plan_date": "2022-12-20",
        "note": "Thi đua cả ba nhóm",
        "launch_plan": SimpleUploadedFile("ke-hoach.pdf", PDF),
    } | typed
    return member.client.post(member.path("campaigns:registration_save", uid=unit.uid), data)


def test_a_clerk_registers_and_the_officer_confirms(clean, cast, kien_giang):
    lan, phuoc, unit = cast.lan, cast.phuoc, cast.lan.unit
    response = lan.client.get(lan.path("campaigns:registration_list"), follow=True)
    assert "Lập đăng ký" in shown(response)
    assert register(lan, unit, send="1").status_code == 302
    page = shown(phuoc.client.get(phuoc.path("campaigns:registration_list")))
    assert str(unit) in page
    assert "25/KH-UBND" in page
    page = phuoc.client.get(phuoc.path("campaigns:registration", uid=unit.uid))
    assert "Xác nhận" in shown(page)
    with tenant_scope(kien_giang):
        version = Registration.objects.get().version
    step = phuoc.path("campaigns:registration_step", uid=unit.uid)
    assert phuoc.client.post(step, {"transition": "return", "version": version}).status_code == 422
    assert phuoc.client.post(step, {"transition": "confirm", "version": version}).status_code == 302
    assert "Đã xác nhận" in shown(lan.client.get(lan.path("campaigns:registration", uid=unit.uid)))


def test_a_refused_file_keeps_what_was_typed(clean, cast):
    fake = SimpleUploadedFile("ke-hoach.pdf", b"MZ\x90\x00not a pdf")
    response = register(cast.lan, cast.lan.unit, launch_plan=fake)
    assert response.status_code == 422
    page = response.content.decode()
    assert "nội dung không phải PDF" in page
    assert "Thi đua cả ba nhóm" in page


def test_sending_without_a_file_keeps_the_draft_and_says_what_is_missing(clean, cast):
    response = register(cast.lan, cast.lan.unit, launch_plan="", send="1")
    assert response.status_code == 422
    assert "Chưa đính kèm kế hoạch phát động" in shown(response)
    assert "Thi đua cả ba nhóm" in response.content.decode()
    response = register(cast.lan, cast.lan.unit, launch_plan_number="", launch_plan_date="", send="1")
    assert "Ghi số, ký hiệu của kế hoạch phát động." in shown(response)
    assert "Tệp đang giữ" in shown(response), "the file that came with the refused form is not lost"


def test_the_launch_plan_is_handed_out_to_those_who_may_see_it(clean, cast):
    register(cast.lan, cast.lan.unit)
    path = cast.lan.path("campaigns:launch_plan", uid=cast.lan.unit.uid)
    response = cast.phuoc.client.get(path)
    assert b"".join(response.streaming_content) == PDF
    assert cast.trang.client.get(path).status_code == 404, "another unit's clerk does not even see it"


def test_the_list_of_who_has_not_registered_is_searched_without_marks(clean, cast):
    path = cast.phuoc.path("campaigns:registration_list")
    page = shown(cast.phuoc.client.get(path, {"trang-thai": "chua", "q": "hon dat"}))
    assert "Hòn Đất" in page
    page = shown(cast.phuoc.client.get(path, {"trang-thai": "chua", "q": "zzzz"}))
    assert "Không có đơn vị nào khớp" in page


def test_the_list_asks_the_same_however_long(clean, cast):
    client, path = cast.phuoc.client, cast.phuoc.path("campaigns:registration_list")
    long, short = f"{path}?trang-thai=chua", f"{path}?trang-thai=chua&q=rach+gia"
    client.get(path)
    assert asked_of_this_app(client, long) <= asked_of_this_app(client, short) <= 14


def test_a_stranger_from_another_province_finds_nothing(cast):
    for name in ("plan", "calendar", "registration_list", "plan_data"):
        assert cast.bich.client.get(cast.lan.path(f"campaigns:{name}")).status_code == 404
