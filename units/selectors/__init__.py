from units.selectors.access import actor_for, memberships_of, tenants_of
from units.selectors.tree import (
    ancestors,
    children,
    family,
    function_holder,
    predecessors,
    root,
    search,
    subtree,
    successors,
    units_for,
    visible_units,
)

__all__ = [
    "actor_for",
    "ancestors",
    "children",
    "family",
    "function_holder",
    "memberships_of",
    "predecessors",
    "root",
    "search",
    "subtree",
    "successors",
    "tenants_of",
    "units_for",
    "visible_units",
]
