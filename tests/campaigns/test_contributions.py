"""Gifts are taken down with their paper, confirmed by somebody else, and count for the giver from then on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.enums import GiftState
from campaigns.models import Contribution
from campaigns.selectors import current_campaign
from campaigns.selectors.contributions import Filters, GiftFact, gift_facts, ledger, norm_for, totals
from campaigns.services.contributions import Gift, change, confirm, record, refuse, set_norm, withdraw
from config.kernel import audit
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.tenancy import tenant_scope
from units.models import Person

pytestmark = pytest.mark.django_db
GOODS = Gift(
    kind="goods", amount=48_000_000, what="20 máy tính bảng cho Tổ công nghệ số cộng đồng",
    given_on=dt.date(2023, 5, 6), valuation="Hóa đơn số 0001234", beneficiary="Ấp Hòa Lợi", paper_number="03/BB-TNN",
)  # fmt: skip


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.7\n%%EOF\n", content_type="application/pdf")


@pytest.fixture
def scope(kien_giang):
    with tenant_scope(kien_giang) as tenant:
        Contribution.objects.all().delete()
        yield tenant


def given(cast, **more) -> Contribution:
    gift = replace(GOODS, unit=cast.lan.unit, **more)
    return record(campaign=current_campaign(), gift=gift, actor=cast.lan.actor, paper=paper())


def test_the_way_of_a_gift(scope, cast):
    gift = given(cast)
    campaign, unit = current_campaign(), cast.lan.unit
    assert (gift.state, gift.giver, gift.giver_name, gift.year) == ("recorded", "unit", unit.display_name, 2023)
    with pytest.raises(Refused):
        confirm(contribution=gift, actor=cast.lan.actor)
    gift = refuse(contribution=gift, reason="Hóa đơn ghi 45 triệu đồng.", actor=cast.phuoc.actor)
    assert gift_facts(campaign).by_unit == {}
    fixed = replace(GOODS, unit=unit, amount=45_000_000)
    gift = change(contribution=gift, gift=fixed, actor=cast.lan.actor, expected_version=gift.version)
    assert (gift.state, gift.refusal, gift.paper_file is not None) == (GiftState.RECORDED, "", True)
    assert gift_facts(campaign).by_unit == {unit.pk: (GiftFact(2023, 45_000_000, True, False, GOODS.what),)}
    gift = confirm(contribution=gift, actor=cast.phuoc.actor, expected_version=gift.version)
    assert (gift.confirmed_by_name, gift.state) == (cast.phuoc.actor.name, GiftState.CONFIRMED)
    assert gift_facts(campaign).by_unit[unit.pk][0].recognised
    with pytest.raises(Conflict, match=cast.phuoc.actor.name):
        confirm(contribution=gift, actor=cast.hanh.actor, expected_version=gift.version - 1)
    with pytest.raises(Conflict, match="Đã xác nhận"):
        change(contribution=gift, gift=fixed, actor=cast.lan.actor)
    trail = audit.timeline(gift)
    assert [entry.verb.split(".")[1] for entry in trail] == ["record", "refuse", "save", "confirm"]
    assert trail[2].data["before"] == {"amount": 48_000_000}


def test_whoever_took_it_down_does_not_confirm_it(scope, cast):
    donor = replace(GOODS, giver_name="Bà Trần Thị Hoa, kiều bào tại Úc", kind="money", valuation="")
    gift = record(campaign=current_campaign(), gift=donor, actor=cast.phuoc.actor)
    assert (gift.giver, gift.unit) == ("other", None)
    with pytest.raises(DomainError, match="không tự xác nhận"):
        confirm(contribution=gift, actor=cast.phuoc.actor)
    assert confirm(contribution=gift, actor=cast.hanh.actor).is_confirmed
    assert gift_facts(current_campaign()).by_unit == {}, "the giver stands in no register"
    with pytest.raises(DomainError) as nobody:
        record(campaign=current_campaign(), gift=donor, actor=cast.lan.actor)
    assert nobody.value.field == "unit"
    with pytest.raises(Refused):
        record(campaign=current_campaign(), gift=replace(GOODS, unit=cast["clerk.so@kien-giang"].unit),
               actor=cast.lan.actor)  # fmt: skip


def test_a_persons_gift_counts_for_the_person(scope, cast):
    person = Person.objects.filter(unit=cast.lan.unit).first()
    gift = given(cast, person=person)
    assert (gift.giver, gift.giver_name, gift.unit) == ("person", person.full_name, cast.lan.unit)
    facts = gift_facts(current_campaign())
    assert (facts.by_unit, list(facts.by_person)) == ({}, [person.pk])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"given_on": dt.date(2023, 12, 5)}, "given_on"),
        ({"given_on": dt.date(2021, 12, 31)}, "given_on"),
        ({"valuation": " "}, "valuation"),
        ({"what": ""}, "what"),
        ({"kind": "gold"}, "kind"),
        ({"paper_date": dt.date(2024, 1, 1)}, "paper_date"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(scope, cast, wrong, field):
    with pytest.raises(DomainError) as refused:
        given(cast, **wrong)
    assert refused.value.field == field
    assert not Contribution.objects.exists()


def test_no_paper_no_confirmation(scope, cast):
    gift = record(
        campaign=current_campaign(), gift=replace(GOODS, unit=cast.lan.unit, paper_number=""), actor=cast.lan.actor
    )
    with pytest.raises(DomainError, match="giấy tờ chứng minh"):
        confirm(contribution=gift, actor=cast.phuoc.actor)


def test_the_ledger_is_searched_without_marks_and_shows_a_unit_its_own(scope, cast):
    campaign = current_campaign()
    gift = given(cast)
    other = record(
        campaign=campaign, gift=replace(GOODS, giver_name="Công ty Hòn Chông", amount=7_000_000),
        actor=cast.phuoc.actor,
    )  # fmt: skip
    confirm(contribution=gift, actor=cast.phuoc.actor)
    found = ledger(campaign, cast.phuoc.actor, Filters(text="HON chong"))
    assert list(found) == [other]
    assert list(ledger(campaign, cast.lan.actor, Filters())) == [gift]
    assert list(ledger(campaign, cast["clerk.so@kien-giang"].actor, Filters())) == []
    sums = totals(campaign, cast.phuoc.actor, Filters(year=2023))
    assert (sums.lines, sums.confirmed, sums.waiting, sums.goods) == (2, 48_000_000, 7_000_000, 48_000_000)
    withdraw(contribution=other, reason="Ghi trùng.", actor=cast.phuoc.actor)
    assert list(ledger(campaign, cast.phuoc.actor, Filters())) == [gift]
    assert [row.pk for row in ledger(campaign, cast.phuoc.actor, Filters(state="withdrawn"))] == [other.pk]


def test_the_councils_norm_has_a_source_and_a_year(scope, cast):
    campaign, actor = current_campaign(), cast.phuoc.actor
    with pytest.raises(DomainError) as refused:
        set_norm(campaign=campaign, year=2023, giver="unit", amount=50_000_000, source=" ", actor=actor)
    assert refused.value.field == "source"
    source = "Thông báo số 15/TB-HĐTĐKT ngày 10/3/2023"
    set_norm(campaign=campaign, year=2023, giver="unit", amount=50_000_000, source=source, actor=actor)
    norm = set_norm(campaign=campaign, year=2023, giver="unit", amount=60_000_000, source=source, actor=actor)
    assert (norm_for(campaign, 2023).amount, norm.version, norm.source) == (60_000_000, 2, source)
    assert norm_for(campaign, 2023, "person") is None
    assert [(entry.state_from, entry.state_to) for entry in audit.timeline(norm)] == [
        ("", "50.000.000"), ("50.000.000", "60.000.000"),
    ]  # fmt: skip
    with pytest.raises(Refused):
        set_norm(campaign=campaign, year=2023, giver="unit", amount=1, source="x", actor=cast.lan.actor)
