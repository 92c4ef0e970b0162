"""Facts as plain JSON and back, so that a round can be judged again from what it kept.

Fields that hold their default are left out: most of a unit's facts do. Small facts are their values in order.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from awards.facts import AnyFacts, AttestationFact, Facts, PersonFacts, TargetResult, UnitFacts, made
from awards.target_rows import Headings, TargetRow

_AMOUNTS = tuple(
    TargetResult._fields.index(name) for name in ("actual", "threshold", "natural_max", "numerator", "denominator")
)


def dumps(facts: AnyFacts) -> str:
    """A row of targets names its headings by their number: `from_json` needs them again."""
    return _ENCODER.encode({"subject": facts.subject, **_held(facts)})


def to_json(facts: AnyFacts) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(dumps(facts))
    return told


def from_json(data: Mapping[str, Any], headings: Sequence[Headings] = ()) -> AnyFacts:
    """The inverse of `to_json`; an unknown key is an error."""
    given = {key: value for key, value in data.items() if key != "subject"}
    if data["subject"] == "individual":
        if given.get("unit") is not None:
            given["unit"] = _facts(UnitFacts, given["unit"], headings)
        return _facts(PersonFacts, given, headings)
    return _facts(UnitFacts, given, headings)


def _held(value: Any) -> dict[str, Any]:
    cls: Any = type(value)
    defaults = _defaults(cls)
    return {
        name: item
        for name, item in vars(value).items()
        if (name not in defaults or item != defaults[name]) and not (name == "attestations" and not item)
    }


def _plain(value: Any) -> Any:
    """What JSON has no word for."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, TargetRow):
        return value.as_json()
    if is_dataclass(value):
        return _held(value)
    return dict(value) if isinstance(value, Mapping) else str(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=_plain, separators=(",", ":"))


@cache
def _defaults(cls: Any) -> dict[str, Any]:
    return {field.name: field.default for field in fields(cls) if field.default is not MISSING}


def _facts(cls: Any, data: Mapping[str, Any], headings: Sequence[Headings]) -> Any:
    readers = _readers(cls)
    given = {name: reader(value) if (reader := readers[name]) else value for name, value in data.items()}
    targets = data.get("targets")
    if targets is not None:
        given["targets"] = _row(targets, headings) if isinstance(targets, Mapping) else tuple(map(_target, targets))
    return made(cls, given)


def _row(data: Mapping[str, Any], headings: Sequence[Headings]) -> TargetRow:
    get = data.get
    return TargetRow(headings[data["headings"]], data["marks"], get("amounts", ""), get("bases", ""))


def _target(row: Sequence[Any] | Mapping[str, Any]) -> TargetResult:
    """`row`: the fields in order, amounts as texts; or by name, those that hold their default left out."""
    cells: list[Any] = list(TargetResult(**row)) if isinstance(row, Mapping) else list(row)
    for place in _AMOUNTS:
        if cells[place] is not None:
            cells[place] = Decimal(cells[place])
    return TargetResult._make(cells)


Reader = Callable[[Any], Any]


@cache
def _readers(cls: Any) -> dict[str, Reader | None]:
    """Field → what makes its value of JSON's; None where JSON's own will do."""
    apart = ("unit", "targets") if issubclass(cls, Facts) else ()
    return {name: None if name in apart else _reader(kind) for name, kind in get_type_hints(cls).items()}


def _reader(kind: Any) -> Reader | None:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        within = _reader(next(arg for arg in get_args(kind) if arg is not type(None)))
        return within and (lambda value: None if value is None else within(value))
    if origin is tuple:
        each = _reader(get_args(kind)[0])
        return (lambda value: tuple([each(item) for item in value])) if each else tuple
    if origin is not None and issubclass(origin, Mapping):
        answer = _made_of(AttestationFact)
        return lambda value: {key: answer(item) for key, item in value.items()}
    if kind in (Decimal, date):
        return Decimal if kind is Decimal else date.fromisoformat
    return _made_of(kind) if is_dataclass(kind) or hasattr(kind, "_fields") else None


def _made_of(cls: Any) -> Reader:
    """Of values in order, or by name."""
    readers = _readers(cls)
    places = [(place, reader) for place, reader in enumerate(readers.values()) if reader]

    def read(told: Sequence[Any] | Mapping[str, Any]) -> Any:
        if isinstance(told, list):
            values = told.copy()
            for place, reader in places:
                values[place] = reader(values[place])
            return cls(*values)
        named: Mapping[str, Any] = told  # type: ignore[assignment]
        return cls(**{name: make(value) if (make := readers[name]) else value for name, value in named.items()})

    return read
