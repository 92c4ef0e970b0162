"""The tenant's bodies have the names of their day: told by an administrator, with the day and the act (decision 14)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from awards.models import AwardForm
from config.kernel.errors import Conflict, DomainError, Invalid, Refused
from config.kernel.models import AuditEntry
from config.kernel.tenancy import tenant_scope
from tests.cast import Cast
from units.models import Role, Tenant
from units.models.tenant import Body
from units.services.bodies import change_names, digest_of, names_of

pytestmark = pytest.mark.django_db
BASIS = "Nghị quyết số 12/NQ-HĐND ngày 20/11/2023"
MERGED = dt.date(2023, 12, 1)


def renamed(tenant: Tenant) -> dict[str, Any]:
    """What an administrator would write after Sở TT&TT became a part of Sở Khoa học và Công nghệ."""
    bodies = {role: tenant.body(role) for role in tenant.settings["bodies"]}
    bodies["standing"] = replace(bodies["standing"], name="Sở Khoa học và Công nghệ", short="Sở KH&CN", symbol="SKHCN")
    return names_of(
        bodies, standing_agency="Sở Khoa học và Công nghệ tỉnh Kiên Giang", board_name=tenant.board_name,
        place=tenant.place,
    )  # fmt: skip


@pytest.mark.parametrize("slug", ["kien-giang", "can-tho", "tuyen-quang", "bac-kan", "dak-song"])
def test_what_a_person_says_of_the_bodies_tells_all_their_names(slug: str) -> None:
    tenant = Tenant.objects.get(slug=slug)
    bodies = {role: tenant.body(role) for role in tenant.settings["bodies"]}
    said = names_of(bodies, standing_agency=tenant.standing_agency, board_name=tenant.board_name, place=tenant.place)
    assert said == tenant.names


def test_from_its_day_on_a_body_bears_the_new_name_and_before_it_the_old_one(cast: Cast) -> None:
    with tenant_scope(cast.quan.tenant) as tenant:
        old, new = tenant.names, renamed(tenant)
        change_names(actor=cast.quan.actor, names=new, valid_from=MERGED, legal_basis=f" {BASIS} ")
        stored = Tenant.objects.get(pk=tenant.pk)
        assert stored.names == new
        assert stored.name_changes == [{"valid_from": "2023-12-01", "legal_basis": BASIS, "before": old}]
        assert stored.on(MERGED - dt.timedelta(days=1)).names == old
        assert stored.on(MERGED).names == new
        assert stored.on(dt.date(2022, 1, 1)).body("standing") == Body(
            name="Sở Thông tin và Truyền thông", short="Sở TT&TT", symbol="STTTT",
            parent="Ủy ban nhân dân tỉnh Kiên Giang", head_title="Giám đốc",
        )  # fmt: skip
        assert Role.objects.get(code="standing").name == "Chuyên viên Sở KH&CN"
        entry = AuditEntry.objects.get(verb="tenant.rename")
        assert (entry.reason, entry.data["before"]["standing"], entry.data["after"]["standing"]) == (
            BASIS, "Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ",
        )  # fmt: skip


def test_of_several_changes_each_day_has_its_own(cast: Cast) -> None:
    with tenant_scope(cast.quan.tenant) as tenant:
        first = tenant.names
        second = renamed(tenant)
        third = second | {"place": "Rạch Giá"}
        change_names(actor=cast.quan.actor, names=second, valid_from=dt.date(2023, 3, 1), legal_basis=BASIS)
        change_names(actor=cast.quan.actor, names=third, valid_from=MERGED, legal_basis=BASIS)
        days = [dt.date(2023, 2, 28), dt.date(2023, 3, 1), dt.date(2023, 11, 30), MERGED]
        assert [tenant.on(day).names for day in days] == [first, second, second, third]


def test_the_awards_that_the_chairman_gives_are_called_after_the_authority_of_today(cast: Cast) -> None:
    admin = cast["admin@bac-kan"]
    with tenant_scope(admin.tenant) as tenant:
        bodies = {role: tenant.body(role) for role in tenant.settings["bodies"]}
        bodies["authority"] = replace(bodies["authority"], name="Ủy ban nhân dân tỉnh Thái Nguyên")
        names = names_of(
            bodies, standing_agency=tenant.standing_agency, board_name=tenant.board_name, place="Thái Nguyên"
        )
        change_names(actor=admin.actor, names=names, valid_from=MERGED, legal_basis=BASIS)
        chairman = "Chủ tịch Ủy ban nhân dân tỉnh Thái Nguyên"
        form = AwardForm.objects.get(code="BK_TINH")
        assert (form.name, form.decider, tenant.chairman_title) == (f"Bằng khen của {chairman}", chairman, chairman)
        assert AwardForm.objects.get(code="BK_TTG").decider == "Thủ tướng Chính phủ"


def test_a_letter_that_was_wrong_is_put_right_without_a_day(cast: Cast) -> None:
    with tenant_scope(cast.quan.tenant) as tenant:
        right = tenant.names | {"board_name": "Ban Thi đua - Khen thưởng, Sở Nội vụ"}
        change_names(actor=cast.quan.actor, names=right, valid_from=None)
        assert (tenant.names, tenant.name_changes) == (right, [])


def test_what_cannot_be_is_refused_in_a_sentence(cast: Cast) -> None:
    """The demonstration of Kiên Giang stands on 04/12/2023."""
    with tenant_scope(cast.quan.tenant) as tenant:
        new, quan = renamed(tenant), cast.quan.actor
        with pytest.raises(Refused):
            change_names(actor=cast.phuoc.actor, names=new, valid_from=MERGED, legal_basis=BASIS)
        with pytest.raises(DomainError, match="Chưa có tên nào khác"):
            change_names(actor=quan, names=tenant.names, valid_from=MERGED, legal_basis=BASIS)
        with pytest.raises(Conflict, match="Người khác vừa sửa"):
            change_names(actor=quan, names=new, valid_from=MERGED, legal_basis=BASIS, expected_digest="khac")
        with pytest.raises(Invalid) as refused:
            change_names(actor=quan, names=new, valid_from=dt.date(2023, 12, 5))
        assert refused.value.errors == {
            "valid_from": ["Ngày 05/12/2023 chưa đến: ghi tên mới từ ngày tên có hiệu lực."],
            "legal_basis": ["Ghi số, ngày và tên văn bản làm căn cứ."],
        }
        nameless = new | {"bodies": new["bodies"] | {"council": new["bodies"]["council"] | {"name": " "}}}
        with pytest.raises(Invalid) as refused:
            change_names(actor=quan, names=nameless, valid_from=MERGED, legal_basis=BASIS)
        assert refused.value.errors == {"council__name": ["Ghi ô này."]}
        change_names(actor=quan, names=new, valid_from=MERGED, legal_basis=BASIS)
        with pytest.raises(Invalid, match="lần này phải sau ngày ấy"):
            change_names(actor=quan, names=new | {"place": "Rạch Giá"}, valid_from=MERGED, legal_basis=BASIS)
        assert len(tenant.name_changes) == 1


def test_quan_writes_the_new_names_on_their_page_and_reads_the_old_ones_there(cast: Cast) -> None:
    quan, here = cast.quan, cast.quan.path("units:bodies")
    with tenant_scope(quan.tenant) as tenant:
        new = renamed(tenant)
        typed = {f"{role}__{part}": said for role, body in new["bodies"].items() for part, said in body.items()}
        typed |= {field: new[field] for field in ("standing_agency", "board_name", "place")}
        typed |= {"valid_from": "2023-12-01", "legal_basis": BASIS, "digest": digest_of(tenant)}
    assert cast.phuoc.client.get(here).status_code == 403
    page = quan.client.get(here).content.decode()
    assert "Chưa có lần đổi tên nào" in page
    assert 'value="Ban Thi đua - Khen thưởng tỉnh, Sở Nội vụ"' in page
    wrong = quan.client.post(here, typed | {"legal_basis": ""})
    assert wrong.status_code == 422
    assert "Ghi số, ngày và tên văn bản làm căn cứ." in wrong.content.decode()
    assert quan.client.post(here, typed).status_code == 302
    assert Tenant.objects.get(slug="kien-giang").names == new
    page = quan.client.get(here).content.decode()
    assert "Đến hết 30/11/2023" in page
    assert "<li>Sở Thông tin và Truyền thông<br>" in page
    assert 'value="Sở Khoa học và Công nghệ"' in page
    assert quan.client.post(here, typed | {"place": "Rạch Giá"}).status_code == 409
