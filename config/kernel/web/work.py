"""What waits for a person. Each app declares it in `<app>/work.py` as `items(actor) -> list[WorkItem]`.

The same module may have `panels(actor) -> list[Panel]`: what stands below or beside the list.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

from django.http import HttpRequest

from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.declared import declared

SOON_DAYS = 10


@dataclass(frozen=True)
class WorkItem:
    """One thing to do: a title, where, one sentence on how it stands, and the button's verb.

    `due` is the last valid day. `wording` is the plan's own phrase beside it ("trước ngày 15/12"). `kind`
    groups items for counting ("report", "dossier", …). `done`/`total` draw a progress bar. `asked`: somebody
    waits for it, though no day was set; it stands among what is due today.
    """

    title: str
    url: str
    sentence: str = ""
    due: dt.date | None = None
    kind: str = ""
    action_label: str = "Mở"
    wording: str = ""
    done: int | None = None
    total: int | None = None
    asked: bool = False

    @property
    def days_left(self) -> int | None:
        return None if self.due is None else (self.due - clock.today()).days

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def is_soon(self) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= SOON_DAYS


@dataclass(frozen=True)
class Panel:
    """A section of the page: a template, drawn with `context` as `panel`, and where it stands."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    place: Literal["top", "below", "aside"] = "aside"
    order: int = 100


def panels_for(actor: Actor) -> list[Panel]:
    """Every app's panels, in order."""
    found: list[Panel] = [panel for source in declared("work", "panels") for panel in source(actor)]
    return sorted(found, key=lambda panel: panel.order)


def items_for(actor: Actor) -> list[WorkItem]:
    """Everything that waits for `actor`: by last valid day, undated things at the end."""
    found: list[WorkItem] = [item for source in declared("work", "items") for item in source(actor)]
    today = clock.today()
    return sorted(found, key=lambda item: item.due or (today if item.asked else dt.date.max))


def waiting(request: HttpRequest) -> list[WorkItem]:
    """`items_for` of the request's actor, asked once per request: the navigation and the page share it."""
    found: list[WorkItem] | None = getattr(request, "_waiting", None)
    if found is None:
        actor: Actor | None = getattr(request, "actor", None)
        found = items_for(actor) if actor is not None and actor.is_member else []
        request._waiting = found  # type: ignore[attr-defined]  # noqa: SLF001
    return found
