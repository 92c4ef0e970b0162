"""What a page shows, counted in its HTML: as much as a bare page beside it has to draw."""

from __future__ import annotations

import json
from collections import Counter
from html.parser import HTMLParser
from math import ceil

ROWS = ("tr", "li", "dt", "option")
ADDRESSES = ("href", "action", "formaction", "hx-get", "hx-post", "src")
CELLS = ("td", "th", "dd")


class _Shown(HTMLParser):
    """Rows by element, and the values in them.

    A row is a line of a table below its head, an item of a list, a pair of a list of facts, or an option, inside of
    <main> and outside of <nav>. A value is a piece of text between two tags, an address, what a field or an option
    holds, the label and each bar of a drawing, or a cell that stands empty. What repeats in every row (labels of
    buttons) counts as the text that it is; attributes for narrow screens, icons, heads and hidden fields do not.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rows: Counter[str] = Counter()
        self.values: Counter[str] = Counter()
        self.open: list[str] = []
        self.inside: Counter[str] = Counter()
        self.cell_is_empty = False

    @property
    def counts(self) -> bool:
        away = self.inside["nav"] or self.inside["thead"] or not self.inside["main"]
        return bool(self.open) and not away

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside[tag] += tag in ("main", "nav", "thead", "svg")
        if tag in ("dt", "option") and self.open[-1:] == [tag]:
            self.open.pop()
        if tag in ROWS:
            self.open.append(tag)
            self.rows[tag] += self.counts
        if not self.counts:
            return
        given = dict(attrs)
        self.cell_is_empty = self.cell_is_empty or tag in CELLS
        found = [given[name] for name in ADDRESSES if given.get(name)]
        if tag in ("input", "option", "progress") and given.get("type") != "hidden":
            found.append(given.get("value"))
        if (tag == "svg" and given.get("role") == "img") or (tag == "rect" and self.inside["svg"]):
            found.append("drawn")
        self._count(len(found))

    def handle_endtag(self, tag: str) -> None:
        if tag in CELLS and self.cell_is_empty and self.counts:
            self._count(1)
        if tag in ("tr", "li", "option") and self.open[-1:] == [tag]:
            self.open.pop()
        if tag in ("dl", "select") and self.open[-1:] in (["dt"], ["option"]):
            self.open.pop()
        self.inside[tag] -= tag in ("main", "nav", "thead", "svg")

    def handle_data(self, data: str) -> None:
        if data.strip() and self.counts:
            self._count(1)

    def _count(self, number: int) -> None:
        if number:
            self.values[self.open[-1]] += number
            self.cell_is_empty = False


def shape_of(page: str) -> str:
    """Rows, and how many values one of each kind has, at most 12, which a bare page can draw: "50x8,14x3"."""
    counted = _Shown()
    counted.feed(page)
    kinds = [(number, counted.values[tag]) for tag, number in counted.rows.items() if counted.values[tag]]
    return ",".join(f"{number}x{min(12, ceil(values / number))}" for number, values in kinds) or "1x1"


def shape_of_answer(answer: bytes, cells: int) -> str:
    """As `shape_of`, of an endpoint whose rows have so many fields."""
    return f"{max(1, len(json.loads(answer)['results']))}x{cells}"
