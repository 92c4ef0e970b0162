"""A paper's HTML as the tree that WeasyPrint draws.

What the templates write is XML but for a few habits of HTML. Expat reads it in a tenth of the time that a parser of
HTML written in Python takes, to the same tree; what expat does not understand is left to that parser.
"""

import re
from xml.etree import ElementTree as ET

from cssselect2 import ElementWrapper
from weasyprint import HTML

from config.kernel.pdf.fetcher import ProjectFetcher

BASE = "static:"
_DOCTYPE, _END = "<!doctype html>", "</html>"
_VOID = re.compile(r"<((?:meta|br|img|col)\b[^>]*)>")


class PaperHTML(HTML):
    """HTML of our own templates; whatever people typed is escaped in it."""

    def __init__(self, html: str, fetcher: ProjectFetcher) -> None:
        root = tree(html)
        if root is None:
            super().__init__(string=html, base_url=BASE, url_fetcher=fetcher)
            return
        self.base_url, self.url_fetcher, self.media_type = BASE, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root


def tree(html: str) -> ET.Element | None:
    """The elements of a page; None where they have to be read as HTML."""
    body, end, rest = html.partition(_END)
    body = body.removeprefix(_DOCTYPE)
    if "<!" in body or rest.strip():
        return None
    body = _VOID.sub(r"<\1/>", body).replace("&nbsp;", "\u00a0")
    body = body.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    try:
        root = ET.fromstring(body + end)  # noqa: S314 -- our own, without entities or a document type
        _, page = root
    except (ET.ParseError, ValueError):
        return None
    # As HTML has it: no text before the head, and what follows the body belongs to its end.
    root.text, after, page.tail = None, (page.tail or "") + rest, None
    if len(page):
        page[-1].tail = (page[-1].tail or "") + after
    else:
        page.text = (page.text or "") + after
    return root
