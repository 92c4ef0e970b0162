"""Every known kind of criterion; importing this package registers them."""

from awards.rules.kinds import clusters, conduct, lists, merits, points, record, scores, targets

__all__ = ["clusters", "conduct", "lists", "merits", "points", "record", "scores", "targets"]
