"""Reading the ledger of gifts. Inside a tenant's scope; amounts are whole đồng."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum, Value

from campaigns.enums import GiftKind, GiftState, Giver
from campaigns.models import Campaign, Contribution, ContributionNorm
from campaigns.permissions import VIEW_CONTRIBUTIONS
from config.kernel.access import Actor
from config.kernel.prepared import listed, prepared
from config.kernel.text import search_key
from units.selectors.tree import within


@dataclass(frozen=True)
class GiftFact:
    """A gift as award rules see it; `recognised` when somebody confirmed it."""

    year: int
    amount: int
    in_kind: bool
    recognised: bool
    what: str


@dataclass(frozen=True)
class GiftFacts:
    """Gifts by the id of the unit and of the person that gave them."""

    by_unit: dict[int, tuple[GiftFact, ...]]
    by_person: dict[int, tuple[GiftFact, ...]]


def gift_facts(campaign: Campaign) -> GiftFacts:
    """Every gift that is confirmed or waits for it, of givers in the register. One query."""
    found = GiftFacts({}, {})
    gifts = Contribution.objects.filter(campaign=campaign, state__in=(GiftState.RECORDED, GiftState.CONFIRMED)).exclude(
        giver=Giver.OTHER
    )
    for gift in gifts.order_by("given_on", "id"):
        fact = GiftFact(gift.year, gift.amount, gift.kind == GiftKind.GOODS, gift.is_confirmed, gift.what)
        holder, key = (found.by_person, gift.person_id) if gift.giver == Giver.PERSON else (found.by_unit, gift.unit_id)
        if key is not None:
            holder[key] = (*holder.get(key, ()), fact)
    return found


def norm_for(campaign: Campaign, year: int, giver: str = Giver.UNIT) -> ContributionNorm | None:
    """The council's norm of that year; None where none was recorded."""
    return ContributionNorm.objects.filter(campaign=campaign, year=year, giver=giver).first()


def norms(campaign: Campaign) -> list[ContributionNorm]:
    return _norms(campaign.pk)


@prepared(int, by_key=True)
def _norms(campaign_id: int) -> QuerySet[ContributionNorm]:
    return ContributionNorm.objects.filter(campaign_id=campaign_id).order_by("-year", "giver")


@dataclass(frozen=True)
class Filters:
    """What the page asks for; empty means any."""

    text: str = ""
    year: int | None = None
    kind: str = ""
    state: str = ""


def visible_contributions(actor: Actor) -> QuerySet[Contribution]:
    """Those of the actor's units; all of them for whoever acts for the tenant."""
    return Contribution.objects.filter(within(actor.paths(VIEW_CONTRIBUTIONS), prefix="unit__"))


def ledger(campaign: Campaign | int, actor: Actor, filters: Filters) -> QuerySet[Contribution]:
    """Newest first. Withdrawn lines show only when asked for."""
    found = visible_contributions(actor).filter(campaign=campaign)
    if filters.year:
        found = found.filter(year=filters.year)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    found = found.filter(state=filters.state) if filters.state else found.exclude(state=GiftState.WITHDRAWN)
    for word in search_key(filters.text).split():
        found = found.filter(search_key__contains=word)
    return found.order_by("-given_on", "-id")


@listed(int, object, object)
def listed_ledger(campaign_id: int, actor: Actor, filters: Filters) -> QuerySet[Contribution]:
    return ledger(campaign_id, actor, filters)


@dataclass(frozen=True)
class Totals:
    """Of a filtered ledger: how many lines, confirmed and waiting sums, goods among the confirmed, givers."""

    lines: int
    confirmed: int
    waiting: int
    goods: int
    waiting_lines: int


def totals(campaign: Campaign, actor: Actor, filters: Filters) -> Totals:
    """Of the `ledger`. One query."""
    counted = next(iter(_totals(campaign.pk, actor, filters)), (0,) * 5)
    return Totals(*(number or 0 for number in counted))


_CONFIRMED, _WAITING = Q(state=GiftState.CONFIRMED), Q(state=GiftState.RECORDED)


@prepared(int, object, object)
def _totals(campaign_id: int, actor: Actor, filters: Filters) -> QuerySet[Contribution, tuple[Any, ...]]:
    sums = {
        "lines": Count("id"), "confirmed": Sum("amount", filter=_CONFIRMED), "waiting": Sum("amount", filter=_WAITING),
        "goods": Sum("amount", filter=_CONFIRMED & Q(kind=GiftKind.GOODS)),
        "waiting_lines": Count("id", filter=_WAITING),
    }  # fmt: skip
    every = ledger(campaign_id, actor, filters).order_by().values_list(Value(1))
    return every.annotate(**sums).values_list(*sums)
