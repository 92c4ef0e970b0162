"""III.1. Annexes: word, number, title, the line that ties them to the paper."""

import re

from config.kernel.papers.anatomy import Anatomy, Annexed
from config.kernel.papers.measure import between, fault, pt, style
from config.kernel.papers.model import Finding
from config.kernel.papers.page import MM, Line

ROMAN = re.compile(r"^[IVXL]+$")


def check(paper: Anatomy) -> list[Finding]:
    found: list[Finding] = []
    for annex in paper.annexes:
        found += _annex(annex)
        if len(paper.annexes) > 1 and not ROMAN.match(annex.number):
            found.append(
                fault(
                    "annex.number",
                    annex.word,
                    "Từ hai phụ lục trở lên phải đánh số bằng chữ số La Mã.",
                    annex.word.text,
                )
            )
            break
    return found


def _centred(annex: Annexed, line: Line) -> bool:
    width = annex.pages[0].width
    low, high = (30 * MM + width - 20 * MM) / 2, (35 * MM + width - 15 * MM) / 2
    return low - 4 <= line.centre <= high + 4


def _annex(annex: Annexed) -> list[Finding]:
    word = annex.word
    found: list[Finding] = []
    if not word.bold or word.any_italic or word.upper or not between(word.size, 14, 14) or not _centred(annex, word):
        found.append(
            fault(
                "annex.word",
                word,
                "“Phụ lục” phải in thường, cỡ 14, đứng, đậm, canh giữa.",
                f"{pt(word.size)}, {style(word)}",
            )
        )
    for line in annex.title:
        if line.x0 < 100 and not line.bold:
            break
        if (
            not line.bold
            or line.any_italic
            or not line.upper
            or not between(line.size, 13, 14)
            or not _centred(annex, line)
        ):
            found.append(
                fault(
                    "annex.title",
                    line,
                    "Tên phụ lục phải in hoa, đứng, đậm, cỡ 13-14, canh giữa.",
                    f"{pt(line.size)}, {style(line)}",
                )
            )
            break
    if not annex.with_:
        found.append(fault("annex.with", word, "Dưới tên phụ lục thiếu dòng “(Kèm theo …)”."))
    for line in annex.with_:
        if not line.italic or line.any_bold or not between(line.size, 13, 14) or not _centred(annex, line):
            found.append(
                fault(
                    "annex.with",
                    line,
                    "Dòng “(Kèm theo …)” phải nghiêng, cỡ 13-14, canh giữa.",
                    f"{pt(line.size)}, {style(line)}",
                )
            )
            break
    return found
