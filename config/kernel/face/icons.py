"""Lucide outlines, drawn inline so that they take the colour of the text and need no request."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# The meaning decides the drawing, so that a state looks the same on every page.
STATE_ICONS = {
    "dat": "circle-check",
    "khong-dat": "circle-x",
    "cho": "circle-question-mark",
    "khong": "circle-minus",
    "gan": "triangle-alert",
    "mo": "clock",
    "vinh": "award",
    "loi": "circle-alert",
}


def folder() -> Path:
    """Where the drawings lie; no browser ever asks for them, so they are not static files."""
    return Path(__file__).parent / "lucide"


@functools.cache
def drawing(name: str) -> str:
    """The inside of the icon's svg element; raises LookupError for a name that is not vendored."""
    path = folder() / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise LookupError(f"no icon “{name}” in {folder()}")
    found = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise LookupError(f"{path} holds no svg element")
    return found.group(1).strip()


@functools.lru_cache(maxsize=2000, typed=True)
def svg(name: str, extra_class: str = "") -> SafeString:
    """An icon as markup, hidden from screen readers: the word beside it says what it means."""
    classes = f"i {extra_class}".strip()
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        classes,
        mark_safe(drawing(name)),  # noqa: S308 -- our own vendored file
    )
