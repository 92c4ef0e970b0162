"""By what a DOCX of ours is known again after Word or LibreOffice has saved it.

Paragraphs that a person may change bear a style of their own, which a new paragraph inherits. Bookmarks, which are
no text, say which version of which paper the file is and what each field read then.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from config.kernel.pdf.tags import clean

# What Word's list of styles shows. Lines are pieces of one paragraph, broken where a title is.
PARAGRAPH, LINE = "Phần viết", "Dòng viết"
_STYLE = re.compile(rf"({PARAGRAPH}|{LINE}) \((\w+)\)")
# A bookmark's name may be forty characters long: letters, digits, low lines.
_ORIGIN = re.compile(r"td([0-9a-f]{32})_(\d{1,5})")
_READ = re.compile(r"tf_(\w+)_([0-9a-f]{8})")


def field_of_style(name: str) -> tuple[str, bool]:
    """Field code of a style's name and whether its paragraphs are lines of one; ("", False) for any other style."""
    found = _STYLE.fullmatch(name)
    return (found.group(2), found.group(1) == LINE) if found else ("", False)


def origin_of(name: str) -> tuple[str, int] | None:
    """Of a bookmark: the paper's identifier (32 hexadecimal digits) and its version."""
    found = _ORIGIN.fullmatch(name)
    return (found.group(1), int(found.group(2))) if found else None


def read_of(name: str) -> tuple[str, str] | None:
    """Of a bookmark: a field's code and the digest of what it read."""
    found = _READ.fullmatch(name)
    return (found.group(1), found.group(2)) if found else None


def plain(text: str) -> str:
    """Text as two programs would agree on it: no guards against breaks, single blanks."""
    return " ".join(clean(text.replace("\u00a0", " ").replace("\u00ad", "")).split())


def digest(pieces: Iterable[str], *, lines: bool) -> str:
    """Of the paragraphs of one field; where a title's lines end is not part of it."""
    joined = (" " if lines else "\n").join(plain(piece) for piece in pieces)
    return hashlib.sha256(joined.encode()).hexdigest()[:8]


class Marks:
    """Marks the paragraphs of one document as they are written."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self._styles: dict[tuple[str, bool], Any] = {}
        self._typed: dict[str, tuple[bool, list[str]]] = {}

    def put(self, paragraph: Any, element: Any) -> None:
        """Give the paragraph the style of the field that the HTML element belongs to, if any."""
        code = next((found for node in (element, *element.iterancestors()) if (found := node.get("data-field"))), "")
        if not code:
            return
        lines = element.tag != "p"
        paragraph.style = self._style(code, lines=lines)
        self._typed.setdefault(code, (lines, []))[1].append(paragraph.text)

    def _style(self, code: str, *, lines: bool) -> Any:
        from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 -- slow import, only where a paper is made

        if (code, lines) not in self._styles:
            styles = self.document.styles
            made = styles.add_style(f"{LINE if lines else PARAGRAPH} ({code})", WD_STYLE_TYPE.PARAGRAPH)
            made.base_style = styles["Normal"]
            made.element.styleId = f"{'DongViet' if lines else 'PhanViet'}-{code}"
            self._styles[code, lines] = made
        return self._styles[code, lines]

    def sign(self, origin: str = "") -> None:
        """Set the bookmarks. `origin`: identifier of the paper in hexadecimal, a low line, its version."""
        names = [f"td{origin}"] if origin else []
        names += [f"tf_{code}_{digest(pieces, lines=lines)}" for code, (lines, pieces) in self._typed.items()]
        first = next(self.document.element.body.iter(_w("p")), None)
        if first is None:
            return
        place = 1 if len(first) and first[0].tag == _w("pPr") else 0
        for number, name in enumerate(names, 1):
            start, end = (
                first.makeelement(_w(f"bookmark{side}"), {_w("id"): str(number)}) for side in ("Start", "End")
            )
            start.set(_w("name"), name)
            first.insert(place, start)
            first.append(end)


def _w(name: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415 -- slow import, only where a paper is made

    found: str = qn(f"w:{name}")
    return found
