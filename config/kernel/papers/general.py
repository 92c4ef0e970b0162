"""I. Paper, margins, typeface, colour, page numbers."""

import re
import unicodedata

from config.kernel.papers.anatomy import Anatomy, split
from config.kernel.papers.drawn import UNKNOWN
from config.kernel.papers.expect import Expect
from config.kernel.papers.measure import between, fault, mm, pt
from config.kernel.papers.model import Finding
from config.kernel.papers.page import MM, Line, Sheet

A4 = (595.28, 841.89)
TIMES = re.compile(r"^times-?new-?roman(ps)?(mt)?,?$")
SUBSTITUTES = {"tinos": "Tinos"}  # same widths, same look; named in a notice
BLACK_INK = (35, 31, 32)  # how PDFium shows what is printed with black ink alone
READABLE = re.compile(r"[\u0000-\u024f\u1e00-\u1eff\u2000-\u22ff\u0300-\u036f\u00a0\u20ab\u25a0-\u2713]")


def check(sheets: list[Sheet], paper: Anatomy, wanted: Expect) -> list[Finding]:
    found = _paper(sheets, wanted)
    if wanted.official and not any(item.rule.startswith("paper.") for item in found):
        found += _margins(sheets, paper)
        found += _page_numbers(sheets)
    found += _fonts(sheets)
    if wanted.official:
        found += _colors(sheets)
    return found


def _paper(sheets: list[Sheet], wanted: Expect) -> list[Finding]:
    for sheet in sheets:
        short, long = sorted((sheet.width, sheet.height))
        shown = f"{mm(sheet.width)} x {mm(sheet.height)}"
        a4 = between(short, A4[0], A4[0], 1.2) and between(long, A4[1], A4[1], 1.2)
        a3 = wanted.landscape and between(short, 841.89, 841.89, 1.2) and between(long, 1190.55, 1190.55, 1.2)
        if not a4 and not a3:
            return [
                fault(
                    "paper.size",
                    None,
                    f"Khổ giấy {shown}, phải là A4 (210 x 297 mm).",
                    shown,
                    "210 x 297 mm",
                    page=sheet.number,
                )
            ]
        if sheet.width > sheet.height and not wanted.landscape and not sheet.tables:
            return [
                fault("paper.orientation", None, "Trang nằm ngang mà không có bảng, biểu.", shown, page=sheet.number)
            ]
    return []


def _margins(sheets: list[Sheet], paper: Anatomy) -> list[Finding]:
    found: list[Finding] = []
    portrait = [sheet for sheet in sheets if sheet.height > sheet.width]
    spans = [(sheet, sheet.text_lines) for sheet in portrait if sheet.text_lines]
    if not spans:
        return found
    low, high = 30 * MM, 35 * MM
    sheet, line = min(((s, ln) for s, lines in spans for ln in lines), key=lambda item: item[1].x0)
    left = min([line.x0, *(table[0] for s in portrait for table in s.tables)])
    if left < low - 1.0 or line.x0 > high + 1.0:
        found.append(_margin("left", line, left, "trái", "30 - 35 mm"))
    low, high = 15 * MM, 20 * MM
    ends = [(s.width - ln.x1, ln) for s, lines in spans for ln in lines]
    ends += [(s.width - table[2], s.text_lines[0]) for s in portrait for table in s.tables if s.text_lines]
    gap, line = min(ends, key=lambda item: item[0])
    if gap < low - 1.0 or gap > high + 1.0:
        found.append(_margin("right", line, gap, "phải", "15 - 20 mm"))
    for sheet, lines in spans:
        top = min([lines[0].top, *(table[1] for table in sheet.tables)])
        if top < 20 * MM - 1.0 or (sheet.number == 1 and top > 25 * MM + 3.5):
            found.append(_margin("top", lines[0], top, "trên", "20 - 25 mm"))
            break
    for sheet, lines in spans:
        last = max(lines, key=lambda item: item.baseline)
        bottom = sheet.height - max([last.bottom, *(table[3] for table in sheet.tables)])
        if bottom < 20 * MM - 1.0:
            found.append(_margin("bottom", last, bottom, "dưới", "20 - 25 mm"))
            break
    return found


def _margin(side: str, line: Line, value: float, name: str, allowed: str) -> Finding:
    return fault(f"margin.{side}", line, f"Lề {name} {mm(value)}, phải từ {allowed}.", mm(value), allowed)


def family(font: str) -> str:
    base = re.split(r"[-,]?(?:bold|italic|regular|oblique)", font, flags=re.IGNORECASE)[0]
    return base.strip("-, ").lower()


def _fonts(sheets: list[Sheet]) -> list[Finding]:
    found, seen = [], set()
    for sheet in sheets:
        for line in sheet.lines:
            for letter in line.ink:
                name = family(letter.font)
                if name in seen:
                    continue
                seen.add(name)
                if not TIMES.match(name) and name not in SUBSTITUTES:
                    found.append(
                        fault(
                            "font.family",
                            line,
                            f"Dùng phông chữ {letter.font}, phải là Times New Roman.",
                            letter.font,
                            "Times New Roman",
                        )
                    )
    for sheet in sheets:
        missing = [name for name, embedded in sheet.fonts.items() if not embedded]
        if missing:
            found.append(
                fault(
                    "font.embedded",
                    None,
                    f"Phông chữ {missing[0]} không được nhúng trong tệp.",
                    missing[0],
                    page=sheet.number,
                )
            )
            break
    for sheet in sheets:
        bad = next((line for line in sheet.lines if _unreadable(line)), None)
        if bad:
            found.append(fault("font.letters", bad, "Có ký tự không đọc được hoặc không theo Unicode.", bad.text[:40]))
            break
    return found


def _unreadable(line: Line) -> bool:
    text = unicodedata.normalize("NFC", line.text)
    return any(not READABLE.match(char) for char in text)


def _colors(sheets: list[Sheet]) -> list[Finding]:
    for sheet in sheets:
        for line in sheet.lines:
            if other := next((letter.color for letter in line.ink if not _black(letter.color)), None):
                shown = "#{:02x}{:02x}{:02x}".format(*other)
                return [fault("font.color", line, "Chữ không phải màu đen.", shown, "màu đen")]
    return []


def _black(color: tuple[int, int, int]) -> bool:
    return max(color) <= 5 or color == BLACK_INK


def _page_numbers(sheets: list[Sheet]) -> list[Finding]:
    main, annexes = split(sheets)
    found = []
    for group in (main, *annexes):
        for place, sheet in enumerate(group, 1):
            line = sheet.page_number
            if place == 1:
                if line is not None:
                    found.append(fault("page_number.first", line, "Trang thứ nhất không hiển thị số trang.", line.text))
            elif line is None and not _unread_first(sheet):
                found.append(
                    fault(
                        "page_number.missing", None, f"Trang {sheet.number} không có số trang.", "", page=sheet.number
                    )
                )
            elif line is not None:
                found += _page_number(sheet, line, place)
            if found:
                return found
    return found


def _unread_first(sheet: Sheet) -> bool:
    """Whether the first line, which tells an annex, can't be read: an annex's first page shows no number."""
    return bool(sheet.text_lines) and UNKNOWN in sheet.text_lines[0].text


def _page_number(sheet: Sheet, line: Line, place: int) -> list[Finding]:
    lines = sheet.text_lines
    left = min((other.x0 for other in lines), default=line.x0)
    right = max((other.x1 for other in lines), default=line.x1)
    centres = (
        sheet.width / 2,
        (30 * MM + sheet.width - 15 * MM) / 2,
        (30 * MM + sheet.width - 20 * MM) / 2,
        (left + right) / 2,
        (35 * MM + sheet.width - 15 * MM) / 2,
    )
    if line.baseline > 25 * MM or min(abs(line.centre - centre) for centre in centres) > 4:
        return [
            fault(
                "page_number.position",
                line,
                "Số trang phải ở giữa phần lề trên.",
                f"x = {mm(line.centre)}, y = {mm(line.baseline)}",
            )
        ]
    if line.text != str(place) and UNKNOWN not in line.text:
        return [
            fault("page_number.value", line, f"Số trang ghi “{line.text}”, phải là {place}.", line.text, str(place))
        ]
    if line.any_bold or line.any_italic or not between(line.size, 13, 14):
        return [fault("page_number.style", line, "Số trang phải cỡ 13-14, kiểu đứng, không đậm.", pt(line.size))]
    return []


def substitutes(sheets: list[Sheet]) -> list[Finding]:
    names = {family(letter.font) for sheet in sheets for line in sheet.lines for letter in line.ink}
    return [
        fault(
            "font.family",
            None,
            f"Dùng {SUBSTITUTES[name]} vì máy chủ không có Times New Roman; cùng kích thước chữ.",
            SUBSTITUTES[name],
            "Times New Roman",
        )
        for name in sorted(names & SUBSTITUTES.keys())
    ]
