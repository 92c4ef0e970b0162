"""What the whole file is made of: plain rows, in order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper with its metadata (Nghị định 30/2020/NĐ-CP, Phụ lục VI, Phần II, mục I). `read` gives its PDF.

    `subject` is the paper's trích yếu, `title` how pages call the paper.
    """

    ordinal: int
    type_name: str
    number: str
    notation: str
    issued_on: dt.date | None
    organ: str
    title: str
    subject: str
    pages: int
    signer: str
    position: str
    sha256: str
    read: Callable[[], bytes]
    recipients: tuple[str, ...] = ()
    note: str = ""

    @property
    def name(self) -> str:
        """Of the file in a ZIP: "02-06_BB-UBND.pdf"."""
        code = f"-{self.number}_{self.notation}" if self.number else ""
        return f"{self.ordinal:02d}{code}.pdf".replace("/", "_")

    @property
    def label(self) -> str:
        """Of the bookmark."""
        code = f" số {self.number}/{self.notation}" if self.number else ""
        day = f", ngày {self.issued_on:%d/%m/%Y}" if self.issued_on else ""
        return f"{self.ordinal:02d}. {self.title}{code}{day}"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One dossier (Phần II, mục III)."""

    organ_id: str
    year: int
    notation: str
    title: str
    retention: str
    creator: str
    starts: dt.date | None
    ends: dt.date | None
    papers: tuple[Paper, ...]
    folder: str = ""  # of the dossier inside a round's ZIP

    @property
    def pages(self) -> int:
        return sum(paper.pages for paper in self.papers)
