"""Who was told of what: a person's own notices, and the log for the standing agency. Inside a tenant's scope."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, JSONObject

from campaigns.enums import Channel
from campaigns.models import Campaign, Reminder, ReminderRound
from campaigns.owing import Debt, Owed, stage_words
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.models import Job
from config.kernel.prepared import prepared

LETTER = "reminders.letter"
ROUNDS = 20
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
    """One unit that owes, and what it was told last: in which words and when. `letter`: the day of the last official
    letter that names it."""

    debt: Debt
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
    """What was done so far. `told`: stage and day of the last message about a matter by the unit's id; `letters`: the
    day of the last letter about it by the unit's uid; `rounds`: the latest remindings by hand, of any matter."""

    told: dict[int, tuple[str, dt.date]]
    letters: dict[str, dt.date]
    rounds: list[Round]


def past(campaign: Campaign, one: Owed | None) -> Past:
    """One query."""
    found = Past({}, {}, [])
    matter, year = (one.matter, one.year) if one else ("", 0)
    every = sorted(_past(campaign.pk, matter, year), key=lambda row: -row[0])
    for _, number, text, day, of_year, uid, name, has_letter, named, job in every:
        if uid is None:
            found.told[number] = text, day
            continue
        for unit in named if (text, of_year) == (matter, year) else ():
            found.letters.setdefault(unit, day)
        if len(found.rounds) < ROUNDS:
            title = str(ReminderRound(matter=text, year=of_year))
            found.rounds.append(Round(uid, title, day, number, name, has_letter, Job(**job) if job else None))
    return found


@prepared(int, str, int, by_key=True)
def _past(campaign_id: int, matter: str, year: int) -> QuerySet[Any, tuple[Any, ...]]:
    mine = Q(campaign_id=campaign_id)
    about = Q(matter=matter, year=year)
    told = Reminder.objects.filter(mine, about).order_by("unit_id", "-id").distinct("unit_id")
    latest = ReminderRound.objects.filter(mine).order_by("-id").values("pk")[:ROUNDS]
    named = Func("units", Value("$[*].uid"), function="jsonb_path_query_array", output_field=JSONField())
    job = Job.objects.filter(kind=LETTER, key=Cast(OuterRef("uid"), TextField())).order_by()
    rounds = ReminderRound.objects.filter(mine).filter(about | Q(pk__in=latest)).order_by()
    nothing = Cast(Value(None), JSONField())
    return told.values_list(
        Value(0), F("unit_id"), "stage", "created_on", Value(0), Cast(Value(None), UUIDField()),
        Value("", CharField()), Value(value=False), nothing, nothing,
    ).union(
        rounds.values_list(
            F("pk"), Func("units", function="jsonb_array_length", output_field=IntegerField()), "matter", "sent_on",
            "year", "uid", "sent_by_name", ExpressionWrapper(Q(letter__isnull=False), BooleanField()), named,
            Case(When(letter=None, then=Subquery(job.values(shown=JSONObject(**{n: n for n in SHOWN}))[:1]))),
        ),
        all=True,
    )  # fmt: skip


def rows(one: Owed, known: Past) -> list[Row]:
    """Most overdue first, then in the order of the register."""
    today = clock.today()
    words = {stage: stage_words(stage) for stage, _ in known.told.values()}
    late = {debt.last_day: debt.days_late(today) for debt in one.debts}
    found = []
    for debt in sorted(one.debts, key=lambda debt: -late[debt.last_day]):
        stage, told_on = known.told.get(debt.unit.pk, ("", None))
        letter = known.letters.get(str(debt.unit.uid)) if known.letters else None
        found.append(Row(debt, late[debt.last_day], words.get(stage, ""), told_on, letter))
    return found
