"""Filters of the paper templates. All take plain text and return safe HTML: whatever a person typed is escaped."""

import re
import unicodedata

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from config.kernel.pdf import typography

register = template.Library()


class Typed(str):
    """The text of one field of a form; it knows which one, so that a DOCX can be read back into the form."""

    __slots__ = ("code",)
    code: str

    @classmethod
    def of(cls, code: str, text: str) -> "Typed":
        made = cls(text)
        made.code = code
        return made


def inline(text: str) -> SafeString:
    return escape(typography.glue(text))


@register.filter
def glued(value: object) -> SafeString:
    """One run of text, escaped, with its guards."""
    return inline(clean(str(value if value is not None else "")))


@register.filter
def paragraphs(value: object, css: str = "") -> SafeString:
    """Text typed in a form → one <p> per line; empty lines fall away."""
    rows = [clean(row) for row in str(value or "").splitlines()]
    attribute = f' class="{escape(css)}"' if css else ""
    if isinstance(value, Typed):
        attribute += f' data-field="{escape(value.code)}"'
    return mark_safe("\n".join(f"<p{attribute}>{inline(row)}</p>" for row in rows if row))  # noqa: S308 -- `inline` escapes


@register.filter
def whole(value: object) -> str:
    return typography.whole(clean(str(value or "")))


@register.filter
def closed(value: object, end: str = ".") -> str:
    """The sentence with exactly one closing mark."""
    return clean(str(value or "")).rstrip(" .;,") + end


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")


def clean(text: str) -> str:
    """NFC, no control or direction characters, no runs of spaces."""
    return re.sub(r"[ \t]+", " ", _CONTROL.sub("", unicodedata.normalize("NFC", text))).strip()
