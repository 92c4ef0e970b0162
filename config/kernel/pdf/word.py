"""What a DOCX says, read from its XML by a parser that knows no entities; nothing in it is run or fetched.

Changes that Word tracks are read as if all were accepted.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from config.kernel.archives import UNREADABLE
from config.kernel.errors import DomainError
from config.kernel.pdf import word_marks

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 80 * 1024 * 1024
MOST_TEXT = 12 * 1024 * 1024
MOST_RATIO = 200
MOST_PARTS = 600
MOST_BLOCKS = 5_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = "Tệp không phải văn bản Word (.docx) hoặc đã hỏng. Hãy mở bằng Word, lưu lại dạng .docx rồi gửi lại."
_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
# Elements whose text is no text of the paragraph that they stand in.
_PASSED_OVER = frozenset({
    "del", "moveFrom", "pPr", "rPr", "instrText", "delText", "drawing", "pict", "object", "AlternateContent",
    "txbxContent", "annotationRef", "fldData",
})  # fmt: skip
_TOLD = {
    "drawing": "hình", "pict": "hình", "object": "đối tượng nhúng", "footnoteReference": "chú thích cuối trang",
    "endnoteReference": "chú thích cuối văn bản", "commentReference": "nhận xét",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a row of a table. `lines`: one of the lines into which the field's paragraph is broken."""

    text: str
    place: str
    field: str = ""
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """`origin`: identifier and version of the paper the file was made of; None when the file does not say.

    `read`: digests of what the fields read when the file was made. `beside`: how many things of which kind stand
    beside the text.
    """

    blocks: tuple[Block, ...]
    origin: tuple[str, int] | None = None
    read: dict[str, str] = field(default_factory=dict)
    tracked: bool = False
    beside: Counter[str] = field(default_factory=Counter)


def read(data: bytes) -> Reading:
    """Raises `DomainError` with a sentence for whatever is no DOCX or would not be safe to read."""
    try:
        with zipfile.ZipFile(io.BytesIO(_checked(data))) as archive:
            _judge(archive)
            body = ElementTree.fromstring(archive.read(_DOCUMENT), forbid_dtd=True)
            names = _style_names(archive)
        return _Reader(names).read(body)
    except DefusedXmlException as error:
        raise DomainError("Tệp chứa khai báo thực thể nên không được đọc.", code="entity", field="file") from error
    except (*UNREADABLE, ParseError, KeyError) as error:
        raise DomainError(_BROKEN, code="broken", field="file") from error


def _checked(data: bytes) -> bytes:
    if not data:
        raise DomainError("Tệp rỗng. Hãy chọn lại tệp.", code="file_empty", field="file")
    if len(data) > MOST_BYTES:
        raise DomainError("Tệp lớn hơn 10 MB. Hãy bỏ bớt hình trong tệp rồi gửi lại.", code="file_large", field="file")
    if data.startswith(_OLE):
        raise DomainError(
            "Tệp là Word đời cũ (.doc) hoặc có đặt mật khẩu. Hãy bỏ mật khẩu và lưu lại dạng .docx rồi gửi lại.",
            code="old_or_locked", field="file",
        )  # fmt: skip
    return data


def _judge(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    text = sum(entry.file_size for entry in entries if entry.filename in (_DOCUMENT, _STYLES))
    swollen = unpacked > 2**22 and unpacked / packed > MOST_RATIO
    if len(names) > MOST_PARTS or unpacked > MOST_UNPACKED or text > MOST_TEXT or swollen:
        raise DomainError(
            "Tệp giải nén ra quá lớn nên không được đọc. Hãy tải lại DOCX từ hệ thống và chép chữ sang.",
            code="bomb", field="file",
        )  # fmt: skip
    if len(set(names)) != len(names) or _DOCUMENT not in names or "[Content_Types].xml" not in names:
        raise DomainError(_BROKEN, code="broken", field="file")
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise DomainError(
            "Tệp có macro nên không được nhận. Hãy lưu lại dạng .docx không có macro.", code="macro", field="file"
        )


def _style_names(archive: zipfile.ZipFile) -> dict[str, str]:
    if _STYLES not in archive.namelist():
        return {}
    found = {}
    for style in ElementTree.fromstring(archive.read(_STYLES), forbid_dtd=True):
        if _name(style) == "style":
            named = next((_value(child) for child in style if _name(child) == "name"), "")
            found[_value(style, "styleId")] = named
    return found


def _name(element: Element) -> str:
    """The element's name in any of the format's namespaces: strict and transitional files differ in nothing else."""
    return element.tag.rpartition("}")[2]


def _value(element: Element, name: str = "val") -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


class _Reader:
    def __init__(self, styles: dict[str, str]) -> None:
        self.styles = styles
        self.blocks: list[Block] = []
        self.paragraphs = self.tables = 0

    def read(self, root: Element) -> Reading:
        origin: tuple[str, int] | None = None
        said: dict[str, str] = {}
        beside: Counter[str] = Counter()
        tracked = False
        for element in root.iter():
            name = _name(element)
            if name == "bookmarkStart":
                origin = origin or word_marks.origin_of(_value(element, "name"))
                if pair := word_marks.read_of(_value(element, "name")):
                    said[pair[0]] = pair[1]
            elif name in _TOLD:
                beside[_TOLD[name]] += 1
            tracked = tracked or name in ("ins", "del", "moveFrom", "moveTo")
        body = next((child for child in root if _name(child) == "body"), None)
        if body is None:
            raise KeyError("body")
        self.walk(body)
        return Reading(tuple(self.blocks), origin, said, tracked=tracked, beside=beside)

    def walk(self, parent: Element) -> None:
        for child in parent:
            name = _name(child)
            if name == "p":
                self.paragraphs += 1
                self.paragraph(child, f"đoạn {self.paragraphs}")
            elif name == "tbl":
                self.table(child)
            elif name not in _PASSED_OVER:
                self.walk(child)

    def table(self, element: Element) -> None:
        """Rows of data as one block each; paragraphs that a person may change as blocks of their own."""
        self.tables += 1
        rows = [row for row in _without_tables(element) if _name(row) == "tr"]
        for number, row in enumerate(rows, 1):
            cells = []
            for cell in (node for node in _without_tables(row) if _name(node) == "tc"):
                fixed = []
                for paragraph in (node for node in cell.iter() if _name(node) == "p"):
                    if self.mark_of(paragraph)[0]:
                        self.paragraph(paragraph, f"bảng {self.tables}, dòng {number}")
                    else:
                        fixed.append(word_marks.plain(_text(paragraph)))
                cells.append(" ".join(text for text in fixed if text))
            if any(cells):
                self.add(Block(" | ".join(cells), f"bảng {self.tables}, dòng {number}"))

    def mark_of(self, paragraph: Element) -> tuple[str, bool]:
        shape = next((child for child in paragraph if _name(child) == "pPr"), None)
        style = next((child for child in shape if _name(child) == "pStyle"), None) if shape is not None else None
        if style is None:
            return "", False
        return word_marks.field_of_style(self.styles.get(_value(style), ""))

    def paragraph(self, element: Element, place: str) -> None:
        code, lines = self.mark_of(element)
        dash = "- " if _listed(element) else ""
        for line in _text(element).split("\n"):
            if text := word_marks.plain(line):
                self.add(Block(dash + text, place, code, lines))

    def add(self, block: Block) -> None:
        if len(self.blocks) >= MOST_BLOCKS:
            raise DomainError(
                f"Tệp có hơn {MOST_BLOCKS} đoạn nên không được đọc.", code="too_many", field="file"
            )  # fmt: skip
        self.blocks.append(block)


def _without_tables(parent: Element) -> Iterator[Element]:
    """Rows of a table, cells of a row, through whatever wraps them."""
    for child in parent:
        if _name(child) in ("tr", "tc"):
            yield child
        elif _name(child) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _without_tables(child)


def _listed(paragraph: Element) -> bool:
    """Word made an item of a list of it, and keeps its dash or number elsewhere."""
    shape = next((child for child in paragraph if _name(child) == "pPr"), ())
    numbered = next((child for child in shape if _name(child) == "numPr"), ())
    return any(_name(child) == "numId" and _value(child) != "0" for child in numbered)


_LETTERS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def _text(element: Element) -> str:
    parts = []
    for child in element:
        name = _name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in _LETTERS:
            parts.append("" if _value(child, "type") in ("page", "column") else _LETTERS[name])
        elif name not in _PASSED_OVER:
            parts.append(_text(child))
    return "".join(parts)
