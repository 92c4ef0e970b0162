"""Who was told of what: a person's own notices, and the log for the standing agency. Inside a tenant's scope."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from campaigns.enums import Channel
from campaigns.models import Campaign, Reminder, ReminderRound
from campaigns.owing import Debt, Owed, stage_words
from config.kernel import clock
from config.kernel.access import Actor


def notices(actor: Actor) -> QuerySet[Reminder]:
    """What this person was told in the software, newest first."""
    return Reminder.objects.filter(user_id=actor.user_id or -1, channel=Channel.PAGE).select_related("unit")


def unread(actor: Actor) -> QuerySet[Reminder]:
    return notices(actor).filter(read_at__isnull=True)


def log(campaign: Campaign, matter: str = "", year: int | None = None, unit: str = "") -> QuerySet[Reminder]:
    """Every message, newest first."""
    found = Reminder.objects.filter(campaign=campaign).select_related("unit", "round")
    if matter:
        found = found.filter(matter=matter)
    if year:
        found = found.filter(year=year)
    if unit:
        found = found.filter(unit__search_key__contains=unit)
    return found


def rounds(campaign: Campaign) -> QuerySet[ReminderRound]:
    return ReminderRound.objects.filter(campaign=campaign).select_related("letter")


def reached(found: ReminderRound) -> int:
    """How many units of a round somebody was told for; the others have no account and stand in the letter alone."""
    return Reminder.objects.filter(round=found).values("unit_id").distinct().count()


@dataclass(frozen=True)
class Row:
    """One unit that owes, and what it was told last. `letter`: the day of the last official letter that names it."""

    debt: Debt
    late: int
    last: Reminder | None
    letter: dt.date | None = None

    @property
    def told(self) -> str:
        return stage_words(self.last.stage) if self.last else ""


def rows(campaign: Campaign, one: Owed) -> list[Row]:
    """Most overdue first, then in the order of the register. Two queries."""
    last: dict[int, Reminder] = {}
    for reminder in Reminder.objects.filter(campaign=campaign, matter=one.matter, year=one.year).order_by("id"):
        last[reminder.unit_id] = reminder
    named: dict[str, dt.date] = {}
    for letter in ReminderRound.objects.filter(campaign=campaign, matter=one.matter, year=one.year).order_by("id"):
        named |= {unit["uid"]: letter.sent_on for unit in letter.units}
    today = clock.today()
    found = [
        Row(debt, debt.days_late(today), last.get(debt.unit.pk), named.get(str(debt.unit.uid))) for debt in one.debts
    ]
    return sorted(found, key=lambda row: -row.late)
