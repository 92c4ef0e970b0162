"""What the eye sees: diacritics drawn as the typeface has them, lines that fill, archival metadata."""

import io
import json
from itertools import pairwise

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat
from pypdf import PdfReader

from config.kernel.papers.page import read
from config.kernel.pdf import fonts
from dossiers.documents import compose
from tests.papers.facts import DIACRITICS, TYPED, facts, variant

SCALE = 4


def line_image(page: Image.Image, line) -> Image.Image:
    x0, top, x1, bottom = line.bbox
    box = ((x0 - 2) * SCALE, (top - 4) * SCALE, (x1 + 2) * SCALE, (bottom + 2) * SCALE)
    return page.crop(tuple(round(value) for value in box))


def difference(seen: Image.Image, letters, origin: tuple[float, float], file) -> float:
    """Share of ink that differs from the same letters drawn by Pillow at the same places."""
    drawn = Image.new("L", seen.size, 255)
    pen = ImageDraw.Draw(drawn)
    typeface = ImageFont.truetype(str(file), letters[0].size * SCALE)
    for letter in letters:
        where = ((letter.x0 - origin[0]) * SCALE, (letter.baseline - origin[1]) * SCALE)
        pen.text(where, letter.text, font=typeface, fill=0, anchor="ls")
    ink = ImageStat.Stat(ImageChops.invert(drawn)).sum[0] or 1
    apart = ImageStat.Stat(ImageChops.difference(seen, drawn)).sum[0]
    return apart / ink


@pytest.fixture(scope="module")
def alphabet() -> bytes:
    base, typed = variant("proposal", "diacritics")
    typed["assessment"] = "\n".join(DIACRITICS[start : start + 60] for start in range(0, len(DIACRITICS), 60))
    return compose("proposal", base, typed).pdf()


def test_every_vietnamese_letter_is_drawn_as_the_typeface_has_it(alphabet):
    page = pdfium.PdfDocument(alphabet)[0].render(scale=SCALE).to_pil().convert("L")
    seen: set[str] = set()
    worst = 0.0
    for line in read(alphabet)[0].text_lines:
        styles = {(letter.bold, letter.italic) for letter in line.ink}
        if len(styles) > 1:
            continue
        bold, italic = styles.pop()
        crop = line_image(page, line)
        x0, top, _x1, _bottom = line.bbox
        share = difference(crop, line.ink, (x0 - 2, top - 4), fonts.face(bold=bold, italic=italic).path)
        worst = max(worst, share)
        assert share < 0.5, f"{line.text}: {share:.2f}"
        seen |= set(line.text)
    assert set(DIACRITICS.replace(" ", "")) <= seen
    assert worst > 0, "nothing was compared"


def test_the_eye_tells_a_wrong_letter(alphabet):
    page = pdfium.PdfDocument(alphabet)[0].render(scale=SCALE).to_pil().convert("L")
    line = next(line for line in read(alphabet)[0].text_lines if line.text.startswith("Kính gửi"))
    crop = line_image(page, line)
    x0, top, _x1, _bottom = line.bbox
    right = difference(crop, line.ink, (x0 - 2, top - 4), fonts.face().path)
    wrong = difference(crop, line.ink, (x0 - 2, top - 4), fonts.face(italic=True).path)
    assert right < 0.5 < wrong


def test_no_line_ends_early_in_a_justified_paragraph():
    text = (
        "Thực hiện Kế hoạch số 243/KH-UBND ngày 16 tháng 11 năm 2022 của Ủy ban nhân dân tỉnh Kiên Giang về phát động"
        " phong trào thi đua giai đoạn 2022-2025, Nghị định số 30/2020/NĐ-CP, đạt 97,4 % và 12 tập thể hưởng ứng"
    )
    words = text.split()
    paragraphs = [" ".join((words * 4)[start : start + 30 + start % 40]) + "." for start in range(30)]
    data = compose("proposal", facts("proposal"), TYPED | {"opening": "\n".join(paragraphs)}).pdf()
    short = []
    for sheet in read(data)[:-1]:
        right = max(line.x1 for line in sheet.free_lines)
        rows = [line for line in sheet.free_lines if line.x0 < 125 and line.size == 14]
        short += [
            above.text
            for above, below in pairwise(rows)
            if below.x0 < 90 and below.baseline - above.baseline < 18 and above.x1 < right - 3
        ]
    assert short == []


def test_archival_and_accessible():
    composed = compose("decision", facts("decision"), TYPED)
    reader = PdfReader(io.BytesIO(composed.pdf()))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "vi"
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert root["/StructTreeRoot"]["/K"]
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    metadata = root["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="B"' in metadata
    assert "Kiên Giang" in reader.metadata.title
    assert reader.metadata.author == "Ủy ban nhân dân tỉnh Kiên Giang"
    assert reader.trailer["/ID"]
    attached = json.loads(reader.attachments["du-lieu.json"][0])
    assert attached["kind"] == "decision"
    assert attached["facts"]["nominees"][0]["name"] == "Ủy ban nhân dân xã Mỹ Lâm"
