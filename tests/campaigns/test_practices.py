"""What a unit did well: offered, reviewed, published, found without marks, recognised, taken up by others."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from campaigns.models import Practice
from campaigns.selectors import current_campaign
from campaigns.selectors.practices import (
    Filters,
    InitiativeFact,
    adoptions,
    initiative_facts,
    library,
    visible_practices,
)
from campaigns.services import practices as acts
from campaigns.services.practices import Account
from config.kernel import audit
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.tenancy import tenant_scope
from units.models import Person

pytestmark = pytest.mark.django_db
QR = Account(
    kind="initiative", title="Bảng mã QR tại từng bàn tiếp dân", summary="Người dân quét mã để nộp hồ sơ tại chỗ.",
    year=2023, pillar="government", method="In mã QR của từng thủ tục, dán tại bàn.", effect="Hồ sơ trực tuyến tăng.",
    recognition_level="commune", recognition_number="41/QĐ-UBND", recognition_date=dt.date(2023, 6, 5),
)  # fmt: skip


@pytest.fixture
def scope(kien_giang):
    with tenant_scope(kien_giang) as tenant:
        Practice.objects.all().delete()
        yield tenant


def written(cast, **more) -> Practice:
    account = replace(QR, **more)
    return acts.open_practice(campaign=current_campaign(), unit=cast.lan.unit, account=account, actor=cast.lan.actor)


def published(cast, **more) -> Practice:
    sent = acts.submit(practice=written(cast, **more), actor=cast.lan.actor)
    return acts.publish(practice=sent, actor=cast.phuoc.actor)


def test_the_way_into_the_library(scope, cast):
    campaign, so = current_campaign(), cast["clerk.so@kien-giang"].actor
    practice = written(cast, effect="")
    with pytest.raises(DomainError, match="Chưa ghi hiệu quả"):
        acts.submit(practice=practice, actor=cast.lan.actor)
    assert not visible_practices(cast.phuoc.actor).exists(), "a draft is the unit's own"
    practice = acts.save(practice=practice, account=QR, actor=cast.lan.actor, expected_version=practice.version)
    practice = acts.submit(practice=practice, actor=cast.lan.actor)
    with pytest.raises(Conflict, match="Chờ duyệt"):
        acts.save(practice=practice, account=QR, actor=cast.lan.actor)
    assert list(library(campaign, cast.phuoc.actor, Filters(tab="cho-duyet"))) == [practice]
    assert list(library(campaign, so, Filters(text="ma qr"))) == []
    practice = acts.send_back(practice=practice, reason="Thêm số liệu trước và sau.", actor=cast.phuoc.actor)
    practice = acts.submit(practice=practice, actor=cast.lan.actor)
    with pytest.raises(Refused):
        acts.publish(practice=practice, actor=cast.lan.actor)
    practice = acts.publish(practice=practice, actor=cast.phuoc.actor, expected_version=practice.version)
    for text in ("ma qr", "BANG MÃ", "ban tiep da\u0302n", "xã mỹ lâm nộp hồ sơ"):
        assert list(library(campaign, so, Filters(text=text))) == [practice], text
    assert list(library(campaign, so, Filters(text="chu ky so"))) == []
    assert list(library(campaign, so, Filters(kind="model"))) == []
    assert [entry.verb.split(".")[1] for entry in audit.timeline(practice)] == [
        "open", "save", "submit", "return", "submit", "publish",
    ]  # fmt: skip


def test_a_recognition_counts_when_a_reviewer_has_seen_the_decision(scope, cast):
    person = Person.objects.filter(unit=cast.lan.unit).first()
    practice = published(cast, person=person)
    claimed = InitiativeFact(QR.title, "commune", False, 2023, "Quyết định số 41/QĐ-UBND ngày 05/06/2023", False)
    facts = initiative_facts(current_campaign())
    assert facts.by_unit == {cast.lan.unit.pk: (claimed,)}
    assert facts.by_person == {person.pk: (claimed,)}
    said = {"level": "province", "number": "900/QĐ-UBND", "date": dt.date(2023, 11, 1), "issuer": "UBND tỉnh"}
    with pytest.raises(Refused):
        acts.recognise(practice=practice, actor=cast.lan.actor, **said)
    with pytest.raises(DomainError, match="tương lai"):
        acts.recognise(practice=practice, actor=cast.phuoc.actor, **said | {"date": dt.date(2024, 1, 1)})
    practice = acts.recognise(practice=practice, actor=cast.phuoc.actor, **said)
    fact = initiative_facts(current_campaign()).by_unit[cast.lan.unit.pk][0]
    assert (fact.level, fact.recognised, fact.decision) == (
        "province", True, "Quyết định số 900/QĐ-UBND ngày 01/11/2023",
    )  # fmt: skip
    back = acts.send_back(practice=practice, reason="Gộp hai bài.", actor=cast.phuoc.actor)
    again = acts.save(practice=back, account=replace(QR, recognition_level="state"), actor=cast.lan.actor)
    assert not again.is_recognised, "another claim has to be seen again"


def test_others_take_it_up_and_say_what_came_of_it(scope, cast):
    practice, so = published(cast), cast["clerk.so@kien-giang"]
    with pytest.raises(DomainError, match="chính đơn vị bạn"):
        acts.adopt(practice=practice, unit=cast.lan.unit, note="", actor=cast.lan.actor)
    taken = acts.adopt(practice=practice, unit=so.unit, note="Áp dụng tại bộ phận một cửa.", actor=so.actor)
    with pytest.raises(Conflict, match="đã đăng ký áp dụng"):
        acts.adopt(practice=practice, unit=so.unit, note="", actor=so.actor)
    assert initiative_facts(current_campaign()).by_unit[cast.lan.unit.pk][0].replicated
    with pytest.raises(Refused):
        acts.tell_result(adoption=taken, applied=True, result="Tốt.", actor=cast.lan.actor)
    taken = acts.tell_result(adoption=taken, applied=False, result="Không đủ máy.", actor=so.actor)
    practice.refresh_from_db()
    assert (taken.state, practice.adoptions_count) == ("stopped", 0)
    assert not initiative_facts(current_campaign()).by_unit[cast.lan.unit.pk][0].replicated
    again = acts.adopt(practice=practice, unit=so.unit, note="Làm lại.", actor=so.actor)
    done = acts.tell_result(adoption=again, applied=True, result="Đã dán ở 6 bàn.", actor=so.actor)
    assert [(a.unit_name, a.state, a.applied_on) for a in adoptions(practice)] == [
        (so.unit.display_name, "applied", dt.date(2023, 12, 4))
    ]
    assert done.version == 4
    acts.withdraw(practice=practice, reason="Nhầm.", actor=cast.lan.actor)
    with pytest.raises(DomainError, match="chưa công bố"):
        acts.adopt(practice=practice, unit=cast["clerk.dn@kien-giang"].unit, note="",
                   actor=cast["clerk.dn@kien-giang"].actor)  # fmt: skip
