"""Spellings of the decree, one by one, and what each regime cites."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from config.kernel.pdf import evening, fonts
from config.kernel.pdf import typography as spell
from config.kernel.pdf.tags import clean, glued, paragraphs
from dossiers.documents import Incomplete, compose, kinds_on, missing
from dossiers.documents.data import Signer
from dossiers.documents.regimes import REGIMES, local_government, regime_on
from tests.papers.facts import TYPED, facts


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (date(2024, 2, 10), "ngày 10 tháng 02 năm 2024"),
        (date(2023, 3, 9), "ngày 09 tháng 3 năm 2023"),
        (date(2023, 12, 31), "ngày 31 tháng 12 năm 2023"),
    ],
)
def test_dates(day, text):
    assert spell.day_month_year(day) == text


@pytest.mark.parametrize(
    ("number", "symbol", "agency", "text"),
    [
        (5, "TTr", "SNV", "Số: 05/TTr-SNV"),
        (10, "QĐ", "UBND", "Số: 10/QĐ-UBND"),
        (2904, "QĐ", "UBND", "Số: 2904/QĐ-UBND"),
        (12, "", "UBND-VX", "Số: 12/UBND-VX"),
    ],
)
def test_numbers_and_symbols(number, symbol, agency, text):
    assert spell.number_and_symbol(number, symbol, agency) == text


@pytest.mark.parametrize(("value", "text"), [(Decimal("1234.5"), "1.234,5"), (1800000, "1.800.000"), (None, "–")])
def test_vietnamese_numbers(value, text):
    assert spell.decimal_comma(value) == text


def test_points_follow_the_vietnamese_alphabet():
    assert spell.POINTS[:6] == ["a", "b", "c", "d", "đ", "e"]
    assert not set("fjwz") & set(spell.POINTS)


@pytest.mark.parametrize(
    ("signer", "lines"),
    [
        (Signer(title="Giám đốc"), ["GIÁM ĐỐC"]),
        (Signer(title="Chủ tịch", collective="Ủy ban nhân dân"), ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        (
            Signer(title="Phó Chủ tịch", mode="KT.", head_title="Chủ tịch", collective="Ủy ban nhân dân"),
            ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        ),
        (Signer(title="Giám đốc", mode="Q."), ["Q. GIÁM ĐỐC"]),
        (Signer(title="Trưởng phòng", mode="TL.", head_title="Giám đốc"), ["TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG"]),
        (Signer(title="Phó Giám đốc", mode="TUQ.", head_title="Giám đốc"), ["TUQ. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
    ],
)
def test_who_signs_and_by_what_right(signer, lines):
    assert signer.lines() == lines


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2023, 12, 31), "ND91"),
        (date(2024, 1, 1), "ND98"),
        (date(2025, 6, 30), "ND98"),
        (date(2025, 7, 1), "ND152"),
        (date(2026, 11, 21), "ND152"),
    ],
)
def test_the_regime_is_that_of_the_day_of_decision(day, code):
    assert regime_on(day).code == code
    html = compose("decision", facts("decision", decided_on=day), TYPED).html().replace(spell.JOIN, "")
    for regime in REGIMES:
        number = regime.name.removeprefix("Nghị định số ")
        assert (number in html) is (regime.code == code)


def test_local_government_law_of_the_day():
    assert "2015" in local_government(date(2023, 12, 20))[0]
    assert "19 tháng 02 năm 2025" in local_government(date(2025, 6, 2))[0]
    assert "16 tháng 6 năm 2025" in local_government(date(2025, 7, 1))[0]


def test_bases_end_with_semicolons_and_the_last_with_a_full_stop():
    bases = compose("decision", facts("decision"), TYPED).context["bases"]
    assert all(basis.endswith(";") for basis in bases[:-1])
    assert bases[-1].endswith(".")


def test_missing_text_and_facts_are_named_in_sentences():
    typed = TYPED | {"measures": " \u200b "}
    base = replace(facts("report_collective"), profile=None)
    assert set(missing("report_collective", base, typed)) == {"measures", "profile"}
    with pytest.raises(Incomplete, match="Biện pháp"):
        compose("report_collective", base, typed)


def test_a_unit_writes_five_kinds():
    assert [kind.code for kind in kinds_on(date(2023, 12, 4), owner="unit")] == [
        "proposal",
        "minutes",
        "report_collective",
        "report_individual",
        "confirmation",
    ]


def test_typed_text_becomes_paragraphs_without_markup():
    assert paragraphs("Một\n\n  Hai <b>ba</b> & bốn ") == "<p>Một</p>\n<p>Hai &lt;b&gt;ba&lt;/b&gt; &amp; bốn</p>"
    assert clean("a\u202eb\x00c\ufeff  d") == "abc d"
    assert glued(None) == ""


def test_numbers_of_papers_are_not_broken():
    text = spell.glue("theo Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020, giai đoạn 2023 - 2025")
    assert "số\u00a030/\u20602020/\u2060NĐ-\u2060CP" in text
    assert "ngày\u00a005 tháng\u00a03 năm\u00a02020" in text
    assert "2023\u00a0-\u00a02025" in text


def test_lines_are_balanced_and_names_whole():
    lines = fonts.balanced(spell.agency_words("Ủy ban nhân dân xã Mỹ Lâm"), 13, 178, bold=True)
    assert [line.replace("\u00a0", " ") for line in lines] == ["ỦY BAN NHÂN DÂN", "XÃ MỸ LÂM"]
    assert spell.abbreviated_parent("Ủy ban nhân dân tỉnh Kiên Giang").replace("\u00a0", " ") == "UBND TỈNH KIÊN GIANG"
    assert all(fonts.text_width(line, 13, bold=True) <= 178 for line in lines)


def test_nation_line_fits_its_column():
    assert 265 < fonts.text_width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True) < 279


def test_a_guarded_run_is_released_only_where_the_line_before_it_would_gape():
    name = "Nghị định số\u00a0152/2025/NĐ-CP\u00a0của\u00a0Chính\u00a0phủ"
    before = "Căn cứ vào kết quả bình xét khen thưởng đã công bố"
    gaping = f"<p>{before} và {name} hiện hành</p>"
    assert evening.even(gaping) == f"<p>{before} và Nghị định số {name.partition('số' + chr(160))[2]} hiện hành</p>"
    for kept in (
        f"<p>{name} hiện hành</p>",  # it fits
        f"<p>{before} rộng rãi và {name} hiện hành</p>",  # the line before is full without it
        f'<p class="center">{before} và {name} hiện hành</p>',  # no justified paragraph
        f"<td>{before} và {name} hiện hành</td>",
    ):
        assert evening.even(kept) == kept


def test_a_place_is_held_together_in_a_title():
    assert (
        spell.heading("ủng hộ tỉnh Kiên Giang, xã nghèo Mỹ Lâm") == "ủng hộ tỉnh\u00a0Kiên\u00a0Giang, xã nghèo Mỹ Lâm"
    )
    assert spell.heading("“Kiên Giang ủng hộ” và “Cả nước”") == "“Kiên\u00a0Giang ủng hộ” và “Cả nước”"


def test_a_name_wider_than_its_column_is_broken_all_the_same():
    parent = spell.abbreviated_parent("Ủy ban nhân dân thành phố Tuyên Quang")
    assert fonts.balanced(parent, 13, 170) == ["UBND THÀNH PHỐ", "TUYÊN QUANG"]
    assert fonts.balanced(spell.abbreviated_parent("Ủy ban nhân dân huyện Hòn Đất"), 13, 170) == [
        "UBND\u00a0HUYỆN\u00a0HÒN\u00a0ĐẤT"
    ]
