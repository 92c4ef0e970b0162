"""II.6, II.9.a. Kính gửi, legal bases, the text itself."""

import re
from itertools import pairwise

from config.kernel.papers.anatomy import Anatomy, Paragraph, centred
from config.kernel.papers.expect import Expect
from config.kernel.papers.measure import between, excerpt, fault, pt, sized, style
from config.kernel.papers.model import Finding
from config.kernel.papers.page import MM, Line

INDENTS = (10 * MM, 12.7 * MM)
SINGLE = 1.13  # Word's single spacing is 1.149; a hair less is no fault
WIDEST = 1.149 * 1.5 + 0.03
POINTS = "abcdđeghiklmnopqrstuvxy"


def check(paper: Anatomy, wanted: Expect) -> list[Finding]:
    found = [*_to(paper, wanted), *_basis(paper, wanted)]
    text = _text(paper)
    found += _letters(text)
    found += _indents(paper, [*paper.basis, *text])
    found += _edges(paper, [*paper.basis, *text])
    found += _spacing(paper)
    found += _articles(text)
    found += _points(text)
    found += _end(paper, wanted)
    found += _tables(paper)
    return found


def _centred(paper: Anatomy, paragraph: Paragraph) -> bool:
    return centred(paper, paragraph.lines[0])


def _text(paper: Anatomy) -> list[Paragraph]:
    """Paragraphs that are neither centred (QUYẾT ĐỊNH:, Chương I) nor stray columns."""
    return [row for row in paper.paragraphs if not _centred(paper, row)]


def _to(paper: Anatomy, wanted: Expect) -> list[Finding]:
    lines = paper.to
    if not lines:
        return (
            [fault("to.missing", paper.subject[-1] if paper.subject else paper.number, "Thiếu “Kính gửi:”.")]
            if wanted.to
            else []
        )
    for line in lines:
        if line.any_bold or line.any_italic or not between(line.size, 13, 14):
            return [
                fault(
                    "to.style", line, "Kính gửi phải cỡ 13-14, kiểu đứng, không đậm.", f"{pt(line.size)}, {style(line)}"
                )
            ]
    word = lines[0]
    rest = lines[1:]
    items = [line for line in rest if line.text.startswith(("-", "–"))]
    if not items:
        if not re.match(r"Kính gửi: \S", word.text):
            return [
                fault("to.marks", word, "Sau “Kính gửi” phải có dấu hai chấm và nơi nhận trên cùng dòng.", word.text)
            ]
        return []
    ends = [rest[rest.index(after) - 1] for after in items[1:]] + [rest[-1]]
    for place, line in enumerate(ends, 1):
        mark = "." if place == len(ends) else ";"
        if not line.text.endswith(mark):
            return [fault("to.marks", line, f"Dòng “{excerpt(line)}” phải kết thúc bằng dấu “{mark}”.", line.text[-1])]
    colon = next((letter for letter in word.ink if letter.text == ":"), None)
    edge = items[0].x0
    if any(abs(line.x0 - edge) > 1.5 for line in items) or (colon and abs(edge - colon.x0) > 14):
        return [
            fault(
                "to.dashes",
                items[0],
                "Các gạch đầu dòng phải thẳng hàng với nhau dưới dấu hai chấm.",
                f"lệch {pt(abs(edge - colon.x0)) if colon else ''}",
            )
        ]
    return []


def _basis(paper: Anatomy, wanted: Expect) -> list[Finding]:
    found: list[Finding] = []
    for place, row in enumerate(paper.basis, 1):
        wrong = next((line for line in row.lines if not line.italic or line.any_bold), None)
        if wrong:
            found.append(fault("basis.style", wrong, "Căn cứ phải kiểu nghiêng, không đậm.", style(wrong)))
            break
        if not between(row.lines[0].size, 13, 14):
            found.append(fault("basis.style", row.lines[0], "Căn cứ phải cỡ 13-14.", pt(row.lines[0].size)))
            break
        mark = "." if place == len(paper.basis) else ";"
        if not row.lines[-1].text.endswith(mark):
            found.append(
                fault(
                    "basis.marks",
                    row.lines[-1],
                    f"Căn cứ phải kết thúc bằng dấu “{mark}”.",
                    row.lines[-1].text[-1],
                    mark,
                )
            )
            break
    return found


def _letters(text: list[Paragraph]) -> list[Finding]:
    found = sized("body.size", [line for row in text for line in row.lines], 13, 14, "Nội dung")
    slanted = [line for row in text for line in row.lines if line.italic and len(line.ink) > 25]
    if slanted:
        found.append(fault("body.style", slanted[0], "Nội dung phải kiểu đứng.", style(slanted[0])))
    heavy = [row for row in text if len(row.lines) > 3 and all(line.bold for line in row.lines)]
    if heavy and not slanted:
        found.append(fault("body.style", heavy[0].lines[0], "Nội dung không trình bày đậm cả đoạn.", "đậm"))
    return found


def _indents(paper: Anatomy, rows: list[Paragraph]) -> list[Finding]:
    left = min((line.x0 for row in rows for line in row.lines[1:]), default=paper.left)
    for row in rows:
        first = row.lines[0]
        if row is rows[0] and len(row.lines) == 1 and len(rows) == 1:
            continue
        if first.page > 1 and first is _first_of_page(paper, first.page) and abs(first.x0 - left) < 1.5:
            continue  # the rest of a paragraph from the page before
        indent = first.x0 - left
        if not any(between(indent, allowed, allowed, 1.6) for allowed in INDENTS):
            return [
                fault(
                    "body.indent",
                    first,
                    f"Đoạn “{excerpt(first)}” lùi đầu dòng {pt(indent)}.",
                    f"{indent / MM:.1f} mm".replace(".", ","),
                    "10 mm hoặc 12,7 mm",
                )
            ]
    return []


def _first_of_page(paper: Anatomy, page: int) -> Line | None:
    lines = paper.main[page - 1].free_lines
    return lines[0] if lines else None


def _edges(paper: Anatomy, rows: list[Paragraph]) -> list[Finding]:
    inner = [line for row in rows for line in row.lines[:-1]]
    if not inner:
        return []
    right = max(line.x1 for line in inner)
    ragged = [line for line in inner if line.x1 < right - 3]
    if not ragged:
        return []
    if len(ragged) > max(2, len(inner) * 0.3):
        return [
            fault(
                "body.justified",
                ragged[0],
                "Nội dung phải canh đều cả hai lề.",
                f"{len(ragged)}/{len(inner)} dòng không đều",
            )
        ]
    return [
        fault(
            "body.early_break",
            ragged[0],
            f"Dòng “{excerpt(ragged[0])}” ngắt sớm giữa đoạn.",
            f"hụt {pt(right - ragged[0].x1)}",
        )
    ]


def _spacing(paper: Anatomy) -> list[Finding]:
    found: list[Finding] = []
    rows = [*paper.basis, *paper.paragraphs]
    steps = []
    for row in rows:
        for above, below in pairwise(row.lines):
            if above.page != below.page or _table_between(paper, above, below):
                continue
            step = below.baseline - above.baseline
            steps.append(step)
            ratio = step / below.size
            if not between(ratio, SINGLE, WIDEST, 0.0) and not found:
                found.append(
                    fault(
                        "body.line_spacing",
                        below,
                        f"Dãn dòng {ratio / 1.149:.2f} dòng.".replace(".", ",", 1),
                        pt(step),
                        "dòng đơn đến 1,5 dòng",
                    )
                )
    step = sorted(steps)[len(steps) // 2] if steps else 1.15 * 14
    for above_row, below_row in pairwise(rows):
        above, below = above_row.lines[-1], below_row.lines[0]
        if above.page != below.page or _table_between(paper, above, below):
            continue
        if _centred(paper, above_row) and _centred(paper, below_row):
            continue
        gap = below.baseline - above.baseline - step
        if gap < 6 - 0.7:
            found.append(
                fault(
                    "body.paragraph_gap",
                    below,
                    f"Khoảng cách đoạn {pt(max(gap, 0))}, tối thiểu 6 pt.",
                    pt(gap),
                    "từ 6 pt",
                )
            )
            break
    return found


def _table_between(paper: Anatomy, above: Line, below: Line) -> bool:
    sheet = paper.main[above.page - 1]
    return any(above.baseline - 2 < top < below.baseline + 2 for _, top, _, _bottom in sheet.tables)


def _articles(text: list[Paragraph]) -> list[Finding]:
    for row in text:
        line = row.lines[0]
        match = re.match(r"Điều \d+(.?)", line.text)
        if not match or (not line.ink[0].bold and not re.match(r"Điều \d+[.:)]", line.text)):
            continue
        length = len(match.group(0).replace(" ", "")) - 1
        if match.group(1) != "." or not all(letter.bold and not letter.italic for letter in line.ink[:length]):
            return [
                fault("body.article", line, "“Điều” và số thứ tự phải đứng, đậm, sau số có dấu chấm.", match.group(0))
            ]
    return []


def _points(text: list[Paragraph]) -> list[Finding]:
    expected = 0
    for row in text:
        match = re.match(r"([a-zđ])\) ", row.lines[0].text)
        if not match:
            if re.match(r"(\d+|[IVX]+|Điều \d+)\.", row.lines[0].text):
                expected = 0
            continue
        letter = match.group(1)
        wanted = POINTS[expected] if expected < len(POINTS) else ""
        if letter == "a":
            expected = 0
            wanted = "a"
        if letter != wanted:
            return [
                fault(
                    "body.points",
                    row.lines[0],
                    f"Điểm “{letter})” phải là “{wanted})” theo bảng chữ cái tiếng Việt.",
                    f"{letter})",
                    f"{wanted})",
                )
            ]
        expected += 1
    return []


def _end_of(text: str) -> str:
    """The last few words of a line."""
    words = text.split()
    return " ".join(words if len(words) <= 4 else ["…", *words[-4:]])


def _end(paper: Anatomy, wanted: Expect) -> list[Finding]:
    if not wanted.end or not paper.paragraphs:
        return []
    last = paper.paragraphs[-1].lines[-1]
    if not last.text.endswith("./."):
        return [fault("body.end", last, "Nội dung văn bản phải kết thúc bằng “./.”.", _end_of(last.text), "./.")]
    return []


def _tables(paper: Anatomy) -> list[Finding]:
    found: list[Finding] = []
    sheets = [*paper.main, *(sheet for annex in paper.annexes for sheet in annex.pages)]
    for sheet in sheets:
        small = next((line for line in sheet.text_lines if sheet.in_table(line) and line.size < 9.9), None)
        if small:
            found.append(
                fault("table.size", small, f"Chữ trong bảng cỡ {pt(small.size)}, khó đọc.", pt(small.size), "từ 10 pt")
            )
            break
    for above, below in pairwise(sheets):
        if not above.tables or not below.tables:
            continue
        first = below.text_lines[0] if below.text_lines else None
        tail = max(above.text_lines, key=lambda line: line.baseline)
        if first is None or not below.in_table(first) or not above.in_table(tail):
            continue
        heads = [line.text for line in above.text_lines if above.in_table(line) and line.bold][:6]
        if not first.bold and heads:
            found.append(
                fault("table.head", first, f"Bảng sang trang {below.number} không lặp lại dòng tiêu đề.", first.text)
            )
            break
    return found
