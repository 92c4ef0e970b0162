"""Invented gifts of the years so far and the council's norms: confirmed, waiting, not accepted, withdrawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from campaigns.enums import GiftKind, Giver
from campaigns.enums import GiftState as S
from campaigns.models import Campaign, Contribution, ContributionNorm
from campaigns.selectors import current_campaign
from config.demo import papers
from config.demo.accounts import accounts
from config.demo.donors import NORMS, SOURCE, amount, donors
from config.demo.names import name, number
from config.demo.people import Staff
from config.demo.rows import stored_file
from config.demo.steps import Demo
from config.demo.trail import Trail, moment
from config.kernel import clock
from config.kernel.models import StoredFile
from config.kernel.text import format_number, search_key
from units.models import Person, Unit

INVOICE = "Hóa đơn bán hàng kèm theo"
# What, how goods were valued ("" for money), for whom.
GIFTS = (
    ("Kinh phí mua máy tính cho điểm hỗ trợ dịch vụ công trực tuyến", "", "Bộ phận một cửa"),
    ("12 máy tính bảng cho Tổ công nghệ số cộng đồng", INVOICE, "Tổ công nghệ số cộng đồng"),
    ("Kinh phí tập huấn kỹ năng số cho hộ kinh doanh", "", "Hộ kinh doanh trên địa bàn"),
    ("03 máy quét số hóa hồ sơ", INVOICE, "Bộ phận một cửa"),
    ("Kinh phí in tờ gấp hướng dẫn nộp hồ sơ trực tuyến", "", "Người dân trên địa bàn"),
    ("02 bộ phát wifi cho nhà văn hóa", INVOICE, "Nhà văn hóa"),
)
NOT_YET = "Hóa đơn chưa ghi số sê-ri thiết bị. Đề nghị bổ sung biên bản bàn giao có ký nhận của nơi thụ hưởng."
TWICE = "Ghi trùng với khoản đã ghi trước đó."


@dataclass(frozen=True)
class Extra:
    """One more gift of the newest year, from the unit of an account or of somebody that it vouches for."""

    account: str
    state: str
    what: str
    amount: int
    valuation: str = ""
    beneficiary: str = ""
    stranger: bool = False
    reason: str = ""


EXTRAS = (
    Extra("clerk", S.RECORDED, "Kinh phí lắp camera an ninh ở khu dân cư", 18_000_000, stranger=True,
          beneficiary="Khu dân cư"),
    Extra("clerk.so", S.RECORDED, "Kinh phí mua máy tính cho học sinh có hoàn cảnh khó khăn", 30_000_000,
          stranger=True, beneficiary="Học sinh có hoàn cảnh khó khăn"),
    Extra("clerk.dn", S.RECORDED, "12 điểm phát wifi công cộng tại nhà văn hóa", 84_000_000, "Bảng kê kèm hóa đơn",
          "Nhà văn hóa các khu dân cư"),
    Extra("clerk.dn", S.REFUSED, "20 điện thoại thông minh cho hộ nghèo", 46_000_000, INVOICE, "Hộ nghèo",
          reason=NOT_YET),
    Extra("clerk.dn", S.WITHDRAWN, "12 điểm phát wifi công cộng", 84_000_000, INVOICE, reason=TWICE),
)  # fmt: skip


def seed(demo: Demo) -> str:
    """Make them once: a campaign that has gifts keeps what it has."""
    campaign = current_campaign()
    if campaign is None:
        return "chưa có kế hoạch nào"
    if Contribution.objects.filter(campaign=campaign).exists():
        return "0 khoản đóng góp"
    papers.place(settings.MEDIA_ROOT, demo.tenant.slug)
    ledger = Ledger(campaign, Staff.of(demo.tenant), demo.tenant.slug)
    for year in campaign.years:
        day = max(dt.date(year, 9, 10), campaign.date or dt.date(year, 1, 1))
        if day.year == year and day <= clock.today():
            ledger.set_norms(year, demo)
            for place, (unit, person) in enumerate(donors(year)):
                ledger.give(place, unit, person, day + dt.timedelta(days=place % 4))
    ledger.give_more()
    ledger.write(demo)
    return f"{len(ledger.made)} khoản đóng góp"


class Ledger:
    """Collects gifts with their papers and acts, and writes them in one go."""

    def __init__(self, campaign: Campaign, staff: Staff, slug: str) -> None:
        self.campaign, self.staff, self.slug = campaign, staff, slug
        self.made: list[Contribution] = []
        self.trail = Trail()

    def set_norms(self, year: int, demo: Demo) -> None:
        officer = self.staff.standing[0]
        for giver, wanted in NORMS.items():
            norm = ContributionNorm.objects.create(
                campaign=self.campaign, year=year, giver=giver, amount=wanted, source=SOURCE, set_by_name=officer.name
            )
            self.trail.add(
                min(moment(dt.date(year, 3, 10), 60), clock.now()), officer, "contribution.set_norm", norm,
                after=format_number(wanted), data={"year": year, "giver": giver, "source": SOURCE},
            )  # fmt: skip

    def give(self, place: int, unit: Unit | None, person: Person | None, day: dt.date) -> None:
        what, valuation, beneficiary = GIFTS[place % len(GIFTS)]
        shown = person.full_name if person is not None else unit.display_name if unit is not None else ""
        gift = Contribution(
            giver=Giver.UNIT if person is None else Giver.PERSON, giver_name=shown, unit=unit, person=person,
            amount=amount(place, person), what=what, valuation=valuation, beneficiary=beneficiary, state=S.CONFIRMED,
        )  # fmt: skip
        self._keep(gift, day)

    def give_more(self) -> None:
        own = {a.username.partition("@")[0]: a.unit for a in accounts(self.slug)}
        for place, extra in enumerate(EXTRAS):
            code = own.get(extra.account) or own["clerk"]
            unit = Unit.objects.get(code=code)
            stranger = name(self.slug, "donor", place).full if extra.stranger else ""
            gift = Contribution(
                giver=Giver.OTHER if stranger else Giver.UNIT, giver_name=stranger or unit.display_name, unit=unit,
                amount=extra.amount, what=extra.what, valuation=extra.valuation, beneficiary=extra.beneficiary,
                state=extra.state,
            )  # fmt: skip
            self._keep(gift, clock.today() - dt.timedelta(days=6 + 5 * place), extra.reason)

    def _keep(self, gift: Contribution, day: dt.date, reason: str = "") -> None:
        """Fill in what is common, and tell its acts."""
        unit = gift.unit
        clerk = self.staff.clerk(unit) if unit is not None else self.staff.standing[0]
        officer = self.staff.standing[0]
        gift.campaign, gift.given_on, gift.year, gift.is_demo = self.campaign, day, day.year, True
        gift.kind = GiftKind.GOODS if gift.valuation else GiftKind.MONEY
        paper = stored_file(papers.PAPERS["bien-ban-tiep-nhan"], "bien-ban-tiep-nhan.pdf", clerk, "contribution")
        gift.paper_file, gift.paper_date, gift.recorded_by_name = paper, day, clerk.name
        gift.paper_number = f"{1 + number(gift.giver_name, day, gift.what) % 90:02d}/BB"
        gift.search_key = search_key(f"{gift.giver_name} {gift.what} {gift.beneficiary} {gift.paper_number}")
        noted, judged = moment(day, 90), moment(day + dt.timedelta(days=2), 200)
        said = {"giver": gift.giver_name, "kind": gift.kind, "amount": gift.amount, "what": gift.what,
                "given_on": str(day), "paper": gift.paper_number}  # fmt: skip
        self.trail.add(noted, clerk, "contribution.record", gift, after=S.RECORDED, data=said)
        if gift.state != S.RECORDED:
            gift.version = 2
        if gift.state == S.CONFIRMED:
            gift.confirmed_at, gift.confirmed_by_name, gift.confirmed_by_title = judged, officer.name, officer.title
            self.trail.add(judged, officer, "contribution.confirm", gift, S.RECORDED, S.CONFIRMED)
        elif gift.state == S.REFUSED:
            gift.refusal = reason
            self.trail.add(judged, officer, "contribution.refuse", gift, S.RECORDED, S.REFUSED, reason)
        elif gift.state == S.WITHDRAWN:
            self.trail.add(judged, clerk, "contribution.withdraw", gift, S.RECORDED, S.WITHDRAWN, reason)
        self.made.append(gift)

    def write(self, demo: Demo) -> None:
        StoredFile.objects.bulk_create([gift.paper_file for gift in self.made if gift.paper_file is not None])
        for gift in self.made:
            gift.paper_file = gift.paper_file
        Contribution.objects.bulk_create(self.made)
        for gift in self.made:
            gift.recorded_at = moment(gift.given_on, 90)
        Contribution.objects.bulk_update(self.made, ["recorded_at"])
        self.trail.write(actor=demo.actor, obj=self.campaign, data={"contributions": len(self.made)})
