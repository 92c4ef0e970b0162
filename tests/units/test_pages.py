"""Every page of the app for those who may see it, its refusals, and its number of queries."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from config.kernel.tenancy import tenant_scope
from tests.cast import Cast
from units.models import Membership, Person, Tenant, Unit, User
from units.services.loading import rebuild_paths

pytestmark = pytest.mark.django_db

ADMIN_PAGES = ["units:user_list", "units:user_add", "units:roles", "units:audit_log"]
PAGES = ["units:work", "units:account", "units:unit_list"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["lan", "tung", "phuoc", "hanh", "trung", "quan", "tien"])
def test_members_see_the_pages_that_are_everybodys(cast: Cast, who: str, name: str):
    member = getattr(cast, who)
    answer = member.client.get(member.path(name))
    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()


def test_an_address_that_leads_nowhere_is_told_as_such(cast: Cast):
    for who in (cast.lan, cast.tung, cast.phuoc, cast.trung, cast.quan):
        answer = who.client.get("/kien-giang/khong-co-trang-nay/")
        assert (answer.status_code, "Không có trang này" in answer.content.decode()) == (404, True), who.username


@pytest.mark.parametrize("name", [*ADMIN_PAGES, "units:unit_add"])
def test_the_administrator_sees_the_administration(cast: Cast, name: str):
    assert cast.quan.client.get(cast.quan.path(name)).status_code == 200


@pytest.mark.parametrize("name", [*ADMIN_PAGES, "units:unit_add"])
def test_a_clerk_is_told_why_not(cast: Cast, name: str):
    answer = cast.lan.client.get(cast.lan.path(name))
    assert answer.status_code == 403
    assert "không được giao việc này" in answer.content.decode()


def test_the_front_page_names_the_five_tenants(client: Client, db: None):
    page = client.get("/").content.decode()
    for name in ("Tỉnh Kiên Giang", "Thành phố Cần Thơ", "Tỉnh Tuyên Quang", "Tỉnh Bắc Kạn", "Huyện Đắk Song"):
        assert name in page


def test_the_register_finds_without_marks_and_says_how_many(cast: Cast):
    page = cast.phuoc.client.get(cast.phuoc.path("units:unit_list"), {"q": "xa my lam"}).content.decode()
    assert "<mark>xã Mỹ Lâm</mark>" in page
    assert "khớp 3 đơn vị" in page, "the commune and its two households"
    nothing = cast.phuoc.client.get(cast.phuoc.path("units:unit_list"), {"q": "hon dta"}).content.decode()
    assert "Không có đơn vị nào khớp" in nothing


@pytest.mark.parametrize(
    "query",
    [{"loai": "commune"}, {"cap": "none"}, {"trang_thai": "closed"}, {"loai": "x"}, {"thuoc": "x"}, {"trang": "z"}],
)
def test_filters_hold_and_nonsense_is_ignored(cast: Cast, query: dict[str, str]):
    assert cast.phuoc.client.get(cast.phuoc.path("units:unit_list"), query).status_code == 200


def test_the_register_as_a_workbook_runs_no_formula(cast: Cast, kien_giang: Tenant):
    with tenant_scope(kien_giang):
        Unit.objects.filter(code="30844").update(head_name='=HYPERLINK("https://example.org")')
    url = cast.phuoc.path("units:unit_export")
    answer = cast.phuoc.client.get(url, {"q": "xa my lam"})
    assert "don-vi-kien-giang.xlsx" in answer["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=2))
    assert rows[0][0].value == "30844"
    assert rows[0][5].value == "UBND huyện Hòn Đất"
    assert "f" not in {cell.data_type for row in rows for cell in row}
    assert rows[0][9].value == '=HYPERLINK("https://example.org")'
    whole = load_workbook(io.BytesIO(cast.phuoc.client.get(url).content)).active
    with tenant_scope(kien_giang):
        assert whole.max_row == Unit.objects.count() + 1


def test_a_unit_page_shows_where_it_stands(cast: Cast):
    member = cast.phuoc
    page = member.client.get(member.path("units:unit_detail", cast.lan.unit.uid)).content.decode()
    assert "Huyện Hòn Đất" in page
    assert "Ủy ban nhân dân xã Mỹ Lâm" in page
    assert "30844" in page


def test_a_unit_of_another_tenant_does_not_exist(cast: Cast):
    assert cast.phuoc.client.get(cast.phuoc.path("units:unit_detail", cast.bich.unit.uid)).status_code == 404
    assert cast.phuoc.client.get("/can-tho/don-vi/").status_code == 404


def test_adding_editing_moving_and_closing_a_unit(cast: Cast, kien_giang: Tenant):
    admin = cast.quan
    browser = admin.client
    data = {
        "name": "Công ty TNHH Phần mềm Thử", "short_name": "", "code": "DN-99", "kind": "enterprise",
        "level": "none", "parent": "91 · UBND tỉnh Kiên Giang", "tax_code": "0100233488",
    }  # fmt: skip
    assert browser.post(admin.path("units:unit_add"), data).status_code == 302
    with tenant_scope(kien_giang):
        unit = Unit.objects.get(code="DN-99")
        assert unit.path == f"{unit.parent.path}{unit.pk}/"
    edit = admin.path("units:unit_edit", unit.uid)
    changed = {**data, "parent": "903", "version": str(unit.version), "head_name": "Trần Thị Thử"}
    assert browser.post(edit, changed).status_code == 302
    with tenant_scope(kien_giang):
        unit.refresh_from_db()
        assert unit.parent.code == "903"
        assert unit.path.startswith(unit.parent.path)
    stale = browser.post(edit, {**changed, "head_name": "Người khác"})
    assert stale.status_code == 409
    assert "Người khác vừa sửa đơn vị này" in stale.content.decode()
    assert 'value="Người khác"' in stale.content.decode()
    close = admin.path("units:unit_close", unit.uid)
    assert browser.post(close, {"last_day": "2023-12-01", "reason": "Giải thể"}).status_code == 302
    with tenant_scope(kien_giang):
        unit.refresh_from_db()
        assert str(unit.valid_to) == "2023-12-01"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("tax_code", "0100233489", "Mã số thuế chưa đúng"),
        ("ident_code", "33.1", "Mã định danh có dạng"),
        ("code", "30844", "đã dùng cho một đơn vị khác"),
        ("parent", "hon dta", "Không có đơn vị nào khớp"),
        ("parent", "", "Chọn đơn vị cấp trên"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(cast: Cast, field: str, value: str, sentence: str):
    data = {"name": "Đơn vị thử", "code": "THU", "kind": "other", "level": "none", "parent": "91", field: value}
    answer = cast.quan.client.post(cast.quan.path("units:unit_add"), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert 'value="Đơn vị thử"' in page


def test_an_account_is_made_used_locked_and_reset(cast: Cast, client: Client):
    admin = cast.quan
    browser = admin.client
    data = {
        "full_name": "Lâm Thị Thử",
        "username": "vanthu.mylam",
        "role": "clerk",
        "unit": "30844",
        "title": "Văn thư",
    }
    answer = browser.post(admin.path("units:user_add"), data)
    assert answer.status_code == 201
    password = answer.context["password"]
    assert password in answer.content.decode()
    signed = client.post("/kien-giang/dang-nhap/", {"username": "vanthu.mylam", "password": password})
    assert signed["Location"] == "/kien-giang/tai-khoan/"
    assert "Đặt mật khẩu của riêng bạn" in client.get("/kien-giang/viec-can-lam/").content.decode()
    member = cast["vanthu.mylam@kien-giang"]
    assert not member.actor.can("reports.edit"), "not before the password is one's own"
    assert member.actor.can("reports.view")
    detail = admin.path("units:user_detail", member.membership.uid)
    assert browser.get(detail).status_code == 200
    assert browser.post(detail, {"act": "close", "reason": ""}).status_code == 422
    assert client.get("/kien-giang/viec-can-lam/").status_code == 200
    assert browser.post(detail, {"act": "close", "reason": "Nghỉ việc"}).status_code == 302
    assert client.get("/kien-giang/viec-can-lam/").status_code == 404
    assert browser.post(detail, {"act": "open"}).status_code == 302
    reset = browser.post(detail, {"act": "reset"})
    assert reset.context["password"] not in ("", password)
    assert client.get("/kien-giang/viec-can-lam/").status_code == 302, "the old session ends with the password"
    again = browser.post(admin.path("units:user_add"), data)
    assert again.status_code == 422
    assert "đã có người dùng" in again.content.decode()


def test_nobody_locks_himself_out(cast: Cast):
    admin = cast.quan
    answer = admin.client.post(admin.path("units:user_detail", admin.membership.uid), {"act": "close", "reason": "thử"})
    assert answer.status_code == 422
    assert "không tự khóa" in answer.content.decode()


def test_a_role_of_a_unit_needs_a_unit(cast: Cast):
    data = {"full_name": "A B", "username": "khong.donvi", "role": "head", "unit": ""}
    answer = cast.quan.client.post(cast.quan.path("units:user_add"), data)
    assert "chọn đơn vị" in answer.content.decode()
    assert not User.objects.filter(username__startswith="khong.donvi").exists()


def test_the_audit_log_filters(cast: Cast):
    url = cast.quan.path("units:audit_log")
    page = cast.quan.client.get(url, {"viec": "account.create", "q": "clerk.dn"}).content.decode()
    assert "Cấp tài khoản" in page
    assert "clerk.dn@kien-giang" in page
    assert "clerk.so@kien-giang" not in page
    assert cast.quan.client.get(url, {"tu": "2020-01-01", "den": "hôm qua"}).status_code == 200


def count(browser: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(url).status_code == 200
    # Savepoints stand for the test's outer transaction.
    return sum(1 for query in captured if "SAVEPOINT" not in query["sql"])


def test_list_pages_cost_the_same_for_few_and_for_many(cast: Cast, can_tho: Tenant):
    admin = cast.huy
    browser = admin.client
    pages = [admin.path("units:unit_list"), admin.path("units:user_list"), admin.path("units:audit_log")]
    browser.get(pages[0])
    with tenant_scope(can_tho):
        some = list(Unit.objects.filter(parent__isnull=False)[:3])
        Unit.objects.exclude(pk__in=[u.pk for u in some]).exclude(parent__isnull=True).update(valid_to="2000-01-01")
    few = [count(browser, f"{url}?q=a") for url in pages]
    with tenant_scope(can_tho):
        root = Unit.objects.get(parent__isnull=True)
        units = Unit.objects.bulk_create(
            [
                Unit(code=f"x{n}", name=f"Đơn vị {n}", kind="other", parent=root, search_key=f"don vi {n} | a")
                for n in range(200)
            ]
        )
        rebuild_paths(tenant=can_tho)
        clerk = Membership.objects.filter(role__code="clerk").first()
        users = User.objects.bulk_create([User(username=f"a{n}@can-tho", home_tenant=can_tho) for n in range(60)])
        people = Person.objects.bulk_create(
            [Person(full_name=f"A {n}", unit=units[n], search_key="a") for n in range(60)]
        )
        Membership.objects.bulk_create(
            [
                Membership(user=u, role=clerk.role, unit=unit, person=person)
                for u, unit, person in zip(users, units, people, strict=False)
            ]
        )
    many = [count(browser, f"{url}?q=a") for url in pages]
    assert many == few
    assert max(many) <= 12


def test_one_person_is_added_edited_moved_and_leaves(cast: Cast, kien_giang: Tenant):
    admin, unit = cast.quan, cast.lan.unit
    typed = {
        "full_name": "Lê  Hồng Gấm", "gender": "female", "position": "Chuyên viên", "kind": "civil_servant",
        "unit": unit.code, "birth_date": "1990-05-06",
    }  # fmt: skip
    add = admin.path("units:person_add", unit.uid)
    assert admin.client.post(add, typed).status_code == 302
    twice = admin.client.post(add, typed)
    assert twice.status_code == 422
    assert f"{unit} đã có Lê Hồng Gấm trong danh sách." in twice.content.decode()
    with tenant_scope(kien_giang):
        person = Person.objects.get(full_name="Lê Hồng Gấm")
    edit = admin.path("units:person_edit", person.uid)
    page = admin.client.get(edit).content.decode()
    assert 'value="1990-05-06"' in page
    changed = {**typed, "unit": "903", "is_leader": "on", "seen": person.mark}
    assert admin.client.post(edit, changed).status_code == 302  # without "còn công tác": has left
    stale = admin.client.post(edit, {**changed, "position": "Phó Chủ tịch"})
    assert stale.status_code == 409
    assert "Người khác vừa sửa thông tin của người này" in stale.content.decode()
    assert 'value="Phó Chủ tịch"' in stale.content.decode()
    with tenant_scope(kien_giang):
        person.refresh_from_db()
        assert (person.unit.code, person.is_leader, person.is_active, person.position) == (
            "903", True, False, "Chuyên viên"
        )  # fmt: skip
    there = admin.path("units:unit_detail", person.unit.uid)
    assert "Lê Hồng Gấm</a> <span" in admin.client.get(there).content.decode()
    assert "Lê Hồng Gấm" not in cast.lan.client.get(there).content.decode()
    assert cast.lan.client.get(edit).status_code == 403
    assert cast.bich.client.get(cast.bich.path("units:person_edit", person.uid)).status_code in (403, 404)
