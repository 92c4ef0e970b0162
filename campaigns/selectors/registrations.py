"""Who takes part, who has registered, who has not. Inside a tenant's scope."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from campaigns.models import Campaign, Participant, Registration
from config.kernel import clock
from config.kernel.access import Actor
from units.models import Unit
from units.selectors.tree import valid_on


def participant_kinds(campaign: Campaign) -> frozenset[str]:
    """Unit kinds that the plan names among its collectives."""
    rows = Participant.objects.filter(campaign=campaign, subject="collective", withdrawn=False)
    return frozenset(kind for kinds in rows.values_list("kinds", flat=True) for kind in kinds)


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


def registrations(campaign: Campaign, actor: Actor, verb: str) -> QuerySet[Registration]:
    """Those of the units over which `actor` holds `verb`."""
    found = Registration.objects.filter(campaign=campaign).select_related(
        "unit", "launch_plan_file", "campaign"
    )
    paths = actor.paths(verb)
    if paths is None:
        return found
    mine: QuerySet[Registration] = found.none()
    for path in paths:
        mine = mine | found.filter(unit__path__startswith=path)
    return mine


def not_registered(campaign: Campaign) -> QuerySet[Unit]:
    """Expected units that have sent nothing: no registration, only a draft, or one that was returned."""
    sent = Registration.objects.filter(
        campaign=campaign, unit=OuterRef("pk"), state__in=("submitted", "confirmed")
    )
    return expected_units(campaign).filter(~Exists(sent))
