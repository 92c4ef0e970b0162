"""The plan as its page shows it: what the system understands, beside the plan's own words."""

from campaigns.selectors.plan.page import PARTS, PartPage, Tab, part_page, tabs
from campaigns.selectors.plan.shapes import Entry, Group, Table

__all__ = ["PARTS", "Entry", "Group", "PartPage", "Tab", "Table", "part_page", "tabs"]
