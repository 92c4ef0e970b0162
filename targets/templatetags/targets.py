"""What the pages of this app need beside `face`."""

from django import template

from config.kernel.access import Actor
from targets.forms import shown_fingerprint
from targets.selectors.entries import EntryView

register = template.Library()


@register.filter
def fingerprint(entry: EntryView) -> str:
    """The stored value as one short word, so that untouched fields are recognised when they come back."""
    return shown_fingerprint(entry)


@register.filter
def may(actor: Actor, verb: str) -> bool:
    """Whether the person holds `verb` anywhere in the tenant."""
    return actor.can(verb)
