import itertools

from django import template

register = template.Library()
_serial = itertools.count(1)


def unique(prefix: str) -> str:
    """An id that no other element of the page has."""
    return f"{prefix}-{next(_serial)}"
