"""Lists put before the public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from awards.models import AwardForm, AwardRound
from awards.selectors import law
from config.kernel import clock
from config.kernel.access import Actor, at
from config.kernel.prepared import listed, prepared
from config.kernel.tenancy import current_tenant
from dossiers.enums import DossierState, HearingState
from dossiers.models import Hearing, Nominee, PublicComment
from dossiers.selectors.rounds import visible_rounds

# As long as the tenant says nothing else.
FORMS, DAYS = ("HCLD3",), 10
# Where a dossier stands when its names are put out.
BEFORE = frozenset({
    DossierState.SUBMITTED, DossierState.RECEIVED, DossierState.APPRAISED_ICT, DossierState.APPRAISED_TDKT,
})  # fmt: skip


def rule() -> Mapping[str, Any]:
    """The tenant's: codes of the forms that must be put out, and for how many working days."""
    said = current_tenant().settings.get("hearing", {})
    return {"forms": tuple(said.get("forms", FORMS)), "days": int(said.get("days", DAYS))}


def is_open(hearing: Hearing) -> bool:
    """Until the end of the last day."""
    return hearing.state == HearingState.OPEN and clock.today() <= hearing.last_day


def visible_hearings(actor: Actor) -> QuerySet[Hearing]:
    """Those of rounds that this person sees."""
    return Hearing.objects.filter(round__in=visible_rounds(actor).order_by()).select_related("round")


hearing_at = at(visible_hearings)


@listed(object)
def listed_hearings(actor: Actor) -> QuerySet[Hearing]:
    """The newest first."""
    return visible_hearings(actor).order_by("-id")


@listed(int)
def comments_on(hearing_id: int) -> QuerySet[PublicComment]:
    return PublicComment.objects.filter(hearing_id=hearing_id)


@prepared(int)
def _waiting(hearing_id: int) -> QuerySet[PublicComment, tuple[int]]:
    waiting = PublicComment.objects.filter(hearing_id=hearing_id, answered_at__isnull=True).order_by()
    return waiting.values_list(Value(1)).annotate(n=Count("pk")).values_list("n")


def without_answer(hearing: Hearing) -> int:
    """Comments that the board has not answered."""
    return next((number for (number,) in _waiting(hearing.pk)), 0)


def public_hearings() -> QuerySet[Hearing]:
    """What anybody may read: every list that was put out, latest first."""
    return Hearing.objects.select_related("round").order_by("-opened_on", "-pk")


listed_public_hearings = listed()(public_hearings)


@dataclass(frozen=True)
class Box:
    """One form of a round: whether the public must be asked, whether it was, how many wait."""

    form: AwardForm
    asked_for: bool
    hearing: Hearing | None
    is_open: bool
    people: int


def boxes(award_round: AwardRound) -> list[Box]:
    """Forms of the round with dossiers on the way or a list that was out."""
    forms, wanted = law.forms(), rule()["forms"]
    found = {hearing.award_form: hearing for hearing in _hearings(award_round.pk)}
    people = dict(_people(award_round.pk))
    return [
        Box(form, code in wanted, found.get(code), code in found and is_open(found[code]), people.get(code, 0))
        for code, form in forms.items()
        if code in found or people.get(code)
    ]


@prepared(int)
def _hearings(round_id: int) -> QuerySet[Hearing]:
    return Hearing.objects.filter(round_id=round_id)


@prepared(int)
def _people(round_id: int) -> QuerySet[Nominee, tuple[str, int]]:
    """Nominees on the way by award form."""
    named = Nominee.objects.filter(dossier__round_id=round_id, dossier__state__in=BEFORE).order_by()
    return named.values_list("dossier__award_form").annotate(n=Count("pk"))


def unended(actor: Actor) -> QuerySet[Hearing]:
    """Lists not yet ended, the first to end first, each with how many comments on it have no answer (`left`)."""
    left = Count("comments", filter=Q(comments__answered_at__isnull=True))
    return visible_hearings(actor).filter(state=HearingState.OPEN).annotate(left=left).order_by("last_day", "pk")
