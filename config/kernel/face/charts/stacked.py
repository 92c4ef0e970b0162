"""Shares of one whole, and the points of a rank row by pillar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString, mark_safe

from config.kernel import text
from config.kernel.face.charts.drawing import (
    SMALL,
    WIDTH,
    Chart,
    Pen,
    finish,
    painted,
    quotient,
    shortened,
    text_width,
)

THICK = 22
MOST_PARTS = 3
RANK_WIDTH, RANK_HEIGHT = 200, 10


@dataclass(frozen=True)
class Part:
    label: str
    count: int


def stacked(parts: Sequence[Part], *, title: str, sentence: str = "") -> Chart:
    """One bar divided by counts, each part named beneath with its number. At most three parts.

    Widths are exact shares of the whole; the words of a part stand under its start, on a further line where
    they would meet the words before.
    """
    if len(parts) > MOST_PARTS:
        raise ValueError("at most three parts: more are not told apart")
    total = sum(part.count for part in parts)
    pen = Pen(WIDTH, 4 + THICK + 22 * max(1, len(parts)) + 4)
    pen.rect("none", 0, 4, WIDTH, THICK)
    x = Fraction(0)
    line_ends: list[Fraction] = []
    for index, part in enumerate(parts):
        width = Fraction(part.count * WIDTH, total) if total else Fraction(0)
        tone = f"seg{index + 1}"
        pen.rect(tone, x, 4, width, THICK)
        said = shortened(f"{part.label} {text.format_number(part.count)}", WIDTH - 16)
        room = text_width(said) + 16
        start = min(x, Fraction(WIDTH) - room)
        line = next((n for n, taken in enumerate(line_ends) if taken <= start), len(line_ends))
        if line == len(line_ends):
            line_ends.append(Fraction(0))
        y = 4 + THICK + 8 + 20 * line
        pen.rect(tone, start, y + 1, 10, 10)
        pen.words(start + 14, y + SMALL - 2, said)
        line_ends[line] = start + room + 8
        x += width
    pen.height = 4 + THICK + 8 + 20 * max(1, len(line_ends)) + 2
    finding = sentence or f"{title}: " + ", ".join(f"{p.label} {text.format_number(p.count)}" for p in parts) + "."
    rows = tuple((part.label, text.format_number(part.count), _share(part.count, total)) for part in parts)
    return Chart(title, finding, finish(pen, finding), ("Phần", "Số lượng", "Tỷ lệ"), rows, tuple(pen.boxes))


def _share(count: int, total: int) -> str:
    return "–" if not total else text.format_hundredths((count * 10000 + total // 2) // total, 1) + "%"


def rankbar(parts: Sequence[tuple[str, int]], most_h: int, *, sentence: str) -> SafeString:
    """Points in one thin bar, each part with its own tone ("p1" to "p3", "p0" for what belongs to none of three);
    `most_h` are the points that could be had."""
    pen = Pen(RANK_WIDTH, RANK_HEIGHT, shapes=[_GROUND])
    before = 0
    for tone, points in parts:
        if points > 0 and most_h:
            x, width = quotient(before * RANK_WIDTH, most_h), quotient(points * RANK_WIDTH, most_h)
            pen.shapes.append(_rank_part(tone, x, width))
        before += points
    return finish(pen, sentence, "rankbar", stretch=True)


def _rank_part(cls: str, x: str, width: str) -> SafeString:
    """What `Pen.rect` draws, for the one picture that stands in every row of a long table."""
    return mark_safe(  # noqa: S308 -- numbers and our own names
        f'<rect class="{cls}" x="{x}" y="0" width="{width}" height="{RANK_HEIGHT}"{painted(cls)}/>'
    )


_GROUND = _rank_part("bg", "0", str(RANK_WIDTH))
