"""The types of parameters that a criterion may have: each checks one value and says what it expected."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from config.kernel.text import format_number


class BadValue(ValueError):
    """The value does not fit; the message says what was expected."""


class Param:
    """One parameter. `label` is for the rule editor; `check` returns the clean value or raises BadValue."""

    expected = "a value"

    def __init__(self, label: str, *, required: bool = False, default: Any = None) -> None:
        self.label = label
        self.required = required
        self.default = default

    def check(self, value: Any) -> Any:
        raise NotImplementedError

    def shown(self, value: Any) -> str:
        """A clean value as a person reads it."""
        return format_number(value) if isinstance(value, int | Decimal) else str(value)


class Whole(Param):
    def __init__(self, label: str, *, low: int = 0, high: int = 10**15, **more: Any) -> None:
        super().__init__(label, **more)
        self.low, self.high = low, high
        self.expected = f"a whole number from {low} to {high}"

    def check(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            raise BadValue(self.expected)
        return value


class Percent(Param):
    """A percentage as a Decimal, not necessarily below 100."""

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


class Choice(Param):
    """`options`: code → the word that people read."""

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


class Flag(Param):
    expected = "true or false"

    def shown(self, value: Any) -> str:
        return "có" if value else "không"

    def check(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise BadValue(self.expected)
        return value


class Words(Param):
    expected = "a non-empty text"

    def check(self, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise BadValue(self.expected)
        return " ".join(value.split())


class WordList(Param):
    """Codes; `names`: code → the word that people read, for those that have one."""

    expected = "a non-empty list of codes"

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


class Years(Param):
    expected = "a non-empty list of years"

    def shown(self, value: Any) -> str:
        return ", ".join(map(str, value))

    def check(self, value: Any) -> tuple[int, ...]:
        if not isinstance(value, list | tuple) or not value:
            raise BadValue(self.expected)
        if not all(isinstance(item, int) and not isinstance(item, bool) and 2000 <= item <= 2100 for item in value):
            raise BadValue(self.expected)
        return tuple(sorted(set(value)))


class Amount(Param):
    """Whole đồng; words ("theo quy định của Hội đồng") become None: the norm that the council has set."""

    expected = "an amount in đồng (whole number), or the words that say who sets it"

    def check(self, value: Any) -> int | None:
        if isinstance(value, str) and value.strip():
            return int(value) if value.strip().isdecimal() else None
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise BadValue(self.expected)
        return value


class Year(Param):
    """A milestone's year; `round` (→ None) is the year of the round, or the next milestone after it."""

    expected = "a year, or the word round"

    def shown(self, value: Any) -> str:
        return str(value)

    def check(self, value: Any) -> int | None:
        if value == "round":
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 2000 <= value <= 2100:
            raise BadValue(self.expected)
        return value
