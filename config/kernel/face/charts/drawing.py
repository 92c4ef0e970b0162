"""Paper, pen and ruler: exact numbers, text widths, boxes, and the svg element itself."""

from __future__ import annotations

import functools
import html
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from config.kernel import text

WIDTH, HEIGHT = 360, 200
SMALL, BIG = 12, 13
Number = int | Fraction

# What a PDF shows; the stylesheet says the same with its tokens.
PAINT = {
    "grid": {"stroke": "#dfdcd3"},
    "axis": {"stroke": "#7f7c70"},
    "goal": {"stroke": "#a61c1c", "stroke-width": "1.5", "stroke-dasharray": "5 4", "fill": "none"},
    "mark": {"stroke": "#a61c1c", "stroke-width": "2"},
    "goal-t": {"fill": "#a61c1c", "font-weight": "600"},
    "s1": {"stroke": "#1a4480", "stroke-width": "2.5", "fill": "none"},
    "d1": {"fill": "#1a4480"},
    "need": {"stroke": "#5a6371", "stroke-width": "1.5", "stroke-dasharray": "3 3", "fill": "none"},
    "ok": {"fill": "#1a4480"},
    "short": {"fill": "#e6a35f"},
    "none": {"fill": "#edebe5"},
    "seg1": {"fill": "#1a4480"},
    "seg2": {"fill": "#8fb5db"},
    "seg3": {"fill": "#e6a35f"},
    "bg": {"fill": "#edebe5"},
    "g0": {"fill": "#edebe5"},
    "g1": {"fill": "#1a4480"},
    "g2": {"fill": "#e6a35f"},
    "gm": {"fill": "#a61c1c"},
    "p0": {"fill": "#7d8793"},
    "p1": {"fill": "#1a4480"},
    "p2": {"fill": "#5b8ac4"},
    "p3": {"fill": "#a9c3e3"},
    "big": {"font-weight": "600", "fill": "#1b2230"},
    "t": {"fill": "#434c5b"},
}

# Advances in thousandths of the size, rounded up from IBM Plex Sans 600, the widest weight in use.
_NARROW, _MIDDLE, _USUAL, _WIDE, _CAPITAL = 330, 420, 610, 960, 740
_ADVANCES = (
    dict.fromkeys("iljI.,:;'|!·", _NARROW) | dict.fromkeys('frt()/-–“”" ', _MIDDLE) | dict.fromkeys("mwMW%→…", _WIDE)
)


@functools.lru_cache(maxsize=4096)
def text_width(words: str, size: int = SMALL) -> Fraction:
    """Upper estimate of the width of `words` in units of the drawing."""
    total = 0
    for char in words:
        base = unicodedata.normalize("NFD", char)[0].replace("đ", "d").replace("Đ", "D")
        total += _ADVANCES.get(base, _CAPITAL if base.isupper() else _USUAL)
    return Fraction(total * size, 1000)


def drawn_once(draw: Callable[..., Chart]) -> Callable[..., Chart]:
    """Decorate a drawing of rows and plain options: the same figures are drawn once, the last drawings are kept."""

    @functools.lru_cache(maxsize=128)
    def kept(rows: tuple[object, ...], given: tuple[tuple[str, object], ...]) -> Chart:
        return draw(rows, **dict(given))

    @functools.wraps(draw)
    def drawn(rows: Iterable[object], **given: object) -> Chart:
        return kept(tuple(rows), tuple(given.items()))

    return drawn


def shortened(words: str, room: Number, size: int = SMALL) -> str:
    """`words`, or as much of it as fits with an ellipsis."""
    if text_width(words, size) <= room:
        return words
    kept = words
    while kept and text_width(kept.rstrip() + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def units(value: Number) -> str:
    """A coordinate: at most one decimal, no trailing zero."""
    return str(value) if isinstance(value, int) else quotient(value.numerator, value.denominator)


def quotient(numerator: int, denominator: int) -> str:
    """The coordinate `numerator / denominator`; `denominator` is above zero."""
    tenths, rest = divmod(abs(numerator) * 10, denominator)
    if rest * 2 >= denominator:
        tenths += 1
    whole, tenth = divmod(tenths, 10)
    sign = "-" if numerator < 0 and tenths else ""
    return f"{sign}{whole}.{tenth}" if tenth else f"{sign}{whole}"


def percent(value_h: int, places: int | None = None) -> str:
    """79,4%; whole numbers without decimals unless `places` asks for them."""
    if places is None:
        places = 0 if value_h % 100 == 0 else 1
    rounded = (Decimal(value_h) / 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return text.format_number(rounded, places) + "%"


@dataclass(frozen=True)
class Box:
    """An upright rectangle; y grows downwards."""

    left: Fraction
    top: Fraction
    right: Fraction
    bottom: Fraction

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, width: Number, height: Number) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height

    def meets_line(self, a: tuple[Number, Number], b: tuple[Number, Number]) -> bool:
        """Whether the segment a–b touches the inside (Liang and Barsky)."""
        enter, leave = Fraction(0), Fraction(1)
        for start, end, low, high in (
            (Fraction(a[0]), Fraction(b[0]), self.left, self.right),
            (Fraction(a[1]), Fraction(b[1]), self.top, self.bottom),
        ):
            run = end - start
            if run == 0:
                if not low < start < high:
                    return False
                continue
            first, second = sorted(((low - start) / run, (high - start) / run))
            enter, leave = max(enter, first), min(leave, second)
        return enter < leave


def text_box(x: Number, y: Number, words: str, size: int = SMALL, anchor: str = "start") -> Box:
    """The room that `words` take with their baseline at (x, y); stacked marks and tails included."""
    width = text_width(words, size)
    left = Fraction(x) - {"start": Fraction(0), "middle": width / 2, "end": width}[anchor]
    return Box(left, y - Fraction(size), left + width, y + Fraction(size * 3, 10))


@functools.cache
def painted(cls: str) -> str:
    """The attributes that the classes of a shape stand for; classes come from this package alone."""
    found = [(key, value) for part in cls.split() for key, value in PAINT.get(part, {}).items()]
    return "".join(f' {key}="{html.escape(value)}"' for key, value in found)


@dataclass
class Pen:
    """Collects shapes; remembers where words stand, so that tests and placement can ask."""

    width: Number
    height: Number
    shapes: list[SafeString] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def _shape(self, name: str, cls: str, attributes: Sequence[tuple[str, object]], inside: str = "") -> None:
        given = f' class="{html.escape(cls)}"' if cls else ""
        said = "".join([f' {key}="{html.escape(str(value))}"' for key, value in attributes])
        body = f">{conditional_escape(inside)}</{name}>" if inside else "/>"
        self.shapes.append(mark_safe(f"<{name}{given}{said}{painted(cls)}{body}"))  # noqa: S308 -- escaped above

    def rect(self, cls: str, x: Number, y: Number, width: Number, height: Number) -> None:
        if width > 0:
            at = [("x", units(x)), ("y", units(y)), ("width", units(width)), ("height", units(height))]
            self._shape("rect", cls, at)

    def line(self, cls: str, x1: Number, y1: Number, x2: Number, y2: Number) -> None:
        at = [("x1", units(x1)), ("y1", units(y1)), ("x2", units(x2)), ("y2", units(y2))]
        self._shape("line", cls, at)

    def path(self, cls: str, points: Sequence[tuple[Number, Number]]) -> None:
        drawn = " ".join(f"{units(x)},{units(y)}" for x, y in points)
        self._shape("polyline", cls, [("points", drawn)])

    def dot(self, cls: str, x: Number, y: Number, radius: Number) -> None:
        self._shape("circle", cls, [("cx", units(x)), ("cy", units(y)), ("r", units(radius))])

    def words(
        self, x: Number, y: Number, said: str, *, cls: str = "t", size: int = SMALL, anchor: str = "start"
    ) -> None:
        at: list[tuple[str, object]] = [("x", units(x)), ("y", units(y)), ("font-size", size)]
        if anchor != "start":
            at.append(("text-anchor", anchor))
        self._shape("text", cls, at, said)
        self.boxes.append(text_box(x, y, said, size, anchor))

    def free(self, box: Box, lines: Sequence[tuple[tuple[Number, Number], tuple[Number, Number]]]) -> bool:
        """Whether words in `box` would stand inside, on no other words and on none of `lines`."""
        return (
            box.within(self.width, self.height)
            and not any(box.meets(other) for other in self.boxes)
            and not any(box.meets_line(a, b) for a, b in lines)
        )


@dataclass(frozen=True)
class Chart:
    """A finished chart. `str()` is its markup; the table carries the same figures in words."""

    title: str
    sentence: str
    svg: SafeString
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    boxes: tuple[Box, ...] = ()

    def __html__(self) -> str:
        return self.svg

    def __str__(self) -> str:
        return self.svg


def finish(pen: Pen, sentence: str, cls: str = "chart", *, stretch: bool = False) -> SafeString:
    """The svg element around what the pen drew. `stretch` lets it fill its box (no words inside then)."""
    fills = ' preserveAspectRatio="none"' if stretch else ""
    box = f"0 0 {units(pen.width)} {units(pen.height)}"
    return mark_safe(  # noqa: S308 -- made of escaped parts
        f'<svg class="{cls}" viewBox="{box}"{fills} role="img" aria-label="{html.escape(sentence)}"'
        f' font-family="Plex, Liberation Sans, sans-serif">{"".join(pen.shapes)}</svg>'
    )
