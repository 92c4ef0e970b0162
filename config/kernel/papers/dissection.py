"""Takes a paper apart: header, title, addressees, text, signatures, recipients, annexes."""

import re
from itertools import pairwise

from config.kernel.papers.anatomy import (
    ANNEX,
    PREFIX,
    TITLES,
    TYPED,
    Anatomy,
    Annexed,
    Paragraph,
    centred,
    find_page_numbers,
    fold,
    split,
)
from config.kernel.papers.page import Line, Sheet


def dissect(sheets: list[Sheet]) -> Anatomy:
    find_page_numbers(sheets)
    main, annexes = split(sheets)
    lines = [line for sheet in main for line in sheet.free_lines]
    left = min((line.x0 for line in lines), default=85.0)
    right = max((line.x1 for line in lines), default=550.0)
    paper = Anatomy(main=main, left=left, right=right)
    rest = _header(paper)
    rest = _title(paper, rest)
    body = _closing(paper, rest)
    body = _to(paper, body)
    paragraphs = _paragraphs(paper, body)
    while paragraphs and _heading(paper, paragraphs[0]) and len(paragraphs) > 1 and not paper.basis:
        paper.authority.append(paragraphs.pop(0))  # the authority line of a decision stands above its bases
    while (
        paragraphs
        and re.match(r"(Căn cứ|Theo đề nghị|Xét)\b", paragraphs[0].lines[0].text)
        and (paragraphs[0].lines[0].any_italic or paragraphs[0].lines[-1].text.endswith(";") or paper.basis)
    ):
        paper.basis.append(paragraphs.pop(0))
    paper.paragraphs = paragraphs if paper.basis else [*paper.authority, *paragraphs]
    paper.annexes = [_annex(pages) for pages in annexes]
    return paper


def _heading(paper: Anatomy, row: Paragraph) -> bool:
    return centred(paper, row.lines[0]) and row.lines[0].bold


def _header(paper: Anatomy) -> list[Line]:
    sheet = paper.first
    lines = sheet.free_lines
    middle = sheet.width * 0.44
    number = next(
        (
            line
            for line in lines
            if re.match(r"S[ốỐ]\s*:?", line.text)
            and line.x0 < middle
            and line.baseline < sheet.height * 0.4
            and "/" in line.text
        ),
        None,
    )
    paper.nation = [line for line in lines[:12] if re.search(r"CỘNG HÒA|CHỦ NGHĨA VIỆT NAM", fold(line.text))]
    paper.motto = next(
        (line for line in lines[:14] if re.search(r"Độc lập.*Hạnh phúc", line.text, re.IGNORECASE)), None
    )
    paper.number = number
    paper.date = next(
        (
            line
            for line in lines[:24]
            if re.search(r"ngày.*tháng.*năm|,\s*ngày|\d/\d+/\d{4}$", line.text)
            and line.x0 > middle
            and line.baseline < sheet.height * 0.4
        ),
        None,
    )
    title = next(
        (
            line
            for line in lines
            if fold(line.text).startswith(TITLES) and line.x0 > paper.left + 40 and line.baseline < sheet.height * 0.5
        ),
        None,
    )
    floor = min(
        (line.baseline for line in (number, title) if line is not None),
        default=(paper.motto.baseline + 40 if paper.motto else 150.0),
    )
    if number is None and paper.date is not None:
        floor = min(floor, paper.date.baseline)
    known = {id(line) for line in (*paper.nation, paper.motto, paper.number, paper.date, title)}
    names = [
        line
        for line in lines
        if id(line) not in known
        and line.baseline < floor - 2
        and line.centre < sheet.width / 2 - 20
        and not TYPED.match(line.text)
    ]
    # the issuer is what follows the superior's name: bold where the paper is right, else the last line
    bold = [line for line in names if line.any_bold]
    if bold:
        start = names.index(bold[0])
    else:
        start = max(len(names) - 1, 0)
    paper.parents, paper.issuers = names[:start], names[start:]
    if number is not None:
        for line in lines:
            column = number.baseline + 2 < line.baseline < number.baseline + 90 and line.centre < sheet.width / 2
            above = paper.about[-1] if paper.about else None
            if column and (
                (above is not None and line.baseline - above.baseline < 1.6 * above.size and line.x0 > paper.left + 3)
                or (above is None and line.text.startswith("V/v"))
            ):
                paper.about.append(line)
    used = known | {id(line) for line in (*names, *paper.about)}
    floor = max([line.baseline for line in (paper.motto, number, paper.date, *names, *paper.about) if line], default=0)
    paper.title = title
    after = title.baseline - 1 if title else floor
    return [line for line in lines if (id(line) not in used and line.baseline > after) or line is title] + [
        line for page in paper.main[1:] for line in page.free_lines
    ]


def _title(paper: Anatomy, lines: list[Line]) -> list[Line]:
    title = paper.title
    if title is None:
        return lines
    rest = [line for line in lines if line is not title]
    last = title
    while rest:
        line = rest[0]
        if line.page != 1 or line.baseline - last.baseline > 2.0 * title.size or TYPED.match(line.text):
            break
        if line.x0 < paper.left + 6 and not line.bold:
            break
        if re.match(r"(Kính gửi|Căn cứ|Thời gian bắt đầu|[IVX]+\. )", line.text):
            break
        if last is not title and _ruled_between(paper.first, last, line):
            break
        paper.subject.append(rest.pop(0))
        last = line
    return [line for line in rest if not TYPED.match(line.text)]


def _ruled_between(sheet: Sheet, above: Line, below: Line) -> bool:
    return any(above.baseline < rule.y < below.baseline for rule in sheet.rules)


def _closing(paper: Anatomy, lines: list[Line]) -> list[Line]:
    """Take signature and recipients off the end; what is left is the text."""
    word = next((line for line in reversed(lines) if re.match(r"Nơi nhận", line.text, re.IGNORECASE)), None)
    heads = [
        line
        for line in lines
        if re.fullmatch(r"(THƯ KÝ|CHỦ T[ỌO][ÀAẠ]?|CHỦ TỌA|CHỦ TRÌ)( CUỘC HỌP)?", fold(line.text)) and line.bold
    ]
    confirm = [line for line in lines if fold(line.text).startswith("XÁC NHẬN CỦA")]
    start: Line | None = word
    for line in (*heads, *confirm):
        if start is None or (line.page, line.baseline) < (start.page, start.baseline):
            start = line
    if start is None:
        candidates = [line for line in lines if line.x0 > paper.centre - 30 and line.bold and line.upper]
        if not candidates:
            return lines
        start = next((line for line in candidates if PREFIX.match(line.text)), candidates[-1])
    cut = (start.page, start.baseline - 3)
    body = [line for line in lines if (line.page, line.baseline) < cut]
    # the signer's lines may stand above "Nơi nhận:" when the paper is wrong
    while body and body[-1].bold and body[-1].x0 > paper.centre - 20 and body[-1].centre > paper.centre + 40:
        cut = (body[-1].page, body[-1].baseline - 1)
        body.pop()
    tail = [line for line in lines if (line.page, line.baseline) >= cut]
    if word is not None:
        paper.recipients = [
            line
            for line in tail
            if line is word
            or (
                line.page == word.page
                and line.baseline > word.baseline
                and line.x0 < paper.centre - 10
                and line.centre < paper.centre
                and (line.text.startswith(("-", "–", "+")) or not line.bold)
            )
        ]
    taken = {id(line) for line in paper.recipients}
    others = [line for line in tail if id(line) not in taken]
    left = [line for line in others if line.centre < paper.centre]
    right = [line for line in others if line.centre >= paper.centre]
    paper.blocks = [block for column in (right, left) for block in _stacked(column)]
    return body


def _stacked(column: list[Line]) -> list[list[Line]]:
    """A column of signatures cut where another confirmation begins below the first."""
    blocks: list[list[Line]] = []
    for line in column:
        if not blocks or (fold(line.text).startswith("XÁC NHẬN CỦA") and blocks[-1]):
            blocks.append([])
        blocks[-1].append(line)
    return [block for block in blocks if block]


def _to(paper: Anatomy, lines: list[Line]) -> list[Line]:
    place = next((i for i, line in enumerate(lines[:6]) if re.match(r"Kính gửi", line.text)), None)
    if place is None:
        return lines
    end = place + 1
    word = lines[place]
    while (
        end < len(lines)
        and lines[end].page == word.page
        and (re.match(r"[-–]", lines[end].text) or lines[end].x0 > word.x0 + 20)
        and lines[end].x0 > paper.left + 45
    ):
        end += 1
    paper.to = lines[place:end]
    return lines[:place] + lines[end:]


def _paragraphs(paper: Anatomy, lines: list[Line]) -> list[Paragraph]:
    """Body text. A new paragraph: an indent, a gap, or a full stop before the right edge."""
    rows = [line for line in lines if not TYPED.match(line.text)]
    steps = sorted(
        round(b.baseline - a.baseline, 1)
        for a, b in pairwise(rows)
        if a.page == b.page and 5 < b.baseline - a.baseline < 60
    )
    step = steps[len(steps) // 4] if steps else 17.0
    result: list[Paragraph] = []
    last: Line | None = None
    for line in rows:
        fresh = last is None or centred(paper, line) or line.x0 > paper.left + 8
        if last is not None and not fresh:
            gap = line.baseline - last.baseline
            fresh = (
                (line.page == last.page and gap > step + 4.5)
                or (last.x1 < paper.right - 40 and last.text.endswith((".", ";", ":", "!", "?")))
                or _table_between(paper, last, line)
                or centred(paper, last)
            )
        if fresh:
            result.append(Paragraph([line]))
        else:
            result[-1].lines.append(line)
        last = line
    return result


def _table_between(paper: Anatomy, above: Line, below: Line) -> bool:
    if above.page != below.page:
        return False
    sheet = paper.main[above.page - 1]
    return any(above.baseline < top and bottom < below.baseline for _, top, _, bottom in sheet.tables)


def _annex(pages: list[Sheet]) -> Annexed:
    lines = pages[0].free_lines
    word = pages[0].text_lines[0]
    match = ANNEX.match(word.text)
    title: list[Line] = []
    with_: list[Line] = []
    for line in lines[1:8]:
        if line.text.startswith("(Kèm theo") or (with_ and not with_[-1].text.endswith(")")):
            with_.append(line)
        elif with_:
            break
        else:
            title.append(line)
    return Annexed(pages, word, (match.group(1) or "") if match else "", title, with_)
