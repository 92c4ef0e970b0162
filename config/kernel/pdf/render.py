"""Template and context to PDF/A-3b bytes."""

# ruff: noqa: PLC0415 (WeasyPrint takes 1.5 s to import; only the worker draws)
import gc
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.template import Context, Engine

from config.kernel import pdfium
from config.kernel.heap import growing
from config.kernel.pdf import fonts
from config.kernel.pdf.evening import even

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    from config.kernel.pdf.fetcher import ProjectFetcher, Stored

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "pdf"
EPOCH = date(2000, 1, 1)
DATA_TITLE = "Dữ liệu của văn bản"
DATA_NAME = "du-lieu.json"


@dataclass(frozen=True, slots=True)
class Meta:
    """What the file says of itself. `dated` is the paper's own date, never the clock: equal input, equal bytes."""

    title: str
    author: str
    subject: str = ""
    dated: date | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    data_name: str = DATA_NAME

    @property
    def created(self) -> str:
        return self.dated.isoformat() if self.dated else ""

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.dated or EPOCH, datetime.min.time(), tzinfo=UTC)

    @property
    def payload(self) -> str:
        """The data as it is attached."""
        return json.dumps(self.data, ensure_ascii=False, sort_keys=True, indent=1, default=str)


def identifier_of(content: str) -> bytes:
    """What a file calls itself by: of equal content, the same."""
    return hashlib.sha256(content.encode()).digest()[:16]


@cache
def engine() -> Engine:
    return Engine(
        dirs=[str(TEMPLATES)],
        autoescape=True,
        string_if_invalid="",
        builtins=["config.kernel.pdf.tags"],
        loaders=[("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
    )


@cache
def stylesheet(name: str = "paper.css") -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def render_html(template: str, context: Mapping[str, Any]) -> str:
    """The paper as HTML. `context["meta"]` is a Meta; `template` is relative to templates/pdf/."""
    return even(engine().get_template(template).render(Context(dict(context), use_l10n=False, use_tz=False)))


def render_pdf(
    template: str, context: Mapping[str, Any], *, stored: "Stored | None" = None, extra_css: str = ""
) -> bytes:
    """Draw one paper as PDF/A-3b: tagged, in Vietnamese, with its data attached as JSON.

    `stored` gives the bytes of a stored file by its digest (signature pictures). `extra_css` follows the
    stylesheet of the papers.
    """
    return html_to_pdf(render_html(template, context), context["meta"], stored=stored, extra_css=extra_css)


@cache
def _styles() -> "tuple[FontConfiguration, CSS, ProjectFetcher]":
    """Typefaces, parsed stylesheet and the fetcher of both, once per process: a third of a short paper's time."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    from config.kernel.pdf.fetcher import ProjectFetcher

    configuration, fetcher = FontConfiguration(), ProjectFetcher()
    sheet = CSS(string=fonts.css(stylesheet()), font_config=configuration, url_fetcher=fetcher, base_url="static:")
    # All that is there by now stays: the collector need not walk it after every paper.
    gc.freeze()
    return configuration, sheet, fetcher


def html_to_pdf(html: str, meta: Meta, *, stored: "Stored | None" = None, extra_css: str = "") -> bytes:
    from weasyprint import CSS, Attachment

    from config.kernel.pdf.fetcher import ProjectFetcher
    from config.kernel.pdf.reading import PaperHTML

    configuration, sheet, fetcher = _styles()
    if stored is not None:
        fetcher = ProjectFetcher(stored)
    sheets = [sheet]
    if extra_css:
        extra = extra_css.replace(fonts.STACK_MARK, fonts.stack())
        sheets.append(CSS(string=extra, font_config=configuration, url_fetcher=fetcher, base_url="static:"))
    payload = meta.payload
    attachment = Attachment(
        string=payload,
        name=meta.data_name,
        description=DATA_TITLE,
        created=meta.moment,
        modified=meta.moment,
        relationship="Data",
        url_fetcher=fetcher,
    )
    identifier = identifier_of(html + payload + extra_css)
    with growing():
        data: bytes = PaperHTML(html, fetcher).write_pdf(
            stylesheets=sheets,
            font_config=configuration,
            attachments=[attachment],
            pdf_variant="pdf/a-3b",
            pdf_tags=True,
            pdf_identifier=identifier,
        )
    return data


def svg_to_png(svg: str, *, width: int = 360, height: int = 200, scale: float = 3.0) -> bytes:
    """A drawing of `width` × `height` units as the papers draw it, for files that hold no SVG."""
    from weasyprint import CSS, HTML

    configuration, sheet, fetcher = _styles()
    size = CSS(string=f"@page {{ size: {width}px {height}px; margin: 0 }} svg {{ width: {width}px }}")
    page = HTML(string=svg, base_url="static:", url_fetcher=fetcher)
    pdf = page.write_pdf(stylesheets=[sheet, size], font_config=configuration)
    with pdfium.opened(pdf) as document:
        picture = document[0].render(scale=scale).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
