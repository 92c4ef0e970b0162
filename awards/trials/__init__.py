"""What if: a round judged again under other rules or figures. Pure, like `awards.selection`; nothing is stored."""

from awards.trials.changes import NoSuchPlace, SubjectChange, Trial, changed_facts, changed_rule, weighted_h
from awards.trials.comparison import Before, Comparison, RuleComparison, compare
from awards.trials.knobs import Knob, knobs

__all__ = [
    "Before",
    "Comparison",
    "Knob",
    "NoSuchPlace",
    "RuleComparison",
    "SubjectChange",
    "Trial",
    "changed_facts",
    "changed_rule",
    "compare",
    "knobs",
    "weighted_h",
]
