"""Bare WeasyPrint in a process of its own that knows nothing of Django."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from config.kernel.pdf.fetcher import ProjectFetcher


class _Styles:
    """What a process reads once."""

    configuration: Any = None
    sheet: Any = None


def warm(css: str) -> None:
    """Begin a process: typefaces, stylesheet; in a session of its own as the workers are, to be scheduled like them."""
    os.setsid()
    _Styles.configuration = FontConfiguration()
    _Styles.sheet = CSS(
        string=css, font_config=_Styles.configuration, url_fetcher=ProjectFetcher(), base_url="static:"
    )  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One paper as WeasyPrint takes it."""

    html: str
    data: str
    data_name: str
    data_title: str
    moment: datetime
    identifier: bytes


def draw(sheet: Sheet) -> str:
    """The digest of the paper: PDF/A with tags and the data attached."""
    attached = Attachment(
        string=sheet.data, name=sheet.data_name, description=sheet.data_title, created=sheet.moment,
        modified=sheet.moment, relationship="Data",
    )  # fmt: skip
    data = HTML(string=sheet.html).write_pdf(
        stylesheets=[_Styles.sheet], font_config=_Styles.configuration, pdf_variant="pdf/a-3b", pdf_tags=True,
        attachments=[attached], pdf_identifier=sheet.identifier,
    )  # fmt: skip
    return hashlib.sha256(data).hexdigest()
