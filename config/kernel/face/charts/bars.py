"""Results side by side against one target, and the small bar that stands in a row of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from config.kernel.face.charts.drawing import (
    BIG,
    SMALL,
    WIDTH,
    Chart,
    Pen,
    drawn_once,
    finish,
    percent,
    shortened,
    text_width,
)

ROW, THICK, TOP = 38, 12, 24
VALUE_ROOM = 62
GAP_WIDTH, GAP_HEIGHT = 200, 24


@dataclass(frozen=True)
class Bar:
    """One result; `met` decides the colour, and is told apart by a word too. None value: no data."""

    label: str
    value_h: int | None
    met: bool | None = None


@drawn_once
def bars(
    rows: Sequence[Bar],
    *,
    title: str,
    target_h: int | None = None,
    target_words: str = "",
    most_h: int | None = None,
    sentence: str = "",
) -> Chart:
    """Horizontal bars from zero, in the given order, with the target as a mark on each.

    `target_words` is the plan's wording ("trên 60%"). The scale ends at `most_h`, else at 100% or the largest
    value. The sentence says the finding; without one it counts how many met the target.
    """
    plot = WIDTH - VALUE_ROOM
    most = most_h or max([10000, target_h or 0, *(row.value_h or 0 for row in rows)])
    top = TOP if target_h is not None else 4
    pen = Pen(WIDTH, top + ROW * len(rows) + 4)
    goal = Fraction(target_h * plot, most) if target_h is not None else None
    if goal is not None:
        said = f"mục tiêu {target_words or percent(target_h or 0)}"
        half = text_width(said) / 2
        anchor = "start" if goal < half else "end" if goal + half > WIDTH else "middle"
        pen.words(goal, SMALL + 2, said, cls="goal-t", anchor=anchor)
    for index, row in enumerate(rows):
        y = top + ROW * index
        pen.words(0, y + SMALL + 1, shortened(row.label, WIDTH))
        pen.rect("none", 0, y + 18, plot, THICK)
        value = row.value_h
        if value is not None:
            tone = "short" if row.met is False else "ok"
            pen.rect(tone, 0, y + 18, Fraction(value * plot, most), THICK)
        words = "chưa có" if value is None else percent(value)
        pen.words(WIDTH, y + 18 + THICK - 1, words, cls="big", size=BIG, anchor="end")
        if goal is not None:
            # A mark per bar: one long line would cross the names.
            pen.line("mark", goal, y + 18, goal, y + 18 + THICK + 4)
    finding = sentence or _finding(rows, title, target_words or (percent(target_h) if target_h else ""))
    return Chart(
        title,
        finding,
        finish(pen, finding),
        ("Đơn vị", "Kết quả", "So với mục tiêu"),
        tuple((row.label, "chưa có" if row.value_h is None else percent(row.value_h, 2), _met(row)) for row in rows),
        tuple(pen.boxes),
    )


def _met(row: Bar) -> str:
    return {True: "đạt", False: "chưa đạt", None: "–"}[row.met]


def _finding(rows: Sequence[Bar], title: str, target: str) -> str:
    judged = [row for row in rows if row.met is not None]
    if not judged:
        return f"{title}: {len(rows)} dòng."
    met = sum(1 for row in judged if row.met)
    return f"{title}: {met}/{len(judged)} đạt mục tiêu{' ' + target if target else ''}."


def gap(value_h: int | None, target_h: int | None, *, met: bool, sentence: str = "", most_h: int = 10000) -> SafeString:
    """A result and its target in one thin bar, for a row; the figures stand beside it in words."""
    pen = Pen(GAP_WIDTH, GAP_HEIGHT)
    pen.rect("g0", 0, 8, GAP_WIDTH, 8)
    if value_h is not None:
        pen.rect("g1" if met else "g2", 0, 8, Fraction(min(value_h, most_h) * GAP_WIDTH, most_h), 8)
    if target_h is not None:
        pen.rect("gm", Fraction(min(target_h, most_h) * GAP_WIDTH, most_h) - 1, 3, 2, 18)
    told = "chưa có số liệu" if value_h is None else percent(value_h)
    aim = f", mục tiêu {percent(target_h)}" if target_h is not None else ""
    return finish(pen, sentence or told + aim, "gap", stretch=True)
