"""Pictures of the pages of a stored PDF, for viewers that must not run a plug-in."""

from __future__ import annotations

import io
from typing import Any

from config.kernel import files, pdfium
from config.kernel.models import StoredFile

SCALE = 1.6


def count(stored: StoredFile) -> int:
    """Number of pages; 0 when the content is lost or no PDF that can be read."""
    try:
        with pdfium.opened(str(files.path_of(stored))) as document:
            return len(document)
    except (OSError, pdfium.Unreadable):
        return 0


def about(stored: StoredFile, what: str = "Subject") -> str:
    """What the PDF says of itself: its Subject or Title; "" when it says nothing or can't be read."""
    try:
        with pdfium.opened(str(files.path_of(stored))) as document:
            return str(document.get_metadata_value(what)).strip()
    except (OSError, pdfium.Unreadable):
        return ""


def picture(stored: StoredFile, number: int) -> bytes | None:
    """Page `number` (from 1) as PNG, about 115 dots an inch; None when there is no such page."""
    return _drawn(str(files.path_of(stored)), number)


def picture_of(data: bytes, number: int) -> bytes | None:
    """As `picture`, of bytes that are not stored."""
    return _drawn(data, number)


def _drawn(source: bytes | str, number: int) -> bytes | None:
    try:
        with pdfium.opened(source) as document:
            if not 1 <= number <= len(document):
                return None
            image: Any = document[number - 1].render(scale=SCALE).to_pil().copy()
    except (OSError, pdfium.Unreadable):
        return None
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
