"""Invented gifts to the campaign of the years that are played, and the council's norm for donors."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.enums import GiftKind, Giver
from campaigns.models import Campaign, Contribution
from campaigns.services import contributions
from config.demo.names import number
from config.demo.papers import PAPERS
from config.kernel import clock
from config.kernel.access import Actor
from units.models import Person, Unit

T = TypeVar("T")
NORMS = {Giver.UNIT: 50_000_000, Giver.PERSON: 10_000_000}
SOURCE = "Thông báo (minh họa) của Hội đồng Thi đua - Khen thưởng về định mức đóng góp"
WHAT = "Máy tính cho điểm hỗ trợ dịch vụ công trực tuyến (minh họa)"


def give(campaign: Campaign, year: int, *, recorder: Actor, confirmer: Actor) -> int:
    """Three firms or households and three business people give in `year`; one of each less than the norm asks."""
    if Contribution.objects.filter(campaign=campaign, year=year).exists():
        return 0
    day = min(dt.date(year, 9, 10), clock.today())
    if campaign.date is not None:
        day = max(day, campaign.date)
    for giver, norm in NORMS.items():
        contributions.set_norm(campaign=campaign, year=year, giver=giver, amount=norm, source=SOURCE, actor=recorder)
    wanted = donors(year)
    for place, (unit, person) in enumerate(wanted):
        gift = contributions.Gift(
            kind=GiftKind.GOODS if place % 2 else GiftKind.MONEY, amount=amount(place, person), what=WHAT,
            given_on=day, unit=unit, person=person, valuation="Theo hóa đơn mua (minh họa)",
        )  # fmt: skip
        paper = SimpleUploadedFile("bien-ban-tiep-nhan.pdf", PAPERS["bien-ban-tiep-nhan"].content, "application/pdf")
        made = contributions.record(campaign=campaign, gift=gift, actor=recorder, paper=paper)
        contributions.confirm(contribution=made, actor=confirmer)
    return len(wanted)


def donors(year: int) -> list[tuple[Unit | None, Person | None]]:
    """Who gives in `year`: three firms or households, three business people with the unit that vouches for them."""
    units = Unit.objects.filter(kind__in=("enterprise", "household")).order_by("kind", "id")
    people = Person.objects.filter(kind="business_person", is_active=True).select_related("unit").order_by("id")
    return [*((unit, None) for unit in _some(list(units), year)),
            *((person.unit, person) for person in _some(list(people), year))]  # fmt: skip


def amount(place: int, person: Person | None) -> int:
    """Twice what the council asks; every third half of it."""
    norm = NORMS[Giver.UNIT if person is None else Giver.PERSON]
    return norm // 2 if place % 3 == 2 else norm * 2


def _some(everybody: list[T], year: int) -> list[T]:
    """Three of them, others every year."""
    if not everybody:
        return []
    first = number("donors", year) % len(everybody)
    return [everybody[(first + place) % len(everybody)] for place in range(min(3, len(everybody)))]
