"""Points for reported values (decisions 1 to 5): pure, exact, no database.

`sql` states the same arithmetic for a whole campaign at once; a test compares both with a third, independent
implementation.
"""

from targets.scoring.engine import score
from targets.scoring.rules import Band, Entry, Option, Result, Rule, Status, Verdict
from targets.scoring.sentences import explain, goal, lacks, missing_to_goal
from targets.scoring.totals import Standing, half_up, ratio_h, standings, total

__all__ = [
    "Band",
    "Entry",
    "Option",
    "Result",
    "Rule",
    "Standing",
    "Status",
    "Verdict",
    "explain",
    "goal",
    "half_up",
    "lacks",
    "missing_to_goal",
    "ratio_h",
    "score",
    "standings",
    "total",
]
