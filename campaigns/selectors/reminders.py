"""Who was told of what: a person's own notices, and the log for the standing agency. Inside a tenant's scope."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    Func,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, JSONObject

from campaigns.enums import Channel
from campaigns.models import Campaign, Reminder, ReminderRound
from campaigns.owing import Debt, Owed, stage_words
from config.kernel.access import Actor
from config.kernel.models import Job
from config.kernel.prepared import prepared

LETTER = "reminders.letter"
ROUNDS = 20
TOLD = 0
# What a page shows of work that is not done.
SHOWN = ("uid", "tenant_id", "label", "state", "done", "total", "message", "error")


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


class Row(NamedTuple):
    """One unit that owes, and what it was told last: in which words and when. `below` its name stand what it belongs
    to and how far it is; `letter`: the day of the last official letter that names it."""

    uid: uuid.UUID
    name: str
    is_demo: bool
    below: str
    last_day: dt.date
    extended: bool
    late: int
    told: str
    told_on: dt.date | None
    letter: dt.date | None


class Round(NamedTuple):
    """One reminding by hand: how many units it went to, whether its letter is drawn, else the work on it."""

    uid: uuid.UUID
    title: str
    sent_on: dt.date
    units: int
    sent_by: str
    has_letter: bool
    job: Job | None


class Past(NamedTuple):
    """What was done so far. `told`: stage and day of the last message about a matter, by the id of those units that
    were asked for; `letters`: the day of the last letter about it by the unit's uid; `rounds`: the latest remindings
    by hand, of any matter."""

    told: dict[int, tuple[str, dt.date]]
    letters: dict[str, dt.date]
    rounds: list[Round]


def past(campaign: Campaign, one: Owed | None, debts: list[Debt]) -> Past:
    """One query; `debts` are those of `one` that are shown."""
    told: dict[int, tuple[str, dt.date]] = {}
    letters: dict[str, dt.date] = {}
    rounds: list[Round] = []
    about = (one.matter, one.year) if one else ("", 0)
    rows = _past(campaign.pk, *about, [debt.unit.pk for debt in debts])
    for number, row in sorted(rows, key=lambda row: -row[0]):
        day = dt.date.fromisoformat(row["day"])
        if number == TOLD:
            told[row["unit"]] = row["stage"], day
            continue
        made = ReminderRound(matter=row["matter"], year=row["year"])
        if (made.matter, made.year) == about:
            for unit in row["units"]:
                letters.setdefault(unit, day)
        if len(rounds) < ROUNDS:
            job = Job(**row["job"]) if row["job"] else None
            uid = uuid.UUID(row["uid"])
            rounds.append(Round(uid, str(made), day, len(row["units"]), row["by"], row["has_letter"], job))
    return Past(told, letters, rounds)


@prepared(int, str, int, list, by_key=True)
def _past(campaign_id: int, matter: str, year: int, units: list[int]) -> QuerySet[Any, tuple[int, dict[str, Any]]]:
    """What these units were told last, numbered `TOLD`, and remindings by hand under their keys."""
    mine, about = Q(campaign_id=campaign_id), Q(matter=matter, year=year)
    told = Reminder.objects.filter(mine, about, unit__among=units).order_by("unit_id", "-id").distinct("unit_id")
    latest = ReminderRound.objects.filter(mine).order_by("-id").values("pk")[:ROUNDS]
    rounds = ReminderRound.objects.filter(mine).filter(about | Q(pk__in=latest)).order_by()
    named = Func("units", Value("$[*].uid"), function="jsonb_path_query_array", output_field=JSONField())
    job = Job.objects.filter(kind=LETTER, key=Cast(OuterRef("uid"), TextField())).order_by()
    drawing = Subquery(job.values(shown=JSONObject(**{name: name for name in SHOWN}))[:1])
    return told.values_list(Value(TOLD), JSONObject(unit="unit_id", stage="stage", day="created_on")).union(
        rounds.values_list(
            "pk",
            JSONObject(
                uid="uid", matter="matter", year="year", day="sent_on", by="sent_by_name", units=named,
                has_letter=ExpressionWrapper(Q(letter__isnull=False), BooleanField()),
                job=Case(When(letter=None, then=drawing)),
            ),
        ),
        all=True,
    )  # fmt: skip


def rows(one: Owed | None, debts: list[Debt], known: Past) -> list[Row]:
    words = {stage: stage_words(stage) for stage, _ in known.told.values()}
    common = one.last_day if one and one.period else None
    found = []
    for unit, last_day, state, late in debts:
        stage, told_on = known.told.get(unit.pk, ("", None))
        below = f"{unit.above} · {state}" if unit.above and state else unit.above or state
        extended = common is not None and last_day != common
        told = words.get(stage, ""), told_on, known.letters.get(str(unit.uid))
        found.append(Row(unit.uid, unit.display_name, unit.is_demo, below, last_day, extended, late, *told))
    return found
