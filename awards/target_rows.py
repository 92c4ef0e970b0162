"""Target results of a whole province: one row of marks and figures per unit, under headings that many units share.

Of hundreds of thousands of results nearly all are only counted. A row is counted by its marks, and makes
`TargetResult`s of what somebody reads. Marks, one letter per target:

    m met    n not met    o a valid value that no figure can judge
    p unproven, would reach    q unproven otherwise    u nothing reported    i wrong
    x does not apply (denominator 0)    s does not apply (the unit said so)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, overload

from awards.facts import Scope, Tally, TargetResult

_MET = {"m": True, "n": False}
_APART = frozenset("xs")
_MEASURED = frozenset("mnopq")


class TargetHead(NamedTuple):
    """What one target is for every unit that was asked for it. `place`: in the plan's order. `measure`: share, number,
    or nothing that has a figure. `why`: mark → the sentence, where the mark says that there is no valid value."""

    code: str
    place: int = 0
    year: int | None = None
    label: str = ""
    section: str = ""
    pillar: str = ""
    kind: str = "quantitative"
    comparator: str = "gte"
    threshold: Decimal | None = None
    natural_max: Decimal | None = None
    unit: str = "%"
    progress: bool = False
    measure: str = ""
    why: Mapping[str, str] = {}


class _Among(NamedTuple):
    """The columns of one scope as bits, the first column highest; and which of them are qualitative, in progress."""

    every: int
    qualitative: int
    progress: int


class Headings:
    """The targets that some units were asked for. `number`: which of the round's headings they are."""

    def __init__(self, number: int, heads: Sequence[TargetHead]) -> None:
        self.number, self.heads = number, tuple(heads)
        self.order = sorted(range(len(self.heads)), key=lambda column: self.heads[column].place)
        self._among: dict[Scope, _Among] = {}

    def among(self, scope: Scope) -> _Among:
        found = self._among.get(scope)
        if found is None:
            covered = [scope.covers(head.year, head.pillar, head.code) for head in self.heads]
            every = _bits(covered)
            found = self._among[scope] = _Among(
                every,
                every & _bits([head.kind == "qualitative" for head in self.heads]),
                every & _bits([head.progress for head in self.heads]),
            )
        return found


def _bits(flags: Sequence[bool]) -> int:
    return int("".join("1" if flag else "0" for flag in flags) or "0", 2)


def _marked(letters: str) -> bytes:
    """Table that makes 1 of these marks and 0 of the others."""
    return bytes(ord("1") if chr(code) in letters else ord("0") for code in range(256))


_AS_MET, _AS_MISSED, _AS_APART = _marked("m"), _marked("n"), _marked("xs")


class TargetRow(Sequence[TargetResult]):
    """One unit's results in the plan's order. `amounts` and `bases` are as written down, numerator and denominator of a
    share, a number and nothing: one text per target, joined by commas, empty where there is none; all empty: ""."""

    __slots__ = ("_bits", "amounts", "bases", "headings", "marks")

    def __init__(self, headings: Headings, marks: str, amounts: str, bases: str) -> None:
        self.headings, self.marks, self.amounts, self.bases = headings, marks, amounts, bases
        self._bits: tuple[int, int, int] | None = None

    def tally(self, scope: Scope) -> Tally:
        """How the targets of a scope came out."""
        bits = self._bits
        if bits is None:
            marks = self.marks.encode() or b"0"
            bits = self._bits = (
                int(marks.translate(_AS_MET), 2),
                int(marks.translate(_AS_MISSED), 2),
                int(marks.translate(_AS_APART), 2),
            )
        met, missed, apart = bits
        every, qualitative, progress = self.headings.among(scope)
        applicable = every & ~apart
        if not qualitative:
            all_, good = applicable.bit_count(), (every & met).bit_count()
            return Tally(all_, good, 0, all_ - good, bool(progress & ~apart))
        return Tally(
            applicable.bit_count(),
            (every & met).bit_count(),
            (qualitative & ~(met | missed | apart)).bit_count(),
            (applicable & ~qualitative & ~met).bit_count(),
            bool(progress & ~apart),
        )

    def __len__(self) -> int:
        return len(self.marks)

    def __iter__(self) -> Iterator[TargetResult]:
        return iter(self._results())

    @overload
    def __getitem__(self, place: int) -> TargetResult: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[TargetResult]: ...
    def __getitem__(self, place: int | slice) -> TargetResult | Sequence[TargetResult]:
        return self._results()[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self.marks, self.amounts, self.bases))

    def __repr__(self) -> str:
        return f"TargetRow({self.marks})"

    def as_json(self) -> dict[str, Any]:
        figures = {"amounts": self.amounts, "bases": self.bases}
        return {"headings": self.headings.number, "marks": self.marks, **{k: v for k, v in figures.items() if v}}

    def _results(self) -> tuple[TargetResult, ...]:
        size = len(self.marks)
        amounts, bases = _amounts(self.amounts, size), _amounts(self.bases, size)
        heads, marks = self.headings.heads, self.marks
        return tuple([_result(heads[c], marks[c], amounts[c], bases[c]) for c in self.headings.order])


def _amounts(figures: str, size: int) -> Sequence[Decimal | None]:
    return [Decimal(one) if one else None for one in figures.split(",")] if figures else [None] * size


def _result(head: TargetHead, mark: str, amount: Decimal | None, base: Decimal | None) -> TargetResult:
    share, actual = head.measure == "share", None
    if head.measure and mark in _MEASURED:
        actual = 100 * amount / base if share and amount is not None and base else None if share else amount
    return TargetResult(
        head.code, head.year, head.label, head.section, head.pillar, head.kind, head.comparator, actual,
        head.threshold, head.natural_max, head.unit, amount if share else None, base if share else None,
        mark not in _APART, _MET.get(mark), head.why.get(mark, ""), head.progress,
    )  # fmt: skip


def headings_json(headings: Sequence[Headings]) -> list[list[dict[str, Any]]]:
    """What a round keeps beside its subjects' facts; fields that hold their default are left out."""
    return [[_head_json(head) for head in one.heads] for one in headings]


def headings_from(data: Sequence[Sequence[Mapping[str, Any]]]) -> list[Headings]:
    """The inverse of `headings_json`."""
    return [Headings(number, [_head(one) for one in heads]) for number, heads in enumerate(data)]


_TEXTS = ("threshold", "natural_max")


def _head_json(head: TargetHead) -> dict[str, Any]:
    own = {name: value for name, value in head._asdict().items() if value != TargetHead._field_defaults.get(name)}
    return own | {name: str(own[name]) for name in _TEXTS if name in own}


def _head(data: Mapping[str, Any]) -> TargetHead:
    return TargetHead(**{**data, **{name: Decimal(data[name]) for name in _TEXTS if name in data}})
