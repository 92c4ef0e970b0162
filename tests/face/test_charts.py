"""Charts: what is drawn stands exactly where the value says, and words stand apart and inside."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from config.kernel.face import charts
from config.kernel.face.charts.drawing import WIDTH, Box, shortened, text_width, units
from config.kernel.face.charts.trend import BOTTOM, LEFT, RIGHT, TOP, scale_of

FONTS = Path(__file__).parents[2] / "static/vendor/fonts"


def tree(markup: object) -> ET.Element:
    return ET.fromstring(str(markup))  # noqa: S314 -- our own markup


def shapes(chart: object, name: str, cls: str = "") -> list[ET.Element]:
    return [e for e in tree(chart).iter(name) if not cls or e.get("class") == cls]


def assert_words_apart(chart: charts.Chart) -> None:
    root = tree(chart)
    _, _, width, height = (Fraction(n) for n in root.attrib["viewBox"].split())
    for box in chart.boxes:
        assert box.within(width, height), (chart.title, box)
    for one, other in itertools.combinations(chart.boxes, 2):
        assert not one.meets(other), (chart.title, one, other)


def test_bars_are_as_long_as_their_values() -> None:
    chart = charts.bars(
        [charts.Bar("A", 6180, met=True), charts.Bar("B", 5530, met=False), charts.Bar("C", None)],
        title="Hợp đồng điện tử",
        target_h=6000,
        target_words="trên 60%",
    )
    plot = WIDTH - 62
    assert [e.get("width") for e in shapes(chart, "rect", "ok")] == [units(Fraction(6180 * plot, 10000))]
    assert [e.get("width") for e in shapes(chart, "rect", "short")] == [units(Fraction(5530 * plot, 10000))]
    marks = shapes(chart, "line", "mark")
    goal = units(Fraction(6000 * plot, 10000))
    assert {e.get("x1") for e in marks} == {e.get("x2") for e in marks} == {goal}
    assert [t.text for t in shapes(chart, "text", "big")] == ["61,8%", "55,3%", "chưa có"]
    assert chart.rows == (("A", "61,80%", "đạt"), ("B", "55,30%", "chưa đạt"), ("C", "chưa có", "–"))
    assert chart.sentence == "Hợp đồng điện tử: 1/2 đạt mục tiêu trên 60%."
    assert_words_apart(chart)


def test_a_value_over_the_whole_makes_the_scale_longer() -> None:
    chart = charts.bars([charts.Bar("A", 20000, met=True)], title="Chỉ số", target_h=10000)
    assert shapes(chart, "rect", "ok")[0].get("width") == units(WIDTH - 62)
    assert shapes(chart, "line", "mark")[0].get("x1") == units(Fraction(WIDTH - 62, 2))


def test_a_trend_stands_on_its_scale() -> None:
    chart = charts.trend(
        [charts.Point(2021, 2810, "gốc 2021"), charts.Point(2022, 3720), charts.Point(2023, 4620)],
        title="Hợp đồng điện tử",
        target_h=8000,
        target_year=2025,
        target_words="trên 80%",
    )
    step, end = scale_of(8000)
    assert (step, end) == (2000, 8000)
    dots = shapes(chart, "circle", "d1")
    for dot, value in zip(dots, (2810, 3720, 4620), strict=True):
        assert dot.get("cy") == units(BOTTOM - Fraction(value * (BOTTOM - TOP), end))
    room = RIGHT - LEFT - 28
    assert [d.get("cx") for d in dots] == [units(LEFT + 14 + Fraction(room * n, 4)) for n in range(3)]
    goal = shapes(chart, "line", "goal")[0]
    assert goal.get("y1") == goal.get("y2") == units(TOP)
    pace = shapes(chart, "polyline", "need")[0].get("points") or ""
    assert pace.split()[0] == f"{dots[-1].get('cx')},{dots[-1].get('cy')}"
    assert pace.split()[1] == f"{units(RIGHT - 14)},{units(TOP)}"
    said = [t.text for t in tree(chart).iter("text")]
    assert {"gốc 2021", "2022", "2023", "2025", "mục tiêu trên 80%", "46,2%"} <= set(said)
    assert_words_apart(chart)


def test_no_pace_is_drawn_once_the_target_is_met_or_past() -> None:
    met = charts.trend([charts.Point(2023, 8100)], title="A", target_h=8000, target_year=2025)
    past = charts.trend([charts.Point(2025, 7000)], title="A", target_h=8000, target_year=2025)
    assert not shapes(met, "polyline", "need")
    assert not shapes(past, "polyline", "need")


def test_a_trend_without_figures_says_so() -> None:
    chart = charts.trend([], title="Kỹ năng số", target_h=6000, target_year=2023)
    assert chart.sentence == "Kỹ năng số: chưa có số liệu; mục tiêu năm 2023 60%."
    assert_words_apart(chart)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.integers(0, 15000), min_size=1, max_size=4),
    st.integers(100, 12000),
    st.integers(0, 3),
    st.sampled_from(["", "tối thiểu 75%", "trên 60%", "đạt 100% số xã"]),
)
def test_words_of_a_trend_never_meet(values: list[int], target_h: int, ahead: int, words: str) -> None:
    points = [charts.Point(2021 + n, value) for n, value in enumerate(values)]
    year = points[-1].year + ahead
    chart = charts.trend(points, title="Chỉ tiêu", target_h=target_h, target_year=year, target_words=words)
    assert_words_apart(chart)


@given(st.integers(1, 200_000))
def test_the_scale_holds_every_value_in_at_most_four_steps(most_h: int) -> None:
    step, end = scale_of(most_h)
    assert most_h <= end
    assert end % step == 0
    assert end // step <= 4


def test_stacked_parts_fill_the_whole() -> None:
    chart = charts.stacked(
        [charts.Part("Đã gửi", 164), charts.Part("Đang nhập", 30), charts.Part("Chưa mở", 6)],
        title="200 báo cáo",
    )
    widths = [shapes(chart, "rect", f"seg{n}")[0].get("width") for n in (1, 2, 3)]
    assert widths == [units(Fraction(count * WIDTH, 200)) for count in (164, 30, 6)]
    assert sum(Decimal(width or 0) for width in widths) == WIDTH
    assert chart.rows[0] == ("Đã gửi", "164", "82,0%")
    assert_words_apart(chart)


@given(st.lists(st.integers(0, 9999), min_size=1, max_size=3))
def test_words_of_stacked_parts_never_meet(counts: list[int]) -> None:
    names = ("Đang chờ thẩm định", "Đã thẩm định", "Trả lại")
    parts = [charts.Part(name, count) for name, count in zip(names, counts, strict=False)]
    assert_words_apart(charts.stacked(parts, title="Báo cáo"))


def test_more_than_three_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="at most three"):
        charts.stacked([charts.Part(str(n), n) for n in range(4)], title="Nhiều phần")


def test_the_small_bar_puts_value_and_target_on_one_scale() -> None:
    drawn = charts.gap(6240, 6000, met=True)
    assert shapes(drawn, "rect", "g1")[0].get("width") == "124.8"
    assert shapes(drawn, "rect", "gm")[0].get("x") == "119"
    assert tree(drawn).get("aria-label") == "62,4%, mục tiêu 60%"
    assert shapes(charts.gap(4620, 6000, met=False), "rect", "g2")
    assert tree(charts.gap(None, 6000, met=False)).get("aria-label") == "chưa có số liệu, mục tiêu 60%"


def test_every_chart_is_an_image_with_a_sentence_and_no_style_of_its_own() -> None:
    drawn = [
        charts.bars([charts.Bar("A & <B>", 5000)], title="T"),
        charts.trend([charts.Point(2023, 5000)], title="T", target_h=6000, target_year=2023),
        charts.stacked([charts.Part("A", 1)], title="T"),
        charts.gap(1, 2, met=False),
        charts.rankbar([("p1", 100), ("p2", 200), ("p0", 300)], 1000, sentence="6 trên 10 điểm"),
    ]
    for chart in drawn:
        root = tree(chart)
        assert root.get("role") == "img"
        assert root.get("aria-label")
        assert "style" not in str(chart)
        assert "<script" not in str(chart)


def test_width_estimates_are_never_too_small() -> None:
    faces = [TTFont(FONTS / f"ibm-plex-sans-{part}-wght-normal.woff2") for part in ("latin", "vietnamese")]
    tables = [(face.getBestCmap(), face["hmtx"], face["head"].unitsPerEm) for face in faces]

    def measured(words: str) -> Fraction:
        total = Fraction(0)
        for char in words:
            cmap, metrics, per_em = next(t for t in tables if ord(char) in t[0])
            total += Fraction(metrics[cmap[ord(char)]][0] * 12, per_em)
        return total

    for words in (
        "Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh",
        "mục tiêu tối thiểu 75%",
        "Hợp đồng điện tử: 1.234,5%",
        "UBND THÀNH PHỐ RẠCH GIÁ",
    ):
        # 600 is up to 6 % wider than the default weight that the file's metrics describe.
        assert text_width(words) >= measured(words) * Fraction(106, 100), words


def test_long_names_are_shortened_to_the_room() -> None:
    name = "Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh Kiên Giang và các đơn vị trực thuộc"
    short = shortened(name, WIDTH)
    assert short.endswith("…")
    assert text_width(short) <= WIDTH
    assert shortened("Sở Y tế", WIDTH) == "Sở Y tế"


def test_a_line_through_a_box_is_seen_and_one_beside_it_is_not() -> None:
    box = Box(Fraction(10), Fraction(10), Fraction(20), Fraction(20))
    assert box.meets_line((0, 0), (30, 30))
    assert box.meets_line((15, 0), (15, 30))
    assert not box.meets_line((0, 0), (30, 5))
    assert not box.meets_line((0, 20), (30, 20))
    assert not box.meets_line((21, 0), (21, 30))
