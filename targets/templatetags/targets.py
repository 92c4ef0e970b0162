"""What the pages of this app need beside `face`."""

from django import template

from config.kernel.access import Actor
from targets.forms import shown_fingerprint
from targets.selectors.entries import EntryView
from targets.services.values import digest_of_text

register = template.Library()


@register.filter
def fingerprint(entry: EntryView) -> str:
    """The stored value as one short word, so that untouched fields are recognised when they come back."""
    return shown_fingerprint(entry)


@register.filter
def text_digest(text: str) -> str:
    """Of the text that a page shows, so that a later save is told from one over somebody else's words."""
    return digest_of_text(text)


@register.filter
def pages_upto(count: int) -> range:
    """Numbers of pages: 1 … count."""
    return range(1, count + 1)


@register.filter
def may(actor: Actor, verb: str) -> bool:
    """Whether the person holds `verb` anywhere in the tenant."""
    return actor.can(verb)
