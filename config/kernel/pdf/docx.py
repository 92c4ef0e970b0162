"""The same paper as DOCX, from the same HTML: officials edit in Word. Slow to import: only where a paper is made.

Only the vocabulary of templates/pdf/ is understood; text that stands outside it is kept as a plain paragraph.
"""

# ruff: noqa: SLF001 (python-docx offers page numbers, borders and repeated rows only through its elements)
import io
import re
import zipfile
from copy import deepcopy
from datetime import datetime, time
from functools import cache
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import html as markup  # type: ignore[import-untyped]

from config.kernel.pdf.fonts import FAMILY, text_width
from config.kernel.pdf.render import EPOCH, Meta, svg_to_png
from config.kernel.pdf.typography import JOIN
from config.kernel.pdf.word_marks import Marks

LINE = 1.15
INDENT = 12.7  # mm
BODY = 14.0
A4 = (210.0, 297.0)


def html_to_docx(html: str, meta: Meta, *, origin: str = "", pictures: bool = True) -> bytes:
    """DOCX bytes of a rendered paper; equal input, equal bytes.

    `origin` is kept in the file, so that it is known when it comes back (`word_marks.Marks.sign`). Without
    `pictures` no drawing is drawn, which only a worker does.
    """

    document = Document()
    # The HTML reader would lower the case of the drawing's attributes, which means something in SVG.
    writer = _Writer(document, re.findall(r"<svg\b.*?</svg>", html, re.DOTALL) if pictures else [])
    root = markup.document_fromstring(html)
    writer.setup(meta, _sheet(root))
    writer.blocks(root.find("body"))
    writer.marks.sign(origin)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _sheet(root: Any) -> tuple[float, float]:
    """Width and height of the paper in mm, from its own @page rule; A4 upright where it has none."""
    said = " ".join(style.text or "" for style in root.iter("style"))
    if "landscape" not in said:
        return A4
    return (420.0, 297.0) if "A3" in said else (297.0, 210.0)


def _timeless(data: bytes) -> bytes:
    """The same container without the clock: every entry bears the first day that the format knows."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(zipfile.ZipInfo(entry.filename), source.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _Writer:
    def __init__(self, document: Any, drawings: list[str]) -> None:
        self.document = document
        self.drawings = iter(drawings)
        self.marks = Marks(document)

    def setup(self, meta: Meta, sheet: tuple[float, float] = A4) -> None:
        """The decree's margins, Times New Roman, page number in the top margin from page two."""

        section = self.document.sections[0]
        width, height = sheet
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(16)
        if width > height:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.left_margin = section.right_margin = Mm(15)
        self.width = width - section.left_margin.mm - section.right_margin.mm
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = True
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FAMILY, Pt(BODY)
        fonts = style.element.rPr.rFonts
        for name in ("w:eastAsia", "w:cs", "w:hAnsi"):
            fonts.set(_q(name), FAMILY)
        self._page_number(section.header.paragraphs[0])
        core = self.document.core_properties
        core.title, core.author, core.subject, core.language = meta.title, meta.author, meta.subject, "vi-VN"
        core.created = core.modified = datetime.combine(meta.dated or EPOCH, time())

    def _page_number(self, paragraph: Any) -> None:

        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(_q("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)

    def blocks(self, parent: Any) -> None:
        for element in parent:
            if not isinstance(element.tag, str) or element.tag in ("style", "script"):
                continue
            css = set((element.get("class") or "").split())
            if "head" in css or "foot" in css or "bottom" in css:
                self.columns(element, (40, 60) if "head" in css else (50, 50))
            elif element.tag == "table":
                self.table(element)
            elif element.tag == "section":
                self.annex(element)
            elif element.tag in ("p", "h1", "h2", "h3") or css & {"line", "rule", "one", "word"} or _says(element):
                self.paragraph(self.document, element)
            elif "frame" in css and element.getprevious() is not None:
                self.document.add_page_break()
                self.blocks(element)
            else:
                self.blocks(element)

    def annex(self, element: Any) -> None:

        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = True
        number = OxmlElement("w:pgNumType")  # annexes count their pages from one
        number.set(_q("w:start"), "1")
        section._sectPr.append(number)
        self.blocks(element)

    def drawing(self, paragraph: Any) -> None:
        """The next drawing of the paper as a picture, above the words of the paragraph."""

        if (found := next(self.drawings, None)) is not None:
            paragraph.add_run().add_picture(io.BytesIO(svg_to_png(found)), width=Mm(118))
            paragraph.add_run().add_break()

    def columns(self, element: Any, shares: tuple[int, int]) -> None:
        """Header and signature: two columns without borders, each row whole on one page."""

        rows = element.xpath("./div[contains(@class, 'row')]")
        table = self.document.add_table(rows=len(rows), cols=2)
        table.autofit = False
        _flush(table)
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Mm(self.width * share / 100)
        for place, row in enumerate(rows):
            table.rows[place]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, share, source in zip(table.rows[place].cells, shares, row, strict=False):
                cell.width = Mm(self.width * share / 100)
                blank = cell.paragraphs[0]
                for piece in _leaves(source):
                    self.paragraph(cell, piece)
                if len(cell.paragraphs) > 1:
                    blank._p.getparent().remove(blank._p)

    def table(self, element: Any) -> None:

        widths = [float(col.get("style").split(":")[1].rstrip("%")) for col in element.iter("col")]
        table = self.document.add_table(rows=0, cols=len(widths))
        table.style, table.autofit = "Table Grid", False
        _flush(table)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(self.width * width / 100)
        for source in element.iter("tr"):
            row = table.add_row()
            head = source.getparent().tag == "thead"
            if head:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(self.width * width / 100)
            cells = list(row.cells)
            bold = head or (source.get("class") or "") in ("group", "sum")
            place = 0
            for piece in source:
                cell, span = cells[place], int(piece.get("colspan", 1))
                if span > 1:
                    cell = cell.merge(cells[place + span - 1])
                place += span
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(1.4)
                for drawn in piece.findall("svg"):
                    self.drawing(paragraph)
                    piece.remove(drawn)
                run = paragraph.add_run(_text(piece))
                run.bold, run.font.size = bold, Pt(12)
                css = piece.get("class") or ""
                paragraph.alignment = {"n": WD_ALIGN_PARAGRAPH.CENTER, "c": WD_ALIGN_PARAGRAPH.CENTER}.get(
                    css, WD_ALIGN_PARAGRAPH.RIGHT if css == "r" else WD_ALIGN_PARAGRAPH.LEFT
                )
                if head:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def paragraph(self, holder: Any, element: Any) -> None:

        css, around = _classes(element), _ancestry(element)
        if "space" in css:
            for _ in range(3):
                holder.add_paragraph()
            return
        if "rule" in css:
            self._rule(holder, element)
            return
        if "first" in css and "names" in around:  # what levels the names with "Kính gửi:" on a page
            return
        paragraph = holder.add_paragraph()
        shape = paragraph.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing = LINE if around & {"head", "foot", "recipients", "title"} else 1.2
        size, bold, italic = _style(element, css, around)
        if around & {"head", "title", "sign", "certificate"} or css & {"center", "resolve", "one"}:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif not around & {"recipients", "names", "many"}:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            shape.first_line_indent, shape.space_after = Mm(INDENT), Pt(6)
        if around & {"names", "many"}:
            shape.first_line_indent, shape.left_indent = Mm(0), Mm(50 if "names" in around else 36)
        before, after = _gaps(element, css, around)
        shape.space_before, shape.space_after = Pt(before), Pt(after) if after else shape.space_after
        shape.keep_with_next = bool(css & {"keep", "lead", "resolve"}) or element.tag in ("h1", "h2", "h3")
        for text, strong, slanted in _runs(element):
            run = paragraph.add_run(text)
            run.font.size, run.bold, run.italic = Pt(size), bold or strong, italic or slanted
        self.marks.put(paragraph, element)

    def _rule(self, holder: Any, element: Any) -> None:
        """A drawn line: the bottom border of an empty paragraph, indented to its length."""

        width = 465.0 if "title" in _ancestry(element) else 186.0
        style = element.get("style") or ""
        length = float(style.split("width:")[1].rstrip("pt; ")) if "width:" in style else _motto_width()
        if "motto" in _ancestry(element):
            width = 279.0
        paragraph = holder.add_paragraph()
        shape = paragraph.paragraph_format
        shape.left_indent = shape.right_indent = Pt(max((width - length) / 2, 0))
        shape.space_before, shape.space_after = Pt(0), Pt(14 if "title" in _ancestry(element) else 0)
        shape.line_spacing = Pt(3)
        borders, edge = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            edge.set(_q(f"w:{key}"), value)
        borders.append(edge)
        paragraph._p.get_or_add_pPr().append(borders)


@cache
def _motto_width() -> float:
    return text_width("Độc lập - Tự do - Hạnh phúc", 14, bold=True)


def _flush(table: Any) -> None:
    """A table whose cells have no padding and whose edge is the margin's, in every program: "Cộng hòa …" just fits."""

    properties = table._tbl.tblPr
    indent, padding = OxmlElement("w:tblInd"), OxmlElement("w:tblCellMar")
    sides = [OxmlElement(f"w:{side}") for side in ("left", "right")]
    for element in (indent, *sides):
        element.set(_q("w:w"), "0")
        element.set(_q("w:type"), "dxa")
    padding.extend(sides)
    for element, after in ((indent, ("w:tblBorders", "w:shd", "w:tblLayout", "w:tblLook")), (padding, ("w:tblLook",))):
        follower = next((found for tag in after if (found := properties.find(_q(tag))) is not None), None)
        (follower.addprevious if follower is not None else properties.append)(element)


def _q(name: str) -> str:

    result: str = qn(name)
    return result


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split())


def _ancestry(element: Any) -> set[str]:
    return {name for parent in (element, *element.iterancestors()) for name in _classes(parent)}


def _says(element: Any) -> bool:
    """A box that holds words of its own: "TẶNG" between two names on a certificate."""
    return element.tag == "div" and bool((element.text or "").strip() or _classes(element) & {"motto"})


def _leaves(element: Any) -> list[Any]:
    """The lines of a column in order; the motto's rule stands after its text."""
    rows = []
    for child in element:
        css = _classes(child)
        if "motto" in css:
            text = deepcopy(child)
            child.getparent().replace(child, text)
            rows += [text, *text.xpath(".//span[@class='rule']")]
        elif child.tag == "p" or css & {"line", "rule", "space"}:
            rows.append(child)
        else:
            rows += _leaves(child)
    return rows


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).replace(JOIN, "").split(" ")).strip("\n ")


def _runs(element: Any) -> list[tuple[str, bool, bool]]:
    runs: list[tuple[str, bool, bool]] = []

    def walk(node: Any, *, bold: bool, italic: bool) -> None:
        bold, italic = bold or node.tag in ("b", "strong"), italic or node.tag in ("i", "em")
        if node.tag == "br":
            runs.append(("\f", bold, italic))
        if node.text:
            runs.append((node.text, bold, italic))
        for child in node:
            walk(child, bold=bold, italic=italic)
            if child.tail:
                runs.append((child.tail, bold, italic))

    walk(element, bold=False, italic=False)
    said = [(text.replace(JOIN, "").replace("\n", " "), bold, italic) for text, bold, italic in runs]
    return [(text.replace("\f", "\n"), bold, italic) for text, bold, italic in said if text.strip(" ")]


def _gaps(element: Any, css: set[str], around: set[str]) -> tuple[int, int]:
    """Points before and after a line, where paper.css has any that no other gap makes."""
    if "title" in around and element.tag == "h1" and not around & {"annex", "certificate"}:
        return 20, 0
    if "head" in around and css & {"number", "date"}:
        return 9, 0
    if "to" in around:
        last = "dash" in css and element.getnext() is None
        return (6 if css & {"word", "one"} else 0), (8 if last or "one" in css else 0)
    return (10, 8) if "resolve" in css else (0, 6 if "named" in css else 0)


def _style(element: Any, css: set[str], around: set[str]) -> tuple[float, bool, bool]:
    """Size, bold, italic of a line, as paper.css has them."""
    if "certificate" in around:
        return _on_certificate(element, css, around)
    if "check" in around:
        return 10, False, False
    if "recipients" in around:
        return (12, True, True) if "word" in css else (11, False, False)
    if "head" in around:
        if "about" in around:
            return 12, False, False
        named = 12 if "small" in around and css & {"parent", "issuer"} else 13
        return (14 if "motto" in css else named), bool(css & {"issuer", "country", "motto"}), "date" in css
    if "with" in css:
        return BODY, False, True
    if "sign" in around:
        return (13, False, True) if css & {"hint", "dated"} else (BODY, True, False)
    bold = "title" in around or element.tag in ("h1", "h2", "h3") or "resolve" in css
    return BODY, bold, "basis" in css


_CERTIFICATE = {"authority": 18.0, "giving": 14.0, "country": 15.0, "motto": 15.0, "place": 15.0, "merit": 17.0}


def _on_certificate(element: Any, css: set[str], around: set[str]) -> tuple[float, bool, bool]:
    if element.tag == "h1":
        return 40, True, False
    if "name" in around and "sign" not in around:
        style = next((str(node.get("style")) for node in (element, element.getparent()) if node.get("style")), "")
        size = style.partition("font-size:")[2].rstrip("em;")
        return (float(size) * 10 if size else 26), True, False
    if around & {"book", "check"}:
        return 12, False, False
    if "sign" in around:
        return (13, False, True) if "dated" in css else (BODY, True, False)
    size_of = next((size for name, size in _CERTIFICATE.items() if name in around), BODY)
    return size_of, bool(around & {"authority", "country", "motto"}), "merit" in around
