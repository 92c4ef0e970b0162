"""From candidates with verdicts to a proposal list; no database, no clock, no hidden order."""

from awards.selection.pick import Entry, Selection, Standing, Tie, TieVote, pick
from awards.selection.rounds import RoundResult, run_round
from awards.selection.rule import Quota, Rule, in_force, rule_from
from awards.selection.share import ShareCheck, check_share

__all__ = [
    "Entry",
    "Quota",
    "RoundResult",
    "Rule",
    "Selection",
    "ShareCheck",
    "Standing",
    "Tie",
    "TieVote",
    "check_share",
    "in_force",
    "pick",
    "rule_from",
    "run_round",
]
