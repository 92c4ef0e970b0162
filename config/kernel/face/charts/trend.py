"""One result over the years, the target it runs towards and the pace that would reach it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from config.kernel.face.charts.drawing import (
    BIG,
    HEIGHT,
    SMALL,
    WIDTH,
    Box,
    Chart,
    Number,
    Pen,
    drawn_once,
    finish,
    percent,
    text_box,
)

LEFT, RIGHT, TOP, BOTTOM = 40, 344, 22, 160
NICE_STEPS = (500, 1000, 2000, 2500, 4000, 5000, 10000, 20000, 25000, 50000, 100000)
MOST_LINES = 4
Spot = tuple[Number, Number]


@dataclass(frozen=True)
class Point:
    year: int
    value_h: int
    label: str = ""


def scale_of(most_h: int) -> tuple[int, int]:
    """(step, end) of the vertical axis in hundredths: at most four steps, the end above the largest value."""
    for step in NICE_STEPS:
        count = -(-most_h // step)
        if count <= MOST_LINES:
            return step, step * max(1, count)
    step = -(-most_h // MOST_LINES)
    return step, step * MOST_LINES


@drawn_once
def trend(
    points: Sequence[Point],
    *,
    title: str,
    target_h: int,
    target_year: int,
    target_words: str = "",
    sentence: str = "",
) -> Chart:
    """A line with a dot per year, the target as a dashed line, the needed pace dotted from the last point.

    The pace is drawn only while the target is ahead, in value and in time. Totals are the caller's: sums of
    numerators over sums of denominators.
    """
    pen = Pen(WIDTH, HEIGHT)
    step, end = scale_of(max([target_h, *(p.value_h for p in points)]))
    years = sorted({*(p.year for p in points), target_year})
    span = max(1, years[-1] - years[0])

    def at(year: int, value_h: int) -> Spot:
        return (
            LEFT + Fraction((year - years[0]) * (RIGHT - LEFT - 28), span) + 14,
            BOTTOM - Fraction(value_h * (BOTTOM - TOP), end),
        )

    for value in range(0, end + 1, step):
        y = at(years[0], value)[1]
        pen.line("grid" if value else "axis", LEFT, y, RIGHT, y)
        pen.words(LEFT - 6, y + 4, percent(value).rstrip("%"), anchor="end")
    labels = {p.year: p.label for p in points}
    for year in years:
        _year_label(pen, at(year, 0)[0], labels.get(year) or str(year))
    line = [at(p.year, p.value_h) for p in sorted(points, key=lambda p: p.year)]
    goal_y = at(years[0], target_h)[1]
    taken = [*itertools.pairwise(line), ((LEFT, goal_y), (RIGHT, goal_y))]
    last = max(points, key=lambda p: p.year) if points else None
    if last and last.year < target_year and last.value_h < target_h:
        pace = [at(last.year, last.value_h), at(target_year, target_h)]
        pen.path("need", pace)
        taken.append((pace[0], pace[1]))
    pen.line("goal", LEFT, goal_y, RIGHT, goal_y)
    if len(line) > 1:
        pen.path("s1", line)
    for x, y in line:
        pen.dot("d1", x, y, 3)
    if last:
        _place(pen, percent(last.value_h), _value_spots(*line[-1]), taken, "big", BIG)
    _place(pen, f"mục tiêu {target_words or percent(target_h)}", _goal_spots(goal_y), taken, "goal-t", SMALL)
    finding = sentence or _finding(title, last, target_h, target_year, target_words)
    rows = tuple((p.label or str(p.year), percent(p.value_h, 2)) for p in sorted(points, key=lambda p: p.year))
    rows += ((f"Mục tiêu {target_year}", target_words or percent(target_h)),)
    return Chart(title, finding, finish(pen, finding), ("Năm", "Kết quả"), rows, tuple(pen.boxes))


def _year_label(pen: Pen, x: Number, said: str) -> None:
    box = text_box(x, BOTTOM + 21, said, SMALL, "middle")
    if box.within(pen.width, pen.height) and not any(box.meets(other) for other in pen.boxes):
        pen.words(x, BOTTOM + 21, said, anchor="middle")


def _goal_spots(y: Number) -> list[tuple[Number, Number, str]]:
    """Above the line, then beneath it, then further up; from the left, the right, the middle."""
    across = ((LEFT + 4, "start"), (RIGHT, "end"), (Fraction(LEFT + RIGHT, 2), "middle"))
    levels = (y - 5, y + SMALL + 3, *(y - 5 - up for up in range(14, 120, 15)))
    return [(x, level, anchor) for level in levels for x, anchor in across]


def _value_spots(x: Number, y: Number) -> list[tuple[Number, Number, str]]:
    spots: list[tuple[Number, Number, str]] = []
    for away in (8, 16, 26, 38, 54):
        spots += [
            (x + 6, y + BIG + away - 4, "start"),
            (x, y + BIG + away, "middle"),
            (x, y - away, "middle"),
            (x - 6, y - away + 2, "end"),
            (x - 6, y + BIG + away - 4, "end"),
        ]
    return spots


def _place(
    pen: Pen,
    said: str,
    spots: Sequence[tuple[Number, Number, str]],
    taken: Sequence[tuple[Spot, Spot]],
    cls: str,
    size: int,
) -> None:
    """Put words at the first free spot; on lines rather than on other words where there is none."""

    def box(spot: tuple[Number, Number, str]) -> Box:
        return text_box(spot[0], spot[1], said, size, spot[2])

    free = [spot for spot in spots if pen.free(box(spot), taken)]
    second = [spot for spot in spots if pen.free(box(spot), ())]
    x, y, anchor = (free or second or list(spots))[0]
    pen.words(x, y, said, cls=cls, size=size, anchor=anchor)


def _finding(title: str, last: Point | None, target_h: int, target_year: int, words: str) -> str:
    aim = f"mục tiêu năm {target_year} {words or percent(target_h)}"
    if last is None:
        return f"{title}: chưa có số liệu; {aim}."
    return f"{title}: năm {last.year} được {percent(last.value_h, 2)}; {aim}."
