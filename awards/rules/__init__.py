"""Award rules: trees of criteria with known kinds, applied to plain facts. No database, no clock."""

from awards.rules import kinds  # noqa: F401  registers the kinds
from awards.rules.evaluation import evaluate, evaluate_all, explained, recalled
from awards.rules.outcome import Finding, Line, Outcome, Verdict, digest_of
from awards.rules.registry import REGISTRY, Criterion, RuleError, register
from awards.rules.tree import Group, Leaf, Node, adjustment_h, leaves, parse

__all__ = [
    "REGISTRY",
    "Criterion",
    "Finding",
    "Group",
    "Leaf",
    "Line",
    "Node",
    "Outcome",
    "RuleError",
    "Verdict",
    "adjustment_h",
    "digest_of",
    "evaluate",
    "evaluate_all",
    "explained",
    "leaves",
    "parse",
    "recalled",
    "register",
]
