"""Who was told of what: a person's own notices, and the log for the standing agency. Inside a tenant's scope."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    Count,
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
from campaigns.owing import Debt, Owed, Rule, stage_words
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.models import Job
from config.kernel.prepared import prepared

LETTER = "reminders.letter"
ROUNDS = 20
TOLD, UNTOLD = 0, -1
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
    were asked for; `untold`: how many of all late ones were never told, nor named by a letter; `letters`: the day of
    the last letter about it by the unit's uid; `rounds`: the latest remindings by hand, of any matter."""

    told: dict[int, tuple[str, dt.date]]
    letters: dict[str, dt.date]
    rounds: list[Round]
    untold: int


def past(campaign: Campaign, one: Owed | None, debts: list[Debt]) -> Past:
    """One query; `debts` are those of `one` that are shown."""
    told: dict[int, tuple[str, dt.date]] = {}
    letters: dict[str, dt.date] = {}
    rounds: list[Round] = []
    untold = 0
    about = (one.matter, one.year) if one else ("", 0)
    rows = _past(campaign.pk, *about, [debt.unit.pk for debt in debts], one and one.rule, one and clock.today())
    for number, row in sorted(rows, key=lambda row: -row[0]):
        if number == UNTOLD:
            untold = row["units"]
            continue
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
    return Past(told, letters, rounds, untold)


@prepared(int, str, int, list, object, object, by_key=True)
def _past(
    campaign_id: int, matter: str, year: int, units: list[int], rule: Rule | None, today: dt.date | None
) -> QuerySet[Any, tuple[int, dict[str, Any]]]:
    """What these units were told last and how many units were told nothing, by numbers of their own, and remindings by
    hand under their keys."""
    mine, about = Q(campaign_id=campaign_id), Q(matter=matter, year=year)
    every = Reminder.objects.filter(mine, about).order_by()
    told = every.filter(unit__among=units).order_by("unit_id", "-id").distinct("unit_id")
    latest = ReminderRound.objects.filter(mine).order_by("-id").values("pk")[:ROUNDS]
    by_hand = ReminderRound.objects.filter(mine).order_by()
    named = Func("units", Value("$[*].uid"), function="jsonb_path_query_array", output_field=JSONField())
    job = Job.objects.filter(kind=LETTER, key=Cast(OuterRef("uid"), TextField())).order_by()
    drawing = Subquery(job.values(shown=JSONObject(**{name: name for name in SHOWN}))[:1])
    asked: list[QuerySet[Any, tuple[int, dict[str, Any]]]] = [
        by_hand.filter(about | Q(pk__in=latest)).values_list(
            "pk",
            JSONObject(
                uid="uid", matter="matter", year="year", day="sent_on", by="sent_by_name", units=named,
                has_letter=ExpressionWrapper(Q(letter__isnull=False), BooleanField()),
                job=Case(When(letter=None, then=drawing)),
            ),
        )
    ]  # fmt: skip
    if rule is not None and today is not None:
        late = rule.owing(campaign_id, today, late=True).annotate(named=Cast("uid", TextField()))
        reached = Q(pk__in=every.values("unit_id")) | Q(named__in=by_hand.filter(about).values(one=_Named("units")))
        asked.append(late.filter(~reached).values_list(Value(UNTOLD)).annotate(n=JSONObject(units=Count("pk"))))
    return told.values_list(Value(TOLD), JSONObject(unit="unit_id", stage="stage", day="created_on")).union(
        *asked, all=True
    )


class _Named(Func):
    """The units that a reminding by hand names, one row for each."""

    template = "jsonb_path_query(%(expressions)s, '$[*].uid') #>> '{}'"
    output_field = TextField()
    set_returning = True


def rows(debts: list[Debt], known: Past) -> list[Row]:
    words = {stage: stage_words(stage) for stage, _ in known.told.values()}
    found = []
    for debt in debts:
        stage, told_on = known.told.get(debt.unit.pk, ("", None))
        found.append(Row(debt, words.get(stage, ""), told_on, known.letters.get(str(debt.unit.uid))))
    return found
