"""After the list stands: somebody is withdrawn, those who are out are told why, a unit's own head decides."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape

import pytest
from pypdf import PdfReader

from awards.models import AwardGranted, Candidate
from awards.services import revocations, rounds, rules
from awards.services.decisions import record_decision
from campaigns.models import Registration
from campaigns.selectors import current_campaign
from config.demo import playing
from config.kernel import clock, files, jobs
from config.kernel.errors import DomainError
from config.kernel.papers import inspect
from config.kernel.tenancy import tenant_scope
from config.kernel.web.addresses import tenant_path
from dossiers.models import Document
from dossiers.selectors.rounds import rounds_open_to_units
from dossiers.services import nominations
from dossiers.services import rounds as services
from tests.awards.makers import unit
from tests.awards.test_services import OWN, everybody_attested, standings, subjects
from units.models import Person, Tenant, Unit

pytestmark = pytest.mark.django_db
SLUG = "dak-song"


def at(name, *args):
    return tenant_path(f"dossiers:{name}", *args, slug=SLUG)


def test_who_is_out_is_told_why_and_the_next_one_comes_in_for_who_is_withdrawn(cast):
    standing, board, clerk = (cast[f"{role}@{SLUG}"] for role in ("standing", "board", "clerk"))
    with tenant_scope(Tenant.objects.get(slug=SLUG)):
        rules.set_own_rule(campaign=current_campaign(), data=OWN, actor=standing.actor)
        found = rounds.open_round(campaign=current_campaign(), occasion="ad_hoc", year=2023, actor=standing.actor)
        three = subjects([9000, 8000, 7000])
        late = rounds.Subject(
            facts=unit("u9", name=clerk.unit.display_name, ratio_h=9500), unit_id=clerk.unit.pk,
            unit_name=clerk.unit.display_name,
        )  # fmt: skip
        taken = {one.unit_id for one in three}
        assert clerk.unit.pk not in taken
        rounds.store_evaluation(round=found, subjects=[*three, late], actor=standing.actor)
        everybody_attested(found, standing.actor, ["u0", "u1", "u2"])
        Registration.objects.update_or_create(
            campaign=current_campaign(), unit=clerk.unit, defaults={"state": "confirmed", "unit_name": "x"}
        )
        found.refresh_from_db()
        rounds.propose(round=found, actor=standing.actor)
        first = Candidate.objects.get(round=found, subject__key="u0")
    gone = {"candidate": str(first.uid), "reason": ""}
    assert board.client.post(at("withdraw", found.uid), gone).status_code == 403
    assert "Hãy ghi lý do rút" in standing.client.post(at("withdraw", found.uid), gone).content.decode()
    gone["reason"] = "Đơn vị có văn bản xin rút."
    assert standing.client.post(at("withdraw", found.uid), gone).status_code == 302
    assert standing.client.post(at("withdraw", found.uid), gone).status_code == 409
    page = standing.client.get(at("candidate", found.uid, first.uid)).content.decode()
    assert "Đơn vị có văn bản xin rút." in page
    with tenant_scope(Tenant.objects.get(slug=SLUG)):
        assert standings(found) == {"u0": "withdrawn", "u1": "picked", "u2": "picked", "u9": "out"}
        assert set(Candidate.objects.filter(round=found, proposed=True).values_list("subject__key", flat=True)) == {
            "u1", "u2"
        }  # fmt: skip

    # Nobody is told before the notice; then each unit of its own, with the section of the plan.
    own = tenant_path("dossiers:own_results", slug=SLUG)
    assert "Chưa có kết quả nào" in clerk.client.get(own).content.decode()
    assert standing.client.post(at("refused", found.uid), {"advice": ""}).status_code == 403
    assert board.client.post(at("refused", found.uid), {"advice": "Bổ sung đăng ký thi đua."}).status_code == 302
    assert board.client.post(at("refused", found.uid), {"advice": ""}).status_code == 409
    with tenant_scope(Tenant.objects.get(slug=SLUG)):
        jobs.drain()
        notice = Document.objects.get(kind="ineligible")
        assert notice.reference.startswith("01/TB-")
        data = files.read(notice.file)
    said = " ".join(" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(data)).pages)
    assert "THÔNG BÁO" in said
    assert clerk.unit.full_name in said, "papers spell out what lists shorten"
    assert "Bổ sung đăng ký thi đua." in said
    assert "khen thưởng đột xuất năm 2023" in said
    assert re.search(r"“[^”]+” \(Mục IV[^)]*\): [^;]*chưa có kế hoạch phát động phong trào của đơn vị", said)
    assert inspect(data, "ineligible") == []
    shown = clerk.client.get(own).content.decode()
    assert "Có đăng ký thi đua" in shown
    assert "Mục IV.1.1" in shown
    assert three[1].unit_name not in shown


def test_a_commune_holds_its_own_round_for_its_giay_khen(cast):
    """ĐS IV.2.2: the head of a commune decides; only its own people are looked at, only its own form is given."""
    standing, board = cast[f"standing@{SLUG}"], cast[f"board@{SLUG}"]
    clerk = cast[f"clerk@{SLUG}"]
    with tenant_scope(Tenant.objects.get(slug=SLUG)):
        found = rounds.open_round(
            campaign=current_campaign(), occasion="final", year=2025, actor=standing.actor, holder=clerk.unit
        )
        assert found.title == f"Đợt xét tổng kết năm 2025 tại {clerk.unit.display_name}"
        other = rounds.open_round(campaign=current_campaign(), occasion="final", year=2025, actor=standing.actor)
        assert found in rounds_open_to_units(clerk.actor)
        people = list(Person.objects.filter(unit=clerk.unit, user=None)[:2])
        nominations.nominate(
            award_round=found, unit=clerk.unit, merits=dict.fromkeys(people, "Trực tiếp làm."), actor=clerk.actor
        )
        stranger = Unit.objects.filter(kind="commune").exclude(pk=clerk.unit.pk).first()
        with pytest.raises(DomainError, match="chỉ dành cho"):
            nominations.nominate(award_round=found, unit=stranger, merits={}, actor=playing.Officers.of_tenant().system)
        services.evaluate(award_round=found, actor=standing.actor)
        services.evaluate(award_round=other, actor=standing.actor)
        assert set(Candidate.objects.filter(round=found).values_list("award_form", "name")) == {
            ("GK_XA", person.full_name) for person in people
        }
        assert "GK_XA" not in set(Candidate.objects.filter(round=other).values_list("award_form", flat=True))
        playing.attest(found, board.actor)
        found.refresh_from_db()
        listed = Candidate.objects.filter(round=found, standing="picked").count()
        assert listed > 0
        rounds.propose(round=found, actor=standing.actor)
        today = clock.today()
    decision = {"number": "05/QĐ-UBND", "date": "2999-01-01", "signer": ""}
    refused = board.client.post(at("decide_at_unit", found.uid), decision)
    assert refused.status_code == 422
    assert 'value="05/QĐ-UBND"' in refused.content.decode()
    decision["date"] = today.isoformat()
    assert board.client.post(at("decide_at_unit", found.uid), decision).status_code == 302
    with tenant_scope(Tenant.objects.get(slug=SLUG)):
        found.refresh_from_db()
        assert found.state == "decided"
        award = AwardGranted.objects.filter(round=found).first()
        assert (award.award_form, award.decision_number) == ("GK_XA", "05/QĐ-UBND")
        assert award.decider == f"{clerk.unit.head_title} {clerk.unit.display_name}"


def test_a_unit_in_reserve_reads_its_place_and_who_was_awarded_reads_by_which_decision(cast):
    standing, leader, clerk = (cast[f"{role}@{SLUG}"] for role in ("standing", "leader", "clerk"))
    own = tenant_path("dossiers:own_results", slug=SLUG)

    def read() -> str:
        return unescape(" ".join(re.sub(r"<[^>]+>", " ", clerk.client.get(own).content.decode()).split()))

    with tenant_scope(Tenant.objects.get(slug=SLUG)):
        rules.set_own_rule(campaign=current_campaign(), data=OWN, actor=standing.actor)
        found = rounds.open_round(campaign=current_campaign(), occasion="ad_hoc", year=2023, actor=standing.actor)
        first, second, third = subjects([9000, 8000, 7000])
        last = replace(third, unit_id=clerk.unit.pk, unit_name=clerk.unit.display_name)
        rounds.store_evaluation(round=found, subjects=[first, second, last], actor=standing.actor)
        everybody_attested(found, standing.actor, ["u0", "u1", "u2"])
        found.refresh_from_db()
        rounds.propose(round=found, actor=standing.actor)
        Document.objects.create(round=found, kind="ineligible", regime="ND91", title="Thông báo", number=1,
                                symbol="TB-PNV", issued_on=clock.today(), state="issued")  # fmt: skip
        listed = list(Candidate.objects.filter(round=found, proposed=True).order_by("rank"))
        said = read()
        assert "xếp thứ 3 trong 3 tập thể đủ tiêu chuẩn; quy tắc có 2 suất nên là dự bị số 1." in said
        # Who is proposed before him is not told while nobody has decided.
        assert listed[1].name not in said
        record_decision(
            round=found, award_form="GK_HUYEN", number="07/QĐ-UBND", date=clock.today(), candidates=listed,
            actor=leader.actor,
        )  # fmt: skip
        assert f"Suất cuối thuộc về {listed[1].name}, có tỷ lệ điểm cao hơn (80,00% so với 70,00%)." in read()
        Candidate.objects.filter(pk=listed[1].pk).update(unit=clerk.unit)
        day = clock.today().strftime("%d/%m/%Y")
        assert f"Đã được khen Quyết định số 07/QĐ-UBND ngày {day}." in read()
        award = AwardGranted.objects.get(candidate=listed[1])
        revocations.revoke(award=award, number="09/QĐ-UBND", reason="Khai không đúng.", actor=leader.actor)
        assert f"thu hồi theo Quyết định số 09/QĐ-UBND ngày {day}: Khai không đúng." in read()
