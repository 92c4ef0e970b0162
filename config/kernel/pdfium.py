"""PDFium, entered by one thread at a time: two at once bring the process down, and the web has several."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_ALONE = threading.RLock()


class Unreadable(ValueError):
    """The bytes are no PDF that can be read; says so in Vietnamese."""

    def __init__(self) -> None:
        super().__init__("Không đọc được tệp: không phải PDF hoặc PDF bị hỏng, có mật khẩu.")


@contextmanager
def opened(source: bytes | str) -> Iterator[Any]:
    """A `pypdfium2.PdfDocument` of bytes or of a file's path; what was taken out of it ends with it.

    Raises Unreadable, also when a page turns out to be.
    """
    import pypdfium2  # noqa: PLC0415 -- slow import

    with _ALONE:
        try:
            document = pypdfium2.PdfDocument(source)
            try:
                yield document
            finally:
                document.close()
        except pypdfium2.PdfiumError as error:
            raise Unreadable from error
