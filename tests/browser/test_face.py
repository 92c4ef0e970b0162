"""The components in a real browser: accessible, quiet, within the screen, and working as they promise."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.insider import Insider
from tests.browser.machine import SIZES

GUIDE = "/kien-giang/_giao-dien/"


@pytest.mark.parametrize("size", SIZES)
def test_every_component_is_well(visit: Callable[..., Insider], size: str) -> None:
    me = visit(size)
    assert me.open(GUIDE).status == 200
    me.assert_well()


@pytest.mark.parametrize("size", SIZES)
def test_the_login_page_is_well_and_refuses_in_words(visit: Callable[..., Insider], size: str) -> None:
    me = visit(size)
    me.open("/kien-giang/dang-nhap/")
    me.assert_well()
    me.page.fill("[name=username]", "clerk@kien-giang")
    me.page.fill("[name=password]", "sai mật khẩu")
    me.page.click("button.btn-main")
    me.page.wait_for_selector(".error")
    assert me.page.get_attribute("[name=password]", "aria-invalid") == "true"
    assert me.page.input_value("[name=username]") == "clerk@kien-giang"
    me.assert_well()


def test_a_refused_act_moves_the_focus_to_its_reason(visit: Callable[..., Insider]) -> None:
    me = visit()
    me.open(GUIDE)
    me.page.get_by_role("button", name="Trình lãnh đạo xác nhận").click(force=True)
    assert "chỉ tiêu XHS-7 chưa có số liệu" in me.page.evaluate("document.activeElement.textContent")


def test_an_act_with_a_reason_opens_its_dialog_and_gives_the_focus_back(visit: Callable[..., Insider]) -> None:
    me = visit()
    me.open(GUIDE)
    opener = me.page.get_by_role("button", name="Trả lại…")
    opener.click()
    dialog = me.page.get_by_role("dialog")
    dialog.wait_for()
    assert dialog.get_by_label("Lý do").is_visible()
    me.assert_accessible(within="dialog:modal")
    me.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert "Trả lại" in me.page.evaluate("document.activeElement.textContent")


def test_an_act_that_asks_is_sent_only_after_yes(visit: Callable[..., Insider]) -> None:
    me = visit()
    me.open(GUIDE)
    sent: list[str] = []
    me.page.on("request", lambda r: sent.append(r.post_data or "") if r.method == "POST" else None)
    me.page.get_by_role("button", name="Gửi hồ sơ").click()
    dialog = me.page.get_by_role("dialog")
    assert "bạn không sửa được cho đến khi được trả lại" in dialog.inner_text()
    dialog.get_by_role("button", name="Để sau").click()
    assert sent == []
    me.page.get_by_role("button", name="Gửi hồ sơ").click()
    me.page.get_by_role("dialog").get_by_role("button", name="Gửi hồ sơ").click()
    me.page.wait_for_load_state()
    assert len(sent) == 1
    assert "transition=submit" in sent[0]
    assert "version=3" in sent[0]


def test_the_error_summary_takes_the_focus(visit: Callable[..., Insider]) -> None:
    me = visit()
    me.open(GUIDE)
    assert me.page.evaluate("document.activeElement.className") == "errbox"
    me.page.click(".errbox a")
    assert me.page.evaluate("document.activeElement.id") == "id_homes"


def test_the_link_of_an_error_opens_the_dialog_that_holds_its_field(visit: Callable[..., Insider]) -> None:
    me = visit("phone")
    me.open(GUIDE)
    me.page.evaluate(
        """() => {
            const field = document.querySelector("dialog textarea");
            const row = `<li><a href="#${field.id}">Lý do: ghi lý do trả lại.</a></li>`;
            document.querySelector(".errbox ul").insertAdjacentHTML("beforeend", row);
        }"""
    )
    me.page.get_by_role("link", name="Lý do: ghi lý do trả lại.").click()
    me.page.get_by_role("dialog").wait_for()
    assert me.page.evaluate("document.activeElement === document.querySelector('dialog textarea')")
    me.assert_quiet()


def test_without_script_a_dialog_stands_open_and_everything_can_be_sent(visit: Callable[..., Insider]) -> None:
    me = visit(java_script_enabled=False)
    me.open(GUIDE)
    assert me.page.locator("dialog textarea[name=reason]").first.is_visible()
    assert me.page.locator("button", has_text="Gửi hồ sơ").first.is_visible()


@pytest.mark.parametrize("size", SIZES)
def test_a_page_that_is_not_there_says_so_kindly(visit: Callable[..., Insider], size: str) -> None:
    me = visit(size)
    assert me.open("/kien-giang/khong-co-trang-nay/").status == 404
    assert me.page.inner_text("h1") == "Không có trang này"
    me.assert_well()


def test_the_skip_link_is_first_and_leads_to_the_content(visit: Callable[..., Insider]) -> None:
    me = visit()
    me.open("/kien-giang/phim-tat/")
    me.page.keyboard.press("Tab")
    assert me.page.evaluate("document.activeElement.className") == "skip"
    me.page.keyboard.press("Enter")
    assert me.page.evaluate("document.activeElement.id") == "noi-dung"


def test_the_vietnamese_font_is_loaded_and_ours(visit: Callable[..., Insider]) -> None:
    me = visit()
    me.open(GUIDE)
    loaded = me.page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family))"
    )
    assert loaded.count("Plex") == 2 or loaded.count('"Plex"') == 2
