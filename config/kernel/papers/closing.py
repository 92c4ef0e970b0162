"""II.7, II.9.b. Signature and recipients."""

import re
from itertools import pairwise

from config.kernel.papers.anatomy import Anatomy
from config.kernel.papers.expect import Expect
from config.kernel.papers.measure import between, excerpt, fault, pt, style
from config.kernel.papers.model import Finding
from config.kernel.papers.page import Line

DEGREE = re.compile(r"^(GS|PGS|TS|ThS|CN|KS|BS|Tiến sĩ|Thạc sĩ|Giáo sư|Phó Giáo sư|NGƯT|NGND)\b\.?", re.IGNORECASE)
MODE = re.compile(r"^(TM\.|Q\.|KT\.|TL\.|TUQ\.) \S")
LOOSE = re.compile(r"^(TM|Q|KT|TL|TUQ|T\.M|K\.T|T/M|K/T)\.?[ /:]")


def check(paper: Anatomy, wanted: Expect) -> list[Finding]:
    return [*_signatures(paper, wanted), *_recipients(paper, wanted)]


def _signatures(paper: Anatomy, wanted: Expect) -> list[Finding]:
    if not paper.blocks:
        return [fault("sign.missing", None, "Thiếu chức vụ, họ tên người ký.", page=paper.main[-1].number)]
    found: list[Finding] = []
    for place, block in enumerate(paper.blocks):
        found += _block(paper, block, named=place == 0 or wanted.signatures == 1)
        if found:
            break
    word = next((line for line in paper.recipients if line.text.startswith("Nơi nhận")), None)
    main = paper.blocks[0]
    if not found and wanted.signatures == 1:
        off = abs(main[0].baseline - word.baseline) if word and word.page == main[0].page else 0
        if main[0].centre < paper.centre + 20 or off > 3 or (word and word.page != main[0].page):
            found.append(
                fault(
                    "sign.position",
                    main[0],
                    "Chức vụ người ký phải ở nửa phải, ngang dòng “Nơi nhận:”.",
                    f"lệch dọc {pt(off)}",
                )
            )
    first = min((line for block in paper.blocks for line in block), key=lambda line: (line.page, line.baseline))
    if first.page > 1 and not any(
        line.baseline < first.baseline - 2 and line is not paper.main[first.page - 1].page_number
        for line in paper.main[first.page - 1].lines
        if line not in paper.recipients
    ):
        found.append(
            fault("sign.alone", first, "Phần ký đứng riêng một trang, không có nội dung văn bản.", page=first.page)
        )
    return found


def _block(paper: Anatomy, block: list[Line], *, named: bool) -> list[Finding]:  # noqa: PLR0911 (one per fault)
    parts = _parts(block)
    rights = [line for line in parts[0] if not line.text.startswith("(")]
    if not rights:
        return [fault("sign.missing", block[0], "Thiếu chức vụ người ký.")]
    for line in rights:
        if LOOSE.match(line.text) and not MODE.match(line.text):
            return [
                fault(
                    "sign.mode",
                    line,
                    f"Ghi “{excerpt(line)}” sai; phải là “TM.”, “Q.”, “KT.”, “TL.”, “TUQ.”.",
                    line.text,
                )
            ]
    kt = [place for place, line in enumerate(rights) if re.match(r"(KT|TL|TUQ)\.", line.text)]
    if kt and len(rights) == kt[0] + 1:
        return [
            fault(
                "sign.mode",
                rights[-1],
                "Ký thay, thừa lệnh phải ghi cả chức vụ của người ký ở dòng dưới.",
                rights[-1].text,
            )
        ]
    for line in rights:
        if not line.bold or line.any_italic or not line.upper or not between(line.size, 13, 14):
            return [
                fault(
                    "sign.style",
                    line,
                    "Quyền hạn, chức vụ phải in hoa, đứng, đậm, cỡ 13-14.",
                    f"{pt(line.size)}, {style(line)}",
                )
            ]
    if len(parts) < 2:
        if named:
            return [fault("sign.name_missing", block[-1], "Dưới chức vụ chưa có họ tên người ký.")]
        return []
    name = parts[-1][-1]
    if DEGREE.match(name.text):
        return [fault("sign.degree", name, f"Trước họ tên không ghi học hàm, học vị: “{name.text}”.", name.text)]
    if not name.bold or name.any_italic or (name.upper and len(name.text) > 3) or not between(name.size, 13, 14):
        return [
            fault(
                "sign.name_style",
                name,
                "Họ tên người ký phải in thường, đứng, đậm, cỡ 13-14.",
                f"{pt(name.size)}, {style(name)}",
            )
        ]
    if abs(name.centre - rights[-1].centre) > 6:
        return [
            fault(
                "sign.name_centre",
                name,
                "Họ tên phải canh giữa dưới chức vụ.",
                f"lệch {pt(abs(name.centre - rights[-1].centre))}",
            )
        ]
    return []


def _parts(block: list[Line]) -> list[list[Line]]:
    """Lines of a signature column cut where a signature's room is left."""
    block = [line for line in block if not (line.text.startswith("(") and line.text.endswith(")"))] or block
    parts: list[list[Line]] = [[block[0]]]
    for above, below in pairwise(block):
        if below.page != above.page or below.baseline - above.baseline > 2.4 * below.size:
            parts.append([below])
        else:
            parts[-1].append(below)
    return parts


def _recipients(paper: Anatomy, wanted: Expect) -> list[Finding]:
    lines = paper.recipients
    if not lines:
        return (
            [fault("recipients.missing", None, "Thiếu “Nơi nhận:”.", page=paper.main[-1].number)]
            if wanted.recipients
            else []
        )
    word, rows = lines[0], lines[1:]
    found: list[Finding] = []
    off = word.x0 - paper.left
    if not (word.text == "Nơi nhận:" and word.bold and word.italic and between(word.size, 12, 12) and off < 4):
        found.append(
            fault(
                "recipients.word",
                word,
                "“Nơi nhận:” phải cỡ 12, nghiêng, đậm, sát lề trái, sau có dấu hai chấm.",
                f"{pt(word.size)}, {style(word)}",
            )
        )
    if not rows:
        return [*found, fault("recipients.marks", word, "Dưới “Nơi nhận:” phải liệt kê nơi nhận.")]
    wrong = next((line for line in rows if not between(line.size, 11, 11) or line.any_bold or line.any_italic), None)
    if wrong:
        found.append(
            fault(
                "recipients.size",
                wrong,
                "Danh sách nơi nhận phải cỡ 11, kiểu đứng.",
                f"{pt(wrong.size)}, {style(wrong)}",
            )
        )
    starts = [place for place, line in enumerate(rows) if line.text.startswith("- ")]
    if not starts or starts[0] != 0 or any(rows[place].x0 - paper.left > 4 for place in starts):
        return [
            *found,
            fault(
                "recipients.marks", rows[0], "Mỗi nơi nhận trên một dòng, đầu dòng gạch (-) sát lề trái.", rows[0].text
            ),
        ]
    items = [" ".join(line.text for line in rows[a:b]) for a, b in zip(starts, [*starts[1:], len(rows)], strict=True)]
    if any(not item.endswith(";") for item in items[:-1]):
        bad = next(place for place, item in enumerate(items[:-1]) if not item.endswith(";"))
        found.append(
            fault("recipients.marks", rows[starts[bad]], "Cuối mỗi dòng nơi nhận có dấu chấm phẩy (;).", items[bad])
        )
    if not re.match(r"- Lưu: VT\b.*\.$", items[-1]):
        found.append(
            fault(
                "recipients.keep",
                rows[starts[-1]],
                "Dòng cuối phải là “- Lưu: VT, …” và kết thúc bằng dấu chấm.",
                items[-1],
                "- Lưu: VT, TĐKT.",
            )
        )
    if paper.to and not re.match(r"- Như trên;", items[0]):
        found.append(
            fault(
                "recipients.as_above",
                rows[0],
                "Có “Kính gửi” thì dòng đầu nơi nhận là “- Như trên;”.",
                items[0],
                "- Như trên;",
            )
        )
    return found
