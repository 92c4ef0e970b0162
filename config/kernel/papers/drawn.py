"""What a PDF's pages draw, as PDFium tells it: letters and shapes in points from the page's top left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from ctypes import addressof, byref, c_double, c_float, c_int, c_uint, create_string_buffer
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdf

from config.kernel import pdfium

SURROGATES = range(0xD800, 0xE000)
UNKNOWN = "\ufffd"
# PDFium puts this in place of a hyphen that ends a line.
HYPHEN = 2


class Letter(NamedTuple):
    """From `x0` to `x1` as wide as the pen moves. `color`: red, green and blue, 0 to 255."""

    text: str
    font: str
    size: float
    x0: float
    x1: float
    baseline: float
    color: tuple[int, int, int]

    @property
    def bold(self) -> bool:
        return "bold" in self.font.lower()

    @property
    def italic(self) -> bool:
        return "italic" in self.font.lower() or "oblique" in self.font.lower()


class Shape(NamedTuple):
    """The box around one piece of a drawn path."""

    x0: float
    top: float
    x1: float
    bottom: float
    stroke: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page. `fonts`: the name of every font written with → whether its file is in the PDF."""

    width: float
    height: float
    letters: list[Letter]
    shapes: list[Shape]
    fonts: dict[str, bool]


class Matrix(NamedTuple):
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, after: Matrix) -> Matrix:
        return Matrix(
            self.a * after.a + self.b * after.c, self.a * after.b + self.b * after.d,
            self.c * after.a + self.d * after.c, self.c * after.b + self.d * after.d,
            *after.point(self.e, self.f),
        )  # fmt: skip


def pages(data: bytes) -> list[Drawn]:
    """Raises `pdfium.Unreadable`."""
    with pdfium.opened(data) as document:
        return [_page(page) for page in document]


def _page(page: Any) -> Drawn:
    left, bottom, right, top = page.get_mediabox()
    # From the page's own axes to those of who holds it: from the top left, downwards.
    shown = {
        0: Matrix(1, 0, 0, -1, -left, top),
        90: Matrix(0, 1, 1, 0, -bottom, -left),
        180: Matrix(-1, 0, 0, 1, right, -bottom),
        270: Matrix(0, -1, -1, 0, top, right),
    }[page.get_rotation()]
    width, height = (right - left, top - bottom) if page.get_rotation() % 180 == 0 else (top - bottom, right - left)
    with closing(page.get_textpage()) as text:
        writing = _Writing(text.raw, shown)
        letters = list(writing.letters())
    shapes: list[Shape] = []
    for item, where in _items(_on(page.raw), shown):
        if pdf.FPDFPageObj_GetType(item) == pdf.FPDF_PAGEOBJ_PATH:
            shapes += _shapes(item, where)
        elif _spaced(item, (start := where.point(0, 0))[0], writing.starts.get(addressof(item.contents))):
            letters.append(Letter(" ", "", 0, start[0], start[0], round(start[1], 2), (0, 0, 0)))
    return Drawn(width, height, letters, shapes, writing.fonts)


@dataclass(frozen=True, slots=True)
class _Style:
    """What the letters of one piece of text have in common. `wide`: how far a letter moves the pen, once known."""

    font: Any
    name: str
    said_size: float
    size: float
    stretch: float
    upright: bool
    color: tuple[int, int, int]
    wide: dict[str, float]

    def advance(self, character: str) -> float:
        known = self.wide.get(character)
        if known is None:
            width = c_float()
            pdf.FPDFFont_GetGlyphWidth(self.font, ord(character), self.said_size, byref(width))
            known = self.wide[character] = width.value
        return known * self.stretch


class _Writing:
    def __init__(self, text: Any, shown: Matrix) -> None:
        self.text = text
        self.shown = shown
        self.fonts: dict[str, bool] = {}
        # Where each piece of text begins with a letter, by its address.
        self.starts: dict[int, float] = {}
        self.wide: dict[tuple[int, float], dict[str, float]] = {}

    def letters(self) -> Iterator[Letter]:
        text, point, styles = self.text, self.shown.point, dict[int, _Style]()
        x, y = c_double(), c_double()
        to_x, to_y = byref(x), byref(y)
        for index in range(pdf.FPDFText_CountChars(text)):
            piece = pdf.FPDFText_GetTextObject(text, index)
            if not piece:  # a space or an end of line that PDFium puts between two pieces of text
                continue
            pdf.FPDFText_GetCharOrigin(text, index, to_x, to_y)
            start, baseline = point(x.value, y.value)
            style = styles.get(key := addressof(piece.contents))
            if style is None:
                style = styles[key] = self._style(index, piece)
                self.starts[key] = start
            if style.upright:
                said = self._character(index)
                end = start + (self._breadth(index) if said == UNKNOWN else style.advance(said))
                if end < start:  # upside down
                    start, end = end, start
                yield Letter(said, style.name, style.size, start, end, round(baseline, 2), style.color)

    def _character(self, index: int) -> str:
        code: int = pdf.FPDFText_GetUnicode(self.text, index)
        if not code or code in SURROGATES or pdf.FPDFText_HasUnicodeMapError(self.text, index):
            return UNKNOWN
        return "-" if code == HYPHEN else chr(code)

    def _breadth(self, index: int) -> float:
        """How far a letter without a name moves the pen, or its picture's breadth where that is more."""
        box = pdf.FS_RECTF()
        pdf.FPDFText_GetLooseCharBox(self.text, index, byref(box))
        return abs(self.shown.point(box.right, box.top)[0] - self.shown.point(box.left, box.bottom)[0])

    def _style(self, index: int, piece: Any) -> _Style:
        turned = pdf.FS_MATRIX()
        pdf.FPDFText_GetMatrix(self.text, index, byref(turned))
        a, b, c, d, _, _ = Matrix(turned.a, turned.b, turned.c, turned.d, 0, 0).then(self.shown)
        size = pdf.FPDFText_GetFontSize(self.text, index)
        font = pdf.FPDFTextObj_GetFont(piece)
        buffer = create_string_buffer(256)
        pdf.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
        name = buffer.value.decode(errors="replace").split("+")[-1]
        self.fonts[name] = bool(pdf.FPDFFont_GetIsEmbedded(font))
        color = [c_uint() for _ in range(4)]
        pdf.FPDFText_GetFillColor(self.text, index, *map(byref, color))
        red, green, blue, _ = (part.value for part in color)
        return _Style(
            font=font,
            name=name,
            said_size=size,
            size=size * abs(d),
            stretch=a,
            upright=a * d < 0 <= b * c,
            color=(red, green, blue),
            wide=self.wide.setdefault((addressof(font.contents), size), {}),
        )


def _spaced(piece: Any, start: float, begun: float | None) -> bool:
    """Whether a piece of text begins with a space, which PDFium drops where it has put one itself.

    `start`: where the piece begins; `begun`: where its first letter stands, None where it shows none.
    """
    if begun is not None:
        return abs(start - begun) > 0.1
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    pdf.FPDFPageObj_GetBounds(piece, byref(left), byref(bottom), byref(right), byref(top))
    return left.value == right.value


def _on(page: Any) -> Iterator[Any]:
    return (pdf.FPDFPage_GetObject(page, index) for index in range(pdf.FPDFPage_CountObjects(page)))


def _in(form: Any) -> Iterator[Any]:
    return (pdf.FPDFFormObj_GetObject(form, index) for index in range(pdf.FPDFFormObj_CountObjects(form)))


def _items(objects: Iterable[Any], where: Matrix) -> Iterator[tuple[Any, Matrix]]:
    """Paths and pieces of text, with what takes their points to the page; also those inside forms."""
    said = pdf.FS_MATRIX()
    for item in objects:
        kind = pdf.FPDFPageObj_GetType(item)
        if kind not in (pdf.FPDF_PAGEOBJ_PATH, pdf.FPDF_PAGEOBJ_TEXT, pdf.FPDF_PAGEOBJ_FORM):
            continue
        pdf.FPDFPageObj_GetMatrix(item, byref(said))
        placed = Matrix(said.a, said.b, said.c, said.d, said.e, said.f).then(where)
        if kind == pdf.FPDF_PAGEOBJ_FORM:
            yield from _items(_in(item), placed)
        else:
            yield item, placed


def _shapes(path: Any, where: Matrix) -> Iterator[Shape]:
    fill, stroke = c_int(), c_int()
    pdf.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke))
    if fill.value or stroke.value:
        for points in _pieces(path):
            across, down = zip(*(where.point(*point) for point in points), strict=True)
            yield Shape(min(across), min(down), max(across), max(down), bool(stroke.value))


def _pieces(path: Any) -> Iterator[list[tuple[float, float]]]:
    """The points of each piece of a path, which begins where the pen is set down."""
    x, y = c_float(), c_float()
    piece: list[tuple[float, float]] = []
    for index in range(pdf.FPDFPath_CountSegments(path)):
        segment = pdf.FPDFPath_GetPathSegment(path, index)
        if pdf.FPDFPathSegment_GetType(segment) == pdf.FPDF_SEGMENT_MOVETO:
            if len(piece) > 1:
                yield piece
            piece = []
        pdf.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        piece.append((x.value, y.value))
    if len(piece) > 1:
        yield piece
