"""The DOCX says what the PDF says, in the same format."""

import io
import re
from collections import Counter

import pytest
from docx import Document
from pypdf import PdfWriter

from config.kernel.papers.anatomy import find_page_numbers
from dossiers.documents import KINDS, compose, frozen
from tests.papers.facts import variant
from tests.papers.made import made, of_kind


def words(text: str) -> list[str]:
    return re.sub(r"[\u00a0\u2060\s]+", " ", text).split()


def text_of(document) -> str:
    """Paragraphs and cells in document order, merged cells once."""
    parts = [node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t")]
    return " ".join(parts)


def headings_of(document) -> list[Counter[str]]:
    """The words of each table's heading row, which a PDF draws again on every page that the table reaches."""
    rows = [table.rows[0] for table in document.tables if table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")]
    return [
        Counter(words(" ".join(node.text or "" for node in row._tr.iter() if node.tag.endswith("}t")))) for row in rows
    ]


@pytest.mark.parametrize("code", [of_kind(code) for code in sorted(KINDS)])
def test_docx_holds_the_words_of_the_pdf(code):
    composed, sheets = made(code).composition, made(code).sheets
    find_page_numbers(sheets)
    drawn = Counter(words(" ".join(line.text for sheet in sheets for line in sheet.text_lines)))
    document = Document(io.BytesIO(composed.docx()))
    written = Counter(words(text_of(document)))
    again = drawn - written
    for heading in headings_of(document):
        while again and heading <= again:
            again -= heading
    assert (again, written - drawn) == (Counter(), Counter())


def test_docx_is_set_as_the_decree_says():
    facts, typed = variant("proposal", "normal")
    document = Document(io.BytesIO(compose("proposal", facts, typed).docx()))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 30 <= section.left_margin.mm <= 35
    assert 15 <= section.right_margin.mm <= 20
    assert 20 <= section.top_margin.mm <= 25
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    head = document.tables[0]
    assert [run.bold for run in head.cell(0, 1).paragraphs[0].runs] == [True]
    assert head.cell(0, 1).paragraphs[0].runs[0].font.size.pt == 13


@pytest.mark.parametrize("code", [of_kind(code) for code in sorted(KINDS)])
def test_a_paper_is_read_back_whole_from_its_own_pdf(code):
    drawn = made(code)
    again = frozen.composed(drawn.pdf)
    assert (again.kind.code, again.regime.code, again.filename) == (
        code, drawn.composition.regime.code, drawn.composition.filename,
    )  # fmt: skip
    assert again.context["facts"] == drawn.composition.context["facts"]
    assert again.html() == drawn.composition.html()
    assert frozen.texts(drawn.pdf) == drawn.composition.context["meta"].data["fields"]


def test_a_file_without_the_record_of_a_paper_is_refused():
    blank = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(blank)
    for data in (blank.getvalue(), b"%PDF-1.7 cut", b""):
        with pytest.raises(ValueError, match="no record"):
            frozen.composed(data)
