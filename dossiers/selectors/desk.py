from __future__ import annotations

from django.db.models import Q, QuerySet

from config.kernel.access import Actor
from dossiers.enums import DossierState
from dossiers.models import Document, Dossier, Remark
from units.selectors.tree import within

S = DossierState
# What a whole-tenant desk may see: units' drafts stay with the units.
_WITH_THE_UNIT = (S.DRAFT, S.UNIT_CONFIRMED)


def visible_dossiers(actor: Actor) -> QuerySet[Dossier]:
    """Dossiers that this person may open: a unit its own, the desks what was sent to them."""
    dossiers = Dossier.objects.select_related("unit", "round")
    paths = actor.paths("dossiers.view")
    if paths is None:
        return dossiers.exclude(state__in=_WITH_THE_UNIT)
    return dossiers.filter(within(paths, prefix="unit__"))


def visible_documents(actor: Actor) -> QuerySet[Document]:
    """Documents of visible dossiers, and papers of rounds and reviews for those who see rounds."""
    mine = Q(dossier__in=visible_dossiers(actor))
    if actor.paths("rounds.view") is None:
        mine |= Q(round__isnull=False) | Q(review__isnull=False)
    return Document.objects.filter(mine).select_related("dossier__unit", "round", "nominee", "file", "job")


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


def visible_remarks(actor: Actor) -> QuerySet[Remark]:
    return Remark.objects.filter(dossier__in=visible_dossiers(actor)).select_related("dossier__unit")
