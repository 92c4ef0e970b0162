"""What waits because of registrations, gifts and practices: one query for who judges, one for a unit."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject, NullIf

from campaigns.enums import GiftState, PracticeState, RegistrationState
from campaigns.models import Campaign, Contribution, Milestone, Practice, Registration
from campaigns.selectors.campaign import collectives_of
from config.kernel.prepared import prepared
from units.models import Unit

EDITABLE = (RegistrationState.DRAFT, RegistrationState.RETURNED)
_JUDGED: dict[str, tuple[Any, str]] = {
    "registration": (Registration, RegistrationState.SUBMITTED),
    "gift": (Contribution, GiftState.RECORDED),
    "practice": (Practice, PracticeState.SUBMITTED),
}


def to_judge(campaign: Campaign, *what: str) -> dict[str, int]:
    """How many of `what` wait for the agencies, of "registration", "gift" and "practice"; nothing where none does."""
    return dict(_to_judge(campaign.pk, what))


@prepared(int, object, by_key=True)
def _to_judge(campaign_id: int, what: tuple[str, ...]) -> QuerySet[Any, tuple[str, int]]:
    first, *rest = [_counted(campaign_id, one, *_JUDGED[one]) for one in what]
    return first.union(*rest, all=True) if rest else first


def _counted(campaign_id: int, what: str, model: Any, state: str) -> QuerySet[Any, tuple[str, int]]:
    found = model.objects.filter(campaign_id=campaign_id, state=state).order_by()
    return found.values_list(Value(what, CharField())).annotate(n=Count("pk"))


class OfUnit(NamedTuple):
    """How a unit stands in the campaign. `registered`: the state of its registration, None without one; `refused` and
    `returned`: how many of its gifts and practices were; `milestone`: the plan's day for registering, while it has not.
    """

    uid: uuid.UUID
    path: str
    name: str
    takes_part: bool
    registered: str | None
    why: str | None
    refused: int
    returned: int
    milestone: dict[str, Any] | None

    @property
    def may_register(self) -> bool:
        return self.takes_part and (self.registered is None or self.registered in EDITABLE)

    @property
    def last_day(self) -> dt.date | None:
        return Milestone(**self.milestone).last_day() if self.milestone else None

    @property
    def wording(self) -> str:
        return Milestone(**self.milestone).when_label if self.milestone else ""


def of_unit(campaign: Campaign, unit_id: int) -> OfUnit | None:
    return next((OfUnit(*row) for row in _of_unit(campaign.pk, unit_id)), None)


@prepared(int, int, by_key=True)
def _of_unit(campaign_id: int, unit_id: int) -> QuerySet[Unit, tuple[Any, ...]]:
    kinds = collectives_of(campaign_id)
    dated = JSONObject(**{name: name for name in ("date", "before", "quarter", "year", "year_to", "yearly", "event")})
    days = Milestone.objects.filter(campaign_id=campaign_id, kind="registration", withdrawn=False).values(found=dated)
    registration = FilteredRelation("registrations", condition=Q(registrations__campaign_id=campaign_id))
    unsent = Q(registration__state=None) | Q(registration__state__in=EDITABLE)
    return Unit.objects.filter(pk=unit_id).order_by().annotate(registration=registration).values_list(
        "uid",
        "path",
        Coalesce(NullIf("short_name", Value("")), "name"),
        Exists(kinds.order_by().filter(kinds__has_key=OuterRef("kind"))),
        "registration__state",
        "registration__return_reason",
        _number(Contribution, campaign_id, GiftState.REFUSED),
        _number(Practice, campaign_id, PracticeState.RETURNED),
        Case(When(unsent, then=Subquery(days[:1]))),
    )  # fmt: skip


def _number(model: Any, campaign_id: int, state: str) -> Coalesce:
    mine = model.objects.filter(campaign_id=campaign_id, unit=OuterRef("pk"), state=state).order_by()
    return Coalesce(Subquery(mine.values("unit").annotate(n=Count("pk")).values("n")), 0)
