"""Writing papers: HTML templates to archival PDF and to DOCX (WeasyPrint is imported on first rendering only).

Pure: no database, no settings, no request. `render_pdf(template, context)` is the whole of it for callers;
`typography` holds the spellings that Nghị định 30/2020/NĐ-CP prescribes, `fonts` the metrics of the type.
"""

from config.kernel.pdf.render import Meta, render_html, render_pdf

__all__ = ["Meta", "render_html", "render_pdf"]
