"""A plain paper that the software makes by itself: head, title, sentences, one table. No number, no seal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from config.kernel.pdf import fonts, typography
from config.kernel.pdf.issuers import names
from config.kernel.pdf.render import Meta, render_html, render_pdf
from config.kernel.pdf.tags import clean

_TITLE, _SIGN, _RULE = 455.0, 224.0, 0.42


@dataclass(frozen=True)
class Sheet:
    """`columns`: (head, width in percent, css class of the cells: "", "c", "r"). `rows`: cells as text; a row of one
    cell is a group's name. `sign`: lines above the name, and the name; absent for what nobody signs."""

    parent: str
    issuer: str
    place: str
    dated: dt.date | None
    title: str
    about: str
    columns: Sequence[tuple[str, float, str]]
    rows: Sequence[Sequence[str]]
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    sign: tuple[Sequence[str], str] | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def html(self) -> str:
        return render_html("sheet.html", self._context())

    def pdf(self) -> bytes:
        """PDF/A-3b; equal sheets give equal bytes."""
        return render_pdf("sheet.html", self._context())

    def _context(self) -> dict[str, Any]:
        size, parent, issuer = names(clean(self.parent), clean(self.issuer))
        about = fonts.balanced(typography.heading(clean(self.about)), 14, _TITLE, bold=True)
        lines, name = self.sign or ((), "")
        return {
            "meta": Meta(title=self.title, author=self.issuer, subject=self.about, dated=self.dated, data=self.data),
            "head": {
                "parent": parent if self.parent else [],
                "issuer": issuer,
                "size": size,
                "rule": _rule(issuer[-1], size),
                "number": "",
                "dated": typography.place_and_date(typography.whole(clean(self.place)), self.dated),
                "about": [],
            },
            "title": {"name": self.title, "lines": about, "rule": _rule(about[-1], 14), "authority": []},
            "before": self.before,
            "after": self.after,
            "columns": [{"title": title, "width": width} for title, width, _ in self.columns],
            "rows": [_row(row, [css for _, _, css in self.columns]) for row in self.rows],
            "signed": self.sign is not None,
            "sign": {
                "lines": [
                    piece
                    for line in lines
                    for piece in fonts.balanced(typography.agency_words(clean(line)), 14, _SIGN, bold=True)
                ],
                "name": clean(name),
                "hint": "",
                "picture": "",
                "other_title": "",
            },
        }


def _row(row: Sequence[str], css: Sequence[str]) -> dict[str, Any]:
    if len(row) == 1:
        return {"group": row[0], "number": "", "cells": []}
    return {"cells": [{"text": text, "css": kind} for text, kind in zip(row, css, strict=True)]}


def _rule(line: str, size: float) -> str:
    return f"{fonts.text_width(line, size, bold=True) * _RULE:.1f}"
