"""Rules as trees, read strictly; `awards.rules.evaluation` applies them to facts.

A node is `{all: [..]}`, `{any: [..]}`, `{not: ..}`, `{at_least: {n, of: [..]}}` or a leaf
`{kind, section, label, …parameters}`. Any node may carry `section`, `label`, `text` (the plan's words),
`when` (kinds of unit or person: for the others the node is left out, neither passed nor failed) and
`for_subjects` (collective, individual); a leaf may be `advisory` (a warning that decides nothing).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from awards.facts import AnyFacts
from awards.rules.registry import Criterion, RuleError, build

GROUPS = ("all", "any", "not", "at_least")
COMMON = ("section", "label", "text", "when", "for_subjects")
SUBJECTS = ("collective", "individual")


@dataclass(frozen=True)
class Guarded:
    section: str
    label: str
    when: frozenset[str]
    for_subjects: frozenset[str]

    @cached_property
    def guarded(self) -> bool:
        return bool(self.when or self.for_subjects)

    def covers(self, facts: AnyFacts) -> bool:
        return (not self.when or facts.kind in self.when) and (
            not self.for_subjects or facts.subject in self.for_subjects
        )


@dataclass(frozen=True)
class Leaf(Guarded):
    criterion: Criterion
    advisory: bool = False
    size: ClassVar[int] = 1


@dataclass(frozen=True)
class Group(Guarded):
    """`operator`: all | any | not | at_least; `n` only for at_least."""

    operator: str
    children: tuple[Node, ...]
    n: int = 0

    @cached_property
    def size(self) -> int:
        """How many leaves it has."""
        return sum(child.size for child in self.children)


Node = Leaf | Group


def parse(tree: Mapping[str, Any], path: str = "") -> Node:
    """The tree of a rule. Raises RuleError naming the place and what was expected."""
    if not isinstance(tree, Mapping):
        raise RuleError(path, f"{tree!r} is not a node", "a mapping with kind, all, any, not or at_least")
    # `at_least` is also a parameter of leaves, so `kind` speaks first.
    operators = [] if "kind" in tree else [name for name in GROUPS if name in tree]
    if "kind" not in tree and len(operators) != 1:
        raise RuleError(path, f"keys {sorted(map(str, tree))}", "exactly one of kind, all, any, not, at_least")
    common = _common(tree, path)
    if not operators:
        return _leaf(tree, path, common)
    operator = operators[0]
    if extra := [str(key) for key in tree if key not in (operator, *COMMON)]:
        raise RuleError(path, f"unknown key {extra[0]!r}", "one of " + ", ".join((operator, *COMMON)))
    body, n = tree[operator], 0
    if operator == "at_least":
        if not isinstance(body, Mapping) or set(body) != {"n", "of"}:
            raise RuleError(f"{path}.at_least", f"{body!r}", "a mapping with n and of")
        n, body = body["n"], body["of"]
        if not isinstance(n, int) or isinstance(n, bool) or n < 1 or not isinstance(body, Sequence) or n > len(body):
            raise RuleError(f"{path}.at_least.n", f"{n!r}", "a whole number from 1 to the number of branches")
    children = [body] if operator == "not" else body
    if not isinstance(children, list | tuple) or not children:
        raise RuleError(f"{path}.{operator}", f"{body!r}", "a non-empty list of nodes")
    parsed = tuple(parse(child, f"{path}.{operator}[{i}]".lstrip(".")) for i, child in enumerate(children))
    return Group(**common, operator=operator, children=parsed, n=n)


def _common(tree: Mapping[str, Any], path: str) -> dict[str, Any]:
    for name in ("section", "label", "text"):
        if name in tree and not isinstance(tree[name], str):
            raise RuleError(path, f"{name} = {tree[name]!r}", "a text")
    for name in ("when", "for_subjects"):
        value = tree.get(name, [])
        if not isinstance(value, list | tuple) or (name in tree and not value):
            raise RuleError(path, f"{name} = {value!r}", "a non-empty list of codes")
    subjects = frozenset(tree.get("for_subjects", ()))
    if unknown := subjects - set(SUBJECTS):
        raise RuleError(path, f"for_subjects holds {min(unknown)!r}", "collective, individual")
    return {
        "section": tree.get("section", ""),
        "label": tree.get("label", ""),
        "when": frozenset(tree.get("when", ())),
        "for_subjects": subjects,
    }


def _leaf(tree: Mapping[str, Any], path: str, common: dict[str, Any]) -> Leaf:
    advisory = tree.get("advisory", False)
    if not isinstance(advisory, bool):
        raise RuleError(path, f"advisory = {advisory!r}", "true or false")
    params = {key: value for key, value in tree.items() if key not in ("kind", "advisory", *COMMON)}
    kind = str(tree["kind"])
    criterion = build(kind, section=common["section"], label=common["label"], params=params, path=path)
    return Leaf(**common, criterion=criterion, advisory=advisory)


def leaves(node: Node) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
        return
    for child in node.children:
        yield from leaves(child)


def adjustment_h(node: Node, facts: AnyFacts) -> int:
    """Points that the rule's criteria add to this candidate in the order, in hundredths."""
    if not node.covers(facts):
        return 0
    if isinstance(node, Leaf):
        return 0 if node.criterion.decides or node.advisory else node.criterion.points_h(facts)
    return sum(adjustment_h(child, facts) for child in node.children)
