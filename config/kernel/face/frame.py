"""What stands around every page. A part is drawn once for all pages that say the same there, and kept in the process.

A part's template, `components/_<part>.html`, knows nothing but `said`, which is what the part is kept by, and `token`,
the hidden field against forged forms, which is put in at last.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from config.kernel.face.context import Face
from config.kernel.face.nav import Shown

TOKEN = SafeString("<!-- token -->")


class Top(NamedTuple):
    """The masthead's first line."""

    home: str
    letters: str
    tenant: str
    campaign: str
    is_member: bool
    name: str
    unit: str
    search: Shown | None
    bell: Shown | None
    account: Shown | None
    logout: Shown | None
    login: Shown | None


class Row(NamedTuple):
    """The navigation below it; `more` leads to the menu of all places."""

    is_member: bool
    places: tuple[Shown, ...]
    more: str | None


class Demo(NamedTuple):
    """The note on data that are invented."""

    is_shown: bool
    today: dt.date | None
    began: dt.date | None


class Foot(NamedTuple):
    has_tenant: bool
    agency: str
    places: tuple[Shown, ...]


class Dock(NamedTuple):
    """The navigation of phones."""

    places: tuple[Shown, ...]
    more: str | None


def _top(face: Face) -> Top:
    actor, tenant = face.actor, face.tenant
    return Top(
        home=face.home,
        letters=tenant.letters if tenant else "",
        tenant=tenant.name if tenant else "",
        campaign=face.campaign,
        is_member=actor is not None,
        name=actor.name if actor else "",
        unit=(actor.unit_name or actor.title) if actor else "",
        search=face.search if actor else None,
        bell=face.bell if actor else None,
        account=face.account if actor else None,
        logout=face.logout if actor else None,
        login=None if actor else face.login,
    )


def _row(face: Face) -> Row:
    has_more = face.actor is not None and len(face.everywhere) > len(face.main)
    return Row(face.actor is not None, tuple(face.main), face.menu_url if has_more else None)


def _demo(face: Face) -> Demo:
    tenant = face.tenant
    if not face.demo or not tenant:
        return Demo(False, None, None)
    return Demo(True, tenant.demo_today, tenant.demo_began)


def _foot(face: Face) -> Foot:
    return Foot(bool(face.tenant), face.tenant.standing_agency if face.tenant else "", tuple(face.foot))


def _dock(face: Face) -> Dock:
    return Dock(tuple(face.dock) if face.actor else (), face.menu_url)


_PARTS = {"top": _top, "row": _row, "demo": _demo, "foot": _foot, "dock": _dock}


def part(name: str, face: Face, token: SafeString) -> SafeString:
    """One of the parts as markup."""
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return SafeString(draw(name, _PARTS[name](face)).replace(TOKEN, token))


@lru_cache(maxsize=2000)
def _drawn(name: str, said: Any) -> str:
    return render_to_string(f"components/_{name}.html", {"said": said, "token": TOKEN})
