"""What stands beside everybody's work list. One query."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from config.kernel.access import Actor
from config.kernel.face import acts
from config.kernel.models import AuditEntry
from config.kernel.prepared import prepared
from units.enums import RoleCode
from units.models import Membership

ACTS, OFFICERS = 5, 2
# What saves itself is told again and again; so many are read that others still stand beside it.
READ = 40


class Act(NamedTuple):
    label: str
    of: str
    at: dt.datetime


class Officer(NamedTuple):
    name: str
    title: str
    unit: str
    phone: str


class Beside(NamedTuple):
    """The last things that somebody did here, signing in and out left out; for people of a unit also whom to ask:
    officers of the standing agency."""

    acts: list[Act]
    officers: list[Officer]


def beside(actor: Actor) -> Beside:
    found = sorted(_beside(actor.user_id or 0, actor.paths("reports.view") is not None), key=lambda row: row[-1])
    done = [Act(acts.label(verb), of, at) for what, verb, of, _, _, at, _ in found if what == "act"]
    return Beside(
        [one for n, one in enumerate(done) if n == 0 or one[:2] != done[n - 1][:2]][:ACTS],
        [Officer(*row) for what, *row, _, _ in found if what == "officer"],
    )


@prepared(int, object, by_key=True)
def _beside(user_id: int, of_unit: bool) -> QuerySet[Any, tuple[Any, ...]]:
    empty, place = Value("", CharField()), BigIntegerField()
    done = AuditEntry.objects.filter(actor_user_id=user_id).exclude(verb__startswith="session.")
    recent = done.order_by("-sequence")[:READ].values_list(
        Value("act", CharField()), "verb", "object_label", empty, empty, "at", Cast(-F("sequence"), place)
    )
    if not of_unit:
        return recent
    standing = Membership.objects.filter(role__code=RoleCode.STANDING, is_active=True).order_by("id")[:OFFICERS]
    officers = standing.values_list(
        Value("officer", CharField()), Coalesce("person__full_name", empty),
        Coalesce(NullIf("title", empty), "role__name"),
        Coalesce(NullIf("person__unit__short_name", empty), "person__unit__name", empty),
        Coalesce("person__phone", empty), Cast(Value(None), DateTimeField()), Cast("pk", place),
    )  # fmt: skip
    return recent.union(officers, all=True)
