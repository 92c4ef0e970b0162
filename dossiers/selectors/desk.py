from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from awards.selectors.register import OF_THE_ROUND
from config.kernel.access import Actor, at
from config.kernel.prepared import listed, prepared
from config.kernel.text import search_key
from dossiers.enums import UNIT_PAPERS, DossierState
from dossiers.models import Document, Dossier, Nominee, Remark
from units.selectors.tree import within

S = DossierState
# What a whole-tenant desk may see: units' drafts stay with the units.
WITH_THE_UNIT = (S.DRAFT, S.UNIT_CONFIRMED)


def visible_dossiers(actor: Actor) -> QuerySet[Dossier]:
    """Dossiers that this person may open: a unit its own, the desks what was sent to them."""
    dossiers = Dossier.objects.select_related("unit", "round")
    paths = actor.paths("dossiers.view")
    if paths is None:
        return dossiers.exclude(state__in=WITH_THE_UNIT)
    return dossiers.filter(within(paths, prefix="unit__"))


# What lists of papers leave where it is.
BESIDE_A_PAPER = ("dossier__meeting", "job__params", "job__actor", *OF_THE_ROUND)


def visible_documents(actor: Actor) -> QuerySet[Document]:
    """Documents of visible dossiers, and papers of rounds and reviews for those who see rounds."""
    paths = actor.paths("dossiers.view")
    whole = paths is None
    of_dossiers = Q(dossier__in=visible_dossiers(actor)) if whole else within(paths, prefix="dossier__unit__")
    if actor.paths("rounds.view") is None:
        # In this order: dossiers are looked up only for what is of none of the two.
        mine = Q(round__isnull=False) | Q(review__isnull=False) | of_dossiers
    else:
        # What a desk is still writing about a unit's dossier is not the unit's to read.
        mine = of_dossiers & (Q(kind__in=UNIT_PAPERS) | Q(number__isnull=False))
    return Document.objects.filter(mine).select_related("dossier__unit", "round", "nominee", "file", "job")


dossier_at = at(visible_dossiers)
document_at = at(visible_documents)

# State → the verb whose holder has it on the desk.
_DESK = {
    S.DRAFT: "dossiers.edit",
    S.RETURNED: "dossiers.edit",
    S.UNIT_CONFIRMED: "dossiers.edit",
    S.SUBMITTED: "dossiers.receive",
    S.RECEIVED: "dossiers.receive",
    S.ON_HOLD: "dossiers.receive",
    S.APPRAISED_ICT: "dossiers.appraise",
    S.APPRAISED_TDKT: "dossiers.present",
    S.PRESENTED: "decisions.sign",
}


def desk(actor: Actor) -> QuerySet[Dossier]:
    """Dossiers that wait for this person, soonest due first."""
    waiting = [state for state, verb in _DESK.items() if actor.can(verb)]
    if actor.can("dossiers.confirm") and not actor.can("dossiers.edit"):
        waiting += [S.DRAFT, S.RETURNED]
    return visible_dossiers(actor).filter(state__in=waiting).order_by("due_on", "pk")


@listed(object)
def listed_desk(actor: Actor) -> QuerySet[Dossier]:
    return desk(actor).defer("meeting", *OF_THE_ROUND)


@listed(object)
def listed_dossiers(actor: Actor) -> QuerySet[Dossier]:
    return found_dossiers(actor).defer("meeting", *OF_THE_ROUND)


def desk_tally(actor: Actor) -> list[tuple[DossierState, int]]:
    """How many dossiers of each state wait for this person, in the order of the way."""
    counted = dict(_states_on(actor))
    return [(state, counted[state]) for state in S if state in counted]


@prepared(object)
def _states_on(actor: Actor) -> QuerySet[Dossier, tuple[str, int]]:
    return desk(actor).order_by().select_related(None).values_list("state").annotate(Count("pk"))


def found_dossiers(actor: Actor, *, words: str = "", state: str = "") -> QuerySet[Dossier]:
    """All that this person may see, newest first; `words` looks in names of units and nominees, accents or not."""
    found = visible_dossiers(actor).order_by("-pk")
    if state in S.values:
        found = found.filter(state=state)
    if key := search_key(words):
        named = Q(unit__search_key__contains=key) | Q(unit_name__icontains=words.strip())
        found = found.filter(named | Q(pk__in=_with_nominee(key)))
    return found


def _with_nominee(key: str) -> list[int]:
    """Dossiers that name somebody so; names of people have no folded column, and a round has few of them."""
    return [pk for pk, name in Nominee.objects.values_list("dossier_id", "name") if key in search_key(name)]


def visible_remarks(actor: Actor) -> QuerySet[Remark]:
    return Remark.objects.filter(dossier__in=visible_dossiers(actor)).select_related("dossier__unit")
