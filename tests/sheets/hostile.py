"""Workbooks that nobody should send: made in memory, each with what is expected of it.

`refused` is the code of the refusal; "" where the workbook is to be read (its cells may still be wrong).
"""

from __future__ import annotations

import datetime as dt
import functools
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from tests.sheets.books import book

NAME = "Danh sách"
HEADINGS = ("Mã", "Số", "Ngày", "Có", "Loại")
GOOD: tuple[Any, ...] = ("A-1", 12.5, dt.date(2023, 12, 14), "Có", "Một")
Case = tuple[str, bytes, str | None]
A2 = '<c r="A2" t="inlineStr"><is><t>A-1</t></is></c>'
ANYTHING = None  # either refused or read, but never an error of the server


def plain(*rows: tuple[Any, ...]) -> bytes:
    return book(NAME, HEADINGS, *(rows or (GOOD,)))


def remade(data: bytes, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None) -> bytes:
    """The same package with parts changed, dropped (None) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def headed(data: bytes, at: int, value: int) -> bytes:
    """Every entry of the package with another number in its headers: `at` 0 flags, 2 way of compression."""
    made = bytearray(data)
    for mark, first in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        found = data.find(mark)
        while found >= 0:
            made[found + first + at : found + first + at + 2] = value.to_bytes(2, "little")
            found = data.find(mark, found + 4)
    return bytes(made)


def in_sheet(pattern: str, by: str) -> bytes:
    """The good workbook with its worksheet rewritten; the pattern must be there."""

    def change(name: str, content: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return content
        changed, count = re.subn(pattern.encode(), by.encode(), content, count=1)
        assert count, pattern
        return changed

    return remade(plain(), change)


def in_part(part: str, pattern: str, by: str) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        return re.sub(pattern.encode(), by.encode(), content, count=1) if name == part else content

    return remade(plain(), change)


def packages() -> Iterator[Case]:
    """Wrong as packages, or dangerous to unpack."""
    good = plain()
    keep = lambda name, content: content  # noqa: E731
    zeros = b"\0" * (8 << 20)
    yield "bomb", remade(good, keep, {"xl/media/a.bin": zeros}), "bomb"
    yield "bomb in the sheet", in_sheet("<sheetData>", "<sheetData>" + " " * (5 << 20)), "bomb"
    yield "many parts", remade(good, keep, {f"xl/media/{n}.bin": b"x" for n in range(400)}), "bomb"
    yield "macro", remade(good, keep, {"xl/vbaProject.bin": b"x"}), "macro"
    yield "macro sheet", remade(good, keep, {"xl/macrosheets/sheet1.xml": b"<x/>"}), "macro"
    macro = in_part(
        "[Content_Types].xml", "spreadsheetml.sheet.main\\+xml", "x"
    )  # an unknown main part: read or refused, never an error
    yield "unknown main part", macro, ANYTHING
    enabled = in_part("[Content_Types].xml", "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
                      "vnd.ms-excel.sheet.macroEnabled.main")  # fmt: skip
    yield "macro by its type", enabled, "macro"
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"):
        yield f"entity in {part}", in_part(part, "^(<\\?xml[^>]*>)?", f"\\g<0>{entity}"), "entity"
        yield f"laughs in {part}", in_part(part, "^(<\\?xml[^>]*>)?", f"\\g<0>{laughs}"), "entity"
    for part in ("xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
        refused = {"xl/_rels/workbook.xml.rels": "broken", "xl/worksheets/sheet1.xml": "wrong_sheet"}
        yield f"without {part}", remade(good, lambda n, c, p=part: None if n == p else c), refused.get(part, "not_xlsx")
    for part in ("xl/sharedStrings.xml", "xl/styles.xml"):
        yield f"without {part}", remade(good, lambda n, c, p=part: None if n == p else c), ANYTHING
    for target in ("http://127.0.0.1/x.xml", "../../../etc/passwd", "/etc/passwd", ""):
        yield f"link to {target}", in_part("xl/_rels/workbook.xml.rels", 'Target="[^"]*sheet1.xml"',
                                           f'Target="{target}"'), "wrong_sheet"  # fmt: skip
    yield "UTF-16", in_part("xl/workbook.xml", "^", "\xff\xfe<"), ANYTHING
    yield "nothing", b"", "empty"
    yield "compressed in a way of its own", headed(good, 2, 99), "broken"
    yield "locked with a password, entry by entry", headed(good, 0, 1), "broken"
    for name, content in {
        "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "PDF": b"%PDF-1.4\n",
        "CSV": "Mã;Số\n1;2".encode(),
        "HTML": b"<table><tr><td>1</td></tr></table>", "noise": random.Random(1).randbytes(4000), "PK": b"PK\x03\x04",
        "empty package": b"PK\x05\x06" + b"\0" * 18, "other package": remade(good, lambda n, c: None, {"a.txt": b"x"}),
    }.items():  # fmt: skip
        yield name, content, "old_or_locked" if name == "old Excel" else ANYTHING


def sheets() -> Iterator[Case]:
    """Whole as packages, but not a list."""
    yield "a million rows", in_sheet("</sheetData>", '<row r="1048576"/></sheetData>'), "rows"
    yield "many empty rows", in_sheet("</sheetData>", "<row/>" * 30_000 + "</sheetData>"), "rows"
    yield "far cell", in_sheet("</sheetData>", '<row r="9"><c r="XFD9"><v>1</v></c></row></sheetData>'), "columns"
    yield "farthest cell", in_sheet("</sheetData>", '<row r="9"><c r="A1048576"><v>1</v></c></row></sheetData>'), "rows"
    yield "beyond", in_sheet("</sheetData>", '<row r="9"><c r="ZZZZ99999999"><v>1</v></c></row></sheetData>'), "rows"
    wide = '<row r="19000"><c r="OJ19000"><v>1</v></c></row></sheetData>'
    yield "wide and tall", in_sheet("</sheetData>", wide), "cells"
    yield "cells without address", in_sheet("</sheetData>", "<row><c><v>1</v></c></row></sheetData>"), "unaddressed"
    yield "lying dimension", in_sheet('<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"'), ""
    yield "wrong sheet", book("Trang tính1", HEADINGS, GOOD), "wrong_sheet"
    yield "no heading", book(NAME, ()), "no_heading"
    yield "heading only", book(NAME, HEADINGS), ""
    yield "heading below", book(NAME, (), (), HEADINGS, GOOD), "no_heading"
    yield "unknown column", book(NAME, (*HEADINGS, "Lạ"), (*GOOD, 1)), ""
    yield "twice the same column", book(NAME, (*HEADINGS, "Mã"), (*GOOD, 1)), ""
    yield "no required column", book(NAME, HEADINGS[1:], GOOD[1:]), ""
    yield "data outside", book(NAME, HEADINGS, (*GOOD, None, "x")), ""
    for formula in ("=1+1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "=SUM(B1:B9)", "='[x.xlsx]T'!A1"):
        yield f"formula {formula}", plain(("A-1", formula, None, None, None)), ""
    yield (
        "merged",
        in_sheet("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>'),
        "",
    )
    yield "shared string that is not there", in_sheet(A2, '<c r="A2" t="s"><v>999999</v></c>'), ANYTHING
    yield "no such string", in_sheet(A2, '<c r="A2" t="s"><v>-1</v></c>'), ANYTHING
    yield "no such style", in_sheet('<c r="A2"', '<c r="A2" s="9999"'), ANYTHING
    for cell in ("#N/A", "#REF!", "#DIV/0!"):
        yield f"error {cell}", in_sheet('<c r="B2"[^>]*><v>[^<]*</v>', f'<c r="B2" t="e"><v>{cell}</v>'), ""
    for number in ("1e999", "-1e999", "NaN", "abc", "", "1.7976931348623157e308"):
        yield f"number {number}", in_sheet('<c r="B2"[^>]*><v>[^<]*</v>', f'<c r="B2"><v>{number}</v>'), ANYTHING
    yield "unclosed", in_sheet("</sheetData>", "</sheet"), ANYTHING


POOL: tuple[Any, ...] = (
    "=1+1", "+84", "-5", "@x", "\tx", "1.234,5", "1,234.5", "12.5", "1e5", "−5", "٣", "१२", "½", "#N/A", "NaN", "inf",
    -1, 0, 1e15, 1e300, 0.1 + 0.2, 1.00005, True, False, dt.date(2023, 2, 28), dt.date(1900, 1, 1), dt.time(8, 30),
    "31/02/2023", "2023-12-14", "14/12/23", "00/00/0000", "x" * 4000, "\u202eabc", "👩‍👩‍👧", "Có", "khong", "CO", "  ",
    "\u00a0", "\u200b", "<script>", "' OR 1=1 --", "{{ 7*7 }}", "Một", "một", "mot", "A-1", "–", None,
)  # fmt: skip


def fuzzed() -> Iterator[Case]:
    for seed in range(50):
        dice = random.Random(seed)
        yield f"cells {seed}", plain(*(tuple(dice.choice(POOL) for _ in HEADINGS) for _ in range(8))), ""


def damaged() -> Iterator[Case]:
    good = plain(*((f"A-{n}", n, dt.date(2023, 1, 1), "Có", "Một") for n in range(40)))
    for step in range(1, 31):
        yield f"cut at {step}/31", good[: len(good) * step // 31], ANYTHING
    for seed in range(40):
        dice, torn = random.Random(1000 + seed), bytearray(good)
        for _ in range(dice.choice((1, 4, 40))):
            torn[dice.randrange(len(torn))] = dice.randrange(256)
        yield f"bytes {seed}", bytes(torn), ANYTHING

    def tear(seed: int) -> Callable[[str, bytes], bytes]:
        dice = random.Random(2000 + seed)

        def change(name: str, content: bytes) -> bytes:
            torn = bytearray(content)
            for _ in range(3):
                torn[dice.randrange(len(torn))] = dice.choice(b'<>"&0A/ ')
            return bytes(torn)

        return change

    for seed in range(25):
        yield f"parts {seed}", remade(good, tear(seed)), ANYTHING


@functools.cache
def cases() -> tuple[Case, ...]:
    return (*packages(), *sheets(), *fuzzed(), *damaged())
