"""The types of parameters that a criterion may have: each checks one value and says what it expected.

`check` reads what stands in a rule's data; its complaints are for whoever writes a plan file. `read` takes what a
form of the rule editor sent and gives what is to stand in the data; its complaints are sentences for that person.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from config.kernel.text import format_number, parse_number

ROUND = "round"


class BadValue(ValueError):
    """The value does not fit; the message says what was expected."""


class Param(ABC):
    """One parameter. `control` is how the rule editor asks for it: text, number, area, select, checks or flag.

    `offers` names a list of the campaign that the editor offers the codes of: "targets" or "standards".
    """

    expected = "a value"
    control = "text"
    hint = ""

    def __init__(self, label: str, *, required: bool = False, default: Any = None, offers: str = "") -> None:
        self.label = label
        self.required = required
        self.default = default
        self.offers = offers

    @abstractmethod
    def check(self, value: Any) -> Any:
        """The clean value, or BadValue."""

    def shown(self, value: Any) -> str:
        """A clean value as a person reads it."""
        return format_number(value) if isinstance(value, int | Decimal) else str(value)

    def read(self, typed: Sequence[str]) -> Any:
        """What stands in the data for what was typed; None = left empty. BadValue with a Vietnamese sentence."""
        text = " ".join(typed[0].split()) if typed else ""
        return text or None

    def typed(self, value: Any) -> list[str]:
        """The inverse of `read`: what stands in the form for a value of the data."""
        return [] if value is None else [str(value)]


class Whole(Param):
    control = "number"

    def __init__(self, label: str, *, low: int = 0, high: int = 10**15, **more: Any) -> None:
        super().__init__(label, **more)
        self.low, self.high = low, high
        self.expected = f"a whole number from {low} to {high}"

    def check(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            raise BadValue(self.expected)
        return value

    def read(self, typed: Sequence[str]) -> int | None:
        text: str | None = super().read(typed)
        if text is None:
            return None
        number = _number(text)
        if number != number.to_integral_value() or not self.low <= number <= self.high:
            top = "" if self.high >= 10**15 else f" đến {format_number(self.high)}"
            raise BadValue(f"Ghi số nguyên từ {format_number(self.low)}{top}.")
        return int(number)


class Percent(Param):
    """A percentage as a Decimal, not necessarily below 100."""

    control = "number"

    def __init__(self, label: str, *, high: int = 1000, **more: Any) -> None:
        super().__init__(label, **more)
        self.high = high
        self.expected = f"a percentage from 0 to {high}"

    def check(self, value: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | str | Decimal | float):
            raise BadValue(self.expected)
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            raise BadValue(self.expected) from None
        if not number.is_finite() or not 0 <= number <= self.high:
            raise BadValue(self.expected)
        return number

    def read(self, typed: Sequence[str]) -> int | str | None:
        text: str | None = super().read(typed)
        if text is None:
            return None
        number = _number(text.removesuffix("%").strip())
        if not 0 <= number <= self.high or number != round(number, 4):
            raise BadValue(f"Ghi số từ 0 đến {format_number(self.high)}, ví dụ 79,5.")
        return int(number) if number == number.to_integral_value() else str(number)

    def typed(self, value: Any) -> list[str]:
        return [] if value is None else [format_number(Decimal(str(value)))]


class Points(Percent):
    """Points of the ranking, in percentage points of the score ratio."""


class Choice(Param):
    """`options`: code → the word that people read."""

    control = "select"

    def __init__(self, label: str, options: Mapping[str, str], **more: Any) -> None:
        super().__init__(label, **more)
        self.options = dict(options)
        self.expected = "one of " + ", ".join(self.options)

    def shown(self, value: Any) -> str:
        return self.options[value]

    def check(self, value: Any) -> str:
        if value not in self.options:
            raise BadValue(self.expected)
        return str(value)

    def read(self, typed: Sequence[str]) -> str | None:
        code: str | None = super().read(typed)
        if code is not None and code not in self.options:
            raise BadValue("Chọn một trong các mục đã nêu.")
        return code


class Flag(Param):
    expected = "true or false"
    control = "flag"

    def shown(self, value: Any) -> str:
        return "có" if value else "không"

    def check(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise BadValue(self.expected)
        return value

    def read(self, typed: Sequence[str]) -> bool:
        return bool(typed)

    def typed(self, value: Any) -> list[str]:
        return ["on"] if (self.default if value is None else value) else []


class Words(Param):
    expected = "a non-empty text"

    def check(self, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise BadValue(self.expected)
        return " ".join(value.split())


class Statement(Words):
    control = "area"


class WordList(Param):
    """Codes; `names`: code → the word that people read, for those that have one."""

    expected = "a non-empty list of codes"
    control = "checks"

    def __init__(self, label: str, names: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(label, **more)
        self.names = names or {}

    def shown(self, value: Any) -> str:
        return ", ".join(self.names.get(code, code) for code in value)

    def check(self, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or not value:
            raise BadValue(self.expected)
        if not all(isinstance(item, str) and item.strip() for item in value) or len(set(value)) != len(value):
            raise BadValue(self.expected)
        return tuple(value)

    def read(self, typed: Sequence[str]) -> list[str] | None:
        return list(dict.fromkeys(code for code in typed if code.strip())) or None

    def typed(self, value: Any) -> list[str]:
        return list(value or ())


class Years(Param):
    expected = "a non-empty list of years"
    hint = "Ghi các năm cách nhau bằng dấu phẩy. Để trống: năm của đợt xét."

    def shown(self, value: Any) -> str:
        return ", ".join(map(str, value))

    def check(self, value: Any) -> tuple[int, ...]:
        if not isinstance(value, list | tuple) or not value:
            raise BadValue(self.expected)
        if not all(isinstance(item, int) and not isinstance(item, bool) and 2000 <= item <= 2100 for item in value):
            raise BadValue(self.expected)
        return tuple(sorted(set(value)))

    def read(self, typed: Sequence[str]) -> list[int] | None:
        text: str | None = super().read(typed)
        return None if text is None else years_from(text)

    def typed(self, value: Any) -> list[str]:
        return [", ".join(map(str, value))] if value else []


class Amount(Param):
    """Whole đồng; words ("theo quy định của Hội đồng") become None: the norm that the council has set."""

    expected = "an amount in đồng (whole number), or the words that say who sets it"
    hint = "Ghi số tiền, hoặc lời nói ai quy định định mức."

    def check(self, value: Any) -> int | None:
        if isinstance(value, str) and value.strip():
            return int(value) if value.strip().isdecimal() else None
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise BadValue(self.expected)
        return value

    def read(self, typed: Sequence[str]) -> int | str | None:
        text: str | None = super().read(typed)
        if text is None or not text[0].isdigit():
            return text
        number = _number(text.removesuffix("đồng").strip())
        if number != number.to_integral_value() or not 0 < number < 10**15:
            raise BadValue("Ghi số tiền nguyên, ví dụ 50.000.000.")
        return int(number)

    def typed(self, value: Any) -> list[str]:
        return [] if value is None else [format_number(value) if isinstance(value, int) else str(value)]


class Year(Param):
    """A milestone's year; `round` (→ None) is the year of the round, or the next milestone after it."""

    expected = "a year, or the word round"
    control = "number"
    hint = "Để trống: năm của đợt xét, năm không có mốc thì theo mốc kế tiếp."

    def shown(self, value: Any) -> str:
        return str(value)

    def check(self, value: Any) -> int | None:
        if value == ROUND:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 2000 <= value <= 2100:
            raise BadValue(self.expected)
        return value

    def read(self, typed: Sequence[str]) -> int | str:
        text: str | None = super().read(typed)
        return ROUND if text is None else years_from(text)[0]

    def typed(self, value: Any) -> list[str]:
        return [] if value in (None, ROUND) else [str(value)]


def years_from(text: str) -> list[int]:
    """ "2023, 2025" → [2023, 2025]; BadValue with a sentence."""
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    if not parts or not all(re.fullmatch(r"20\d\d|2100", part) for part in parts):
        raise BadValue("Ghi năm bằng bốn chữ số, từ 2000 đến 2100.")
    return sorted({int(part) for part in parts})


def _number(text: str) -> Decimal:
    try:
        return parse_number(text)
    except ValueError as error:
        raise BadValue(str(error)) from None
