"""Runs all rules over a PDF."""

from config.kernel.papers import annexes, closing, content, expect, general, header
from config.kernel.papers.dissection import dissect
from config.kernel.papers.model import ORDER, Finding
from config.kernel.papers.page import read


def inspect(data: bytes, kind: str | None = None) -> list[Finding]:
    """Faults of a PDF against the decree, in order of the decree; empty when a records officer would accept it.

    `kind` is a document kind's code ("proposal", "minutes" …) or None: then the paper's own title decides what
    it must hold. Raises ValueError with a Vietnamese sentence when it is no readable PDF.
    """
    sheets = read(data)
    if not sheets:
        raise ValueError("Tệp PDF không có trang nào.")
    paper = dissect(sheets)
    wanted = expect.of(kind, paper)
    found: list[Finding] = [*general.check(sheets, paper, wanted)]
    # letters that no machine can read say nothing about the components
    if wanted.official and not any(item.rule == "font.letters" for item in found):
        found += header.check(paper, wanted)
        found += content.check(paper, wanted)
        found += closing.check(paper, wanted)
        found += annexes.check(paper)
    return sorted(set(found), key=lambda item: (ORDER[item.rule], item.page, item.bbox or (0, 0, 0, 0)))


def notices(data: bytes) -> list[Finding]:
    """Remarks that are no faults: the substitute typeface."""
    return general.substitutes(read(data))
