"""What a case holds once it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from awards.facts import AttestationFact
from awards.selection import TieVote


class Answers(dict[str, AttestationFact]):
    """Attestations of a case; `*` answers every question that is not named."""

    def get(self, code: str, default: Any = None) -> Any:
        return super().get(code) or super().get("*") or default


@dataclass(frozen=True)
class Value:
    """One reported value. All None: nothing was reported."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    number: Decimal | None = None
    boolean: bool | None = None
    text: str = ""
    points_h: int | None = None
    not_applicable: bool = False


@dataclass(frozen=True)
class Sent:
    year: int
    on: date | None
    last_day: date | None = None


@dataclass(frozen=True)
class OutsideScore:
    ratio_h: int
    pillars_h: tuple[int, ...] = ()
    rank: int | None = None


@dataclass(frozen=True)
class Party:
    """What units and people of a case share; `facts` are keyword arguments of UnitFacts and PersonFacts."""

    key: str
    kind: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class UnitCase(Party):
    fill: str = "none"
    values: Mapping[str, Value] = field(default_factory=dict)
    unproven: frozenset[str] = frozenset()
    reports: tuple[Sent, ...] | None = None
    registered: date | bool = False
    launch_plan: str | bool = False
    score: OutsideScore | None = None


@dataclass(frozen=True)
class PersonCase(Party):
    unit: str = ""


@dataclass(frozen=True)
class Case:
    name: str
    plan: str
    occasion: str
    year: int
    units: tuple[UnitCase, ...]
    people: tuple[PersonCase, ...]
    decided_on: date | None = None
    contribution_norm: int | None = None
    votes: tuple[TieVote, ...] = ()
    withdrawn: Mapping[str, frozenset[str]] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[dict[str, Any], ...] = ()
    only: tuple[str, ...] = ()
    section: str = ""
    expect: Mapping[str, Any] = field(default_factory=dict)
