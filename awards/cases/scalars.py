"""Reading the plain values of a case file: each says where it stood and what was expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any


class CaseError(ValueError):
    """What is wrong in a case file, and where."""

    def __init__(self, place: str, problem: str, expected: str = "") -> None:
        super().__init__(f"{place}: {problem}" + (f"; expected {expected}" if expected else ""))


def rows_(data: Mapping[str, Any], key: str, at: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    for i, row in enumerate(list_(data.get(key) or [], f"{at}.{key}")):
        yield map_(row, f"{at}.{key}[{i}]"), f"{at}.{key}[{i}]"


def key_(row: Mapping[str, Any], at: str) -> str:
    if not str(row.get("key", "")).strip():
        raise CaseError(at, "the key 'key' is missing", "a name that is unique in the case")
    return str(row["key"])


def known_(row: Mapping[str, Any], keys: tuple[str, ...], at: str) -> None:
    for key in row:
        if key not in keys:
            raise CaseError(at, f"unknown key {key!r}", "one of " + ", ".join(keys))


def map_(value: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise CaseError(at, f"{value!r}", "a mapping")
    return value


def list_(value: Any, at: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise CaseError(at, f"{value!r}", "a list")
    return list(value)


def choice_(value: Any, options: Any, at: str) -> str:
    if value not in list(options):
        raise CaseError(at, f"{value!r}", "one of " + ", ".join(map(str, options)))
    return str(value)


def flag_(value: Any, at: str) -> bool:
    if not isinstance(value, bool):
        raise CaseError(at, f"{value!r}", "yes or no")
    return value


def number_(value: Any, at: str) -> Decimal:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise CaseError(at, f"{value!r}", "a number") from None
    if isinstance(value, bool) or not number.is_finite():
        raise CaseError(at, f"{value!r}", "a number")
    return number


def whole_(value: Any, at: str) -> int:
    number = number_(value, at)
    if number != number.to_integral_value() or number < 0:
        raise CaseError(at, f"{value!r}", "a whole number, not negative")
    return int(number)


def hundredths_(value: Any, at: str) -> int:
    number = number_(value, at) * 100
    if number != number.to_integral_value():
        raise CaseError(at, f"{value!r}", "a number with at most two decimals")
    return int(number)


def year_(value: Any, at: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 2000 <= value <= 2100:
        raise CaseError(at, f"{value!r}", "a year")
    return value


def day_(value: Any, at: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise CaseError(at, f"{value!r}", "a date as YYYY-MM-DD") from None
