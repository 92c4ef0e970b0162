"""Navigation as data. Each app declares its places in `<app>/nav.py` as `PLACES`; nothing else lists them.

A place is shown to whoever holds its verb somewhere in the tenant; the page behind it decides for itself.
"""

from __future__ import annotations

import functools
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix
from redis.exceptions import RedisError

from config.kernel import audit, clock
from config.kernel.access import Actor
from config.kernel.declared import declared
from config.kernel.web.addresses import path_of

log = logging.getLogger(__name__)
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
    count: int = 0
    current: bool = False


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
        return path_of(url_name)
    except NoReverseMatch:
        return None


def allowed(place: Place, actor: Actor | None) -> bool:
    """Whether this person is offered the place; a visitor is offered what asks for no verb."""
    if actor is None:
        return place.verb is None and place.when is None
    return (place.verb is None or actor.can(place.verb)) and (place.when is None or place.when(actor))


@functools.lru_cache(maxsize=4096)
def offered(slot: Slot, actor: Actor | None, prefix: str) -> tuple[tuple[Place, Shown], ...]:
    """The places of a slot that this person is offered in the tenant mounted at `prefix`, as drawn without a number."""
    found = [(place, address(place.url_name)) for place in places() if place.slot == slot and allowed(place, actor)]
    return tuple(
        (place, Shown(place.label, place.short or place.label, url, place.icon))
        for place, url in found
        if url is not None
    )


def show(request: HttpRequest, slot: Slot, actor: Actor | None, *, counts: bool = True) -> list[Shown]:
    """The places of a slot that this person is offered, with what waits in each."""
    if getattr(request, "tenant", None) is None:
        return []
    here = getattr(getattr(request, "resolver_match", None), "view_name", "")
    shown: list[Shown] = []
    for place, drawn in offered(slot, actor, get_script_prefix()):
        number = _number(request, place) if counts and place.count else None
        current = here == place.url_name or here in place.match or _under(request.path, drawn.url)
        shown.append(replace(drawn, count=number or 0, current=current) if number or current else drawn)
    return _one_current(shown, request.path)


def _number(request: HttpRequest, place: Place) -> int | None:
    """What waits in the place, asked again only after something happened in the tenant.

    Whatever changes it leaves an entry in the audit trail, so the trail's head says whether it may have changed;
    days pass too, and what nobody records is seen within `NAV_NUMBERS_SECONDS` (0: ask every time).
    """
    ask = place.count
    if ask is None:
        return None
    seconds = settings.NAV_NUMBERS_SECONDS
    actor: Actor | None = getattr(request, "actor", None)
    if not seconds or actor is None or not actor.is_member:
        return ask(request)
    kept: tuple[str, dict[str, int | None]] | None = getattr(request, "_numbers", None)
    if kept is None:
        grants = sorted(f"{grant.role}{grant.unit_path}" for grant in actor.grants)
        said = [actor.tenant_id, actor.user_id, grants, audit.head(), clock.today().isoformat()]
        key = "numbers:" + hashlib.sha256(repr(said).encode()).hexdigest()
        kept = request._numbers = key, _kept(key)  # type: ignore[attr-defined]  # noqa: SLF001
    key, known = kept
    if place.url_name not in known:
        known[place.url_name] = ask(request)
        _keep(key, known, seconds)
    return known[place.url_name]


def _kept(key: str) -> dict[str, int | None]:
    try:
        return cache.get(key) or {}
    except RedisError as error:  # a page without its cache is slower, not away
        log.warning("numbers of the menu are asked anew: %s", error)
        return {}


def _keep(key: str, numbers: dict[str, int | None], seconds: int) -> None:
    try:
        cache.set(key, numbers, seconds)
    except RedisError as error:
        log.warning("numbers of the menu are not kept: %s", error)


def _under(path: str, url: str) -> bool:
    # A tenant's root is above everything and would mark itself on every page.
    return path.startswith(url) and url.count("/") > 2


def _one_current(shown: list[Shown], path: str) -> list[Shown]:
    """Keep the mark on the closest place only."""
    marked = [item for item in shown if item.current]
    if len(marked) < 2:
        return shown
    best = max(marked, key=lambda item: len(item.url) if path.startswith(item.url) else 0)
    return [item if not item.current or item is best else replace(item, current=False) for item in shown]
