"""What a trial changes, and the rules and facts as they would then be."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from awards.facts import AnyFacts, AttestationFact, PersonFacts, PillarFact, TargetResult, UnitFacts
from awards.selection import Rule, rule_from
from awards.trials.knobs import EVERY_TARGET

ALL_OPEN = "*"
ASSUMED = "giả định"


class NoSuchPlace(ValueError):
    """A change that names what the rule does not have."""


@dataclass(frozen=True)
class SubjectChange:
    """Other figures for one subject; None = as it is. `code` is one criterion, or ALL_OPEN for all that stand open.

    `pillars`: points and maxima as the changed value would score them; a `ratio_h` given by hand goes before.
    """

    key: str
    ratio_h: int | None = None
    merit_h: int | None = None
    target: str = ""
    actual: Decimal | None = None
    pillars: tuple[PillarFact, ...] | None = None
    code: str = ""
    answer: bool | None = None

    @property
    def empty(self) -> bool:
        measured = self.ratio_h is not None or self.merit_h is not None or (self.target and self.actual is not None)
        return not measured and not (self.code and self.answer is not None)


@dataclass(frozen=True)
class Trial:
    """`figures`: rule code → path of the figure → value; `quotas`: rule code → places (None = without limit).

    `weights`: pillar → how many percent its points and maxima count (100 = as scored).
    `open_as`: the answer that every question still open is taken to have, for everybody; None = they stay open.
    """

    figures: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    quotas: Mapping[str, int | None] = field(default_factory=dict)
    subjects: tuple[SubjectChange, ...] = ()
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    open_as: bool | None = None

    @property
    def empty(self) -> bool:
        changed = any(self.figures.values()) or self.quotas or self.subjects or self.weights
        return not changed and self.open_as is None


def changed_rule(data: Mapping[str, Any], trial: Trial, *, position: int = 0) -> Rule:
    """The rule under the trial; NoSuchPlace for a path that it does not have, RuleError for an impossible value."""
    wanted = copy.deepcopy(dict(data))
    for path, value in trial.figures.get(data["code"], {}).items():
        _put(wanted["criteria"], path, value)
    if data["code"] in trial.quotas:
        places = trial.quotas[data["code"]]
        kept = wanted.get("quota_kind") if wanted.get("quota_kind") in ("exact", "at_most") else "at_most"
        wanted |= {"quota": places, "quota_kind": "none_stated" if places is None else kept, "quota_percent": None}
    return rule_from(wanted, position=position)


def _put(tree: Any, path: str, value: Decimal) -> None:
    *way, last = path.split(".")
    try:
        for step in way:
            tree = tree[int(step)] if isinstance(tree, list) else tree[step]
        if last == "share" and tree.get("kind") == EVERY_TARGET:
            tree["mode"] = "share"
        tree[last] = int(value) if value == value.to_integral_value() else str(value)
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise NoSuchPlace(path) from error


def changed_facts(facts: Sequence[AnyFacts], trial: Trial, codes: frozenset[str]) -> list[AnyFacts]:
    """Facts under the trial. `codes`: every criterion of the rules, of which a person may answer those left open.

    A changed score ratio moves the ranks of its whole block; a person's unit is the changed unit.
    """
    by_key = {change.key: change for change in trial.subjects}
    before = {one.key: one for one in facts if isinstance(one, UnitFacts)}
    units = {key: _unit(one, by_key.get(key), trial.weights) for key, one in before.items()}
    touched = {unit.block for key, unit in units.items() if unit.ratio_h != before[key].ratio_h}
    for block in touched:
        units |= _ranked([unit for unit in units.values() if unit.block == block])
    out: list[AnyFacts] = []
    for one in facts:
        now: AnyFacts = units[one.key] if isinstance(one, UnitFacts) else one
        change = by_key.get(one.key)
        if isinstance(now, PersonFacts):
            if now.unit is not None and now.unit.key in units:
                now = replace(now, unit=units[now.unit.key])
            if change is not None and change.merit_h is not None:
                now = replace(now, merit_h=change.merit_h)
        out.append(_answered(now, change, trial.open_as, codes))
    return out


def _unit(facts: UnitFacts, change: SubjectChange | None, weights: Mapping[str, Decimal]) -> UnitFacts:
    pillars = facts.pillars if change is None or change.pillars is None else change.pillars
    ratio = facts.ratio_h
    if ratio is not None and pillars and (weights or pillars is not facts.pillars):
        ratio = weighted_h(pillars, weights)
    if change is None:
        return facts if ratio == facts.ratio_h else replace(facts, ratio_h=ratio)
    return replace(
        facts,
        pillars=pillars,
        ratio_h=ratio if change.ratio_h is None else change.ratio_h,
        merit_h=facts.merit_h if change.merit_h is None else change.merit_h,
        targets=tuple(_target(one, change) for one in facts.targets),
    )


def weighted_h(pillars: Sequence[PillarFact], weights: Mapping[str, Decimal]) -> int | None:
    """The score ratio with every pillar's points and maximum at its weight, half up; None where nothing counts."""
    share = {pillar.code: weights.get(pillar.code, Decimal(100)) for pillar in pillars}
    top = sum((pillar.max_h * share[pillar.code] for pillar in pillars), Decimal(0))
    if not top:
        return None
    points = sum((pillar.points_h * share[pillar.code] for pillar in pillars), Decimal(0))
    return int((points * 10_000 / top).quantize(Decimal(1), ROUND_HALF_UP))


def _target(result: TargetResult, change: SubjectChange) -> TargetResult:
    if result.code != change.target or change.actual is None or result.threshold is None:
        return result
    actual, bar = change.actual, result.threshold
    met = {
        "gt": actual > bar, "lte": actual <= bar, "lt": actual < bar, "eq": actual == bar,
    }.get(result.comparator, actual >= bar)  # fmt: skip
    return result._replace(actual=actual, numerator=None, denominator=None, met=met, applicable=True)


def _ranked(units: Sequence[UnitFacts]) -> dict[str, UnitFacts]:
    """1, 1, 3 by score ratio; who has no score has no rank."""
    count = Counter(unit.ratio_h for unit in units if unit.ratio_h is not None)
    rank: dict[int, int] = {}
    above = 0
    for score in sorted(count, reverse=True):
        rank[score] = above + 1
        above += count[score]
    return {
        unit.key: replace(
            unit,
            rank=None if unit.ratio_h is None else rank[unit.ratio_h],
            equals=1 if unit.ratio_h is None else count[unit.ratio_h],
            block_size=above,
        )
        for unit in units
    }


def _answered(facts: AnyFacts, change: SubjectChange | None, open_as: bool | None, codes: frozenset[str]) -> AnyFacts:
    """What people have said stands, unless the trial names that criterion; figures are never overruled."""
    unanswered = codes - set(facts.attestations)
    said: dict[str, bool] = {}
    if open_as is not None:
        said |= dict.fromkeys(unanswered, open_as)
    if change is not None and change.answer is not None and change.code:
        said |= dict.fromkeys(unanswered if change.code == ALL_OPEN else {change.code}, change.answer)
    if not said:
        return facts
    trial = {code: AttestationFact(answer, by=ASSUMED) for code, answer in said.items()}
    return replace(facts, attestations={**facts.attestations, **trial})
