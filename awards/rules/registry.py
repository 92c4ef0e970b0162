"""The kinds of criteria. A new kind is one small class, registered by its `kind`.

@register
class AtLeastStaff(Criterion):
    kind = "staff_at_least"
    title = "Quy mô nhân sự"
    params = {"n": Whole("Số người tối thiểu", required=True, low=1)}

    def judge(self, facts):
        ...
        return met("…") | not_met("…") | ask("…") | not_applicable("…")
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar

from awards.facts import AnyFacts, UnitFacts
from awards.rules.outcome import Finding
from awards.rules.params import Param


class RuleError(ValueError):
    """A rule that cannot be read. `path` names the place in the tree, `expected` what should stand there."""

    def __init__(self, path: str, problem: str, expected: str = "") -> None:
        self.path, self.problem, self.expected = path, problem, expected
        super().__init__(f"{path or 'criteria'}: {problem}" + (f"; expected {expected}" if expected else ""))


class Criterion(ABC):
    """One leaf of a rule. Subclasses give `kind`, `title`, `params` and `judge`; awards/rules/README.md shows how."""

    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""
    params: ClassVar[Mapping[str, Param]] = {}
    # False: adds or takes points in the order of candidates, and never says who is eligible.
    decides: ClassVar[bool] = True
    # The fields of a unit's facts that the outcome hangs on, besides what people attested; none: not said.
    looks_at: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *, section: str, label: str, values: Mapping[str, Any]) -> None:
        self.section = section
        self.label = label or str(values.get("statement") or self.title)
        self.values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @cached_property
    def code(self) -> str:
        """What an attestation refers to; the same criterion in two rules has the same code."""
        if standard := self.values.get("standard"):
            return str(standard)
        words = f"{self.kind}|{self.section}|{self.values.get('statement') or self.label}"
        return f"{self.kind}-{hashlib.sha256(words.encode()).hexdigest()[:10]}"

    @abstractmethod
    def judge(self, facts: AnyFacts) -> Finding:
        """How it stands with these facts, as a sentence with figures."""

    def bases(self, units: Sequence[UnitFacts]) -> Sequence[Hashable] | None:
        """For each unit what the outcome hangs on: those that are equal in it come out alike, and only one of them is
        judged. None: each is judged by itself."""
        return list(map(attrgetter(*self.looks_at), units)) if self.looks_at else None

    def points_h(self, facts: AnyFacts) -> int:
        """Points that the criterion adds (below zero: takes) in the order of candidates, in hundredths."""
        return 0

    @classmethod
    def complaints(cls, values: Mapping[str, Any]) -> dict[str, str]:
        """What does not go together in values of the data, for the rule editor: parameter → Vietnamese sentence."""
        return {}


REGISTRY: dict[str, type[Criterion]] = {}


def register(criterion: type[Criterion]) -> type[Criterion]:
    if not criterion.kind or criterion.kind in REGISTRY:
        raise RuntimeError(f"criterion kind {criterion.kind!r} is missing or registered twice")
    REGISTRY[criterion.kind] = criterion
    return criterion


def build(kind: str, *, section: str, label: str, params: Mapping[str, Any], path: str = "") -> Criterion:
    """A criterion from its parameters, or RuleError with the place and what was expected."""
    if kind not in REGISTRY:
        raise RuleError(path, f"unknown kind {kind!r}", "one of " + ", ".join(sorted(REGISTRY)))
    cls = REGISTRY[kind]
    for name in params:
        if name not in cls.params:
            known = ", ".join(sorted(cls.params)) or "no parameter at all"
            raise RuleError(path, f"{kind}: unknown parameter {name!r}", known)
    values: dict[str, Any] = {}
    for name, param in cls.params.items():
        if params.get(name) is None:
            if param.required:
                raise RuleError(path, f"{kind}: parameter {name!r} is missing", param.expected)
            values[name] = param.default
            continue
        try:
            values[name] = param.check(params[name])
        except ValueError as error:
            raise RuleError(path, f"{kind}: {name} = {params[name]!r}", str(error)) from None
    return cls(section=section, label=label, values=values)
