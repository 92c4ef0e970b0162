"""What a page of the plan is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Fact = tuple[str, str]
# Where the place of an entry in the plan would stand: the tenant added it.
OURS = "Do cơ quan thường trực đặt"


@dataclass(frozen=True)
class Table:
    """`rows` hold one text per head; the first is the row's head, the last is set right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Line:
    """One criterion of a tree, indented by `depth`."""

    depth: int
    text: str
    section: str = ""


@dataclass(frozen=True)
class Entry:
    """A structured item and, in `quote`, the plan's words. `ours` marks what is not the plan's."""

    title: str
    code: str = ""
    value: str = ""
    facts: Sequence[Fact] = ()
    warnings: Sequence[str] = ()
    table: Table | None = None
    lines: Sequence[Line] = ()
    quote: str = ""
    section: str = ""
    ours: str = ""


@dataclass(frozen=True)
class Group:
    """Entries under one heading; `anchor` is its address on the page."""

    anchor: str
    heading: str
    entries: Sequence[Entry]
    short: str = ""
    note: str = ""
    table: Table | None = None
    wide: bool = field(default=False)

    @property
    def rail(self) -> str:
        return self.short or self.heading


def marked(text: str, pattern: re.Pattern[str] | None = None) -> SafeString:
    """The plan's words, with what the system read out of them marked."""
    if not text:
        return SafeString("")
    if pattern is None:
        return format_html("{}", text)
    pieces: list[tuple[SafeString]] = []
    at = 0
    for found in pattern.finditer(text):
        pieces.append((format_html("{}<mark>{}</mark>", text[at : found.start()], found.group()),))
        at = found.end()
    pieces.append((format_html("{}", text[at:]),))
    return format_html_join("", "{}", pieces)


def grouped(entries: Sequence[tuple[str, Entry]], prefix: str) -> list[Group]:
    """Entries that follow each other under the same heading, as groups in their order of appearance."""
    by_heading: dict[str, list[Entry]] = {}
    for heading, entry in entries:
        by_heading.setdefault(heading, []).append(entry)
    return [
        Group(f"{prefix}-{place}", heading, tuple(found))
        for place, (heading, found) in enumerate(by_heading.items(), 1)
    ]
