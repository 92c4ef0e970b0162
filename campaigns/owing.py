"""Who owes what, as apps declare it: `<app>/reminding.py` has `owed(campaign) -> list[Owed]`.

Who owes is a question to the database: a page asks for the rows that it shows and for how many the others are.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    DateField,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from campaigns.models import Campaign, Reminder, ReminderRound
from config.kernel import clock
from config.kernel.declared import declared
from config.kernel.prepared import prepared
from units.models import Unit

BEFORE = (1, 7, 30)
NOBODY, DONE, OWING, LATE, UNTOLD = range(5)


class Terms(NamedTuple):
    """Who is asked for one thing, who of them has done it, the last day that holds for a unit, and how far it is.

    A list puts together the units of a `group`.
    """

    asked: Q
    done: Q
    last_day: Any
    state: Any = Value("")
    group: Any = Value("")

    def days_late(self, today: dt.date) -> Func:
        days = Value(today, DateField()), self.last_day
        return Func(*days, template="greatest(%(expressions)s, 0)", arg_joiner=" - ", output_field=IntegerField())


class Rule(NamedTuple):
    """The terms as a question: `terms(campaign_id, today, *about)`."""

    terms: Callable[..., Terms]
    about: tuple[Any, ...]

    def owing(self, campaign_id: int, today: dt.date, *, late: bool = False) -> QuerySet[Unit]:
        """Each with `last_day`, `days_late`, `state` and `group`."""
        terms = self.terms(campaign_id, today, *self.about)
        found = Unit.objects.filter(terms.asked).exclude(terms.done).order_by()
        found = found.annotate(
            last_day=terms.last_day, days_late=terms.days_late(today), state=terms.state, group=terms.group
        )
        return found.filter(days_late__gt=0) if late else found

    def standing(self, campaign_id: int, today: dt.date, told: Q) -> Case:
        """`NOBODY` who is asked, or `DONE`, or `OWING`; of who is late `LATE` if it was `told`, else `UNTOLD`."""
        terms = self.terms(campaign_id, today, *self.about)
        late = GreaterThan(terms.days_late(today), 0)
        standing = When(~terms.asked, then=NOBODY), When(terms.done, then=DONE), When(~Q(late), then=OWING)
        return Case(*standing, When(told, then=LATE), default=UNTOLD)


class _Named(Func):
    """The units that a reminding by hand names, one row for each."""

    template = "(jsonb_path_query(%(expressions)s, '$[*].uid') #>> '{}')::uuid"
    output_field = UUIDField()
    set_returning = True


class Debtor(NamedTuple):
    """What lists and letters say of a unit that owes something; `above`: what it belongs to, where that is not the
    tenant itself."""

    pk: int
    uid: uuid.UUID
    short_name: str
    name: str
    email: str
    is_demo: bool
    above: str

    @property
    def display_name(self) -> str:
        return self.short_name or self.name


class Debt(NamedTuple):
    """One unit that has not done it. `last_day` is the one that holds for this unit; `state`: how far it is."""

    unit: Debtor
    last_day: dt.date
    state: str
    days_late: int


@dataclass(frozen=True)
class Owed:
    """One thing that units owe: `matter` is a code of `enums.Matter`, `place` the page where a unit does it.

    `people`: whoever holds one of these verbs for the unit is told. `period`: the reporting period it belongs to, with
    the last day of all who were granted no other. `states`: the words of the rule's. `expected`, `owing`, `overdue`
    and `untold` (of those: never told, nor named by a letter) are numbers of units, which `owed` fills in.
    """

    campaign_id: int
    matter: str
    year: int
    title: str
    place: str
    people: tuple[str, ...]
    rule: Rule
    period: uuid.UUID | None = None
    last_day: dt.date | None = None
    states: Mapping[str, str] = field(default_factory=dict)
    expected: int = 0
    owing: int = 0
    overdue: int = 0
    untold: int = 0

    @property
    def debts(self) -> list[Debt]:
        """All of them, in the order of lists."""
        return [debt for _, debt in Debts([self])]

    def late(self, today: dt.date) -> list[Debt]:
        return [debt for _, debt in Debts([self], late=True, today=today)]


class Debts:
    """A sliceable list of what is owed, one thing after the other, that asks for a slice at a time."""

    def __init__(
        self, owed: Iterable[Owed], *, late: bool = False, longest_first: bool = False, today: dt.date | None = None
    ) -> None:
        self.owed, self.is_late, self.longest_first = tuple(owed), late, longest_first
        self.today = today or clock.today()

    def __len__(self) -> int:
        return sum(one.overdue if self.is_late else one.owing for one in self.owed)

    def __iter__(self) -> Iterator[tuple[Owed, Debt]]:
        return iter(self[:])

    def __getitem__(self, wanted: slice) -> list[tuple[Owed, Debt]]:
        if not self.owed or wanted.stop == 0:
            return []
        rules = tuple(one.rule for one in self.owed)
        how = self.is_late, self.longest_first, wanted.start or 0, wanted.stop
        found = []
        for number, _, _, last_day, state, days_late, *unit in _debts(
            self.owed[0].campaign_id, self.today, rules, *how
        ):
            one = self.owed[number]
            found.append((one, Debt(Debtor._make(unit), last_day, one.states.get(state, ""), days_late)))
        return found


@prepared(int, dt.date, object, object, object, object, object, by_key=True)
def _debts(
    campaign_id: int, today: dt.date, rules: tuple[Rule, ...], late: bool, longest_first: bool, start: int, stop: Any
) -> QuerySet[Unit, tuple[Any, ...]]:
    order = ("-days_late", "group", "sort_key", "pk") if longest_first else ("group", "sort_key", "pk")
    above = Unit.objects.filter(pk=OuterRef("parent"), parent__isnull=False).order_by().values("name")
    found: list[QuerySet[Any, tuple[Any, ...]]] = [
        rule.owing(campaign_id, today, late=late)
        .annotate(number=Value(number))
        .values_list(
            "number", "group", "sort_key", "last_day", "state", "days_late", "pk", "uid", "short_name", "name",
            "email", "is_demo", Coalesce(Subquery(above), Value("")),
        )
        .order_by(*order)
        for number, rule in enumerate(rules)
    ]  # fmt: skip
    if len(found) == 1:
        return found[0][start:stop]
    first, *rest = (one[:stop] for one in found)
    return first.union(*rest, all=True).order_by("number", *order)[start:stop]


@prepared(int, dt.date, object, by_key=True)
def _numbers(
    campaign_id: int, today: dt.date, asked: tuple[tuple[Rule, str, int], ...]
) -> QuerySet[Unit, tuple[int, ...]]:
    """How many units stand alike in all the matters, after how they do in each."""
    standing = {}
    for number, (rule, matter, year) in enumerate(asked):
        about = Q(campaign_id=campaign_id, matter=matter, year=year)
        named = ReminderRound.objects.filter(about).order_by().values(one=_Named("units"))
        told = Q(pk__in=Reminder.objects.filter(about).order_by().values("unit_id")) | Q(uid__in=named)
        standing[f"standing{number}"] = rule.standing(campaign_id, today, told)
    return Unit.objects.order_by().annotate(**standing).values_list(*standing).annotate(n=Count("pk"))


def owed(campaign: Campaign) -> list[Owed]:
    """Everything that units owe now, newest year first."""
    asked: list[Owed] = [one for source in declared("reminding", "owed") for one in source(campaign)]
    numbers: list[Counter[int]] = [Counter() for _ in asked]
    if asked:
        rules = tuple((one.rule, one.matter, one.year) for one in asked)
        for *standing, n in _numbers(campaign.pk, clock.today(), rules):
            for counted, which in zip(numbers, standing, strict=True):
                counted[which] += n
    found = []
    for one, n in zip(asked, numbers, strict=True):
        overdue = n[LATE] + n[UNTOLD]
        owing = n[OWING] + overdue
        found.append(replace(one, expected=n[DONE] + owing, owing=owing, overdue=overdue, untold=n[UNTOLD]))
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
