"""What stands on the pages: lines of text with sizes and styles, and drawn lines. Points, from the top."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from config.kernel.papers import drawn
from config.kernel.papers.drawn import Letter

MM = 72 / 25.4
# The mark that electronic papers carry to be checked by belongs to none of the decree's components.
CHECK_MARK = re.compile(r"^Mã kiểm tra: [0-9A-F-]{19}$")


@dataclass(eq=False)
class Line:
    """Letters on one baseline without a column's gap between them."""

    page: int
    letters: list[Letter]

    @cached_property
    def text(self) -> str:
        raw = "".join(letter.text for letter in self.letters).replace("\u00a0", " ").replace("\u00ad", "")
        return " ".join(unicodedata.normalize("NFC", raw).split())

    @cached_property
    def ink(self) -> list[Letter]:
        return [letter for letter in self.letters if letter.text.strip()]

    @property
    def x0(self) -> float:
        return self.ink[0].x0

    @property
    def x1(self) -> float:
        return self.ink[-1].x1

    @property
    def baseline(self) -> float:
        return self.ink[0].baseline

    @cached_property
    def size(self) -> float:
        return Counter(round(letter.size, 1) for letter in self.ink).most_common(1)[0][0]

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def top(self) -> float:
        return self.baseline - 0.78 * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + 0.22 * self.size

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        return (round(self.x0, 1), round(self.top, 1), round(self.x1, 1), round(self.bottom, 1))

    @property
    def bold(self) -> bool:
        return all(letter.bold for letter in self.ink)

    @property
    def any_bold(self) -> bool:
        return any(letter.bold for letter in self.ink)

    @property
    def italic(self) -> bool:
        return all(letter.italic for letter in self.ink)

    @property
    def any_italic(self) -> bool:
        return any(letter.italic for letter in self.ink)

    @property
    def upper(self) -> bool:
        return self.text == self.text.upper() and any(char.isalpha() for char in self.text)


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn horizontal line."""

    page: int
    x0: float
    x1: float
    y: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass
class Sheet:
    """One page. `tables` are the boxes of ruled tables, (x0, top, x1, bottom)."""

    number: int
    width: float
    height: float
    lines: list[Line]
    rules: list[Rule] = field(default_factory=list)
    tables: list[tuple[float, float, float, float]] = field(default_factory=list)
    fonts: dict[str, bool] = field(default_factory=dict)
    page_number: Line | None = None

    @property
    def text_lines(self) -> list[Line]:
        return [line for line in self.lines if line is not self.page_number]

    def in_table(self, line: Line) -> bool:
        return any(
            x0 - 2 <= line.x0 and line.x1 <= x1 + 2 and top - 2 <= line.baseline <= bottom + 2
            for x0, top, x1, bottom in self.tables
        )

    @cached_property
    def free_lines(self) -> list[Line]:
        return [line for line in self.text_lines if not self.in_table(line) and not CHECK_MARK.match(line.text)]


def read(data: bytes) -> list[Sheet]:
    """Raises `pdfium.Unreadable`, a ValueError with a Vietnamese sentence."""
    return [_sheet(number, page) for number, page in enumerate(drawn.pages(data), start=1)]


def _sheet(number: int, page: drawn.Drawn) -> Sheet:
    horizontals, verticals = _strokes(number, page.shapes)
    tables = _tables(horizontals, verticals)
    rules = [
        rule
        for rule in horizontals
        if not any(
            top - 1 <= rule.y <= bottom + 1 and x0 - 1 <= rule.x0 and rule.x1 <= x1 + 1
            for x0, top, x1, bottom in tables
        )
    ]
    return Sheet(
        number=number,
        width=page.width,
        height=page.height,
        lines=_lines(number, page.letters, verticals),
        rules=rules,
        tables=tables,
        fonts=page.fonts,
    )


def _lines(page: int, letters: list[Letter], verticals: list[tuple[float, float, float]]) -> list[Line]:
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda letter: letter.baseline):
        if rows and abs(rows[-1][0].baseline - letter.baseline) < 1.5:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    lines = []
    for row in rows:
        piece: list[Letter] = []
        last: Letter | None = None
        spaced = False
        for letter in sorted(row, key=lambda letter: letter.x0):
            if letter.text.strip():
                if last is not None:
                    gap = letter.x0 - last.x1
                    walled = gap > 1 and any(
                        last.x1 - 1 < x < letter.x0 + 1 and top < letter.baseline < bottom
                        for x, top, bottom in verticals
                    )
                    if walled or gap > (3.5 if spaced else 0.8) * letter.size:
                        lines.append(Line(page, piece))
                        piece = []
                last, spaced = letter, False
            else:
                spaced = True
            piece.append(letter)
        lines.append(Line(page, piece))
    return [line for line in lines if line.ink]


def _strokes(number: int, shapes: list[drawn.Shape]) -> tuple[list[Rule], list[tuple[float, float, float]]]:
    """Horizontal lines, and verticals as (x, top, bottom)."""
    horizontals, verticals = [], []
    for shape in shapes:
        x0, x1, top, bottom = shape.x0, shape.x1, shape.top, shape.bottom
        if bottom - top <= 2.5 and x1 - x0 > 8:
            horizontals.append(Rule(number, x0, x1, (top + bottom) / 2))
        elif x1 - x0 <= 2.5 and bottom - top > 5:
            verticals.append(((x0 + x1) / 2, top, bottom))
        elif x1 - x0 > 8 and bottom - top > 5 and shape.stroke:
            horizontals += [Rule(number, x0, x1, top), Rule(number, x0, x1, bottom)]
            verticals += [(x0, top, bottom), (x1, top, bottom)]
    return horizontals, verticals


def _tables(rules: list[Rule], verticals: list[tuple[float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Boxes around verticals that touch: a table is where upright lines are."""
    boxes: list[list[float]] = []
    for x, top, bottom in sorted(verticals, key=lambda item: item[1]):
        for box in boxes:
            if top <= box[3] + 3 and bottom >= box[1] - 3:
                box[0], box[2] = min(box[0], x), max(box[2], x)
                box[1], box[3] = min(box[1], top), max(box[3], bottom)
                break
        else:
            boxes.append([x, top, x, bottom])
    return [(b[0], b[1], b[2], b[3]) for b in boxes if b[2] - b[0] > 40]
