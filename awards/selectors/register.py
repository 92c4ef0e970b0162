"""The register of awards: search, totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum, Value

from awards.enums import AwardState
from awards.models import AwardGranted
from config.kernel.prepared import listed, prepared
from config.kernel.text import search_key

# What a round keeps for its own page; lists of what belongs to it leave it where it is.
OF_THE_ROUND = ("round__target_headings", "round__overrides", "round__result")


@dataclass(frozen=True)
class Filters:
    """What the page asks for; anything unknown is left out."""

    text: str = ""
    year: int | None = None
    award_form: str = ""
    recipient: str = ""
    unit_ids: tuple[int, ...] = ()

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        year = query.get("nam", "")
        recipient = query.get("doi-tuong", "")
        return cls(
            text=query.get("q", "")[:100],
            year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
            award_form=query.get("hinh-thuc", "")[:12],
            recipient=recipient if recipient in ("collective", "individual") else "",
        )


def awards(filters: Filters | None = None) -> QuerySet[AwardGranted]:
    """Lines of the register, latest decision first. Text is matched without case and marks."""
    found = AwardGranted.objects.select_related("decision", "unit", "round")
    if filters is None:
        return found
    for word in search_key(filters.text).split():
        found = found.filter(search_key__contains=word)
    if filters.year:
        found = found.filter(year=filters.year)
    if filters.award_form:
        found = found.filter(award_form=filters.award_form)
    if filters.recipient:
        found = found.filter(recipient=filters.recipient)
    if filters.unit_ids:
        found = found.filter(unit_id__in=filters.unit_ids)
    return found


def being_revoked() -> QuerySet[AwardGranted]:
    """What was asked to be taken back while no decision has: neither issued nor left."""
    return AwardGranted.objects.filter(state=AwardState.GRANTED, revocation_asked_on__isnull=False)


@dataclass(frozen=True)
class Totals:
    """Awards in force; `prize` in đồng."""

    awards: int
    collectives: int
    individuals: int
    women: int
    revoked: int
    prize: int


@listed(object, kept=True)
def lines(filters: Filters) -> QuerySet[AwardGranted]:
    return awards(filters).defer("decision__citations", *OF_THE_ROUND)


_GRANTED = Q(state=AwardState.GRANTED)
_SUMS = {
    "awards": Count("pk", filter=_GRANTED),
    "collectives": Count("pk", filter=_GRANTED & Q(recipient="collective")),
    "individuals": Count("pk", filter=_GRANTED & Q(recipient="individual")),
    "women": Count("pk", filter=_GRANTED & Q(gender="female")),
    "revoked": Count("pk", filter=Q(state=AwardState.REVOKED)),
    "prize": Sum("prize", filter=_GRANTED),
}


def totals(found: QuerySet[AwardGranted]) -> Totals:
    counted = found.order_by().aggregate(**_SUMS)
    return Totals(**{**counted, "prize": counted["prize"] or 0})


def totals_of(filters: Filters) -> Totals:
    """`totals` of the lines that the filters leave."""
    counted = next(iter(_totals_of(filters)), None)
    return Totals(**dict(zip(_SUMS, (number or 0 for number in counted or (0,) * len(_SUMS)), strict=True)))


@prepared(object)
def _totals_of(filters: Filters) -> QuerySet[AwardGranted, tuple[Any, ...]]:
    one = awards(filters).select_related(None).order_by().values_list(Value(1))
    return one.annotate(**_SUMS).values_list(*_SUMS)


def years() -> list[int]:
    return [year for (year,) in _years()]


@prepared()
def _years() -> QuerySet[AwardGranted, tuple[int]]:
    return AwardGranted.objects.order_by("-year").values_list("year").distinct()
