"""Who takes part, who has registered, who has not. Inside a tenant's scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet, Value

from campaigns.models import Campaign, Milestone, Participant, Registration
from config.kernel import clock
from config.kernel.access import Actor
from units.models import Unit
from units.selectors.tree import search, valid_on, within


def participant_kinds(campaign: Campaign) -> frozenset[str]:
    """Unit kinds that the plan names among its collectives."""
    kept: frozenset[str] | None = campaign.__dict__.get("_participant_kinds")
    if kept is not None:
        return kept
    rows = Participant.objects.filter(campaign=campaign, subject="collective", withdrawn=False)
    found = frozenset(kind for kinds in rows.values_list("kinds", flat=True) for kind in kinds)
    campaign.__dict__["_participant_kinds"] = found
    return found


def may_take_part(campaign: Campaign, unit: Unit) -> bool:
    return unit.kind in participant_kinds(campaign)


def expected_units(campaign: Campaign) -> QuerySet[Unit]:
    """Units of the plan's kinds that exist today; households register only of their own accord."""
    kinds = participant_kinds(campaign) - {"household"}
    return valid_on(Unit.objects.filter(kind__in=sorted(kinds)), clock.today())


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
    return expected_units(campaign).filter(~Exists(_sent(campaign)))


def _sent(campaign: Campaign) -> QuerySet[Registration]:
    return Registration.objects.filter(campaign=campaign, unit=OuterRef("pk"), state__in=("submitted", "confirmed"))


TABS = {
    "cho": "Chờ xác nhận",
    "xac-nhan": "Đã xác nhận",
    "tra-lai": "Đã trả lại",
    "chua": "Chưa đăng ký",
}
_STATE_OF = {"cho": "submitted", "xac-nhan": "confirmed", "tra-lai": "returned"}


def counts(campaign: Campaign) -> dict[str, int]:
    """How many units stand in each tab; `tong` is how many are expected. Two queries."""
    states = Registration.objects.filter(campaign=campaign).order_by().values_list("state").annotate(n=Count("id"))
    units = expected_units(campaign).order_by()
    every = units.values_list(Value("tong", output_field=CharField())).annotate(n=Count("id"))
    sent = units.filter(Exists(_sent(campaign))).values_list(Value("sent", output_field=CharField()))
    found = dict(states.union(every, sent.annotate(n=Count("id")), all=True))
    tabs = {slug: found.get(state, 0) for slug, state in _STATE_OF.items()}
    return tabs | {"chua": found.get("tong", 0) - found.get("sent", 0), "tong": found.get("tong", 0)}


@dataclass(frozen=True)
class Row:
    """One line of the list; `registration` is None for a unit that has not begun."""

    unit: Unit
    registration: Registration | None


class Rows:
    """A sliceable list of rows, so that a page of it asks the database for a page."""

    def __init__(self, units: QuerySet[Unit], campaign: Campaign, known: int | None = None) -> None:
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
        units = list(self.units[wanted])
        found = {
            registration.unit_id: registration
            for registration in Registration.objects.filter(
                campaign=self.campaign, unit_id__in=[unit.pk for unit in units]
            ).select_related("launch_plan_file")
        }
        return [Row(unit, found.get(unit.pk)) for unit in units]


def in_state(campaign: Campaign, state: str, query: str = "", known: int | None = None) -> Rows:
    """Units of one tab in Vietnamese order; `query` as people type, with or without marks.

    `known` is the tab's number from `counts`, which saves asking again when nothing is searched.
    """
    if state == "chua":
        units = not_registered(campaign)
    else:
        units = Unit.objects.filter(registrations__campaign=campaign, registrations__state=_STATE_OF[state])
    if query.strip():
        units = search(query, base=units)
    known = None if query.strip() else known
    return Rows(units.select_related("parent").order_by("level", "sort_key", "id"), campaign, known)


def milestone(campaign: Campaign) -> Milestone | None:
    """The plan's date for registering; None where it has none."""
    return Milestone.objects.filter(campaign=campaign, kind="registration", withdrawn=False).first()


def waiting_count(campaign: Campaign) -> int:
    return Registration.objects.filter(campaign=campaign, state="submitted").count()
