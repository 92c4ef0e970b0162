"""A session ends while a form is filled in: after signing in again everything typed is back, and nothing lies about
once it was sent."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.insider import Insider
from tests.world import PASSWORD

KEPT = "Object.keys(localStorage).filter((k) => k.startsWith('nhap:'))"


def test_a_form_sent_after_the_session_ended_is_filled_in_again(visit: Callable[..., Insider]) -> None:
    me = visit("phone")
    me.login("kien-giang", "clerk")
    me.open("/kien-giang/dang-ky/")
    form = me.page.url
    me.page.fill("[name=launch_plan_number]", "25/KH-UBND")
    me.page.fill("[name=note]", "Mỗi ấp một tổ công nghệ số")
    cookie = next(c["name"] for c in me.page.context.cookies() if c["name"].startswith("sessionid"))
    me.page.context.clear_cookies(name=cookie)
    me.page.get_by_role("button", name="Lưu, chưa gửi").click()
    me.page.fill("[name=username]", "clerk@kien-giang")
    me.page.fill("[name=password]", PASSWORD)
    with me.page.expect_navigation():
        me.page.click("form[method=post] button.btn-main")
    assert me.page.url == form
    me.page.get_by_text("ô bạn gõ lần trước mà chưa gửi được").wait_for()
    assert me.page.input_value("[name=launch_plan_number]") == "25/KH-UBND"
    assert me.page.input_value("[name=note]") == "Mỗi ấp một tổ công nghệ số"
    me.page.get_by_role("button", name="Lưu, chưa gửi").click()
    me.page.get_by_text("Đã lưu đăng ký.").wait_for()
    assert me.page.evaluate(KEPT) == []
    me.assert_quiet()
