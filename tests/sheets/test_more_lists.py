"""Gifts, nominees and the targets of a draft by a workbook."""

from __future__ import annotations

import datetime as dt

import pytest

from awards.services import rounds as award_rounds
from campaigns.models import Contribution
from campaigns.selectors import the_campaign
from campaigns.selectors.drafts import Desk
from campaigns.services import contributions, drafts
from campaigns.sheets import DraftTargetSheet
from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.tenancy import tenant_scope
from dossiers.models import Nomination
from dossiers.sheets import NomineeSheet
from tests.sheets.books import book, filled, row_of, sent, told
from tests.sheets.test_lists import take_back, write


@pytest.fixture
def desk(kien_giang):
    with tenant_scope(kien_giang):
        yield


GIFTS = ("Đơn vị góp hoặc bảo đảm (mã)", "Người góp", "Loại", "Trị giá (đồng)", "Góp gì, cho việc gì", "Ngày góp",
         "Căn cứ quy ra tiền", "Số giấy tờ")  # fmt: skip


def test_gifts_come_by_a_file_and_are_confirmed_by_somebody_else(cast, desk) -> None:
    before = Contribution.objects.count()
    day = dt.date(2023, 6, 1)
    rows = [
        ("VNPT", None, "Kinh phí", "50.000.000", "Máy tính cho xã đảo", day, None, "12/BB"),
        (
            30844,
            "Trần Văn Xoài",
            "hiện vật",
            12_000_000,
            "Hai bộ máy tính",
            "02/6/2023".replace("/6/", "/06/"),
            "Hóa đơn 7",
            "13/BB",
        ),
    ]
    found = sent(cast.phuoc, "dong-gop", book("Đóng góp", GIFTS, *rows))
    assert (told(found), found.fresh) == ([], 2)
    write(cast.phuoc, found)
    gift = Contribution.objects.get(what="Máy tính cho xã đảo")
    assert (gift.unit.code, gift.giver, gift.amount, gift.year, gift.state) == (
        "VNPT",
        "unit",
        50_000_000,
        2023,
        "recorded",
    )
    assert Contribution.objects.get(giver_name="Trần Văn Xoài").giver == "other"
    with pytest.raises(DomainError, match="không tự xác nhận"):
        contributions.confirm(contribution=gift, actor=cast.phuoc.actor)
    again = sent(cast.phuoc, "dong-gop", book("Đóng góp", GIFTS, *rows))
    assert (again.fresh, again.changed, again.same) == (0, 0, 2)
    contributions.confirm(contribution=gift, actor=cast.hanh.actor)
    changed = (*rows[0][:7], "99/BB")
    wrong = sent(
        cast.phuoc, "dong-gop",
        book("Đóng góp", GIFTS, changed, (*rows[1][:5], dt.date(2024, 1, 1), None, None),
             (None, *rows[0][1:3], 0, *rows[0][4:])),
    )  # fmt: skip
    assert [cell for cell, _ in told(wrong)] == ["H2", "F3", "D4"]
    assert take_back(cast.phuoc, found).state == "applied"
    assert "Không hoàn tác được" in found.failure
    other = write(cast.lan, sent(cast.lan, "dong-gop", book("Đóng góp", GIFTS, ("30844", None, *rows[0][2:]))))
    assert take_back(cast.lan, other).state == "undone"
    assert Contribution.objects.count() == before + 2
    stray = sent(cast.lan, "dong-gop", book("Đóng góp", GIFTS, ("VNPT", None, *rows[0][2:])))
    assert [cell for cell, _ in told(stray)] == ["A2"]


def test_nominees_of_an_open_round_come_by_a_file(cast, desk, kien_giang) -> None:
    found = award_rounds.open_round(
        campaign=the_campaign(), occasion="preliminary", year=2023, actor=Actor.system(kien_giang)
    )
    sheet = NomineeSheet(cast.lan.actor, {"dot": str(found.uid)})
    people = list(sheet.people)

    def fill(page, at) -> None:
        for uid, yes, merit in ((people[0], "Có", "Đưa 12 thủ tục lên mạng"), (people[1], "Không", None)):
            row = row_of(page, at["Mã người"], uid)
            page.cell(row, at["Đề cử"], yes)
            page.cell(row, at["Tóm tắt thành tích"], merit)

    sheet_import = sent(cast.lan, "de-cu", filled(sheet, fill), dot=str(found.uid))
    assert (told(sheet_import), sheet_import.fresh, sheet_import.changed) == ([], 1, 0)
    write(cast.lan, sheet_import)
    made = Nomination.objects.get(round=found)
    assert (str(made.person.uid), made.merit, made.withdrawn) == (people[0], "Đưa 12 thủ tục lên mạng", False)
    headings = ("Mã người", "Đề cử", "Tóm tắt thành tích")
    back = sent(cast.lan, "de-cu", book(sheet.name, headings, (people[0], "Không", None), (people[1], "Có", None),
                                        (str(cast.nga.person.uid), "Có", "x")), dot=str(found.uid))  # fmt: skip
    assert [cell for cell, _ in told(back)] == ["C3", "A4"]
    gone = write(
        cast.lan, sent(cast.lan, "de-cu", book(sheet.name, headings, (people[0], "Không", None)), dot=str(found.uid))
    )
    assert Nomination.objects.get(round=found).withdrawn
    assert take_back(cast.lan, gone).state == "undone"
    assert take_back(cast.lan, sheet_import).state == "undone"
    assert not Nomination.objects.filter(round=found).exists()


def test_targets_of_a_draft_come_by_a_file(cast, desk) -> None:
    draft = drafts.begin(campaign=the_campaign(), actor=cast.phuoc.actor)
    sheet = DraftTargetSheet(cast.phuoc.actor, {"ban": str(draft.uid)})
    same = sent(cast.phuoc, "chi-tieu", filled(sheet, lambda page, at: None), ban=str(draft.uid))
    assert (told(same), same.writes) == ([], 0)
    known = Desk(draft).content["targets"]
    first = next(entry for entry in known if entry.get("value") and entry["comparator"] == "gte")
    headings = ("Mã", "Nhãn ngắn", "Giá trị", "So sánh", "Loại", "Vai trò", "Nguyên văn", "Mục", "Đơn vị tính")
    value = str(first["value"]).replace(".", ",")
    new = ("MOI-1", "Chỉ tiêu mới", value, "gte", first["kind"], first["role"], first["text"], first["section"],
           first["unit"])  # fmt: skip
    changed = (first["code"], "Nhãn khác", *[None] * 7)
    found = sent(cast.phuoc, "chi-tieu", book(sheet.name, headings, changed, new), ban=str(draft.uid))
    assert (told(found), found.fresh, found.changed) == ([], 1, 1)
    write(cast.phuoc, found)
    now = {entry["code"]: entry for entry in Desk(draft).content["targets"]}
    assert now[first["code"]] == first | {"short": "Nhãn khác"}
    assert (now["MOI-1"]["value"], now["MOI-1"]["text"]) == (first["value"], first["text"])
    rows = (("MOI-2", None, "nhiều", "lớn hơn", *[None] * 5), (first["code"], None, "98,7", *[None] * 6))
    wrong = told(sent(cast.phuoc, "chi-tieu", book(sheet.name, headings, *rows), ban=str(draft.uid)))
    assert {"B2", "C2", "D2", "E2", "F2"} <= {cell for cell, _ in wrong}
    assert ("C3", "Số 98,7 không có trong lời kế hoạch; hãy ghi đúng số của kế hoạch.") in wrong
    assert take_back(cast.phuoc, found).state == "undone"
    assert Desk(draft).content["targets"] == known
