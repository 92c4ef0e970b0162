"""Bare WeasyPrint in a process of its own that knows nothing of Django."""

from __future__ import annotations

from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from config.kernel.pdf.fetcher import ProjectFetcher


class _Styles:
    """What a process reads once."""

    configuration: Any = None
    sheet: Any = None


def warm(css: str) -> None:
    """Begin a process: typefaces, stylesheet."""
    _Styles.configuration = FontConfiguration()
    _Styles.sheet = CSS(
        string=css, font_config=_Styles.configuration, url_fetcher=ProjectFetcher(), base_url="static:"
    )  # fmt: skip


def draw(html: str) -> int:
    """Bytes of one paper as PDF/A with tags."""
    data = HTML(string=html).write_pdf(
        stylesheets=[_Styles.sheet], font_config=_Styles.configuration, pdf_variant="pdf/a-3b", pdf_tags=True
    )
    return len(data)
