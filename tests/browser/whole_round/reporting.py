"""First half of the round by hand: a unit registers and reports, its head confirms, the agency appraises and scores."""

from __future__ import annotations

import io
import re
from typing import Any

from pypdf import PdfWriter

from tests.browser.insider import Insider

HOME = "/kien-giang/"
# What the demonstration leaves open in the commune's report: code → numerator, denominator, percentage.
MISSING = {
    "XHS-2": ("8.720", "10.900", "80"),
    "XHS-3": ("640", "800", "80"),
    "XHS-4": ("2.450", "3.050", "80,33"),
    "XHS-6": ("4.100", "8.200", "50"),
    "XHS-7": ("2.700", "8.700", "31,03"),
    "XHS-8": ("9.800", "11.000", "89,09"),
}


def paper(name: str) -> dict[str, Any]:
    """A small, valid PDF as a browser would send it; each name has its own bytes, for equal ones are kept once."""
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": name})
    writer.write(buffer)
    return {"name": name, "mimeType": "application/pdf", "buffer": buffer.getvalue()}


def entry_of(me: Insider, code: str) -> Any:
    return me.page.locator("section.entry").filter(has=me.page.get_by_text(code, exact=True))


def press(me: Insider, name: str, *, within: Any = None) -> None:
    """Click a button that leads to another page (or the same one anew)."""
    me.pressed.append(name)
    with me.page.expect_navigation():
        (within or me.page).get_by_role("button", name=name, exact=True).first.click()


def follow(me: Insider, name: str) -> None:
    """Click the first link whose words begin so, in the page before the navigation."""
    me.pressed.append(name)
    link = me.page.get_by_role("link", name=re.compile("^" + re.escape(name)))
    here = me.page.locator("main").get_by_role("link", name=re.compile("^" + re.escape(name)))
    with me.page.expect_navigation():
        (here if here.count() else link).first.click()


def go(me: Insider, *places: str) -> None:
    """From the first page along the navigation."""
    me.open(HOME)
    for name in places:
        me.pressed.append(name)
        with me.page.expect_navigation():
            me.page.locator(f"nav a:has-text('{name}'):visible, .menu-list a:has-text('{name}'):visible").first.click()


def agree(me: Insider) -> None:
    """Say yes in the dialog that asks before something that cannot be undone."""
    with me.page.expect_navigation():
        me.page.locator("dialog:modal footer button").last.click()


def register(me: Insider) -> None:
    """A clerk registers; the plan's file is asked for, and what was typed stays."""
    go(me, "Đăng ký")
    me.page.get_by_label("Số, ký hiệu kế hoạch phát động").fill("25/KH-UBND")
    me.page.get_by_label("Ngày ban hành").fill("2023-03-20")
    me.page.get_by_label("Nội dung đăng ký").fill("Đạt mọi mục tiêu nêu riêng cho cấp xã đến năm 2023.")
    press(me, "Gửi đăng ký")
    assert "Chưa đính kèm kế hoạch phát động" in me.page.inner_text("main")
    assert me.page.get_by_label("Số, ký hiệu kế hoạch phát động").input_value() == "25/KH-UBND"
    me.page.set_input_files("input[type=file]", paper("ke-hoach-25.pdf"))
    press(me, "Gửi đăng ký")
    assert "Đã gửi" in me.page.inner_text("main")


def report(me: Insider) -> None:
    """A clerk completes the report of 2023; results appear while typing, a bad value keeps its place."""
    go(me, "Báo cáo")
    follow(me, "Tiếp tục nhập")
    follow(me, "Xã hội số")
    first = entry_of(me, "XHS-2")
    type_share(me, first, "9.999.999", "10.900")
    said = first.locator("p.error").first
    said.wait_for()
    assert "tử số" in said.inner_text().lower() or "lớn hơn" in said.inner_text()
    assert first.locator("input[id$='-n']").input_value() == "9.999.999"
    for code, (numerator, denominator, percent) in MISSING.items():
        entry = entry_of(me, code)
        type_share(me, entry, numerator, denominator)
        entry.locator("output", has_text=percent).wait_for()
        assert "Thiếu tài liệu" in entry.locator(".res").inner_text()
        entry.locator("input[type=file]").set_input_files(paper(f"{code.lower()}.pdf"))
        entry.get_by_role("link", name=f"{code.lower()}.pdf").wait_for()
    press(me, "Lưu")
    for code in MISSING:
        entry = entry_of(me, code)
        assert f"{code.lower()}.pdf" in entry.inner_text()
        assert "Đạt" in entry.locator(".res").inner_text()
    follow(me, "Xem lại và trình")
    press_and_agree(me, "Trình lãnh đạo")
    assert "Chờ lãnh đạo" in me.page.inner_text("main")


def type_share(me: Insider, entry: Any, numerator: str, denominator: str) -> None:
    entry.locator("input[id$='-n']").fill(numerator)
    entry.locator("input[id$='-d']").fill(denominator)
    entry.locator("input[id$='-d']").blur()


def press_and_agree(me: Insider, name: str) -> None:
    me.pressed.append(name)
    me.page.get_by_role("button", name=name, exact=True).first.click()
    agree(me)


def confirm(me: Insider) -> str:
    """The head reads what was handed over, confirms and sends; returns the number of the receipt."""
    go(me, "Việc cần làm")
    follow(me, "Đọc và xác nhận")
    press_and_agree(me, "Xác nhận và gửi")
    text = me.page.inner_text("main")
    found = re.search(r"BN-2023-\d{4}", text)
    assert found, text
    return found.group()


def confirm_registration(me: Insider, unit: str) -> None:
    """The standing agency finds the unit among the registrations and confirms it."""
    go(me, "Đăng ký")
    me.page.locator("main").get_by_label("Tìm đơn vị").fill(unit)
    press(me, "Tìm", within=me.page.locator("main"))
    me.page.get_by_role("link", name=unit).first.click()
    press(me, "Xác nhận")
    assert "Đã xác nhận" in me.page.inner_text("main")


def appraise(me: Insider, unit: str) -> None:
    """The standing agency accepts what shows nothing odd, changes one value with a reason, and concludes."""
    go(me, "Thẩm định")
    me.open(HOME + "tham-dinh/?nam=2023&q=" + unit)
    me.page.get_by_role("link", name=unit).first.click()
    page = me.page.url
    me.page.get_by_role("link", name="Hộ gia đình phủ cáp quang").click()
    me.page.get_by_label("Điều chỉnh").check()
    me.page.locator("input[id=a-n]").fill("2.440")
    press(me, "Ghi kết luận, sang chỉ tiêu sau")
    assert "Nêu lý do điều chỉnh" in me.page.locator("p.error").first.inner_text()
    assert me.page.locator("input[id=a-n]").input_value() == "2.440"
    me.page.get_by_label("Lý do, đơn vị sẽ đọc được").fill("Tài liệu ghi 2.440 hộ.")
    press(me, "Ghi kết luận, sang chỉ tiêu sau")
    me.page.goto(page)
    me.page.get_by_role("button", name="không có dấu hiệu lạ").click()
    agree(me)
    while (left := me.page.locator("tr", has_text="Chưa thẩm định").get_by_role("link")).count():
        left.first.click()
        me.page.get_by_role("radio", name="Chấp nhận").check()
        press(me, "Ghi kết luận, sang chỉ tiêu sau")
        me.page.goto(page)
    press_and_agree(me, "Kết thúc thẩm định")
    assert "2.440" in me.page.inner_text("main")
    go(me, "Tiến độ")


def score(me: Insider) -> None:
    """A score run of 2023 by a job that the page follows; then its publication."""
    go(me, "Thêm", "Chấm điểm")
    me.page.get_by_label("Năm", exact=True).select_option("2023")
    press(me, "Chạy chấm điểm")
    see_job(me)
    me.page.get_by_role("heading", name="Xếp hạng theo khối").wait_for()
    me.page.locator("#note").fill("Còn báo cáo trả lại cho đơn vị, chấm bổ sung sau.")
    press_and_agree(me, "Công bố kết quả")
    assert "công bố ngày" in me.page.inner_text("main")
    go(me, "Xếp hạng")


def see_job(me: Insider) -> None:
    """The page shows the job while it waits; it is done then, and the page says so or shows the result by itself."""
    assert "đang" in me.page.locator(".job").inner_text()
    assert me.work("kien-giang") >= 1


def follow_job(me: Insider) -> None:
    """As `see_job`; the result is one click away."""
    see_job(me)
    done = me.page.locator(".job").locator(".note-dat a")
    done.wait_for()
    with me.page.expect_navigation():
        done.click()
