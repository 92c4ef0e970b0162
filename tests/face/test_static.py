"""Vendored files are what they say, and nothing on a page needs more than the content policy allows."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = sorted(p for p in (ROOT / "templates").rglob("*.html") if "pdf" not in p.parts)
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ"


def test_every_vendored_file_has_its_checksum() -> None:
    listed = {}
    for line in (VENDOR / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split(maxsplit=1)
        listed[(VENDOR / name).resolve()] = digest
    present = {p.resolve() for p in VENDOR.rglob("*") if p.is_file()}
    assert present - {VENDOR / "SHA256SUMS", VENDOR / "README.md"} == set(listed)
    wrong = [p.name for p, digest in listed.items() if hashlib.sha256(p.read_bytes()).hexdigest() != digest]
    assert wrong == []


def test_every_vendored_library_brings_its_licence() -> None:
    for home in (VENDOR / "htmx", ROOT / "config/kernel/face/lucide"):
        assert (home / "LICENSE").read_text().strip()
    assert "SIL OPEN FONT LICENSE" in (VENDOR / "fonts/LICENSE-tinos.txt").read_text().upper()
    assert "SIL OPEN FONT LICENSE" in (VENDOR / "fonts/LICENSE-ibm-plex-sans.txt").read_text().upper()


def test_the_fonts_hold_every_vietnamese_letter() -> None:
    wanted = {ord(c) for c in LETTERS + LETTERS.upper() + "“”–…0123456789%"}
    plex: set[int] = set()
    for part in ("latin", "vietnamese"):
        plex |= set(TTFont(VENDOR / f"fonts/ibm-plex-sans-{part}-wght-normal.woff2").getBestCmap())
    assert wanted <= plex
    for name in ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"):
        full = set(TTFont(VENDOR / f"fonts/Tinos_{name}.ttf").getBestCmap())
        assert wanted <= full
        assert set(TTFont(VENDOR / f"fonts/Tinos_{name}.woff2").getBestCmap()) == full


def test_what_the_stylesheets_fetch_is_ours_and_exists() -> None:
    for sheet in STATIC.glob("*.css"):
        for address in re.findall(r"url\(\"?([^\")]+)\"?\)", sheet.read_text()):
            assert not address.startswith(("http", "//", "data:")), (sheet.name, address)
            assert (sheet.parent / address).is_file(), (sheet.name, address)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_templates_keep_to_the_content_policy(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"\sstyle\s*=", source), "inline style"
    assert not re.search(r"<style\b", source), "style element"
    assert not re.search(r"<script\b(?![^>]*\ssrc=)", source), "inline script"
    assert not re.search(r"\son[a-z]+\s*=", source), "event attribute"
    assert not re.search(r"\bhx-on", source), "hx-on needs eval"
    assert "data:image" not in source
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", source), "fetched from elsewhere"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_every_icon_named_in_a_template_is_vendored(path: Path) -> None:
    from config.kernel.face import icons

    for name in re.findall(r"\{%\s*icon\s+\"([^\"]+)\"", path.read_text()):
        icons.drawing(icons.STATE_ICONS.get(name, name))


def test_scripts_need_no_eval() -> None:
    for script in (STATIC / "js").glob("*.js"):
        source = script.read_text()
        assert not re.search(r"\beval\(|new Function\(|innerHTML\s*=|document\.write", source), script.name
