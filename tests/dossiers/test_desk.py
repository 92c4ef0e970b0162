"""The desk: until when, one step for many, and finding a dossier again."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from awards.selectors import law
from config.kernel.errors import DomainError
from dossiers import selectors
from dossiers.models import Dossier
from dossiers.services import chain, drafting, many
from dossiers.services.deadlines import due_on_entering, workdays_after
from tests.cast import Member
from tests.dossiers.desk import MEETING, Desk
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        ("2023-12-04", 5, "2023-12-11"),
        ("2023-12-01", 1, "2023-12-04"),
        ("2024-02-07", 1, "2024-02-15"),
        ("2024-04-29", 2, "2024-05-03"),
        ("2023-12-04", 0, "2023-12-04"),
    ],
    ids=["within weeks", "over a weekend", "over Tết 2024", "over 30/4 and 1/5", "no day"],
)
def test_working_days_pass_over_weekends_and_holidays(day: str, count: int, due: str) -> None:
    assert workdays_after(dt.date.fromisoformat(day), count) == dt.date.fromisoformat(due)


def test_each_desk_has_its_own_days_and_a_tenant_may_set_others(desk: Desk) -> None:
    desk.stands("unit_confirmed")
    sent = chain.walk(dossier=desk.dossier, step="submit", actor=desk.people["clerk"].actor)
    assert (sent.state, sent.due_on) == ("submitted", dt.date(2023, 12, 11))
    tenant = desk.people["clerk"].tenant
    tenant.settings["dossier_days"] = {"received": 1}
    taken = chain.walk(dossier=sent, step="receive", actor=desk.people["standing"].actor)
    assert (taken.state, taken.due_on) == ("received", dt.date(2023, 12, 5))
    assert due_on_entering("decided") is None


def another(desk: Desk, state: str, *, skip: int = 0) -> Dossier:
    first = desk.dossier
    unit = Unit.objects.filter(level="commune").exclude(pk=first.unit_id).order_by("pk")[skip]
    return Dossier.objects.create(
        round=first.round, unit=unit, unit_name=unit.display_name, award_form=first.award_form, state=state
    )


def test_what_cannot_go_does_not_hold_the_others(desk: Desk) -> None:
    first, second = desk.stands("submitted"), another(desk, "submitted")
    gone, refused = many.walk_many(
        chosen=[(first, first.version), (second, second.version + 1)],
        step="receive",
        actor=desk.people["standing"].actor,
    )
    assert [d.unit_name for d in gone] == [first.unit_name]
    assert [(r.dossier.unit_name, r.sentence.split(":")[0]) for r in refused] == [(second.unit_name, "Trang này đã cũ")]
    second.refresh_from_db()
    assert second.state == "submitted"


def test_many_go_back_with_one_remark_each_and_none_without(desk: Desk) -> None:
    first, second = desk.stands("submitted"), another(desk, "submitted")
    standing, board = desk.people["standing"], desk.people["board"]
    with pytest.raises(DomainError, match="từng hồ sơ"):
        many.walk_many(chosen=[(first, None)], step="hold", actor=standing.actor)
    with pytest.raises(DomainError, match="Chưa chọn hồ sơ nào"):
        many.walk_many(chosen=[], step="receive", actor=standing.actor)
    with pytest.raises(DomainError, match="Hãy ghi điểm cần bổ sung"):
        many.walk_many(chosen=[(first, None)], step="return", actor=standing.actor, reason=" ")
    said = "Bổ sung minh chứng."
    gone, refused = many.walk_many(chosen=[(first, None)], step="return", actor=board.actor, reason=said)
    assert (gone, [r.sentence for r in refused]) == ([], ["Tài khoản của bạn không được giao việc này."])
    page = standing.client.post(
        standing.path("dossiers:walk_many"),
        {
            "step": "return", "reason": said, "chosen": [str(first.uid), str(second.uid)],
            f"version_{first.uid}": first.version, f"version_{second.uid}": "7",
        },
    ).content.decode()  # fmt: skip
    assert "Trả lại để bổ sung: đã ghi cho 1 hồ sơ." in page
    # Only what is still to be done stays marked, and what was typed stays.
    assert (f'value="{second.uid}" checked' in page, f">{said}</textarea>" in page) == (True, True)
    assert dict(Dossier.objects.values_list("pk", "state")) == {first.pk: "returned", second.pk: "submitted"}
    [remark] = first.remarks.all()
    assert (remark.sentence, remark.document_id, second.remarks.count()) == (said, None, 0)
    # A point of one dossier's own goes to that one alone, and is enough where there is nothing to ask of all.
    third = another(desk, "submitted", skip=1)
    own = {second.uid: "Thiếu biên bản.", third.uid: " "}
    page = standing.client.post(
        standing.path("dossiers:walk_many"),
        {"step": "return", "reason": "", "chosen": [str(second.uid), str(third.uid)]}
        | {f"own_{uid}": typed for uid, typed in own.items()},
    ).content.decode()
    assert f"{third.unit_name}</a>: Chưa ghi điểm cần bổ sung của hồ sơ này." in page
    many.walk_many(chosen=[(third, None)], step="return", actor=standing.actor, reason=said, own={third.uid: "Sai mẫu"})
    points = [[remark.sentence for remark in one.remarks.order_by("pk")] for one in (second, third)]
    assert points == [["Thiếu biên bản."], [said, "Sai mẫu"]]


def received_but_one(standing: Member, marked: dict[str, object]) -> str:
    """The page that says so."""
    answer = standing.client.post(standing.path("dossiers:walk_many"), marked)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Tiếp nhận: đã ghi cho 1 hồ sơ." in page
    assert "1 hồ sơ chưa chuyển bước được" in page
    return page


def test_the_page_takes_one_step_for_all_that_are_marked_and_names_who_stays(desk: Desk) -> None:
    first, second = desk.stands("submitted"), another(desk, "submitted")
    standing = desk.people["standing"]
    marked = {
        "step": "receive",
        "chosen": [str(first.uid), str(second.uid), "x" * 36],
        f"version_{first.uid}": first.version,
        f"version_{second.uid}": "7",
    }
    page = received_but_one(standing, marked)
    assert f'value="{second.uid}" checked' in page
    fresh = {**marked, "chosen": [str(second.uid)], f"version_{second.uid}": second.version}
    again = standing.client.post(standing.path("dossiers:walk_many"), fresh)
    assert again.status_code == 302
    assert set(Dossier.objects.values_list("state", flat=True)) == {"received"}


def test_a_dossier_that_its_unit_took_back_meanwhile_is_named_and_the_others_go_on(desk: Desk) -> None:
    first, second = desk.stands("submitted"), another(desk, "submitted")
    standing = desk.people["standing"]
    listed = standing.client.get(standing.path("dossiers:desk")).content.decode()
    name = re.search(rf'name="name_{first.uid}" value="([^"]+)"', listed)
    assert name is not None
    assert first.unit_name in name[1]
    Dossier.objects.filter(pk=first.pk).update(state="draft")
    marked = {
        "step": "receive", "chosen": [str(first.uid), str(second.uid)], f"name_{first.uid}": name[1],
        f"version_{second.uid}": second.version,
    }  # fmt: skip
    page = received_but_one(standing, marked)
    assert f"<li>{name[1]}: không còn ở danh sách của bạn" in page
    second.refresh_from_db()
    assert second.state == "received"
    alone = standing.client.post(standing.path("dossiers:walk_many"), marked | {"chosen": [str(first.uid)]})
    assert (alone.status_code, f"<li>{name[1]}: không còn" in alone.content.decode()) == (404, True)


def test_a_board_cannot_receive_for_the_standing_agency(desk: Desk) -> None:
    dossier = desk.stands("submitted")
    gone, refused = many.walk_many(
        chosen=[(dossier, dossier.version)], step="receive", actor=desk.people["board"].actor
    )
    assert (gone, [r.sentence for r in refused]) == ([], ["Tài khoản của bạn không được giao việc này."])


def test_a_dossier_is_found_by_unit_or_nominee_with_or_without_accents(desk: Desk) -> None:
    dossier = desk.stands("submitted")
    [nominee] = dossier.nominees.all()
    standing = desk.people["standing"].actor
    for words in (dossier.unit_name.upper(), nominee.name, "khong ai ten the"):
        found = [d.pk for d in selectors.found_dossiers(standing, words=words)]
        assert found == ([] if words.startswith("khong") else [dossier.pk]), words
    assert list(selectors.found_dossiers(standing, state="received")) == []
    assert [(str(s), n) for s, n in selectors.desk_tally(standing)] == [("submitted", 1)]


def test_whoever_reads_a_returned_dossier_again_sees_what_was_changed(desk: Desk) -> None:
    clerk, standing = desk.people["clerk"], desk.people["standing"]
    sent = desk.stands("submitted")
    where = standing.path("dossiers:dossier", sent.uid)
    assert "Đã sửa sau khi trả lại" not in standing.client.get(where).content.decode()
    back = chain.return_with_remarks(dossier=sent, points=[chain.Point("Ghi rõ số lớp.")], actor=standing.actor)
    report = back.documents.get(kind="report_individual")
    typed = {"measures": "Mở 15 lớp kỹ năng số.", "effects": "300 hộ."}
    drafting.save_fields(document=report, fields=typed, expected_version=report.version, actor=clerk.actor)
    [nominee] = back.nominees.all()
    drafting.save_meeting(
        dossier=back, posted={**MEETING, "members": "5", f"votes_{nominee.pk}": "4"}, actor=clerk.actor
    )
    # A later return counts anew; the first is history.
    again = desk.stands("submitted")
    page = standing.client.get(where).content.decode()
    assert "2/3 văn bản có sửa" in page
    for said in (
        "Mở <del>12</del> <ins>15</ins> lớp kỹ năng số.",
        "<del>3</del> <ins>5</ins>",
        "<del>3</del> <ins>4</ins>",
    ):
        assert said in page
    assert page.count("Phần đơn vị viết không đổi.") == 1
    chain.walk(dossier=again, step="return", actor=standing.actor, reason="Xem lại.")
    assert "0/3 văn bản có sửa" in standing.client.get(where).content.decode()
    desk.stands("decided")
    assert "Đã sửa sau khi trả lại" not in standing.client.get(where).content.decode()


def test_the_line_of_a_dossier_to_open_names_award_and_people_and_leads_to_its_place(desk: Desk) -> None:
    """A unit may have several to open in one round: the lines differ by what is asked for."""
    clerk, person = desk.people["clerk"], desk.dossier.nominees.get()
    form = law.forms()[desk.dossier.award_form].short
    desk.dossier.documents.all().delete()
    Dossier.objects.filter(pk=desk.dossier.pk).update(award_form="BK_TINH")
    lines = clerk.client.get(clerk.path("units:work")).context["items"]
    [line] = [one for one in lines if one.action_label == "Lập hồ sơ"]
    assert line.title == f"Lập hồ sơ {form}: {desk.dossier.round.title}"
    assert line.sentence == f"Trong danh sách đề nghị, của {clerk.unit.display_name}: {person.name}."
    page, anchor = line.url.split("#")
    assert f'id="{anchor}"' in clerk.client.get(page).content.decode()
