"""The text of every paper, read back from the PDF, beside what it was. `make goldens` writes anew what changed."""

import os
from pathlib import Path

import pytest

from config.kernel.papers.page import Sheet
from tests.papers.made import EVERY, made

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "pdf"


def text_of(sheets: list[Sheet]) -> str:
    pages = []
    for sheet in sheets:
        rows: dict[float, list[str]] = {}
        for line in sheet.lines:
            rows.setdefault(round(line.baseline), []).append(line.text)
        pages.append("\n".join(" | ".join(parts) for _, parts in sorted(rows.items())))
    return "\n\f\n".join(pages) + "\n"


@pytest.mark.parametrize("code", EVERY)
def test_text_is_as_it_was(code):
    text = text_of(made(code).sheets)
    file = GOLDEN / f"{code}.txt"
    if os.environ.get("GOLDENS") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), "a paper's text changed; `make goldens` when that is meant"
