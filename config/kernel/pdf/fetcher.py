"""What a paper may read while it is drawn: the project's own static files and stored files, nothing else."""

import mimetypes
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from config.kernel.pdf.fonts import STATIC

Stored: TypeAlias = Callable[[str], bytes | None]

PICTURES = {".png", ".jpg", ".jpeg", ".svg", ".ttf", ".otf", ".css"}


class ProjectFetcher(URLFetcher):
    """`static:<path under static/>` and `stored:<digest>`; every other address is refused, never fetched.

    No handler of the standard library's opener is installed, so that no protocol, proxy or redirect can be
    reached even by a mistake here. Refusals raise ValueError, which WeasyPrint reports and draws without.
    """

    def __init__(self, stored: Stored | None = None) -> None:
        super().__init__(allowed_protocols=("static", "stored"), allow_redirects=False)
        for handlers in (self.handle_open, self.process_request, self.process_response, self.handle_error):
            handlers.clear()
        self._stored = stored

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        body: bytes | None = None
        if parts.scheme == "static":
            body = self._static(unquote(parts.path))
        elif parts.scheme == "stored" and self._stored is not None:
            body = self._stored(parts.path)
        if body is None:
            raise ValueError(f"address refused: {url[:200]}")
        kind = mimetypes.guess_type(parts.path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body, {"Content-Type": kind})

    def _static(self, name: str) -> bytes | None:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or path.suffix.lower() not in PICTURES:
            return None
        file = (STATIC / path).resolve()
        if not file.is_relative_to(STATIC) or not file.is_file():
            return None
        return file.read_bytes()
