"""What base.html needs on every page. Nothing is computed until a template asks for it."""

from __future__ import annotations

import functools
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from config.kernel.access import Actor
from config.kernel.face import nav


class Face:
    """`face` in templates. Quiet (on error pages) means: no counts, no queries."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.quiet = getattr(request, "face_quiet", False)
        self.demo = bool(getattr(settings, "DEMO", False))
        self._slots: dict[str, list[nav.Shown]] = {}

    def _slot(self, slot: nav.Slot) -> list[nav.Shown]:
        if slot not in self._slots:
            self._slots[slot] = nav.show(self.request, slot, self.actor, counts=not self.quiet)
        return self._slots[slot]

    @property
    def tenant(self) -> Any:
        return getattr(self.request, "tenant", None)

    @functools.cached_property
    def actor(self) -> Actor | None:
        """The member at work; None for visitors. Where no view was found nobody has asked yet."""
        found = getattr(self.request, "actor", None)
        user = getattr(self.request, "user", None)
        if found is None and self.tenant and not self.quiet and user is not None and user.is_authenticated:
            # What counts in the navigation asks the request who is at work.
            found = import_string(settings.ACTOR_RESOLVER)(user, self.tenant)
            self.request.actor = found
        return found if found is not None and found.user_id is not None else None

    @property
    def main(self) -> list[nav.Shown]:
        return self._slot("main" if self.actor else "public")[: nav.MAIN_LIMIT]

    @property
    def public(self) -> list[nav.Shown]:
        return self._slot("public")

    @property
    def everywhere(self) -> list[nav.Shown]:
        """All places of the person, for the menu page."""
        return [*self._slot("main"), *self._slot("admin")]

    @property
    def dock(self) -> list[nav.Shown]:
        return self.main[: nav.DOCK_LIMIT]

    @property
    def menu_url(self) -> str | None:
        return nav.address("face:menu") if self.tenant else None

    @property
    def foot(self) -> list[nav.Shown]:
        return self._slot("foot")

    def _one(self, slot: nav.Slot) -> nav.Shown | None:
        return next(iter(self._slot(slot)), None)

    @property
    def bell(self) -> nav.Shown | None:
        return self._one("bell")

    @property
    def search(self) -> nav.Shown | None:
        return self._one("search")

    @property
    def account(self) -> nav.Shown | None:
        return self._one("account")

    @property
    def login(self) -> nav.Shown | None:
        return self._one("login")

    @property
    def logout(self) -> nav.Shown | None:
        return self._one("logout")

    @property
    def home(self) -> str:
        """Where the seal leads: the first place, or the front page."""
        found = self._one("home")
        if found:
            return found.url
        return self.main[0].url if self.main else "/"

    @property
    def campaign(self) -> str:
        line = nav.campaign_line()
        return line(self.request) if line and self.tenant and not self.quiet else ""


def face(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {
        "face": Face(request),
        "tenant": getattr(request, "tenant", None),
        "actor": getattr(request, "actor", None),
    }
