"""The ruler's findings laid out page by page, for a reader: numbered, with a frame round each place."""

from __future__ import annotations

from dataclasses import dataclass

from config.kernel import pdfium
from config.kernel.papers import inspector
from config.kernel.papers.model import RULES, Finding

LONGEST = 40  # pages: longer files are not awards' papers, and reading them would hold up everybody
PAD = 3.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding with its number, and where its frame stands on the page (points from the top left).

    `spot`: the number of the first finding with the same frame.
    """

    number: int
    finding: Finding
    title: str
    x: float
    y: float
    width: float
    height: float
    spot: int

    @property
    def has_place(self) -> bool:
        return self.width > 0


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    width: float
    height: float
    marks: tuple[Mark, ...]

    @property
    def spots(self) -> list[tuple[Mark, str]]:
        """Each frame once, with the numbers of all that is wrong there."""
        placed = [mark for mark in self.marks if mark.has_place]
        return [
            (mark, ", ".join(str(other.number) for other in placed if other.spot == mark.number))
            for mark in placed
            if mark.spot == mark.number
        ]


@dataclass(frozen=True, slots=True)
class Report:
    pages: tuple[Page, ...]
    findings: tuple[Mark, ...]
    notices: tuple[Finding, ...]
    rules: int = len(RULES)


def report(data: bytes, kind: str | None = None) -> Report:
    """As `inspect`, page by page. ValueError with a Vietnamese sentence: unreadable, or longer than `LONGEST`."""
    with pdfium.opened(data) as document:
        if len(document) > LONGEST:
            raise ValueError(f"Tệp có {len(document)} trang; chỉ kiểm tra được tệp đến {LONGEST} trang.")
        sizes = [page.get_size() for page in document]
    marks = _marks(inspector.inspect(data, kind))
    pages = tuple(
        Page(number, round(width, 1), round(height, 1), tuple(m for m in marks if m.finding.page == number))
        for number, (width, height) in enumerate(sizes, 1)
    )
    return Report(pages=pages, findings=marks, notices=tuple(inspector.notices(data)))


def _marks(found: list[Finding]) -> tuple[Mark, ...]:
    first: dict[tuple[object, ...], int] = {}
    return tuple(
        _mark(number, item, first.setdefault((item.page, item.bbox), number)) for number, item in enumerate(found, 1)
    )


def _mark(number: int, finding: Finding, spot: int) -> Mark:
    title = RULES[finding.rule][1]
    if finding.bbox is None:
        return Mark(number, finding, title, 0, 0, 0, 0, number)
    x0, top, x1, bottom = finding.bbox
    return Mark(
        number, finding, title, round(x0 - PAD, 1), round(top - PAD, 1), round(x1 - x0 + 2 * PAD, 1),
        round(bottom - top + 2 * PAD, 1), spot,
    )  # fmt: skip
