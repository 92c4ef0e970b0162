"""Signing in: names, refusals that tell nothing, lockout, sessions, and what the audit trail says."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from redis.exceptions import RedisError

from config.kernel.models import AuditEntry
from config.kernel.tenancy import tenant_scope
from tests.cast import Cast
from tests.world import PASSWORD
from units.models import Membership, Tenant
from units.services import accounts

pytestmark = pytest.mark.django_db
LOGIN = "/kien-giang/dang-nhap/"


@pytest.fixture(autouse=True)
def fresh_counters() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, username: str, password: str = PASSWORD, url: str = LOGIN, **extra: str):
    return client.post(url, {"username": username, "password": password}, **extra)


@pytest.mark.parametrize("typed", ["standing", "standing@kien-giang", " Standing ", "STANDING@KIEN-GIANG"])
def test_the_name_with_or_without_its_tenant(client: Client, typed: str):
    answer = sign_in(client, typed)
    assert answer.status_code == 302
    assert answer["Location"] == "/kien-giang/viec-can-lam/"
    assert client.get("/kien-giang/viec-can-lam/").status_code == 200


def test_an_anonymous_visitor_is_led_to_the_login_and_back(client: Client):
    answer = client.get("/kien-giang/don-vi/?q=lam")
    assert answer["Location"] == "/kien-giang/dang-nhap/?next=/kien-giang/don-vi/%3Fq%3Dlam"
    assert client.get(answer["Location"]).status_code == 200
    done = client.post(LOGIN, {"username": "clerk", "password": PASSWORD, "next": "/kien-giang/don-vi/?q=lam"})
    assert done["Location"] == "/kien-giang/don-vi/?q=lam"


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/kien-giang/don-vi/?q=lam", "?next=/kien-giang/don-vi/%3Fq%3Dlam"),
        ("https://example.org/kien-giang/don-vi/", "?next="),
        ("", "?next="),
    ],
)
def test_who_sent_a_form_after_the_session_ended_comes_back_to_its_page(client: Client, page: str, back: str):
    """The address of a form may take nothing but forms."""
    headers = {"Referer": page} if page else {}
    answer = client.post(f"/kien-giang/dang-ky/{uuid.uuid4()}/luu/", headers=headers)
    assert answer["Location"] == f"/kien-giang/dang-nhap/{back}"


@pytest.mark.parametrize(
    "wanted", ["https://example.org/", "//example.org/kien-giang/", "/can-tho/don-vi/", "javascript:alert(1)"]
)
def test_next_leads_nowhere_else(client: Client, wanted: str):
    done = client.post(LOGIN, {"username": "clerk", "password": PASSWORD, "next": wanted})
    assert done["Location"] == "/kien-giang/viec-can-lam/"


def test_every_refusal_sounds_the_same(client: Client, cast: Cast):
    with tenant_scope(cast.khoa.tenant):
        Membership.objects.filter(pk=cast.khoa.membership.pk).update(is_active=False)
    cast.hai.user.is_active = False
    cast.hai.user.save()
    answers = [
        sign_in(client, "clerk", "sai", REMOTE_ADDR="10.0.0.1"),
        sign_in(client, "khong-co-ai", REMOTE_ADDR="10.0.0.2"),
        sign_in(client, "clerk@can-tho", REMOTE_ADDR="10.0.0.3"),
        sign_in(client, "clerk.dn", REMOTE_ADDR="10.0.0.4"),
        sign_in(client, "head.dn", REMOTE_ADDR="10.0.0.5"),
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert {answer.context["error"] for answer in answers} == {
        "Tên đăng nhập hoặc mật khẩu chưa đúng. Còn 4 lần thử trước khi tài khoản tạm khóa 15 phút."
    }


@pytest.mark.parametrize("username", ["clerk", "khong-co-ai"])
def test_five_failures_lock_the_pair_and_only_the_pair(client: Client, username: str):
    said = [sign_in(client, username, "sai", REMOTE_ADDR="10.0.0.1").context["error"] for _ in range(6)]
    assert "Còn 1 lần" in said[3]
    assert "Đã thử quá nhiều lần" in said[4]
    assert "Đã thử quá nhiều lần" in sign_in(client, username, REMOTE_ADDR="10.0.0.1").context["error"]
    assert sign_in(client, "clerk", REMOTE_ADDR="10.0.0.9").status_code == 302


def test_one_address_cannot_try_many_names(client: Client):
    for n in range(60):
        sign_in(client, f"ten-{n}", "sai", REMOTE_ADDR="10.0.0.7")
    assert "quá nhiều lần" in sign_in(client, "clerk", REMOTE_ADDR="10.0.0.7").context["error"]


def test_without_redis_people_still_get_in_and_guessing_ends(client: Client, monkeypatch: pytest.MonkeyPatch):
    def lost(*args: object, **kwargs: object) -> None:
        raise RedisError

    for name in ("get", "add", "incr", "delete"):
        monkeypatch.setattr(accounts.cache, name, lost, raising=False)
    assert sign_in(client, "clerk").status_code == 302
    for _ in range(5):
        sign_in(Client(), "head", "sai")
    assert "quá nhiều lần" in sign_in(Client(), "head").context["error"]


def test_a_foreign_account_finds_nothing_even_when_signed_in(cast: Cast):
    browser = cast.bich.client
    assert browser.get("/can-tho/viec-can-lam/").status_code == 200
    for path in ("viec-can-lam/", "don-vi/", "tai-khoan/", "quan-tri/nhat-ky/"):
        assert browser.get(f"/kien-giang/{path}").status_code == 404


def test_the_session_gets_a_new_id_and_ends_with_signing_out(client: Client):
    client.get(LOGIN)
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sign_in(client, "clerk")
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert after != session.session_key
    assert client.get("/kien-giang/dang-xuat/").status_code == 405
    assert client.post("/kien-giang/dang-xuat/").status_code == 302
    assert client.get("/kien-giang/viec-can-lam/").status_code == 302
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = after
    assert stolen.get("/kien-giang/viec-can-lam/").status_code == 302


def test_signing_in_and_refusals_are_recorded(client: Client, kien_giang: Tenant):
    sign_in(client, "clerk", "sai-mat-khau")
    sign_in(client, "mat-khau-go-nham-o-ten", "x")
    sign_in(client, "clerk")
    with tenant_scope(kien_giang):
        entries = list(AuditEntry.objects.order_by("-sequence")[:3])
    assert [e.verb for e in entries] == ["session.start", "session.refused", "session.refused"]
    assert entries[0].actor_name == "Trần Thị Mai Lan"
    assert entries[1].object_label == "tài khoản không có", "what was typed by mistake is not kept"
    assert entries[2].object_label == "clerk@kien-giang"


@pytest.mark.parametrize(
    ("new", "again", "current", "sentence"),
    [
        ("ngan", "ngan", PASSWORD, "Mật khẩu"),
        ("mot-mat-khau-dai", "khac-mat-khau-dai", PASSWORD, "chưa giống nhau"),
        ("mot-mat-khau-dai", "mot-mat-khau-dai", "sai", "Mật khẩu hiện tại chưa đúng"),
        (PASSWORD, PASSWORD, PASSWORD, "phải khác"),
    ],
)
def test_changing_the_password_explains(cast: Cast, new: str, again: str, current: str, sentence: str):
    answer = cast.lan.client.post("/kien-giang/tai-khoan/", {"current": current, "new": new, "again": again})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_changing_the_password_keeps_this_session_and_ends_the_others(cast: Cast, client: Client):
    other, this = cast.lan.client, cast.lan.client
    new = "con-duong-ra-cho-som"
    answer = this.post("/kien-giang/tai-khoan/", {"current": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 302
    assert this.get("/kien-giang/tai-khoan/").status_code == 200
    assert other.get("/kien-giang/tai-khoan/").status_code == 302
    assert sign_in(client, "clerk", new).status_code == 302
