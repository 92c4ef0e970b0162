"""Who owes what, as apps declare it: `<app>/reminding.py` has `owed(campaign, register) -> list[Owed]`."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from campaigns.models import Campaign
from campaigns.selectors.registrations import sent_to
from config.kernel.declared import declared
from config.kernel.prepared import prepared
from units.models import Unit

BEFORE = (1, 7, 30)


class Debtor(NamedTuple):
    """What lists and letters say of a unit that may owe something; `registered`: its registration came."""

    pk: int
    uid: uuid.UUID
    short_name: str
    name: str
    email: str
    is_demo: bool
    root: int | None
    parent_name: str | None
    level: str
    kind: str
    since: dt.date | None
    until: dt.date | None
    registered: bool

    @property
    def display_name(self) -> str:
        return self.short_name or self.name

    @property
    def above(self) -> str:
        """What it belongs to, where that is not the tenant itself."""
        return self.parent_name or "" if self.root else ""


class Register:
    """Every unit of the tenant, read once for all who ask who owes what."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign

    @cached_property
    def _units(self) -> list[Debtor]:
        return [Debtor._make(row) for row in _register(self.campaign.pk)]

    def there_on(self, day: dt.date, kinds: set[str]) -> list[Debtor]:
        """Units of these kinds that existed on `day`, in Vietnamese order."""
        return [
            unit
            for unit in self._units
            if unit.kind in kinds
            and (unit.since is None or unit.since <= day)
            and (unit.until is None or day <= unit.until)
        ]


@prepared(int, by_key=True)
def _register(campaign_id: int) -> QuerySet[Unit, tuple[Any, ...]]:
    # As a set it is read once, not looked up for every unit.
    came = ExpressionWrapper(Q(pk__in=sent_to(campaign_id).values("unit_id")), BooleanField())
    units = Unit.objects.annotate(came=came).order_by("sort_key", "id")
    return units.values_list(
        "pk", "uid", "short_name", "name", "email", "is_demo", "parent__parent_id", "parent__name", "level", "kind",
        "valid_from", "valid_to", "came",
    )  # fmt: skip


class Debt(NamedTuple):
    """One unit that has not done it. `last_day` is the one that holds for this unit; `state`: how far it is."""

    unit: Debtor
    last_day: dt.date | None
    state: str = ""

    def days_late(self, today: dt.date) -> int:
        return max(0, (today - self.last_day).days) if self.last_day else 0


@dataclass(frozen=True)
class Owed:
    """One thing that units owe: `matter` is a code of `enums.Matter`, `place` the page where a unit does it.

    `people`: whoever holds one of these verbs for the unit is told. `period`: the reporting period it belongs to, with
    the last day of all who were granted no other.
    """

    matter: str
    year: int
    title: str
    place: str
    people: tuple[str, ...]
    expected: int
    debts: tuple[Debt, ...]
    period: uuid.UUID | None = None
    last_day: dt.date | None = None

    def late(self, today: dt.date) -> list[Debt]:
        return [debt for debt in self.debts if debt.last_day and debt.last_day < today]


def owed(campaign: Campaign) -> list[Owed]:
    """Everything that units owe now, newest year first."""
    register = Register(campaign)
    found: list[Owed] = [one for source in declared("reminding", "owed") for one in source(campaign, register)]
    return sorted(found, key=lambda one: (-one.year, one.matter))


def stage_of(last_day: dt.date | None, today: dt.date) -> str:
    """Which reminder is due: `d30`, `d7`, `d1` as the day draws near, `w1`, `w2` … for each week after it.

    Empty while nothing is due. Only the one in force counts: what was missed while nobody looked is not made up for.
    """
    if last_day is None:
        return ""
    left = (last_day - today).days
    if left < 0:
        return f"w{(-left - 1) // 7 + 1}"
    return next((f"d{days}" for days in BEFORE if left <= days), "")


def stage_words(stage: str) -> str:
    """`Trước hạn 7 ngày`, `Quá hạn, tuần 2`, `Đôn đốc`."""
    number = stage[1:]
    return {"d": f"Trước hạn {number} ngày", "w": f"Quá hạn, tuần thứ {number}"}.get(stage[:1], "Đôn đốc")
