"""Vietnamese text: a form for storage, keys for search and order, numbers and dates as people write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: f"{index:02d}" for index, letter in enumerate(_ALPHABET)}
# The order of tones in Vietnamese dictionaries: level, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0306", "\u0302", "\u031b"}


def nfc(value: str) -> str:
    """Precomposed form; fonts and comparisons expect it."""
    return unicodedata.normalize("NFC", value)


def fold_space(value: str) -> str:
    """`value` in NFC with every run of white space as one blank."""
    return " ".join(nfc(value).split())


def search_key(value: str) -> str:
    """Lower case without marks: "Rạch Giá", "RACH GIA" and a decomposed spelling give "rach gia"."""
    decomposed = unicodedata.normalize("NFD", value.lower().replace("đ", "d"))
    bare = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", bare).split())


def sort_key(value: str) -> str:
    """A key whose plain byte order is the Vietnamese dictionary order: letters first, then tones."""
    letters: list[str] = []
    tones: list[str] = []
    for char in nfc(value.lower()):
        parts = unicodedata.normalize("NFD", char)
        base = nfc(parts[0] + "".join(p for p in parts[1:] if p in _SHAPES)) if parts else char
        tone = next((_TONES[p] for p in parts[1:] if p in _TONES), "0")
        if base in _RANK:
            letters.append("m" + _RANK[base])
            tones.append(tone)
        elif char.isdigit():
            letters.append("d0" + char)
        else:
            letters.append("a00")
    return "".join(letters) + "|" + "".join(tones)


def parse_number(value: str) -> Decimal:
    """Read `1.234,5`, `1234,5`, `2.900` or `2900`; raises ValueError with a sentence for anything else."""
    raw = nfc(value).strip().replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"-?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?", raw):
        return Decimal(raw.replace(".", "").replace(",", "."))
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", raw):
        raise ValueError("Dấu thập phân là dấu phẩy, ví dụ 79,5; dấu chấm chỉ để phân cách hàng nghìn.")
    raise ValueError("Chỉ ghi chữ số, ví dụ 2900 hoặc 2.900.")


def lower_first(sentence: str) -> str:
    """A sentence to stand after a colon; an abbreviation at its head keeps its letters."""
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() or sentence[1:2] == " " else sentence


def whole_number(typed: str) -> int | None:
    """The number of up to nine ASCII digits that an address or a hidden field holds; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else None


def format_number(value: Decimal | int | None, places: int | None = None) -> str:
    """`1.234,5`; with `places` exactly that many decimals, otherwise as many as the value has."""
    if value is None:
        return ""
    if places is None and isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    number = Decimal(value)
    if places is None:
        number = number.normalize() if number != number.to_integral_value() else number.quantize(Decimal(1))
        shown = f"{number:,f}"
    else:
        shown = f"{number:,.{places}f}"
    return shown.replace(",", "\u0000").replace(".", ",").replace("\u0000", ".")


def format_hundredths(value: int | None, places: int = 2) -> str:
    """Integer hundredths as people write them: 7939 → `79,39`."""
    if value is None:
        return ""
    whole, rest = divmod(abs(value), 100)
    if places == 2 or (places == 0 and not rest):
        shown = f"{'-' if value < 0 else ''}{whole:,}".replace(",", ".")
        return f"{shown},{rest:02d}" if places else shown
    return format_number(Decimal(value) / 100, places)


def format_date(value: dt.date | None) -> str:
    return "" if value is None else value.strftime("%d/%m/%Y")


# What is longer is no number but the words of a heading.
LONGEST_SECTION_NUMBER = 20


def clause_words(section: str) -> str:
    """ "Mục II.2.1.c" of "II.2.1.c"; a source without numbers is cited by the words of its heading; "" of ""."""
    if not section or section.lower().startswith(("mục", "điều", "khoản", "điểm", "phụ lục")):
        return section
    return f"Mục “{section}”" if len(section) > LONGEST_SECTION_NUMBER else f"Mục {section}"
