"""How papers name bodies, places, other papers and columns."""

from datetime import date

import pytest

from config.kernel.pdf.fonts import text_width
from config.kernel.pdf.typography import JOIN, NBSP, agency_words, glue, level_apart
from dossiers.documents.data import NomineeRow, Reference, VoteRow
from dossiers.documents.frame import centred
from dossiers.documents.regimes import cited
from dossiers.documents.tables import name_table, nominee_table, vote_table
from dossiers.paper_facts.wording import head_named
from units.models.tenant import Body


@pytest.mark.parametrize(
    ("title", "body", "said"),
    [
        ("Giám đốc", "Sở Thông tin và Truyền thông", "Giám đốc Sở Thông tin và Truyền thông"),
        ("Trưởng ban", "Ban Thi đua - Khen thưởng", "Trưởng ban Thi đua - Khen thưởng"),
        ("Trưởng phòng", "Phòng Văn hóa và Thông tin", "Trưởng phòng Văn hóa và Thông tin"),
        ("", "Hội đồng Thi đua - Khen thưởng", "Thủ trưởng Hội đồng Thi đua - Khen thưởng"),
    ],
)
def test_a_head_is_named_with_the_body_once(title, body, said):
    assert head_named(Body(body, "", "", head_title=title)) == said


@pytest.mark.parametrize(
    ("name", "held", "apart"),
    [
        ("Ủy ban nhân dân tỉnh Kiên Giang", "TỈNH~KIÊN~GIANG", "TỈNH KIÊN~GIANG"),
        ("UBND thành phố Cần Thơ", "UBND~THÀNH~PHỐ~CẦN~THƠ", "UBND~THÀNH~PHỐ CẦN~THƠ"),
        ("UBND thị xã Ngã Năm", "UBND~THỊ~XÃ~NGÃ~NĂM", "UBND~THỊ~XÃ NGÃ~NĂM"),
    ],
)
def test_a_place_in_capitals_holds_together_and_lets_its_level_go_first(name, held, apart):
    words = agency_words(name)
    assert words.replace(NBSP, "~").endswith(held)
    assert level_apart(words).replace(NBSP, "~").endswith(apart)


PLAN = Reference(
    kind="Kế hoạch",
    number="243/KH-UBND",
    dated=date(2022, 11, 9),
    issuer="UBND tỉnh Kiên Giang",
    about="Tổ chức phong trào",
)


@pytest.mark.parametrize(
    ("reference", "full", "said"),
    [
        (
            PLAN,
            True,
            "Kế hoạch số 243/KH-UBND ngày 09 tháng 11 năm 2022 của UBND tỉnh Kiên Giang về tổ chức phong trào",
        ),
        (PLAN, False, "Kế hoạch số 243/KH-UBND"),
        (
            Reference(kind="Tờ trình", number="05/TTr-STTTT", about="đề nghị khen thưởng"),
            True,
            "Tờ trình số 05/TTr-STTTT về đề nghị khen thưởng",
        ),
        (Reference(kind="Hướng dẫn", number="", about="Về chấm điểm"), True, "Hướng dẫn Về chấm điểm"),
        (
            Reference(kind="Biên bản họp", number="", dated=date(2023, 12, 20)),
            False,
            "Biên bản họp ngày 20 tháng 12 năm 2023",
        ),
    ],
)
def test_another_paper_is_cited_in_full_once_and_then_by_its_number(reference, full, said):
    assert cited(reference, full=full) == said


HA = NomineeRow(name="Trần Thị Hà", collective=False, salutation="Bà", position="Chuyên viên", unit="Sở Y tế")
XA = NomineeRow(name="Xã Đắk Hòa", collective=True)


@pytest.mark.parametrize(
    ("nominees", "titles", "widths"),
    [
        ((XA, HA), ["STT", "Tên tập thể, họ và tên cá nhân", "Chức vụ, đơn vị"], [8, 44, 48]),
        ((XA,), ["STT", "Tên tập thể, họ và tên cá nhân"], [8, 92]),
    ],
)
def test_a_column_that_nobody_fills_leaves_its_room_to_the_names(nominees, titles, widths):
    table = name_table(nominees)
    assert [column.title for column in table.columns] == titles
    assert [column.width for column in table.columns] == widths
    assert all(len(row.cells) in (0, len(titles)) for row in table.rows)


def test_a_list_with_reasons_keeps_its_column_where_one_reason_is_given():
    table = nominee_table(
        (XA, HA, NomineeRow(name="Xã Nâm Nung", collective=True, reason="Báo cáo trễ")), last="reason"
    )
    assert [column.title for column in table.columns][-1] == "Lý do"
    assert [[cell.text for cell in row.cells] for row in table.rows if row.cells] == [
        ["1", "Xã Đắk Hòa", "", ""],
        ["2", "Xã Nâm Nung", "", "Báo cáo trễ"],
        ["1", "Bà Trần Thị Hà", "Chuyên viên, Sở Y tế", ""],
    ]


def test_shares_of_votes_are_all_written_with_two_decimals():
    votes = [VoteRow(name="A", in_favour=yes, total=of) for yes, of in ((3, 5), (2, 3), (9, 9), (0, 7), (0, 0))]
    shares = [row.cells[-1].text for row in vote_table(tuple(votes)).rows if row.cells]
    assert shares == ["60,00", "66,67", "100,00", "0,00", "–"]


def test_a_choice_among_equals_is_a_vote_against_nobody():
    votes = (
        VoteRow(name="A", in_favour=2, against=5, total=7),
        VoteRow(name="B", in_favour=2, against=5, total=7, among_equals=True),
    )
    rows = [[cell.text for cell in row.cells][2:] for row in vote_table(votes).rows]
    assert rows == [["2", "5", "0", "28,57"], ["2", "–", "–", "28,57"]]


def test_a_section_of_the_plan_does_not_part_at_its_dots():
    held = glue("theo Mục IV.2.1, điểm II.2.1.c của Kế hoạch; 1.234.567 đồng. Ông V. 5 năm")
    assert held.replace(NBSP, " ").replace(JOIN, "|") == (
        "theo Mục IV.|2.|1, điểm II.|2.|1.|c của Kế hoạch; 1.234.567 đồng. Ông V. 5 năm"
    )


def test_the_line_that_names_a_nominee_is_seen_to_stand_in_the_middle():
    named = "Nguyễn Hoàng Quang, Phó Chủ tịch, Ủy ban nhân dân phường Vĩnh Thanh"
    lines = centred(named)
    assert " ".join(lines).replace(NBSP, " ") == named
    assert [text_width(line, 14, bold=True) <= 425 for line in lines] == [True, True]
