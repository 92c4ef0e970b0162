"""The answer of a rule: an outcome and the lines that explain it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any


class Outcome(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    NEEDS_ATTESTATION = "needs_attestation"
    NOT_APPLICABLE = "not_applicable"


MARKS = {Outcome.MET: "m", Outcome.NOT_MET: "n", Outcome.NEEDS_ATTESTATION: "a", Outcome.NOT_APPLICABLE: "x"}
NO_FIGURES: Mapping[str, Any] = {}


Said = str | Callable[[], str]


class Finding:
    """What one criterion found: outcome, the Vietnamese sentence, the figures named in it.

    Sentence and figures are put together when somebody looks: of ten thousand candidates few are looked at.
    `attestable`: an open question that a person may answer.
    """

    __slots__ = ("_figures", "_said", "attestable", "outcome")

    def __init__(
        self,
        outcome: Outcome,
        said: Said,
        figures: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = NO_FIGURES,
        attestable: bool = False,
    ) -> None:
        self.outcome, self._said, self._figures, self.attestable = outcome, said, figures, attestable

    @property
    def sentence(self) -> str:
        return self._said if isinstance(self._said, str) else self._said()

    @property
    def figures(self) -> Mapping[str, Any]:
        return self._figures() if callable(self._figures) else self._figures


# `more`: figures that cost something to gather; the others are given by name.
Figures = Callable[[], Mapping[str, Any]] | None


def met(said: Said, more: Figures = None, /, **figures: Any) -> Finding:
    return Finding(Outcome.MET, said, more or figures)


def not_met(said: Said, more: Figures = None, /, **figures: Any) -> Finding:
    return Finding(Outcome.NOT_MET, said, more or figures)


def ask(said: Said, more: Figures = None, /, **figures: Any) -> Finding:
    return Finding(Outcome.NEEDS_ATTESTATION, said, more or figures, attestable=True)


def not_applicable(said: Said, **figures: Any) -> Finding:
    return Finding(Outcome.NOT_APPLICABLE, said, figures)


@dataclass(frozen=True)
class Line:
    """One row of the explanation: a criterion (`kind`) or a combinator (`any`, `not`, `at_least`).

    `path` is the place in the tree ("0.1"); `code` is what an attestation refers to ("" = not attestable);
    `decides` is False where the outcome of the whole does not hang on this line (advice, another branch met).
    """

    path: str
    kind: str
    label: str
    section: str
    outcome: Outcome
    sentence: str
    figures: Mapping[str, Any] = field(default_factory=dict)
    code: str = ""
    advisory: bool = False
    decides: bool = True

    @property
    def depth(self) -> int:
        return self.path.count(".")

    def as_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "kind": self.kind,
            "label": self.label,
            "section": self.section,
            "outcome": self.outcome.value,
            "sentence": self.sentence,
            "figures": {name: _plain(value) for name, value in sorted(self.figures.items())},
            "code": self.code,
            "advisory": self.advisory,
            "decides": self.decides,
        }


class Verdict:
    """A rule's answer for one candidate. `marks`: one letter per leaf in the order of the tree (`MARKS`), "-" where
    the leaf is another kind's business. The lines are written when somebody reads them.
    """

    def __init__(self, outcome: Outcome, marks: str, explain: Callable[[], Sequence[Line]]) -> None:
        self.outcome, self.marks, self._explain = outcome, marks, explain

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._explain())

    @property
    def eligible(self) -> str:
        """yes | no | needs_attestation. Nothing applicable is no: nobody is awarded for want of a rule."""
        if self.outcome is Outcome.MET:
            return "yes"
        return "needs_attestation" if self.outcome is Outcome.NEEDS_ATTESTATION else "no"

    @property
    def open_questions(self) -> tuple[Line, ...]:
        return tuple(
            line for line in self.lines if line.code and line.outcome is Outcome.NEEDS_ATTESTATION and line.decides
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome.value,
            "eligible": self.eligible,
            "lines": [line.as_json() for line in self.lines],
        }

    @cached_property
    def digest(self) -> str:
        return digest_of(self.as_json())


def digest_of(data: Any) -> str:
    """SHA-256 of the canonical JSON (sorted keys, no white space, UTF-8)."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)
