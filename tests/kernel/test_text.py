from decimal import Decimal

import pytest

from config.kernel import text


@pytest.mark.parametrize("typed", ["rach gia", "Rạch Giá", "RẠCH GIÁ", "Ra\u0323ch Gia\u0301", " rạch  giá "])
def test_people_find_a_name_however_they_type_it(typed):
    assert text.search_key(typed) == "rach gia"


def test_d_with_stroke_is_found_as_d():
    assert text.search_key("Hòn Đất, xã Đông Hồ") == "hon dat xa dong ho"


def test_names_stand_in_the_order_of_a_vietnamese_dictionary():
    names = ["Đông Hồ", "Dương Tơ", "An Hòa", "Âu Cơ", "Ăn Na", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Xã 2", "Xã 10"]
    assert sorted(sorted(names), key=text.sort_key) == [
        "An Hòa", "Ăn Na", "Âu Cơ", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Dương Tơ", "Đông Hồ", "Xã 10", "Xã 2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "read"),
    [("2900", "2900"), ("2.900", "2900"), ("1.234,5", "1234.5"), ("79,39", "79.39"), (" 1 234 ", "1234"), ("-5", "-5")],
)
def test_numbers_are_read_as_vietnamese_write_them(typed, read):
    assert text.parse_number(typed) == Decimal(read)


@pytest.mark.parametrize("typed", ["", "abc", "12a", "1,234.5", "1.23.4", "79.39", "1e3", "٣"])
def test_what_is_no_number_gets_a_sentence(typed):
    with pytest.raises(ValueError, match=r"Chỉ ghi chữ số|Dấu thập phân"):
        text.parse_number(typed)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Decimal("1234.5"), None, "1.234,5"),
        (Decimal("79.394"), 2, "79,39"),
        (Decimal(1490000), 0, "1.490.000"),
        (Decimal("100.00"), None, "100"),
        (None, 2, ""),
    ],
)
def test_numbers_are_shown_as_vietnamese_write_them(value, places, shown):
    assert text.format_number(value, places) == shown


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("", ""), ("II.2.1.c", "Mục II.2.1.c"), ("Điều 3", "Điều 3"),
        ("Mục tiêu đến năm 2025 của cấp huyện", "Mục tiêu đến năm 2025 của cấp huyện"),
        ("Chỉ tiêu đối với cấp huyện", "Mục “Chỉ tiêu đối với cấp huyện”"),
    ],
)  # fmt: skip
def test_a_clause_is_cited_by_its_number_or_its_heading(section, said):
    assert text.clause_words(section) == said
