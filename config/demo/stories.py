"""What becomes of every demonstration report: who takes part, how good, in which state, on which days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.models import Campaign, ReportingPeriod
from config.demo.accounts import accounts
from config.demo.figures import Standing
from config.demo.names import number
from config.demo.steps import TODAY
from config.kernel import clock
from targets.enums import ReportState as S
from targets.selectors.indicators import reporting_kinds
from units.models import Unit
from units.selectors import valid_on

# How many units of a kind report; the rest stay silent. Kinds that are not named: all.
FULL = {"commune": 24, "school": 8, "health_facility": 4}
LIGHT = {
    "commune": 7, "district": 5, "department": 5, "zone_board": 1, "mass_org": 1, "enterprise": 1, "cooperative": 1,
    "telecom_enterprise": 3, "school": 1, "health_facility": 1, "district_office": 4, "party_body": 1,
}  # fmt: skip
# Two communes of Cần Thơ with the same figures meet at the last place that is rewarded.
TIED = {"can-tho": ("commune", 2)}


@dataclass(frozen=True)
class Story:
    """One report to be. `sent_on` is None where it never went to the standing agency."""

    unit: Unit
    year: int
    newest: int
    standing: Standing
    state: str
    opened_on: dt.date
    sent_on: dt.date | None
    judged_on: dt.date | None
    last_day: dt.date
    days_late: int

    @property
    def was_sent(self) -> bool:
        return self.sent_on is not None

    def chance(self, *about: object) -> int:
        """0 … 999, always the same for the same question."""
        return number(self.unit.tenant_id, self.unit.code, self.year, *about) % 1000


def stories(campaign: Campaign, slug: str, *, light: bool, played: bool = False) -> Iterator[Story]:
    """Every report of every year that has opened by the business date.

    `played`: the years after the demonstration's first day are told to their end, each better than the one before.
    """
    today = clock.today()
    periods = list(ReportingPeriod.objects.filter(campaign=campaign, opens_on__lte=today).order_by("year"))
    if not periods:
        return
    newest = periods[-1].year
    if played:
        newest = max(p.year for p in periods if p.opens_on <= TODAY[slug])
        periods = [period for period in periods if period.year > newest]
    kinds = {period.year: reporting_kinds(campaign, period.year) for period in periods}
    own = {account.unit: account.username.partition("@")[0] for account in accounts(slug)
           if account.role == "clerk"}  # fmt: skip
    asked, limits = set().union(*kinds.values()), LIGHT if light else FULL
    for period in periods:
        # Whoever was there at the end of the year owes its report, as `targets.selectors.periods.asked_in` has it.
        for unit, standing in chosen(slug, asked, set(own), limits, on=min(today, dt.date(period.year, 12, 31))):
            if unit.kind in kinds[period.year]:
                story = _story(unit, standing, period, newest, own.get(unit.code, ""))
                if story is not None:
                    yield story


def chosen(
    slug: str, kinds: set[str], always: set[str], limits: dict[str, int], *, on: dt.date
) -> list[tuple[Unit, Standing]]:
    """Units that are there on a day and take part, each with its standing. Those of the demonstration accounts come
    first."""
    by_kind: dict[str, list[Unit]] = defaultdict(list)
    for unit in valid_on(Unit.objects.filter(kind__in=sorted(kinds)), on):
        by_kind[unit.kind].append(unit)
    found = []
    for kind, there in sorted(by_kind.items()):
        there.sort(key=lambda unit: (unit.code not in always, number(slug, unit.code, "order")))
        units = there[: limits.get(kind, len(there))]
        tied_kind, tied_from = TIED.get(slug, ("", 0))
        for place, unit in enumerate(units):
            if kind == tied_kind and tied_from <= place < tied_from + 2:
                found.append((unit, Standing(f"{slug}/tie", "champion", tied_from)))
            else:
                leads = kind == tied_kind and place < tied_from
                quality = "champion" if leads else _quality(place, len(units))
                found.append((unit, Standing(f"{slug}/{unit.code}", quality, place)))
    return found


def _quality(place: int, count: int) -> str:
    if place < max(1, count // 6):
        return "champion"
    share = 100 * place // count
    return "good" if share < 55 else "middling" if share < 88 else "weak"


def _story(unit: Unit, standing: Standing, period: ReportingPeriod, newest: int, account: str) -> Story | None:
    today = clock.today()
    lot = number(unit.tenant_id, unit.code, period.year, "lot") % 100
    if standing.quality == "champion":
        lot = 40 + lot // 2  # neither silent nor late: rounds are played with them
    state = _state(lot, is_newest=period.year == newest, account=account)
    if state is None:
        return None
    last, first = period.last_day, period.opens_on
    until = min(last, today - dt.timedelta(days=4))
    span = max(1, (until - first).days - 2)
    sent_on = first + dt.timedelta(days=2 + number(unit.code, period.year, "sent") % span)
    if lot >= 92 and today > last + dt.timedelta(days=30) and not account:
        sent_on = last + dt.timedelta(days=1 + number(unit.code, period.year, "late") % 24)
    was_sent = state in (S.SUBMITTED, S.RETURNED, S.APPRAISED)
    judged = min(sent_on + dt.timedelta(days=2 + number(unit.code, period.year, "judged") % 18), today)
    return Story(
        unit=unit,
        year=period.year,
        newest=newest,
        standing=standing,
        state=state,
        opened_on=max(first, sent_on - dt.timedelta(days=6)),
        sent_on=sent_on if was_sent else None,
        judged_on=judged if state in (S.APPRAISED, S.RETURNED) else None,
        last_day=last,
        days_late=max(0, (sent_on - last).days) if was_sent else 0,
    )


def _state(lot: int, *, is_newest: bool, account: str) -> str | None:
    """Earlier years are closed chapters; in the newest one there is something of everything."""
    if not is_newest:
        return None if lot < 4 and not account else S.APPRAISED
    if account:
        return {"clerk": S.DRAFT, "clerk.huyen": S.SUBMITTED, "clerk.phong": S.SUBMITTED,
                "clerk.dn": S.CONFIRMING}.get(account, S.APPRAISED)  # fmt: skip
    if lot < 6:
        return None
    for below, state in ((11, S.DRAFT), (13, S.CONFIRMING), (25, S.SUBMITTED), (28, S.RETURNED)):
        if lot < below:
            return state
    return S.APPRAISED
