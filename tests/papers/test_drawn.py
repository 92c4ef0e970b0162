"""What is read off a page is what stands on it, however another program wrote it down."""

import io
import threading

import pytest
from pypdf import PdfReader, PdfWriter

from config.kernel import pdfium
from config.kernel.papers import inspect
from config.kernel.papers.page import read

FORM = "100 100 200 1 re f"


def drawing(content: str) -> bytes:
    """A page of A4 with these operators; F1 is a typeface that every reader knows."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Contents 4 0 R/Resources 7 0 R>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        f"<</Subtype/Form/BBox[0 0 600 600]/Matrix[1 0 0 1 10 20]/Length {len(FORM)}>>stream\n{FORM}\nendstream",
        "<</Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>>>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    return f"{out}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()


def texts(data: bytes) -> list[tuple[str, float, float]]:
    return [(line.text, round(line.x0, 2), line.baseline) for line in read(data)[0].lines]


@pytest.mark.parametrize(
    "content",
    [
        "(Hello world) Tj",
        "[(Hello) -250 (world)] TJ",
        "(Hello) Tj ( ) Tj (world) Tj",
        "(Hello) Tj ( world) Tj",
        "(Hello) Tj 1 0 0 1 131 700 Tm ( ) Tj 1 0 0 1 145 700 Tm (world) Tj",
        "(Hello) Tj 1 0 0 1 131 700 Tm ( world) Tj",
        # Bold for those who have no bold letters: drawn twice.
        "(Hello) Tj 1 0 0 1 100.2 700 Tm (Hello) Tj 1 0 0 1 130 700 Tm ( world) Tj",
    ],
)
def test_a_space_is_read_wherever_it_was_written(content):
    assert texts(drawing(f"BT /F1 14 Tf 1 0 0 1 100 700 Tm {content} ET")) == [("Hello world", 100, 141.89)]


def test_columns_without_a_space_stay_apart():
    apart = drawing("BT /F1 14 Tf 1 0 0 1 100 700 Tm (Hello) Tj 1 0 0 1 160 700 Tm (world) Tj ET")
    assert texts(apart) == [("Hello", 100, 141.89), ("world", 160, 141.89)]


def test_drawn_lines_are_measured_without_their_thickness_and_inside_forms():
    (sheet,) = read(drawing("3 w 50 500 m 150 500 l S /X1 Do 1 0 0 1 0 100 cm 60 300 m 90 300 l S 60 200 50 50 re n"))
    assert sorted((round(rule.x0, 1), round(rule.x1, 1), round(rule.y, 1)) for rule in sheet.rules) == [
        (50, 150, 341.9), (60, 90, 441.9), (110, 310, 721.4),
    ]  # fmt: skip


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_is_read_as_it_is_shown(turn):
    """Turned in the file and turned back for the reader, a page measures as it did."""
    turned = {
        90: "0 1 -1 0 595.28 0", 180: "-1 0 0 -1 595.28 841.89", 270: "0 -1 1 0 0 841.89",
    }[turn]  # fmt: skip
    content = "BT /F1 14 Tf 1 0 0 1 100 400 Tm (Hello world) Tj ET 100 380 m 200 380 l S"
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(drawing(f"{turned} cm {content}"))))
    writer.pages[0].rotate(turn)
    out = io.BytesIO()
    writer.write(out)
    (sheet,) = read(out.getvalue())
    wide = (595.28, 841.89) if turn == 180 else (841.89, 595.28)
    (line,), (rule,) = sheet.lines, sheet.rules
    (upright,) = read(drawing(content))[0].lines
    assert (round(sheet.width, 2), round(sheet.height, 2)) == wide
    assert (line.text, round(line.x0, 1), line.size) == ("Hello world", 100, 14)
    assert round(line.x1, 1) == round(upright.x1, 1)
    assert (round(rule.x0), round(rule.x1), round(rule.y - line.baseline)) == (100, 200, 20)
    assert round(sheet.height - line.baseline) == 400


@pytest.mark.parametrize(
    "color, black",
    [
        ("0 g", True), ("0 0 0 1 k", True), ("1 1 1 1 k", True), (".02 .02 .02 rg", True),
        (".1 g", False), ("0 0 0 .9 k", False), ("0 0 .8 rg", False), ("1 0 0 0 k", False),
    ],
)  # fmt: skip
def test_black_is_black_however_it_is_mixed(color, black):
    found = inspect(drawing(f"BT {color} /F1 14 Tf 1 0 0 1 100 700 Tm (Hello) Tj ET"))
    assert ("font.color" not in {item.rule for item in found}) is black


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"hello" * 100, drawing("")[:300]])
def test_what_is_no_pdf_is_said_so(data):
    with pytest.raises(ValueError, match=r"^Không đọc được tệp: không phải PDF hoặc PDF bị hỏng, có mật khẩu\.$"):
        read(data)


def test_a_locked_pdf_is_said_so():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(drawing(""))))
    writer.encrypt("mật khẩu")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(pdfium.Unreadable, match="có mật khẩu"):
        read(out.getvalue())


def test_one_thread_at_a_time_reads():
    """PDFium brings the process down when two threads are in it."""
    entered: list[bool] = []

    def try_to_enter() -> None:
        if free := pdfium._ALONE.acquire(blocking=False):
            pdfium._ALONE.release()
        entered.append(free)

    def another() -> None:
        thread = threading.Thread(target=try_to_enter)
        thread.start()
        thread.join()

    with pdfium.opened(drawing("")) as document:
        assert len(document) == 1
        another()
    another()
    with pytest.raises(pdfium.Unreadable), pdfium.opened(b"no PDF"):
        pytest.fail("opened")
    another()
    assert entered == [False, True, True]
