"""Pictures of the pages of a stored PDF, for viewers that must not run a plug-in."""

from __future__ import annotations

import io
from typing import Any

from config.kernel import files
from config.kernel.models import StoredFile

SCALE = 1.6


def count(stored: StoredFile) -> int:
    """Number of pages; 0 when the content is lost or no PDF that can be read."""
    document = _opened(stored)
    if document is None:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def about(stored: StoredFile, what: str = "Subject") -> str:
    """What the PDF says of itself: its Subject or Title; "" when it says nothing or can't be read."""
    document = _opened(stored)
    if document is None:
        return ""
    try:
        return str(document.get_metadata_value(what)).strip()
    finally:
        document.close()


def picture(stored: StoredFile, number: int) -> bytes | None:
    """Page `number` (from 1) as PNG, about 115 dots an inch; None when there is no such page."""
    document = _opened(stored)
    if document is None:
        return None
    try:
        return drawn(document, number)
    finally:
        document.close()


def picture_of(data: bytes, number: int) -> bytes | None:
    """As `picture`, of bytes that are not stored."""
    import pypdfium2  # noqa: PLC0415 -- slow import

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return None
    try:
        return drawn(document, number)
    finally:
        document.close()


def drawn(document: Any, number: int) -> bytes | None:
    """As `picture`, of an open document of pypdfium2."""
    if not 1 <= number <= len(document):
        return None
    buffer = io.BytesIO()
    document[number - 1].render(scale=SCALE).to_pil().save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _opened(stored: StoredFile) -> Any | None:
    import pypdfium2  # noqa: PLC0415 -- slow import

    try:
        return pypdfium2.PdfDocument(str(files.path_of(stored)))
    except (OSError, pypdfium2.PdfiumError):
        return None
