import datetime as dt
from decimal import Decimal

import pytest

from config.kernel.face import formats


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Decimal("1234.5"), None, "1.234,5"),
        (Decimal(1234567), None, "1.234.567"),
        (Decimal("0.5"), 2, "0,50"),
        (Decimal("-12.345"), 2, "-12,34"),
        (None, None, ""),
        ("", None, ""),
    ],
)
def test_numbers_are_written_the_vietnamese_way(value: object, places: int | None, shown: str) -> None:
    assert formats.number(value, places) == shown


def test_hundredths_become_percentages_and_points() -> None:
    assert formats.percent_h(7939) == "79,39%"
    assert formats.percent_h(7939, 1) == "79,4%"
    assert formats.percent_h(None) == "–"
    assert formats.percent_h(0) == "0,00%"
    assert formats.points_h(1000) == "10,00"
    assert formats.points_h(123456) == "1.234,56"


def test_times_are_local() -> None:
    at = dt.datetime(2023, 12, 13, 17, 5, tzinfo=dt.UTC)
    assert formats.moment(at) == "14/12/2023 00:05"
    assert formats.day(at) == "14/12/2023"
    assert formats.hour(at) == "00:05"
    assert formats.weekday(dt.date(2023, 12, 4)) == "Thứ Hai, 04/12/2023"
    assert formats.weekday(dt.date(2023, 12, 10)) == "Chủ nhật, 10/12/2023"
    assert formats.quarter(4, 2023) == "quý IV/2023"


@pytest.mark.parametrize(
    ("last_day", "kind", "words"),
    [
        (dt.date(2023, 12, 15), "", "Còn 11 ngày"),
        (dt.date(2023, 12, 14), "gan", "Còn 10 ngày"),
        (dt.date(2023, 12, 5), "gan", "Còn 1 ngày"),
        (dt.date(2023, 12, 4), "gan", "Hết hạn hôm nay"),
        (dt.date(2023, 12, 2), "tre", "Quá hạn 2 ngày"),
        (dt.date(2020, 9, 20), "tre", "Quá hạn 1.170 ngày"),
    ],
)
def test_a_deadline_is_said_in_days(last_day: dt.date, kind: str, words: str) -> None:
    assert formats.due_words(last_day, dt.date(2023, 12, 4)) == (kind, words)


@pytest.mark.parametrize(
    ("value_h", "target_h", "name"),
    [
        (None, 6000, "h0"),
        (5000, None, "h0"),
        (4499, 6000, "h1"),
        (4500, 6000, "h2"),
        (5399, 6000, "h2"),
        (5400, 6000, "h3"),
        (5999, 6000, "h3"),
        (6000, 6000, "h4"),
        (6599, 6000, "h4"),
        (6600, 6000, "h5"),
        (7199, 6000, "h5"),
        (7200, 6000, "h6"),
    ],
)
def test_heat_changes_exactly_at_the_steps(value_h: int | None, target_h: int | None, name: str) -> None:
    assert formats.heat(value_h, target_h) == name


@pytest.mark.parametrize(
    ("words", "query", "shown"),
    [
        ("UBND thành phố Rạch Giá", "rach gia", "UBND thành phố <mark>Rạch Giá</mark>"),
        ("Huyện Hòn Đất", "HON DAT", "Huyện <mark>Hòn Đất</mark>"),
        ("Huyện Hòn Đất", "kiên hải", "Huyện Hòn Đất"),
        ("<b>", "", "&lt;b&gt;"),
        ("<b> xã", "xa", "&lt;b&gt; <mark>xã</mark>"),
    ],
)
def test_a_hit_is_marked_whatever_the_marks(words: str, query: str, shown: str) -> None:
    assert formats.marked(words, query) == shown


def test_initials_are_the_last_two_words() -> None:
    assert formats.initials("Trần Thị Mai Lan") == "ML"
    assert formats.initials("Ánh") == "Á"
    assert formats.initials("") == ""


def test_sizes() -> None:
    assert formats.size(391_000) == "382 KB"
    assert formats.size(2_200_000) == "2,1 MB"
    assert formats.size(12) == "1 KB"
