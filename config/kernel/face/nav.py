"""Navigation as data. Each app declares its places in `<app>/nav.py` as `PLACES`; nothing else lists them.

A place is shown to whoever holds its verb somewhere in the tenant; the page behind it decides for itself.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from config.kernel.access import Actor
from config.kernel.declared import declared

Slot = Literal["main", "public", "bell", "search", "account", "logout", "login", "home", "admin", "foot"]
MAIN_LIMIT = 8
DOCK_LIMIT = 4


@dataclass(frozen=True)
class Place:
    """One place in the navigation.

    `count` returns how many things wait there for this person, None or 0 for no number. `when` narrows beyond
    the verb (a place for clerks only, say). `order` sorts within the slot; `short` is the word in the phone's
    dock. `match` are url names whose pages also belong here (the row stays marked on them).
    """

    label: str
    url_name: str
    icon: str = "circle"
    verb: str | None = None
    count: Callable[[HttpRequest], int | None] | None = None
    when: Callable[[Actor], bool] | None = None
    order: int = 100
    short: str = ""
    slot: Slot = "main"
    match: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A place as a template draws it."""

    label: str
    short: str
    url: str
    icon: str
    count: int
    current: bool


@functools.cache
def places() -> tuple[Place, ...]:
    """All declared places in order. Read once: apps do not change while the process lives."""
    found = [place for listed in declared("nav", "PLACES") for place in listed]
    return tuple(sorted(found, key=lambda place: place.order))


def campaign_line() -> Callable[[HttpRequest], str] | None:
    """The function that names the campaign in the masthead: `CAMPAIGN_LINE` of the app that has campaigns."""
    return next(iter(declared("nav", "CAMPAIGN_LINE")), None)


def address(url_name: str) -> str | None:
    """Path of a page that takes no arguments; None while no such page is routed."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def allowed(place: Place, actor: Actor | None) -> bool:
    """Whether this person is offered the place; a visitor is offered what asks for no verb."""
    if actor is None:
        return place.verb is None and place.when is None
    return (place.verb is None or actor.can(place.verb)) and (place.when is None or place.when(actor))


def show(request: HttpRequest, slot: Slot, actor: Actor | None, *, counts: bool = True) -> list[Shown]:
    """The places of a slot that this person is offered, with what waits in each."""
    if getattr(request, "tenant", None) is None:
        return []
    here = getattr(getattr(request, "resolver_match", None), "view_name", "")
    shown: list[Shown] = []
    for place in places():
        if place.slot != slot or not allowed(place, actor):
            continue
        url = address(place.url_name)
        if url is None:
            continue
        number = place.count(request) if counts and place.count else None
        current = here == place.url_name or here in place.match or _under(request.path, url)
        shown.append(Shown(place.label, place.short or place.label, url, place.icon, number or 0, current))
    return _one_current(shown, request.path)


def _under(path: str, url: str) -> bool:
    # A tenant's root is above everything and would mark itself on every page.
    return url.count("/") > 2 and path.startswith(url)


def _one_current(shown: list[Shown], path: str) -> list[Shown]:
    """Keep the mark on the closest place only."""
    marked = [item for item in shown if item.current]
    if len(marked) < 2:
        return shown
    best = max(marked, key=lambda item: len(item.url) if path.startswith(item.url) else 0)
    return [
        item
        if not item.current or item is best
        else Shown(item.label, item.short, item.url, item.icon, item.count, False)
        for item in shown
    ]
