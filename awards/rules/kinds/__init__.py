"""Every known kind of criterion; importing this package registers them."""

from awards.rules.kinds import conduct, lists, merits, scores, targets

__all__ = ["conduct", "lists", "merits", "scores", "targets"]
