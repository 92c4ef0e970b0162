"""The papers as they were: every text, and where a page is strained also its geometry and its picture.

`make goldens` writes anew what changed; the difference is then read, and the pictures looked at, before it is
committed.
"""

import os
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageFilter

from config.kernel.papers.page import Sheet
from config.kernel.pdf import fonts
from tests.papers.made import EVERY, made, of_kind

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "pdf"
WRITE = os.environ.get("GOLDENS") == "write"
MEANT = "; `make goldens` when that is meant"
# Long names, tables over several pages, one nominee and a hundred, every letter with its marks; sheets of both sizes.
STRAINED = [
    of_kind(*case)
    for case in (
        ("proposal", "one"), ("proposal", "hundred"), ("proposal", "long"), ("proposal", "diacritics"),
        ("minutes", "long"), ("report_collective", "long"), ("report_individual", "diacritics"),
        ("decision", "hundred"), ("appraisal", "long"), ("certificate_bk", "long"), ("cover", "long"),
    )
]  # fmt: skip
# Pictures are small and grey: enough to see that a line, a rule, a weight or a place is another one.
DOTS = 36 / 72
BLUR = 0.8
# Differences of grey that a further version of a drawing library may make: anywhere, and on the average.
MOST_ANYWHERE = 56
MOST_MEAN = 1.2


def text_of(sheets: list[Sheet]) -> str:
    pages = []
    for sheet in sheets:
        rows: dict[float, list[str]] = {}
        for line in sheet.lines:
            rows.setdefault(round(line.baseline), []).append(line.text)
        pages.append("\n".join(" | ".join(parts) for _, parts in sorted(rows.items())))
    return "\n\f\n".join(pages) + "\n"


def places_of(sheets: list[Sheet]) -> str:
    """Each line of text with its place, width, size and style; then each rule. Points, to the half."""
    rows = []
    for sheet in sheets:
        rows.append(f"trang {sheet.number} {sheet.width:.0f}×{sheet.height:.0f}")
        for line in sheet.lines:
            first = line.ink[0]
            style = ("b" if first.bold else "-") + ("i" if first.italic else "-")
            rows.append(f"{half(line.x0)} {half(line.x1)} {half(line.baseline)} {first.size:g}{style} {line.text}")
        rows += [f"{half(rule.x0)} {half(rule.x1)} {half(rule.y)} kẻ" for rule in sheet.rules]
    return "\n".join(rows) + "\n"


def half(value: float) -> str:
    return f"{round(value * 2) / 2:g}"


def picture_of(pdf: bytes) -> Image.Image:
    """All pages side by side."""
    document = pdfium.PdfDocument(pdf)
    pages = [page.render(scale=DOTS).to_pil().convert("L") for page in document]
    sheet = Image.new("L", (sum(page.width for page in pages), max(page.height for page in pages)), 255)
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width
    return sheet


def apart(seen: Image.Image, golden: Image.Image) -> tuple[float, float]:
    """Largest and mean difference of grey, both pictures a little blurred: half a dot is no difference."""
    if seen.size != golden.size:
        return 255.0, 255.0
    blur = ImageFilter.GaussianBlur(BLUR)
    difference = ImageChops.difference(seen.filter(blur), golden.filter(blur))
    counts = difference.histogram()
    mean = sum(grey * count for grey, count in enumerate(counts)) / (seen.width * seen.height)
    return float(difference.getextrema()[1]), mean


def same(file: Path, text: str) -> None:
    if WRITE:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"{file.name} is another{MEANT}"


@pytest.mark.parametrize("code", EVERY)
def test_text_is_as_it_was(code):
    same(GOLDEN / f"{code}.txt", text_of(made(code).sheets))


@pytest.mark.skipif(fonts.has_times(), reason="the goldens are drawn with Tinos")
@pytest.mark.parametrize(("code", "name"), STRAINED)
def test_golden_of_a_strained_page(code, name):
    paper = made(code, name)
    same(GOLDEN / "strained" / f"{code}-{name}.txt", places_of(paper.sheets))
    file = GOLDEN / "strained" / f"{code}-{name}.png"
    seen = picture_of(paper.pdf)
    if WRITE:
        shades = seen.quantize(16)
        shades.save(file, optimize=True)
    most, mean = apart(seen, Image.open(file).convert("L"))
    assert most <= MOST_ANYWHERE and mean <= MOST_MEAN, f"{file.name}: {most:.0f}, {mean:.2f}{MEANT}"  # noqa: PT018


@pytest.mark.skipif(fonts.has_times(), reason="the goldens are drawn with Tinos")
@pytest.mark.parametrize(
    ("code", "css"),
    [
        of_kind("proposal", ".title .rule { border-top-width: 0 }"),
        of_kind("proposal", ".head .issuer { font-weight: normal }"),
        of_kind("proposal", "p { text-indent: 1cm }"),
        of_kind("proposal", "html { color: #555 }"),
    ],
)
def test_the_picture_tells_a_wrong_page(code, css):
    right, wrong = made(code, "one").composition.pdf(), made(code, "one").composition.pdf(extra_css=css)
    assert apart(picture_of(right), picture_of(right)) == (0, 0)
    most, mean = apart(picture_of(wrong), picture_of(right))
    assert most > MOST_ANYWHERE or mean > MOST_MEAN, f"{most:.0f}, {mean:.2f}"
