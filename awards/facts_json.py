"""Facts as plain JSON and back, so that a round can be judged again from what it kept."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from awards.facts import AnyFacts, AttestationFact, PersonFacts, TargetResult, UnitFacts

_AMOUNTS = tuple(
    TargetResult._fields.index(name) for name in ("actual", "threshold", "natural_max", "numerator", "denominator")
)


def to_json(facts: AnyFacts) -> dict[str, Any]:
    return {"subject": facts.subject, **_out(facts)}


def from_json(data: Mapping[str, Any]) -> AnyFacts:
    """The inverse of `to_json`; an unknown key is an error."""
    rest = {key: value for key, value in data.items() if key != "subject"}
    facts: AnyFacts = _in(PersonFacts if data["subject"] == "individual" else UnitFacts, rest)
    return facts


def _out(value: Any) -> Any:
    """Fields that hold their default are left out: most of a unit's facts do."""
    if isinstance(value, TargetResult):
        return [str(item) if isinstance(item, Decimal) else item for item in value]
    if is_dataclass(value):
        return {
            f.name: _out(item)
            for f in fields(value)
            if (item := getattr(value, f.name)) != f.default and not (isinstance(item, Mapping) and not item)
        }
    if isinstance(value, Mapping):
        return {key: _out(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_out(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _target(row: Sequence[Any] | Mapping[str, Any]) -> TargetResult:
    """`row`: the fields in order, amounts as texts; or by name, those that hold their default left out."""
    cells: list[Any] = list(TargetResult(**row)) if isinstance(row, Mapping) else list(row)
    for place in _AMOUNTS:
        if cells[place] is not None:
            cells[place] = Decimal(cells[place])
    return TargetResult._make(cells)


_READ: dict[Any, Callable[[Any], Any]] = {Decimal: Decimal, date: date.fromisoformat, TargetResult: _target}


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _in(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _in(next(arg for arg in get_args(kind) if arg is not type(None)), value)
    if origin is tuple:
        return tuple(_in(get_args(kind)[0], item) for item in value)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _in(AttestationFact, item) for key, item in value.items()}
    if kind in _READ:
        return _READ[kind](value)
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return kind(**{name: _in(hints[name], item) for name, item in value.items()})  # type: ignore[operator]
    return value
