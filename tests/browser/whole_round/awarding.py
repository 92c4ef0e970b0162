"""Second part of the round by hand: the award round, the dossier with its papers, the desks."""

from __future__ import annotations

import re

from tests.browser.insider import Insider
from tests.browser.whole_round.reporting import HOME, follow, follow_job, go, press, press_and_agree

MERIT = "Tham mưu và trực tiếp hướng dẫn hơn 2.000 hộ dùng dịch vụ công trực tuyến."
HOSTILE = '<script>alert("x")</script> <img src="http://127.0.0.1:9/x.png"> file:///etc/passwd'
MEETING = {
    "body": "Hội đồng Thi đua - Khen thưởng xã Mỹ Lâm",
    "day": "2023-12-04",
    "starts": "08:00",
    "ends": "09:30",
    "location": "Phòng họp Ủy ban nhân dân xã",
    "chair": "Phạm Thanh Tùng, Chủ tịch",
    "secretary": "Trần Thị Mai Lan, Công chức Văn phòng - Thống kê",
    "members": "5",
}
PRESENT = "Phạm Thanh Tùng, Chủ tịch\nTrần Thị Mai Lan, Công chức\nLê Văn Ba, Công chức"
POINT = "Ghi rõ số hộ đã hướng dẫn."
MEASURES = "Mở 12 lớp kỹ năng số; tổ công nghệ số cộng đồng đến từng hộ."


def open_round(me: Insider) -> None:
    """The agency opens the round of the year's interim review."""
    go(me, "Đợt xét")
    me.pressed.append("Sơ kết")
    me.page.get_by_label("Dịp xét").select_option(label="Sơ kết")
    me.page.get_by_label("Năm", exact=True).select_option("2023")
    press(me, "Mở đợt xét")
    assert "Đã mở" in me.page.inner_text("main")


def nominate(me: Insider) -> str:
    """The unit puts a person forward; without a merit it is told so and keeps its choice. Returns the name."""
    me.open(HOME)
    follow(me, "Đề cử")
    row = me.page.locator("li", has_text="người trực tiếp thực hiện").filter(has=me.page.locator("textarea")).first
    name = row.locator("label.pick b").inner_text()
    row.get_by_role("checkbox").check()
    press(me, "Ghi đề cử")
    assert "Hãy tóm tắt thành tích" in me.page.inner_text("main")
    assert me.page.get_by_role("checkbox", name=name).is_checked()
    me.page.get_by_label(f"Tóm tắt thành tích của {name}").fill(MERIT)
    press(me, "Ghi đề cử")
    return name


def draw_up(me: Insider, unit: str, person: str) -> None:
    """The agency has everybody judged, attests what no figure tells, and draws up the list."""
    me.open(HOME + "dot-xet/")
    me.page.get_by_role("link", name=re.compile("[Ss]ơ kết")).first.click()
    page = me.page.url
    press(me, "Đối chiếu tiêu chuẩn")
    follow_job(me)
    for name in (unit, person):
        me.page.goto(page + "?ket-qua=pending&q=" + name)
        me.page.get_by_role("link", name=name, exact=True).first.click()
        me.pressed.append("Xác nhận đạt cả")
        me.page.get_by_role("button", name=re.compile(r"Xác nhận đạt cả \d+ tiêu chuẩn")).click()
        me.page.locator(".pill", has_text="Được chọn").first.wait_for()
    me.page.goto(page)
    press(me, "Lập danh sách đề nghị")
    assert "Lập danh sách" in me.page.inner_text("main")


def open_dossier(me: Insider) -> None:
    """The unit opens its dossier for what the round proposes."""
    go(me, "Hồ sơ")
    press(me, "Lập hồ sơ")
    assert me.page.locator("li", has_text="Tờ trình").count()


def write_meeting(me: Insider) -> None:
    """The meeting: a wrong hour is named beside its field, everything else stays as typed."""
    me.page.get_by_role("link", name=re.compile("uộc họp")).first.click()
    for field, value in MEETING.items():
        me.page.fill(f"[name={field}]", value)
    me.page.fill("[name=present]", PRESENT)
    for box in me.page.locator("[name^=votes_]").all():
        box.fill("5")
    me.page.fill("[name=ends]", "07:00")
    press(me, "Lưu cuộc họp")
    assert "Giờ kết thúc phải sau giờ bắt đầu." in me.page.inner_text("main")
    assert me.page.input_value("[name=chair]") == MEETING["chair"]
    me.page.fill("[name=ends]", MEETING["ends"])
    press(me, "Lưu cuộc họp")


def write_papers(me: Insider) -> None:
    """Each report gets its words; hostile ones are only words. Then all papers are made."""
    page = me.page.url
    written = me.page.locator("li", has_text="Báo cáo thành tích").get_by_role("link", name="Soạn", exact=True)
    addresses = [link.get_attribute("href") for link in written.all()]
    assert len(addresses) == 2
    for address in addresses:
        me.open(address or "")
        for box in me.page.locator("textarea[name=measures], textarea[name=overview]").all():
            box.fill(f"{MEASURES}\n{HOSTILE}")
        # What is typed is seen on the paper beside it before anything is saved.
        me.page.frame_locator("iframe.draft:not(.coming)").get_by_text(MEASURES).first.wait_for()
        press(me, "Lưu nháp")
    me.page.goto(page)
    press(me, "Kết xuất mọi văn bản")
    assert me.work("kien-giang") == 4
    me.page.reload()
    assert "Đã kết xuất 4/4" in me.page.inner_text("main")


def step(me: Insider, dossier: str, name: str, then: str) -> None:
    """One step of the chain by whoever is at this desk, from the list of work to the button."""
    to_dossier(me, dossier)
    (press_and_agree if name in {"Xác nhận hồ sơ", "Gửi hồ sơ"} else press)(me, name)
    assert then in me.page.inner_text("main")


def give_back(me: Insider, unit: str) -> None:
    """The agency returns the dossier with one point, at the paper it is about."""
    to_dossier(me, unit)
    me.page.get_by_role("button", name="Trả lại để bổ sung…").first.click()
    dialog = me.page.locator("dialog:modal")
    dialog.locator("input[name^=remark_]").first.fill(POINT)
    with me.page.expect_navigation():
        dialog.get_by_role("button", name="Trả lại hồ sơ").click()
    assert "Trả lại để bổ sung" in me.page.inner_text("main")


def complete(me: Insider, unit: str) -> None:
    """The unit answers the point, mends the paper that it is about, and has it made again."""
    to_dossier(me, unit)
    assert POINT in me.page.inner_text("main")
    me.page.get_by_label("Đã bổ sung, sửa những gì").fill("Đã ghi rõ 2.014 hộ.")
    press(me, "Ghi trả lời")
    page = me.page.url
    me.page.get_by_role("link", name="Soạn", exact=True).first.click()
    me.page.locator("textarea").first.fill(f"{MEASURES}\nĐã hướng dẫn 2.014 hộ.")
    press(me, "Lưu nháp")
    me.page.goto(page)
    press(me, "Kết xuất mọi văn bản")
    assert me.work("kien-giang") == 1


def to_dossier(me: Insider, unit: str) -> None:
    me.open(HOME)
    me.page.get_by_role("link", name=re.compile("^Hồ sơ của " + unit)).first.click()
    me.page.get_by_role("heading", name="Quá trình xử lý").wait_for()
