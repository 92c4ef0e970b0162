from targets.selectors.rollup.choice import Choice, read
from targets.selectors.rollup.scope import Scope, indicators_of
from targets.selectors.rollup.series import Milestone, Series, series
from targets.selectors.rollup.sums import Roll, rolls, together
from targets.selectors.rollup.units import NOTHING, Cell, Laggard, by_unit, heat, laggards, reports_in

__all__ = [
    "NOTHING",
    "Cell",
    "Choice",
    "Laggard",
    "Milestone",
    "Roll",
    "Scope",
    "Series",
    "by_unit",
    "heat",
    "indicators_of",
    "laggards",
    "read",
    "reports_in",
    "rolls",
    "series",
    "together",
]
