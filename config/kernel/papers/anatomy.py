"""Which line is which component of the paper (ô số 1-9 of the decree's diagram)."""

import re
from dataclasses import dataclass, field

from config.kernel.papers.page import Line, Rule, Sheet

TITLES = (
    "NGHỊ QUYẾT",
    "QUYẾT ĐỊNH",
    "CHỈ THỊ",
    "QUY CHẾ",
    "QUY ĐỊNH",
    "THÔNG CÁO",
    "THÔNG BÁO",
    "HƯỚNG DẪN",
    "CHƯƠNG TRÌNH",
    "KẾ HOẠCH",
    "PHƯƠNG ÁN",
    "ĐỀ ÁN",
    "DỰ ÁN",
    "BÁO CÁO",
    "BIÊN BẢN",
    "TỜ TRÌNH",
    "HỢP ĐỒNG",
    "CÔNG ĐIỆN",
    "GIẤY MỜI",
    "GIẤY GIỚI THIỆU",
    "PHIẾU GỬI",
    "PHIẾU CHUYỂN",
    "PHIẾU BÁO",
    "GIẤY BIÊN NHẬN",
    "PHIẾU",
    "DANH SÁCH",
)
ANNEX = re.compile(r"^Phụ lục(?: ([A-ZĐ\d]+))?$", re.IGNORECASE)
TYPED = re.compile(r"^[_\-–—─=]{4,}$")
PREFIX = re.compile(r"^(TM|Q|KT|TL|TUQ)\b\.?", re.IGNORECASE)


def fold(text: str) -> str:
    return text.replace("HOÀ", "HÒA").replace("UỶ", "ỦY").replace("Uỷ", "Ủy").upper()


@dataclass
class Paragraph:
    lines: list[Line]
    marked: bool = True  # starts a paragraph of its own, not the rest of one from the page before


@dataclass
class Annexed:
    pages: list[Sheet]
    word: Line
    number: str
    title: list[Line]
    with_: list[Line]


@dataclass
class Anatomy:
    main: list[Sheet]
    left: float
    right: float
    nation: list[Line] = field(default_factory=list)
    motto: Line | None = None
    parents: list[Line] = field(default_factory=list)
    issuers: list[Line] = field(default_factory=list)
    number: Line | None = None
    date: Line | None = None
    about: list[Line] = field(default_factory=list)
    title: Line | None = None
    subject: list[Line] = field(default_factory=list)
    to: list[Line] = field(default_factory=list)
    authority: list[Paragraph] = field(default_factory=list)
    basis: list[Paragraph] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    blocks: list[list[Line]] = field(default_factory=list)  # signature columns
    recipients: list[Line] = field(default_factory=list)
    annexes: list[Annexed] = field(default_factory=list)

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def first(self) -> Sheet:
        return self.main[0]


def split(sheets: list[Sheet]) -> tuple[list[Sheet], list[list[Sheet]]]:
    """The paper itself and its annexes: an annex starts where a page's first line says "Phụ lục"."""
    main: list[Sheet] = []
    annexes: list[list[Sheet]] = []
    for sheet in sheets:
        lines = sheet.text_lines
        if main and lines and ANNEX.match(lines[0].text):
            annexes.append([sheet])
        elif annexes:
            annexes[-1].append(sheet)
        else:
            main.append(sheet)
    return main, annexes


def find_page_numbers(sheets: list[Sheet]) -> None:
    """A number standing alone in the upper or lower edge is the page's number."""
    for sheet in sheets:
        for line in (*sheet.lines[:1], *sheet.lines[-1:]):
            edge = line.baseline < 60 or line.baseline > sheet.height - 58
            alone = re.fullmatch(r"[-–]? ?(\d{1,4}|[ivxIVX]+|\ufffd{1,4}) ?[-–]?", line.text)
            if edge and alone and not sheet.in_table(line):
                sheet.page_number = line


def centred(paper: Anatomy, line: Line) -> bool:
    """In the middle on purpose: clear of both edges, a bold line by less."""
    if abs(line.centre - paper.centre) >= 6:
        return False
    clear = line.x0 - paper.left
    return clear > 45 or (line.bold and clear > 8 and paper.right - line.x1 > 8)


def rules_below(sheet: Sheet, line: Line, reach: float) -> list[Rule]:
    """Drawn lines under a line of text, within `reach` points, that overlap it sideways."""
    return [
        rule
        for rule in sheet.rules
        if line.baseline - 1 < rule.y < line.baseline + reach and rule.x0 < line.x1 and rule.x1 > line.x0
    ]


def typed_rule_below(sheet: Sheet, line: Line, reach: float) -> Line | None:
    return next(
        (
            other
            for other in sheet.lines
            if TYPED.match(other.text)
            and 0 < other.baseline - line.baseline < reach
            and other.x0 < line.x1
            and other.x1 > line.x0
        ),
        None,
    )
