"""Pictures of the pages of a stored PDF, for viewers that must not run a plug-in."""

from __future__ import annotations

import io

from config.kernel import files
from config.kernel.models import StoredFile

SCALE = 1.6


def count(stored: StoredFile) -> int:
    """Number of pages."""
    import pypdfium2  # noqa: PLC0415 -- slow import

    document = pypdfium2.PdfDocument(str(files.path_of(stored)))
    try:
        return len(document)
    finally:
        document.close()


def picture(stored: StoredFile, number: int) -> bytes | None:
    """Page `number` (from 1) as PNG, about 115 dots an inch; None when there is no such page."""
    import pypdfium2  # noqa: PLC0415 -- slow import

    document = pypdfium2.PdfDocument(str(files.path_of(stored)))
    try:
        if not 1 <= number <= len(document):
            return None
        buffer = io.BytesIO()
        document[number - 1].render(scale=SCALE).to_pil().save(buffer, "PNG", optimize=True)
        return buffer.getvalue()
    finally:
        document.close()
