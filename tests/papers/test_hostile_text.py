"""Nothing that a person types reaches the renderer as markup, and nothing is fetched."""

import http.server
import io
import threading
from dataclasses import fields, is_dataclass, replace

import pytest
from pypdf import PdfReader

from config.kernel.pdf import fetcher
from config.kernel.pdf.render import Meta, html_to_pdf
from dossiers.documents import KINDS, compose, kind
from tests.papers.facts import TYPED, facts


@pytest.fixture
def listener():
    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], hits
    server.shutdown()


def poisoned(value, poison: str):
    """The same facts with the poison behind every text in them."""
    if isinstance(value, str):
        return f"{value} {poison}" if value else value
    if isinstance(value, tuple):
        return tuple(poisoned(item, poison) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        keep = {"mode", "code", "picture", "collective"}
        return replace(
            value,
            **{
                field.name: poisoned(getattr(value, field.name), poison)
                for field in fields(value)
                if field.name not in keep
            },
        )
    return value


@pytest.mark.parametrize("code", sorted(KINDS))
def test_markup_in_every_text_stays_text(code, listener):
    port, hits = listener
    poison = (
        f'<img src="http://127.0.0.1:{port}/a"><link rel=attachment href="file:///etc/passwd">'
        f"<style>@import url(http://127.0.0.1:{port}/b); * {{ display: none }}</style>"
        "<object data='file:///etc/passwd'></object>{{ facts }}{% include \"x\" %}"
    )
    typed = {key: f"{value}\n{poison}" for key, value in TYPED.items()}
    typed |= {field.code: f"{typed.get(field.code, 'Thử')} {poison}"[: field.max_length] for field in kind(code).fields}
    composed = compose(code, poisoned(facts(code), poison), typed)
    html = composed.html()
    assert "<img" not in html.replace("&lt;img", "")
    assert "<link" not in html
    assert "<object" not in html
    data = composed.pdf()
    reader = PdfReader(io.BytesIO(data))
    assert hits == []
    assert b"root:" not in data
    assert set(reader.attachments) == {"du-lieu.json"}


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:1/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x",
        "data:image/png;base64,AAAA",
        "static:../manage.py",
        "static:/etc/passwd",
        "static:fonts/../../manage.py",
        "static:fonts/tinos/LICENSE.txt",
        "stored:abc",
        "STATIC:../pyproject.toml",
        "static:%2e%2e/manage.py",
    ],
)
def test_fetcher_refuses(address):
    with pytest.raises(ValueError, match="refused"):
        fetcher.ProjectFetcher().fetch(address)


def test_fetcher_reads_our_own_fonts_and_stored_pictures():
    reader = fetcher.ProjectFetcher(stored={"abc": b"png"}.get)
    assert len(reader.fetch("static:fonts/tinos/Tinos-Regular.ttf").read()) > 100_000
    assert reader.fetch("stored:abc").read() == b"png"


def test_html_from_elsewhere_fetches_nothing(listener):
    """Even markup that somehow came through finds the door shut."""
    port, hits = listener
    html = (
        f'<html lang="vi"><link rel="stylesheet" href="http://127.0.0.1:{port}/c">'
        f'<link rel="attachment" href="file:///etc/passwd"><img src="http://127.0.0.1:{port}/d">'
        '<img src="file:///etc/hostname"><p>Chữ</p>'
    )
    data = html_to_pdf(html, Meta(title="Thử", author="Thử"))
    assert hits == []
    assert set(PdfReader(io.BytesIO(data)).attachments) == {"du-lieu.json"}
