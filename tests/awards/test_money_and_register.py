"""Budget of a round, taking an award back, the register counted, the law tables."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from awards.models import AwardForm, AwardGranted, AwardRound, BaseSalary, Candidate, LegalRegime, PrizeCoefficient
from awards.selectors import law
from awards.selectors.budget import budget
from awards.selectors.register import Filters, totals_of
from awards.selectors.statistics import statistics
from awards.services import decisions, law_rows, revocations, rounds, rules
from awards.services.rounds import Subject
from campaigns.selectors import current_campaign
from config.kernel import audit
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.tenancy import tenant_scope
from tests.awards.makers import PLANNED, person, unit
from units.models import Notice, Person, Tenant, Unit

pytestmark = pytest.mark.django_db

EVIL = '=HYPERLINK("http://example.invalid";"x")'
RULE = {
    "occasion": "ad_hoc", "years": [2023], "award_form": "GK_HUYEN", "quota": None, "quota_kind": "none_stated",
    "criteria": {"all": [{"kind": "registered", "label": "Có đăng ký"}]},
}  # fmt: skip


@pytest.fixture
def song(cast):
    people = cast.of("dak-song")
    with tenant_scope(people["standing"].tenant):
        yield people


@pytest.fixture
def listed(song):
    """Đắk Song: two collectives and a woman who leads, all on the list for the Giấy khen of the district."""
    actor = song["standing"].actor
    for code, recipient in (("RIENG-1", "collective"), ("RIENG-2", "individual")):
        rules.set_own_rule(campaign=current_campaign(), data=RULE | {"code": code, "recipient": recipient}, actor=actor)
    round_ = rounds.open_round(campaign=current_campaign(), occasion="ad_hoc", year=2023, actor=actor)
    first, second = Unit.objects.filter(kind="commune").order_by("id")[:2]
    someone = Person.objects.filter(unit=first).earliest("id")
    of = unit("a", name=first.display_name, registration=PLANNED)
    her = person("p", of, name=EVIL, gender="female", role="leader")
    given = [
        Subject(of, first.pk, unit_name=first.display_name),
        Subject(unit("b", name=second.display_name, registration=PLANNED), second.pk),
        Subject(her, first.pk, someone.pk, first.display_name, "Chủ tịch"),
    ]
    rounds.store_evaluation(round=round_, subjects=given, actor=actor)
    return rounds.propose(round=AwardRound.objects.get(pk=round_.pk), actor=actor)


@pytest.fixture
def granted(listed, song):
    return decisions.record_decision(
        round=listed, award_form="GK_HUYEN", number="77/QĐ-UBND", date=date(2023, 12, 4),
        candidates=list(Candidate.objects.filter(round=listed, proposed=True)), actor=song["leader"].actor,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "regime", "salary", "collective", "individual"),
    [
        # 0,3 × 1.490.000 = 447.000 → 450.000; twice 447.000 = 894.000 → 900.000
        (date(2023, 6, 30), "ND91", 1_490_000, 900_000, 450_000),
        (date(2023, 12, 31), "ND91", 1_800_000, 1_080_000, 540_000),
        # 0,3 × 2.340.000 = 702.000 → 710.000
        (date(2025, 7, 1), "ND152", 2_340_000, 1_410_000, 710_000),
    ],
)
def test_the_budget_follows_the_day_of_the_decision(listed, day, regime, salary, collective, individual):
    found = budget(listed, day)
    assert (found.regime.code, found.base_salary) == (regime, salary)
    rows = {row.recipient: (row.count, row.each, row.total) for row in found.rows}
    assert rows == {
        "collective": (2, collective, 2 * collective),
        "individual": (1, individual, individual),
    }
    assert found.total == found.own_total == 2 * collective + individual
    assert found.count == 3
    assert found.basis == "danh sách đề nghị"


def test_a_form_without_a_coefficient_is_named_and_left_out_of_the_sum(listed):
    PrizeCoefficient.objects.filter(award_form="GK_HUYEN").delete()
    found = budget(listed, date(2023, 12, 4))
    assert (found.total, len(found.unknown)) == (0, 2)


def test_the_accountants_workbook_has_numbers_to_add_and_no_formula(listed, song):
    member = song["leader"]
    answer = member.client.get(member.path("dossiers:budget_workbook", listed.uid), {"ngay": "2023-12-04"})
    assert answer["Content-Disposition"].endswith('"kinh-phi-ad_hoc-2023-20231204.xlsx"')
    book = load_workbook(io.BytesIO(answer.content))
    rows = list(book["Kinh phí"].iter_rows(min_row=3, values_only=True))
    assert [row[6] for row in rows] == [2_160_000, 540_000, 2_700_000]
    names = {cell.value: cell for row in book["Danh sách"].iter_rows(min_row=3) for cell in row}
    assert names[EVIL].data_type == "s"
    assert sum(row[6] for row in book["Danh sách"].iter_rows(min_row=3, values_only=True)) == 2_700_000


def test_the_budget_page_says_regime_and_sum_and_refuses_what_is_no_day(listed, song):
    member = song["leader"]
    body = member.client.get(member.path("dossiers:budget", listed.uid), {"ngay": "2023-12-04"}).content.decode()
    assert "Nghị định 91/2017/NĐ-CP" in body
    assert "2.700.000 đồng" in body
    assert member.client.get(member.path("dossiers:budget", listed.uid), {"ngay": "hôm nay"}).status_code == 422


def test_a_form_is_named_as_the_rounds_decision_gave_it_whoever_gives_it_later(granted, song):
    AwardForm.objects.filter(code="GK_HUYEN").update(name="Giấy khen của đơn vị kế thừa")

    def named(day) -> set[str]:
        return {row.form for row in budget(AwardRound.objects.get(), day).rows}

    given = AwardGranted.objects.filter(decision=granted).first()
    assert given.form_name != "Giấy khen của đơn vị kế thừa"
    assert named(given.decided_on) == {given.form_name}
    assert named(given.decided_on - timedelta(days=1)) == {"Giấy khen của đơn vị kế thừa"}


def test_the_movement_is_named_once(granted, song):
    campaign = current_campaign()
    campaign.theme, campaign.title = "", "Phong trào thi đua “Chuyển đổi số đến năm 2025”"
    campaign.save(update_fields=["theme", "title"])
    round_ = AwardRound.objects.select_related("campaign").get()
    assert decisions.achievement(round_) == (
        "Đã có thành tích xuất sắc trong phong trào thi đua “Chuyển đổi số đến năm 2025” năm 2023"
    )


def test_an_award_taken_back_by_a_decision_made_elsewhere_stays_in_the_register_marked(granted, song):
    award = AwardGranted.objects.filter(decision=granted, recipient="individual").get()
    leader, standing = song["leader"], song["standing"]
    path = leader.path("awards:revoke", award.uid)
    typed = {"way": "elsewhere", "number": "15/QĐ-UBND", "on": "2023-12-10", "reason": ""}
    page = leader.client.post(path, typed)
    assert page.status_code == 422
    assert "15/QĐ-UBND" in page.content.decode()
    assert standing.client.post(path, typed | {"reason": "Kê khai sai."}).status_code == 403
    for wrong, sentence in (
        ({"number": ""}, "Ghi số quyết định thu hồi đã ban hành."), ({"on": ""}, "Ghi ngày ký quyết định thu hồi."),
        ({"on": "2030-01-01"}, "Ngày thu hồi từ ngày quyết định khen"),
        ({"way": "here"}, "Để trống số và ngày: phần mềm lấy theo văn bản khi ban hành."),
    ):  # fmt: skip
        refused = leader.client.post(path, typed | {"reason": "Kê khai sai."} | wrong)
        assert (refused.status_code, sentence in refused.content.decode()) == (422, True), sentence
    Tenant.objects.filter(slug="dak-song").update(demo_today=date(2023, 12, 31))
    assert leader.client.post(path, typed | {"on": "2023-12-30", "reason": "Kê khai sai."}).status_code == 302
    award.refresh_from_db()
    assert (award.state, award.revoked_on, award.revocation) == ("revoked", date(2023, 12, 30), "15/QĐ-UBND")
    entry = audit.timeline(award)[0]
    assert (entry.verb, entry.state_to, entry.reason) == ("award.revoke", "revoked", "Kê khai sai.")
    shown = standing.client.get(standing.path("awards:award", award.uid)).content.decode()
    assert "Quyết định số 15/QĐ-UBND ngày 30/12/2023: Kê khai sai." in shown
    assert "Đã thu hồi" in standing.client.get(standing.path("awards:register")).content.decode()
    again = leader.client.post(path, typed | {"on": "2023-12-30", "reason": "Lần hai."})
    assert again.status_code == 409
    assert "đã được thu hồi theo Quyết định số 15/QĐ-UBND ngày 30/12/2023" in again.content.decode()


def test_an_award_is_in_force_until_the_decision_that_takes_it_back_is_issued(granted, song):
    award = AwardGranted.objects.filter(decision=granted, recipient="individual").get()
    leader, board = song["leader"], song["board"]
    path = leader.path("awards:revoke", award.uid)
    here = leader.path("awards:award", award.uid)

    def in_force() -> tuple[str, int]:
        award.refresh_from_db()
        return award.state, totals_of(Filters()).awards

    assert leader.client.post(path, {"way": "here", "reason": "Kê khai sai."}).status_code == 302
    assert in_force() == ("granted", 3)
    assert (award.revocation, award.revoked_on, award.revoked_reason) == ("", None, "Kê khai sai.")
    assert leader.client.post(path, {"way": "here", "reason": "Lần hai."}).status_code == 409
    assert Notice.objects.filter(user_id=board.user.pk, title=f"Thu hồi khen thưởng: {award.name}").count() == 1
    assert "Mở Văn bản của đợt xét" in board.client.get(here).content.decode()
    assert "Chờ quyết định thu hồi" in board.client.get(leader.path("awards:register")).content.decode()
    assert leader.client.post(path, {"what": "withdraw", "reason": ""}).status_code == 422
    assert leader.client.post(path, {"what": "withdraw", "reason": "Đã giải trình."}).status_code == 302
    assert in_force() == ("granted", 3)
    assert (award.is_being_revoked, award.revoked_reason) == (False, "")
    assert leader.client.post(path, {"what": "withdraw", "reason": "Lần hai."}).status_code == 409
    assert "Chờ quyết định thu hồi" not in board.client.get(here).content.decode()
    verbs = [entry.verb for entry in audit.timeline(award)]
    assert verbs == ["award.revoke_ask", "award.revoke_withdraw"]
    # What another authority gave is not taken back by a decision drawn up here.
    AwardForm.objects.filter(code=award.award_form).update(by_tenant=False)
    refused = leader.client.post(path, {"way": "here", "reason": "Kê khai sai."})
    assert (refused.status_code, "không do cơ quan này tặng" in refused.content.decode()) == (422, True)
    chosen = re.search(r'value="elsewhere"[^>]*checked', leader.client.get(here).content.decode())
    assert chosen, "the page begins with the way that is open"


def test_the_register_is_counted_without_what_was_taken_back(granted, song):
    taken = AwardGranted.objects.filter(recipient="collective").earliest("id")
    revocations.revoke(award=taken, number="15/QĐ-UBND", reason="Kê khai sai.", actor=song["leader"].actor)
    counted = statistics(Filters())
    tables = {table.code: table for table in counted.tables}
    (year,) = tables["nam"].rows
    assert (year.label, year.collectives, year.individuals, year.revoked) == ("2023", 1, 1, 1)
    assert year.prize == 1_080_000 + 540_000
    assert [(row.label, row.awards) for row in tables["gioi"].rows] == [("Nữ", 1)]
    assert [(row.label, row.awards) for row in tables["viec"].rows] == [("Lãnh đạo", 1)]
    assert [(row.label, row.awards) for row in tables["cap"].rows] == [("Cấp xã", 2)]
    assert all(sum(r.awards for r in tables[c].rows) == 2 for c in ("nam", "hinh-thuc", "cap"))
    member = song["clerk"]
    body = member.client.get(member.path("awards:statistics")).content.decode()
    assert "Theo hình thức" in body


def test_a_new_salary_begins_after_the_last_and_leaves_what_is_written(granted, song):
    admin = song["admin"].actor
    paid = list(AwardGranted.objects.order_by("pk").values_list("prize", flat=True))
    with pytest.raises(Refused):
        law_rows.add_salary(amount=1, valid_from=date(2026, 1, 1), source="x", actor=song["standing"].actor)
    with pytest.raises(Conflict, match="sau ngày đó"):
        law_rows.add_salary(amount=2_500_000, valid_from=date(2024, 7, 1), source="NĐ 1", actor=admin)
    row = law_rows.add_salary(amount=2_500_000, valid_from=date(2026, 7, 1), source="NĐ 1/2026", actor=admin)
    assert BaseSalary.objects.get(amount=2_340_000).valid_to == date(2026, 6, 30)
    assert law.salary_on(date(2026, 6, 30)).amount == 2_340_000
    assert law.salary_on(date(2026, 7, 1)).amount == 2_500_000
    (entry,) = audit.timeline(row)
    assert entry.data["closed"] == {"row": "2340000", "valid_to_before": None, "valid_to": "2026-06-30"}
    assert list(AwardGranted.objects.order_by("pk").values_list("prize", flat=True)) == paid


def test_a_new_coefficient_and_decree_hold_from_their_day_on(song):
    admin = song["admin"].actor
    law_rows.add_coefficient(
        award_form="GK_HUYEN", individual_h=40, valid_from=date(2026, 1, 1), source="NĐ 2", actor=admin
    )
    assert law.prize_for("GK_HUYEN", "individual", date(2025, 12, 31)).coefficient_h == 30
    assert law.prize_for("GK_HUYEN", "individual", date(2026, 1, 1)).coefficient_h == 40
    with pytest.raises(DomainError, match="Chọn hình thức"):
        law_rows.add_coefficient(
            award_form="KHAC", individual_h=40, valid_from=date(2026, 1, 1), source="NĐ 2", actor=admin
        )
    lines = ["Căn cứ Nghị định số 9/2026/NĐ-CP;"]
    law_rows.add_regime(code="ND9", name="NĐ 9/2026", valid_from=date(2026, 3, 1), citations=lines, actor=admin)
    assert law.regime_for(date(2026, 2, 28)).code == "ND152"
    assert law.regime_for(date(2026, 3, 1)).citations == ("Căn cứ Nghị định số 9/2026/NĐ-CP;",)


def test_the_page_of_the_law_tables_adds_rows_and_says_what_is_wrong(song):
    member = song["admin"]
    path = member.path("awards:law")
    page = member.client.post(path, {"bang": "he-so", "he-so-award_form": "GK_HUYEN", "he-so-individual_h": "0,345"})
    assert page.status_code == 422
    assert "hai chữ số thập phân" in page.content.decode()
    early = {"bang": "luong", "luong-amount": "2.500.000", "luong-valid_from": "2020-01-01", "luong-source": "NĐ 1"}
    assert member.client.post(path, early).status_code == 409
    assert member.client.post(path, early | {"luong-valid_from": "2026-07-01"}).status_code == 302
    assert BaseSalary.objects.filter(amount=2_500_000, valid_from=date(2026, 7, 1)).exists()
    bad = {"bang": "quy-dinh", "quy-dinh-code": "ND9", "quy-dinh-name": "NĐ 9", "quy-dinh-valid_from": "2026-03-01"}
    assert "Căn cứ" in member.client.post(path, bad | {"quy-dinh-citations": "Nghị định 9"}).content.decode()
    assert not LegalRegime.objects.filter(code="ND9").exists()
    body = member.client.get(path).content.decode()
    assert "2.500.000" in body
