"""An award rule as selection sees it: whom it covers, its criteria, its quota, its order among equals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from awards.facts import AnyFacts, PersonFacts, UnitFacts
from awards.rules import Node, adjustment_h, leaves, parse
from awards.rules.kinds.lists import BelongsToPlacedUnit, MemberShare

EXACT, AT_MOST, NONE_STATED, SHARE = "exact", "at_most", "none_stated", "share"
ORDER_COLLECTIVE = ("score_ratio", "pillars", "women", "late_reports")
ORDER_INDIVIDUAL = ("merit", "score_ratio", "pillars", "women", "late_reports")
ORDER_KEYS = ("score_ratio", "merit", "pillars", "women", "late_reports", "small", "direct")


@dataclass(frozen=True)
class Quota:
    """`exact` and `at_most` n places, `share` = floor(percent of the candidates), or none stated."""

    kind: str = NONE_STATED
    n: int | None = None
    percent: Decimal | None = None

    def __post_init__(self) -> None:
        if self.kind not in (EXACT, AT_MOST, NONE_STATED, SHARE):
            raise ValueError(f"unknown quota kind {self.kind!r}")
        if (self.kind in (EXACT, AT_MOST)) != (self.n is not None):
            raise ValueError(f"quota {self.kind} with n = {self.n!r}")
        if (self.kind == SHARE) != (self.percent is not None):
            raise ValueError(f"quota {self.kind} with percent = {self.percent!r}")

    def places(self, candidates: int) -> int | None:
        """How many may be picked; None = no limit."""
        if self.kind == SHARE and self.percent is not None:
            return int(self.percent * candidates // 100)
        return self.n


@dataclass(frozen=True)
class Rule:
    """`recipient`: collective | individual. `block` "": every block. `order`: keys of ORDER_KEYS."""

    code: str
    award_form: str
    recipient: str
    criteria: Node
    quota: Quota = Quota()
    block: str = ""
    section: str = ""
    text: str = ""
    occasion: str = ""
    years: tuple[int, ...] = ()
    position: int = 0
    kinds: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    decider: str = ""

    def covered(self, candidates: Sequence[AnyFacts]) -> list[AnyFacts]:
        """Those who are looked at under the rule at all."""
        wanted = UnitFacts if self.recipient == "collective" else PersonFacts
        pool = [facts for facts in candidates if isinstance(facts, wanted)]
        if self.kinds:
            pool = [facts for facts in pool if facts.kind in self.kinds]
        return [facts for facts in pool if block_of(facts) == self.block] if self.block else pool

    @cached_property
    def adjusts(self) -> bool:
        """Whether some criterion adds or takes points."""
        return any(not leaf.criterion.decides for leaf in leaves(self.criteria))

    def adjusted(self, facts: AnyFacts) -> AnyFacts:
        """The candidate with the points that this rule adds or takes."""
        if not self.adjusts:
            return facts
        return replace(facts, bonus_h=facts.bonus_h + adjustment_h(self.criteria, facts))

    @property
    def order_keys(self) -> tuple[str, ...]:
        return self.order or (ORDER_COLLECTIVE if self.recipient == "collective" else ORDER_INDIVIDUAL)

    @property
    def per_unit(self) -> int | None:
        """At most so many people of one unit; None = no limit."""
        found = self.placed_unit
        return found["per_unit"] if found else None

    @property
    def placed_unit(self) -> BelongsToPlacedUnit | None:
        """The criterion that ties people to the collectives of the round, if the rule has it."""
        criteria = (leaf.criterion for leaf in leaves(self.criteria))
        return next((c for c in criteria if isinstance(c, BelongsToPlacedUnit)), None)

    @property
    def leaders_at_most(self) -> Decimal | None:
        """Percent of the list that may be leaders and coordinating staff; None = the rule does not say."""
        limits = [
            leaf.criterion.leaders_at_most for leaf in leaves(self.criteria) if isinstance(leaf.criterion, MemberShare)
        ]
        return min(limits, default=None)


def block_of(facts: AnyFacts) -> str:
    unit = getattr(facts, "unit", None)
    return facts.block or (unit.block if unit else "")


def rule_from(data: Mapping[str, Any], *, position: int = 0) -> Rule:
    """A rule from the keys of a plan's `award_rules` (and `order`, `kinds`, `quota_percent`)."""
    kind = data.get("quota_kind") or NONE_STATED
    percent = data.get("quota_percent")
    order = tuple(data.get("order") or ())
    if unknown := [key for key in order if key not in ORDER_KEYS]:
        raise ValueError(f"unknown order key {unknown[0]!r}; expected {', '.join(ORDER_KEYS)}")
    return Rule(
        code=data["code"],
        award_form=data["award_form"],
        recipient=data["recipient"],
        criteria=parse(data["criteria"]),
        quota=Quota(kind, data.get("quota"), None if percent is None else Decimal(str(percent))),
        block=data.get("block") or "",
        section=data.get("section") or "",
        text=data.get("text") or "",
        occasion=data.get("occasion") or "",
        years=tuple(data.get("years") or ()),
        position=position,
        kinds=frozenset(data.get("kinds") or ()),
        order=order,
        decider=data.get("decider") or "",
    )


def in_force(rules: Sequence[Rule], *, occasion: str, year: int) -> list[Rule]:
    """The rules of an occasion and year, in plan order.

    A rule that names the year replaces the same one (form, recipient, block, occasion) that names no year
    (Cần Thơ 2025: "riêng năm 2025").
    """
    fitting = [rule for rule in rules if rule.occasion == occasion and (not rule.years or year in rule.years)]
    named = {(r.award_form, r.recipient, r.block) for r in fitting if r.years}
    kept = [r for r in fitting if r.years or (r.award_form, r.recipient, r.block) not in named]
    return sorted(kept, key=lambda rule: (rule.position, rule.code))
