"""Reading the library of exemplars, models, initiatives and good practice. Inside a tenant's scope."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from campaigns.enums import PracticeKind, PracticeState
from campaigns.models import Adoption, Campaign, Practice
from campaigns.permissions import EDIT_PRACTICES, REVIEW_PRACTICES
from config.kernel.access import Actor, at
from config.kernel.prepared import listed, prepared
from config.kernel.text import search_key
from units.selectors.tree import within

# The reviewer has them: what is recognised counts for awards.
COUNTED = (PracticeState.SUBMITTED, PracticeState.PUBLISHED)


@dataclass(frozen=True)
class InitiativeFact:
    """An initiative as award rules see it; `replicated` when at least one other unit takes it up."""

    title: str
    level: str
    recognised: bool
    year: int
    decision: str
    replicated: bool


@dataclass(frozen=True)
class InitiativeFacts:
    """Initiatives by the id of the unit and of the person (its author). Whoever is not a key offered none."""

    by_unit: dict[int, tuple[InitiativeFact, ...]]
    by_person: dict[int, tuple[InitiativeFact, ...]]


def initiative_facts(campaign: Campaign) -> InitiativeFacts:
    """Every initiative, model and practice that was sent for review or published. One query.

    A person's initiative counts for the unit as well. What merely praises somebody (exemplars) is left out.
    """
    found = InitiativeFacts({}, {})
    entries = Practice.objects.filter(campaign=campaign, state__in=COUNTED).exclude(kind=PracticeKind.EXEMPLAR)
    for entry in entries.order_by("year", "id"):
        fact = InitiativeFact(
            entry.title, entry.recognition_level or "unit", entry.is_recognised, entry.year, entry.decision,
            entry.adoptions_count > 0,
        )  # fmt: skip
        found.by_unit[entry.unit_id] = (*found.by_unit.get(entry.unit_id, ()), fact)
        if entry.person_id is not None:
            found.by_person[entry.person_id] = (*found.by_person.get(entry.person_id, ()), fact)
    return found


@dataclass(frozen=True)
class Filters:
    """What the page asks for; empty means any. `tab`: "" the library, else a state of what one may work on."""

    text: str = ""
    kind: str = ""
    pillar: str = ""
    recognised: bool = False
    tab: str = ""


def visible_practices(actor: Actor) -> QuerySet[Practice]:
    """Everything published, the actor's own entries, and for a reviewer all but drafts."""
    seen = Q(state=PracticeState.PUBLISHED) | own(actor)
    if actor.can(REVIEW_PRACTICES):
        seen |= ~Q(state=PracticeState.DRAFT)
    return Practice.objects.filter(seen)


def own(actor: Actor) -> Q:
    """The filter for entries of the units that the actor writes for."""
    paths = actor.paths(EDIT_PRACTICES)
    if actor.unit_id is not None and not paths:
        return Q(unit_id=actor.unit_id)
    return within(paths, prefix="unit__")


def library(campaign: Campaign | int, actor: Actor, filters: Filters) -> QuerySet[Practice]:
    """Newest first; words in any spelling, with or without marks."""
    found = visible_practices(actor).filter(campaign=campaign)
    if filters.tab == "cua-toi":
        found = found.filter(own(actor))
    elif filters.tab == "cho-duyet":
        found = found.filter(state=PracticeState.SUBMITTED)
    else:
        found = found.filter(state=PracticeState.PUBLISHED)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.pillar:
        found = found.filter(pillar=filters.pillar)
    if filters.recognised:
        found = found.filter(recognised_at__isnull=False)
    for word in search_key(filters.text).split():
        found = found.filter(search_key__contains=word)
    return found.order_by("-published_at", "-id")


@listed(int, object, object)
def listed_library(campaign_id: int, actor: Actor, filters: Filters) -> QuerySet[Practice]:
    return library(campaign_id, actor, filters)


practice_at = at(lambda actor: visible_practices(actor).select_related("unit", "person", "file", "campaign"))


MOST_ADOPTIONS = 50


def adoptions(practice: Practice) -> list[Adoption]:
    """The newest; `practice.adoptions_count` says how many go on."""
    return _adoptions(practice.pk)


@prepared(int)
def _adoptions(practice_id: int) -> QuerySet[Adoption]:
    return Adoption.objects.filter(practice_id=practice_id).order_by("-planned_on", "-id")[:MOST_ADOPTIONS]


def adoption_of(practice: Practice, unit_id: int | None) -> Adoption | None:
    return Adoption.objects.filter(practice=practice, unit_id=unit_id).first() if unit_id else None


def may_adopt(practice: Practice, actor: Actor, own: Adoption | None) -> bool:
    """Whether the actor's unit, whose adoption is `own`, may take the practice up: another's, published, not yet
    taken up."""
    free = own is None or not own.is_live
    return actor.can(EDIT_PRACTICES) and practice.is_published and practice.unit_id != actor.unit_id and free
