"""Who takes part, who has registered, who has not. Inside a tenant's scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet, Value

from campaigns.models import Campaign, Milestone, Participant, Registration
from campaigns.selectors.campaign import collectives_of
from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.prepared import Listed, listed, prepared
from units.models import Unit
from units.selectors.tree import search, valid_on, within


def participant_kinds(campaign: Campaign) -> frozenset[str]:
    """Unit kinds that the plan names among its collectives."""
    kept: frozenset[str] | None = campaign.__dict__.get("_participant_kinds")
    if kept is not None:
        return kept
    named = campaign.__dict__.get("collectives")
    if named is None:
        named = [kinds for (kinds,) in _collectives(campaign.pk)]
    found = frozenset(kind for kinds in named for kind in kinds)
    campaign.__dict__["_participant_kinds"] = found
    return found


@prepared(int, by_key=True)
def _collectives(campaign_id: int) -> QuerySet[Participant, tuple[list[str]]]:
    return collectives_of(campaign_id).values_list("kinds")


def may_take_part(campaign: Campaign, unit: Unit) -> bool:
    return unit.kind in participant_kinds(campaign)


def expected_units(campaign: Campaign) -> QuerySet[Unit]:
    """Units of the plan's kinds that exist today; households register only of their own accord."""
    return valid_on(Unit.objects.filter(kind__in=expected_kinds(campaign)), clock.today())


def expected_kinds(campaign: Campaign) -> tuple[str, ...]:
    """Kinds whose units are asked to register."""
    return tuple(sorted(participant_kinds(campaign) - {"household"}))


def registration_of(campaign: Campaign, unit: Unit) -> Registration | None:
    return (
        Registration.objects.filter(campaign=campaign, unit=unit)
        .select_related("unit", "launch_plan_file", "campaign")
        .first()
    )


def registrations_for(campaign: Campaign, actor: Actor, verb: str) -> QuerySet[Registration]:
    """Those of the units over which `actor` holds `verb`."""
    return Registration.objects.filter(within(actor.paths(verb), prefix="unit__"), campaign=campaign).select_related(
        "unit", "launch_plan_file", "campaign"
    )


def not_registered(campaign: Campaign) -> QuerySet[Unit]:
    """Expected units that have sent nothing: no registration, only a draft, or one that was returned."""
    return expected_units(campaign).filter(~Exists(_sent(campaign.pk)))


def sent_to(campaign_id: int) -> QuerySet[Registration]:
    """Registrations that the agency has, in no order."""
    return Registration.objects.filter(campaign_id=campaign_id, state__in=("submitted", "confirmed")).order_by()


def _sent(campaign_id: int) -> QuerySet[Registration]:
    return sent_to(campaign_id).filter(unit=OuterRef("pk"))


TABS = {
    "cho": "Chờ xác nhận",
    "xac-nhan": "Đã xác nhận",
    "tra-lai": "Đã trả lại",
    "chua": "Chưa đăng ký",
}
_STATE_OF = {"cho": "submitted", "xac-nhan": "confirmed", "tra-lai": "returned"}


def counts(campaign: Campaign) -> dict[str, int]:
    """How many units stand in each tab; `tong` is how many are expected. Two queries."""
    found = dict(_counts(campaign.pk, expected_kinds(campaign), clock.today()))
    tabs = {slug: found.get(state, 0) for slug, state in _STATE_OF.items()}
    return tabs | {"chua": found.get("tong", 0) - found.get("sent", 0), "tong": found.get("tong", 0)}


@prepared(int, object, dt.date, by_key=True)
def _counts(campaign_id: int, kinds: tuple[str, ...], today: dt.date) -> QuerySet[Any, tuple[str, int]]:
    registrations = Registration.objects.filter(campaign_id=campaign_id).order_by()
    units = valid_on(Unit.objects.filter(kind__in=kinds), today).order_by()
    every = units.values_list(Value("tong", output_field=CharField())).annotate(n=Count("id"))
    sent = units.filter(Exists(_sent(campaign_id))).values_list(Value("sent", output_field=CharField()))
    states = registrations.values_list("state").annotate(n=Count("id"))
    return states.union(every, sent.annotate(n=Count("id")), all=True)


@dataclass(frozen=True)
class Row:
    """One line of the list; `registration` is None for a unit that has not begun."""

    unit: Unit
    registration: Registration | None


class Rows:
    """A sliceable list of rows, so that a page of it asks the database for a page."""

    def __init__(self, units: Listed, campaign: Campaign, known: int | None = None) -> None:
        self.units, self.campaign, self.known = units, campaign, known

    def count(self) -> int:
        if self.known is None:
            self.known = self.units.count()
        return self.known

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[Row]:
        return iter(self[0 : self.count()])

    def __getitem__(self, wanted: slice) -> list[Row]:
        units = self.units[wanted]
        sent = _registrations(self.campaign.pk, [unit.pk for unit in units]) if units else []
        found = {registration.unit_id: registration for registration in sent}
        return [Row(unit, found.get(unit.pk)) for unit in units]


@prepared(int, list, by_key=True)
def _registrations(campaign_id: int, units: list[int]) -> QuerySet[Registration]:
    mine = Registration.objects.filter(campaign_id=campaign_id, unit__among=units)
    return mine.select_related("launch_plan_file")


def in_state(campaign: Campaign, state: str, query: str = "", known: int | None = None) -> Rows:
    """Units of one tab in Vietnamese order; `query` as people type, with or without marks.

    `known` is the tab's number from `counts`, which saves asking again when nothing is searched.
    """
    kinds = expected_kinds(campaign) if state == "chua" else ()
    units = _units_in(campaign.pk, state, query.strip(), kinds, clock.today() if state == "chua" else None)
    return Rows(units, campaign, None if query.strip() else known)


@listed(int, object, object, object, object, kept=True)
def _units_in(
    campaign_id: int, state: str, query: str, kinds: tuple[str, ...], today: dt.date | None
) -> QuerySet[Unit]:
    if today is not None:
        units = valid_on(Unit.objects.filter(kind__in=kinds), today).filter(~Exists(_sent(campaign_id)))
    else:
        units = Unit.objects.filter(registrations__campaign_id=campaign_id, registrations__state=_STATE_OF[state])
    found = search(query, base=units) if query else units
    return found.select_related("parent").order_by("level", "sort_key", "id")


def milestone(campaign: Campaign) -> Milestone | None:
    """The plan's date for registering; None where it has none."""
    return next(iter(_milestones(campaign.pk)), None)


@prepared(int, by_key=True)
def _milestones(campaign_id: int) -> QuerySet[Milestone]:
    return Milestone.objects.filter(campaign_id=campaign_id, kind="registration", withdrawn=False)[:1]


def waiting_count(campaign: Campaign) -> int:
    return Registration.objects.filter(campaign=campaign, state="submitted").count()
