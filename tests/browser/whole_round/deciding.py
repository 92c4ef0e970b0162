"""Last part of the round by hand: the council, the decision, the certificate, and what everybody may see of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.browser.insider import Insider
from tests.browser.whole_round.reporting import HOME, follow, press, press_and_agree

COUNCIL = (("chair", "Đặng Quốc Trung"), ("secretary", "Lê Thị Mỹ Hạnh"))


def to_round(me: Insider) -> None:
    me.open(HOME + "dot-xet/")
    me.page.get_by_role("link", name=re.compile("[Ss]ơ kết")).first.click()
    me.page.get_by_role("heading", name="Tập thể, cá nhân").wait_for()


def opened(me: Insider, name: str) -> Any:
    """The dialog that a button opens."""
    me.pressed.append(name.rstrip("…"))
    me.page.get_by_role("button", name=name, exact=True).click()
    return me.page.locator("dialog:modal")


def seat_council(me: Insider) -> None:
    """The board seats a chair and a secretary, both with accounts, and calls a meeting on what the round proposes."""
    to_round(me)
    follow(me, "Hội đồng")
    for role, name in COUNCIL:
        form = opened(me, "Thêm thành viên…")
        form.get_by_label("Vai trò").select_option(role)
        account = form.locator("[name=account] option").filter(has_text=name).get_attribute("value")
        form.get_by_label("Tài khoản").select_option(account)
        press(me, "Thêm vào Hội đồng", within=form)
    form = opened(me, "Lập phiên họp…")
    form.get_by_label("Địa điểm").fill("Phòng họp số 1")
    press(me, "Lập phiên họp", within=form)


def open_votes(me: Insider) -> None:
    """Nobody votes before the share of votes and its source are noted; the page says so."""
    refused = me.page.locator("[aria-disabled=true]", has_text="Mở bỏ phiếu")
    assert refused.count() == 1
    assert "Chưa ghi tỷ lệ phiếu cần đạt và căn cứ" in me.page.inner_text("main")
    for box in me.page.locator("[name^=percent_]").all():
        box.fill("80")
    for box in me.page.locator("[name^=source_]").all():
        box.fill("Quy chế làm việc của Hội đồng")
    press(me, "Lưu nội dung, thành phần")
    press_and_agree(me, "Mở bỏ phiếu")
    assert "Đã mở bỏ phiếu" in me.page.inner_text("main")


def vote(me: Insider, names: tuple[str, ...]) -> None:
    """From the list of work to the ballot: everybody's case, one vote each, sent once."""
    me.open(HOME)
    follow(me, "Bỏ phiếu")
    shown = me.page.inner_text("main")
    assert [name for name in names if name not in shown] == []
    for choice in me.page.locator("input[type=radio][value=yes]").all():
        choice.check()
    press_and_agree(me, "Gửi phiếu kín")
    assert "Phiếu của bạn đã được ghi" in me.page.inner_text("main")


def count_votes(me: Insider) -> None:
    """The secretary closes the vote: everybody passed."""
    to_round(me)
    follow(me, "Hội đồng")
    follow(me, "Phiên thứ 1")
    press_and_agree(me, "Đóng bỏ phiếu, kiểm phiếu")
    results = me.page.locator("td[data-l='Kết quả'] .pill").all_inner_texts()
    assert results
    assert set(results) == {"Thông qua"}


def write_minutes(me: Insider) -> None:
    """The minutes take members, votes and conclusion from the meeting; read first, then numbered."""
    me.page.get_by_label("Kết thúc lúc").fill("09:15")
    me.page.get_by_label("Diễn biến cuộc họp").fill("Hội đồng nghe báo cáo thẩm định và thảo luận từng trường hợp.")
    press(me, "Lập bản xem trước")
    assert me.work("kien-giang") == 1
    me.page.reload()
    press(me, "Ban hành, lấy số")
    assert me.work("kien-giang") == 1
    me.page.reload()
    assert "01/BB-HĐTĐKT" in me.page.inner_text("main")


def present(me: Insider) -> None:
    """The board bundles the appraised dossiers; the draft decision is made."""
    to_round(me)
    press(me, "Trình quyết định: Bằng khen tỉnh")
    assert "Dự thảo" in me.page.inner_text("main")
    assert me.work("kien-giang") == 1


def sign(me: Insider) -> bytes:
    """The leader sees whom, why and how much, signs, and takes the file away. Returns the PDF."""
    me.open(HOME)
    follow(me, "Xem và ký")
    press_and_agree(me, "Ký ban hành")
    assert me.work("kien-giang") == 1
    me.page.reload()
    return taken(me)


def certify(me: Insider) -> bytes:
    """From the signed decision the board has its certificates made. Returns the PDF."""
    to_round(me)
    follow(me, "Văn bản")
    follow(me, "Quyết định tặng")
    press(me, "Lập Bằng khen")
    press(me, "Lưu và kết xuất")
    assert me.work("kien-giang") == 1
    me.page.reload()
    return taken(me)


def taken(me: Insider) -> bytes:
    with me.page.expect_download() as coming:
        me.page.get_by_role("link", name="Tải PDF").click()
    return Path(coming.value.path()).read_bytes()


def look_up(me: Insider, person: str, unit: str) -> None:
    """Without an account: the award is published. Then a code that no paper bears is none."""
    me.open(HOME + "cong-khai/khen-thuong/")
    published = me.page.inner_text("main")
    assert [words for words in (person, unit, "01/QĐ-UBND") if words not in published] == []
    me.open(HOME + "xac-minh/")
    me.page.get_by_role("textbox", name="Mã kiểm tra").fill("0000-0000-0000-0000")
    press(me, "Kiểm tra")
    assert "Không có văn bản mang mã này" in me.page.inner_text("main")


def scan(me: Insider, address: str) -> dict[str, str]:
    """What the address in a paper's QR code says about it, by its terms."""
    me.page.goto(address)
    head = me.page.locator("section", has=me.page.locator("dl.facts"))
    facts = head.locator("dl.facts > div")
    said = {row.locator("dt").inner_text(): row.locator("dd").inner_text() for row in facts.all()}
    return {"": head.locator("h2").inner_text(), "stamp": head.locator(".stamp").text_content() or "", **said}
