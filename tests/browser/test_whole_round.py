"""The whole round for Kiên Giang through the pages alone, each step by the person whose step it is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.insider import Insider
from tests.browser.whole_round import awarding, deciding, printed, reporting

UNIT = "UBND xã Mỹ Lâm"
README = Path(__file__).parents[2] / "README.md"
# Acts of the dossier's timeline with who took them, in order.
WAY = (
    ("Lập hồ sơ", "Trần Thị Mai Lan"),
    ("Lãnh đạo đơn vị xác nhận", "Phạm Thanh Tùng"),
    ("Gửi hồ sơ", "Trần Thị Mai Lan"),
    ("Tiếp nhận", "Nguyễn Hữu Phước"),
    ("Trả lại để bổ sung", "Nguyễn Hữu Phước"),
    ("Trả lời điểm cần bổ sung", "Trần Thị Mai Lan"),
    ("Lãnh đạo đơn vị xác nhận", "Phạm Thanh Tùng"),
    ("Gửi hồ sơ", "Trần Thị Mai Lan"),
    ("Tiếp nhận", "Nguyễn Hữu Phước"),
    ("Kết luận đủ điều kiện", "Nguyễn Hữu Phước"),
    ("Thẩm định đạt", "Hạnh"),
    ("Trình người quyết định", "Hạnh"),
    ("Ký quyết định khen thưởng", "Trung"),
)


@pytest.fixture
def arrive(visit: Callable[..., Insider]) -> Callable[[str], Insider]:
    def come(role: str) -> Insider:
        me = visit()
        me.enter("kien-giang", role)
        return me

    return come


def looks_well(me: Insider) -> None:
    """At both sizes; axe looks once."""
    me.assert_well()
    me.resize("phone")
    me.assert_fits()
    me.resize("wide")


def tour() -> list[str]:
    """What README's tour says to click, in its order."""
    told = README.read_text(encoding="utf-8").split("\n## A tour\n")[1].split("\nThe other four tenants")[0]
    return [" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", told, re.DOTALL)]


def test_a_commune_goes_from_registration_to_the_public_check_of_its_decision(
    arrive: Callable[[str], Insider], visit: Callable[..., Insider], settings: Any
) -> None:
    clerk, head, standing = visit(), arrive("head"), arrive("standing")
    board, leader, anybody = arrive("board"), arrive("leader"), visit()
    clerk.login("kien-giang", "clerk")
    settings.PUBLIC_URL = clerk.base

    reporting.register(clerk)
    reporting.confirm_registration(standing, UNIT)
    reporting.report(clerk)
    assert reporting.confirm(head).startswith("BN-2023-")
    reporting.appraise(standing, UNIT)
    reporting.score(standing)

    awarding.open_round(standing)
    person = awarding.nominate(clerk)
    looks_well(clerk)
    awarding.draw_up(standing, UNIT, person)
    looks_well(standing)

    awarding.open_dossier(clerk)
    dossier = clerk.page.url
    awarding.write_meeting(clerk)
    awarding.write_papers(clerk)
    looks_well(clerk)
    awarding.step(head, UNIT, "Xác nhận hồ sơ", "Lãnh đạo đơn vị đã xác nhận")
    assert clerk.work("kien-giang") == 4
    awarding.step(clerk, UNIT, "Gửi hồ sơ", "Đã gửi")
    awarding.step(standing, UNIT, "Tiếp nhận", "Cơ quan thường trực đã nhận")
    looks_well(standing)
    awarding.give_back(standing, UNIT)
    awarding.complete(clerk, UNIT)
    awarding.step(head, UNIT, "Xác nhận hồ sơ", "Lãnh đạo đơn vị đã xác nhận")
    assert clerk.work("kien-giang") == 4
    awarding.step(clerk, UNIT, "Gửi hồ sơ", "Đã gửi")
    awarding.step(standing, UNIT, "Tiếp nhận", "Cơ quan thường trực đã nhận")
    awarding.step(standing, UNIT, "Kết luận đủ điều kiện", "Cơ quan thường trực: đủ điều kiện")
    awarding.step(board, UNIT, "Thẩm định đạt", "đã thẩm định")

    deciding.seat_council(board)
    looks_well(board)
    deciding.open_votes(board)
    deciding.vote(leader, (UNIT, person))
    looks_well(leader)
    deciding.vote(board, (UNIT, person))
    deciding.count_votes(board)
    deciding.write_minutes(board)
    looks_well(board)
    deciding.present(board)
    decision = deciding.sign(leader)
    looks_well(leader)
    certificates = deciding.certify(board)
    looks_well(board)

    reads_as_decided(decision, person)
    certify_who_was_decided(certificates, person)
    in_the_register(standing, person)
    can_be_checked(anybody, decision, person)
    tells_every_step(clerk, dossier)

    done = {words for me in (clerk, head, standing, board, leader) for words in me.pressed}
    assert [words for words in tour() if words not in done] == []


def reads_as_decided(pdf: bytes, person: str) -> None:
    flat = printed.text_of(pdf)
    assert "ỦY BAN NHÂN DÂN TỈNH KIÊN GIANG" in flat
    assert re.search(r"Số: 0?1/QĐ-UBND", flat), flat[:400]
    assert "Kiên Giang, ngày 04 tháng 12 năm 2023" in flat
    for words in ("QUYẾT ĐỊNH", "CHỦ TỊCH", "Bằng khen", person, "xã Mỹ Lâm"):
        assert words in flat, words


def certify_who_was_decided(pdf: bytes, person: str) -> None:
    """A sheet each, with the day, the number and the signature of the decision."""
    flat = printed.text_of(pdf)
    for words in ("ỦY BAN NHÂN DÂN XÃ MỸ LÂM", person):
        assert flat.count(words) == 1, words
    for words in ("Kiên Giang, ngày 04 tháng 12 năm 2023", "Quyết định số 01/QĐ-UBND", "Đặng Quốc Trung"):
        assert flat.count(words) == 2, (words, flat)


def can_be_checked(me: Insider, pdf: bytes, person: str) -> None:
    """Published by name; by the code on the paper anybody learns that it holds, and nothing of what it says."""
    deciding.look_up(me, person, UNIT)
    said = deciding.scan(me, printed.address_in(pdf, f"{me.base}/kien-giang/xac-minh/"))
    digest = hashlib.sha256(pdf).hexdigest()
    assert said == {
        "": "Văn bản số 01/QĐ-UBND",
        "stamp": "Còn hiệu lực",
        "Ngày ban hành": "04/12/2023",
        "Người ký": "Chủ tịch Ủy ban nhân dân tỉnh Đặng Quốc Trung",
        "Mã SHA-256": " ".join(digest[i : i + 4] for i in range(0, 64, 4)),
    }
    assert person not in me.page.inner_text("body")
    looks_well(me)


def in_the_register(me: Insider, person: str) -> None:
    reporting.go(me, "Thêm", "Sổ khen thưởng")
    rows = me.page.locator("main table").inner_text()
    assert [words for words in (person, UNIT, "01/QĐ-UBND") if words not in rows] == []
    looks_well(me)


def tells_every_step(me: Insider, dossier: str) -> None:
    me.page.goto(dossier)
    told = " ".join(
        me.page.locator("section", has=me.page.get_by_role("heading", name="Quá trình xử lý")).inner_text().split()
    )
    place = 0
    for act, who in WAY:
        place = told.index(act, place)
        assert who in told[place : place + 160], (act, told[place : place + 160])
    assert len(re.findall(r"\d\d/\d\d/\d{4} \d\d:\d\d", told)) >= len(WAY)
