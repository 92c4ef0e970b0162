"""The typeface of the papers and its metrics.

Times New Roman is what the decree asks for (Phụ lục I, Phần I, I.4). It is proprietary, so Tinos, cut to
the same widths, travels with the project; a machine that has the real one uses it.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from shutil import which
from subprocess import run

STATIC = Path(__file__).resolve().parents[3] / "static"
FAMILY = "Times New Roman"
SUBSTITUTE = "Tinos"
STACK_MARK = "'Times New Roman'"  # what stylesheets write; `css` puts the real stack in its place
_FONTS = STATIC / "fonts" / "tinos"


@dataclass(frozen=True, slots=True)
class Face:
    file: str
    weight: int
    style: str

    @property
    def path(self) -> Path:
        return _FONTS / self.file


FACES = (
    Face("Tinos-Regular.ttf", 400, "normal"),
    Face("Tinos-Italic.ttf", 400, "italic"),
    Face("Tinos-Bold.ttf", 700, "normal"),
    Face("Tinos-BoldItalic.ttf", 700, "italic"),
)


@cache
def has_times() -> bool:
    """Whether this machine has the real Times New Roman, all four faces of it.

    Asked of fontconfig by exact family: by name alone it would answer with Liberation Serif, whose older
    versions hold no Vietnamese letters.
    """
    fc_list = which("fc-list")
    if fc_list is None:
        return False
    found = run([fc_list, f":family={FAMILY}", "style"], capture_output=True, text=True, check=False, timeout=20)
    styles = found.stdout.lower()
    return all(style in styles for style in ("regular", "bold italic")) and "italic" in styles


def stack() -> str:
    return f"'{FAMILY}', {SUBSTITUTE}" if has_times() else SUBSTITUTE


def css(sheet: str = "") -> str:
    """@font-face rules of the files that we carry, then `sheet` with the real stack in it."""
    faces = "\n".join(
        f"@font-face {{ font-family: {SUBSTITUTE}; font-weight: {face.weight}; font-style: {face.style};"
        f" src: url('static:fonts/tinos/{face.file}'); }}"
        for face in FACES
    )
    return f"{faces}\n{sheet.replace(STACK_MARK, stack())}"


def face(*, bold: bool = False, italic: bool = False) -> Face:
    return FACES[(2 if bold else 0) + (1 if italic else 0)]


@cache
def _metrics(which_face: Face) -> tuple[dict[int, int], int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (slow to import, only the worker measures)

    with TTFont(which_face.path, lazy=True) as font:
        widths = font["hmtx"].metrics
        advances = {code: widths[glyph][0] for code, glyph in font.getBestCmap().items()}
        return advances, font["head"].unitsPerEm


@lru_cache(maxsize=20_000)  # papers are made of the same words again and again
def text_width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Width of one line in points (no kerning: right to about one percent)."""
    advances, units = _metrics(face(bold=bold, italic=italic))
    default = advances[ord("n")]
    return sum(advances.get(ord(char), default) for char in text if char != "\u2060") * size / units


def balanced(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break into the fewest lines that fit `width` (points), as even in length as possible.

    A non-breaking space is broken only where what it holds is wider than the line; a single word wider than the line
    stands alone.
    """
    words = [
        word
        for run in text.split(" ")
        for word in (run.split("\u00a0") if text_width(run, size, bold=bold) > width else [run])
    ]
    space = text_width(" ", size, bold=bold)
    widths = [text_width(word, size, bold=bold) for word in words]

    def measure(start: int, end: int) -> float:
        return sum(widths[start:end]) + space * (end - start - 1)

    # best[i] = (lines, raggedness, start of the last line) of words[:i]
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(words) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            length = measure(start, end)
            if length > width and start < end - 1:
                break
            before, ragged, _ = best[start]
            options.append((before + 1, ragged + (width - length) ** 2, start))
        best.append(min(options))
    lines: list[str] = []
    end = len(words)
    while end:
        start = best[end][2]
        lines.insert(0, " ".join(words[start:end]))
        end = start
    return lines
