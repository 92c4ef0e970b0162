"""Units, people and accounts go to Excel and come back: previewed, written at once, undone at once."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from config.kernel import files, jobs
from config.kernel.errors import Conflict, Invalid, Refused
from config.kernel.models import AuditEntry, SheetImport
from config.kernel.sheets import services
from config.kernel.sheets.writing import template
from config.kernel.tenancy import tenant_scope
from tests.sheets.books import book, filled, first_free, row_of, sent, told
from units.models import Membership, Person, Unit, User
from units.services import register as register_of
from units.sheets import AccountSheet, UnitSheet

HEADINGS = ("Mã đơn vị", "Tên đầy đủ", "Loại", "Thuộc đơn vị (mã)")


@pytest.fixture
def desk(kien_giang):
    with tenant_scope(kien_giang):
        yield


def write(member, found):
    services.ask_to_apply(found=found, actor=member.actor)
    assert jobs.drain() == 1
    found.refresh_from_db()
    return found


def take_back(member, found):
    services.ask_to_undo(found=found, actor=member.actor)
    assert jobs.drain() == 1
    found.refresh_from_db()
    return found


def register() -> list[tuple]:
    return list(Unit.objects.order_by("id").values_list())


def test_the_register_is_filled_in_excel_and_taken_back_as_a_whole(cast, desk) -> None:
    before = register()
    sheet = UnitSheet(cast.phuoc.actor)

    def fill(page, at) -> None:
        mylam = row_of(page, at["Mã đơn vị"], "30844")
        page.cell(mylam, at["Điện thoại"], "0297 3 811 222")
        page.cell(mylam, at["Mã định danh điện tử"], "H33.15.02")
        free = first_free(page)
        for place, (code, name, kind, parent) in enumerate(
            [("TCT-1", "Công ty =1+1", "Doanh nghiệp", "TCT"), ("TCT", "Tổng công ty Kiên Hải", "Doanh nghiệp", "91")]
        ):
            for heading, value in zip(HEADINGS, (code, name, kind, parent), strict=True):
                page.cell(free + place, at[heading], value)
        page.cell(free + 1, at["Mã số thuế"], "0100109106")

    found = sent(cast.phuoc, "don-vi", filled(sheet, fill))
    assert told(found) == []
    assert (found.state, found.fresh, found.changed, found.wrong) == ("ready", 2, 1, 0)
    changed = next(line for line in services.preview_of(found).lines if line.state == "changed")
    assert changed.cells == [
        ["Mã định danh điện tử", "", "H33.15.02"],
        ["Điện thoại", "", "0297 3 811 222"],
    ]
    assert register() == before

    entries = AuditEntry.objects.count()
    assert write(cast.phuoc, found).state == "applied"
    assert AuditEntry.objects.count() == entries + 1
    child, firm = Unit.objects.get(code="TCT-1"), Unit.objects.get(code="TCT")
    assert child.path == f"{firm.path}{child.pk}/"
    assert firm.parent.code == "91"
    assert Unit.objects.get(code="30844").ident_code == "H33.15.02"
    assert firm.search_key.startswith("tong cong ty kien hai tct")

    with pytest.raises(Conflict):
        services.ask_to_apply(found=found, actor=cast.phuoc.actor)
    assert take_back(cast.phuoc, found).state == "undone"
    assert register() == before


def test_every_wrong_cell_of_the_register_is_named_and_nothing_is_written(cast, desk) -> None:
    before = register()
    found = sent(
        cast.phuoc, "don-vi",
        book("Đơn vị", (*HEADINGS, "Mã số thuế", "Mã định danh điện tử", "Hoạt động từ ngày"),
             ("A-1", "Công ty A", "Doanh nghiệp", "91", "0100109107", "33.15", "31/02/2023"),
             ("A-1", "Công ty B", "Công xưởng", "91"),
             ("A-2", None, "doanh nghiep", "9999"),
             (30844, "Xã Mỹ Lâm", "Xã, phường, thị trấn", "30844")),
    )  # fmt: skip
    assert found.state == "wrong"
    said = told(found)
    assert said[4][1].startswith("“Công xưởng” không có trong danh sách. Chọn một trong: Tỉnh, thành phố; ")
    assert [*said[:4], *said[5:]] == [
        ("E2", "Mã số thuế chưa đúng: 10 chữ số, hoặc 13 chữ số với đơn vị phụ thuộc, có số kiểm tra."),
        ("F2", "Mã định danh có dạng H33.15 hoặc H33.15.02."),
        ("G2", "“31/02/2023” không phải là ngày. Ghi dạng 14/12/2023."),
        ("A3", "Mã A-1 đã có ở dòng 2."),
        ("B4", "Thiếu tên đầy đủ."),
        ("D4", "Không có đơn vị mang mã “9999”."),
        ("D5", "Đơn vị không thể thuộc chính nó hoặc đơn vị cấp dưới của nó."),
    ]
    with pytest.raises(Conflict):
        services.ask_to_apply(found=found, actor=cast.phuoc.actor)
    assert register() == before


def test_what_changed_since_the_preview_is_not_overwritten_and_what_was_built_on_stays(cast, desk) -> None:
    data = book("Đơn vị", HEADINGS, ("A-1", "Công ty A", "Doanh nghiệp", "91"))
    found = sent(cast.phuoc, "don-vi", data)
    Unit.objects.create(code="A-1", name="Công ty khác", kind="enterprise", parent=Unit.objects.get(code="91"))
    services.ask_to_apply(found=found, actor=cast.phuoc.actor)
    jobs.drain()
    found.refresh_from_db()
    assert (found.state, found.failure) == ("failed", services.STALE)
    found = services.look_again(found=found, actor=cast.phuoc.actor)
    assert (found.fresh, found.changed) == (0, 1)
    write(cast.phuoc, found)
    assert Unit.objects.get(code="A-1").name == "Công ty A"

    other = write(
        cast.phuoc, sent(cast.phuoc, "don-vi", book("Đơn vị", HEADINGS, ("A-2", "Hợp tác xã B", "Hợp tác xã", "91")))
    )
    Person.objects.create(full_name="Trần Thị Bưởi", unit=Unit.objects.get(code="A-2"))
    assert take_back(cast.phuoc, other).state == "applied"
    assert other.failure.startswith("Không hoàn tác được:")
    assert Unit.objects.filter(code="A-2").exists()


def test_people_are_known_by_code_or_by_unit_name_and_birth_date(cast, desk) -> None:
    before = list(Person.objects.order_by("id").values_list())
    headings = ("Mã người", "Họ và tên", "Đơn vị (mã)", "Ngày sinh", "Giới tính", "Lãnh đạo, phối hợp", "Chức vụ")
    lan = cast.lan.person
    found = sent(
        cast.phuoc, "can-bo",
        book("Cán bộ, người lao động", headings,
             (str(lan.uid), None, None, None, None, None, "Phó Chánh Văn phòng"),
             (None, "Nguyễn Thị Mận", 30844, dt.date(1990, 12, 14), "nữ", "Không", None)),
    )  # fmt: skip
    assert (told(found), found.fresh, found.changed) == ([], 1, 1)
    write(cast.phuoc, found)
    fresh = Person.objects.get(full_name="Nguyễn Thị Mận")
    assert (fresh.unit.code, fresh.gender, str(fresh.birth_date), fresh.is_leader) == (
        "30844", "female", "1990-12-14", False,
    )  # fmt: skip
    again = sent(cast.phuoc, "can-bo", book("Cán bộ, người lao động", ("Họ và tên", "Đơn vị (mã)", "Ngày sinh"),
                                            ("nguyễn thị mận", "30844", "14/12/1990")))  # fmt: skip
    assert (again.fresh, again.changed) == (0, 1)
    assert take_back(cast.phuoc, found).state == "undone"
    assert list(Person.objects.order_by("id").values_list()) == before


def test_accounts_are_made_with_first_passwords_for_the_asker_alone(cast, desk) -> None:
    sheet = AccountSheet(cast.quan.actor)

    def fill(page, at) -> None:
        for row, (name, full, role, unit) in enumerate(
            [
                ("vanthu.mylam", "Lê Thị Na", "Cán bộ đầu mối của đơn vị", "30844"),
                ("lan.moi", "Đỗ Văn Mít", "board", None),
            ],
            start=2,
        ):
            for heading, value in zip(
                ("Tên đăng nhập", "Họ và tên", "Vai trò", "Đơn vị (mã)"), (name, full, role, unit), strict=True
            ):
                page.cell(row, at[heading], value)

    found = sent(cast.quan, "tai-khoan", filled(sheet, fill))
    assert told(found) == []
    write(cast.quan, found)
    page = openpyxl.load_workbook(io.BytesIO(files.read(found.handout))).active
    slips = {row[0]: row[4] for row in page.iter_rows(min_row=2, values_only=True)}
    na = User.objects.get(username="vanthu.mylam@kien-giang")
    assert (na.check_password(slips[na.username]), na.must_change_password) == (True, True)
    assert Membership.objects.get(user=na).unit.code == "30844"
    assert services.visible_imports(cast.phuoc.actor).filter(pk=found.pk).exists() is False
    name, content = services.hand_out(found=found, actor=cast.quan.actor)
    assert (name, content[:2]) == ("phieu-tai-khoan.xlsx", b"PK")
    with pytest.raises(Conflict):
        services.hand_out(found=found, actor=cast.quan.actor)
    assert take_back(cast.quan, found).state == "undone"
    assert not User.objects.filter(username__in=list(slips)).exists()
    taken = sent(cast.quan, "tai-khoan", book("Tài khoản", ("Tên đăng nhập", "Họ và tên", "Vai trò"),
                                              ("clerk", "Ai đó", "clerk"), ("A B", "Ai đó", "vua")))  # fmt: skip
    assert [cell for cell, _ in told(taken)] == ["A2", "", "A3", "C3"]


def test_a_list_needs_its_verb_and_templates_run_nothing(cast, desk) -> None:
    Unit.objects.filter(code="30844").update(head_name="=HYPERLINK(1)", phone="+84 297")
    with pytest.raises(Refused):
        UnitSheet(cast.lan.actor)
    with pytest.raises(Refused):
        sent(cast.phuoc, "tai-khoan", b"")
    page = openpyxl.load_workbook(io.BytesIO(template(UnitSheet(cast.phuoc.actor))))["Đơn vị"]
    at = {cell.value: cell.column for cell in page[1]}
    row = row_of(page, at["Mã đơn vị"], "30844")
    for heading in ("Người đứng đầu", "Điện thoại"):
        cell = page.cell(row, at[heading])
        assert (cell.data_type, cell.quotePrefix, cell.protection.locked) == ("s", True, False)
    assert (page.protection.sheet, page.cell(1, 1).protection.locked) == (True, True)
    assert len(page.data_validations.dataValidation) == 2
    assert SheetImport.objects.count() == 0


def test_an_identifier_names_one_body_and_a_doubled_form_is_told_so(cast, desk, monkeypatch) -> None:
    parent = Unit.objects.get(code="91")
    said = {"name": "Công ty Q", "kind": "enterprise", "ident_code": "H33.99", "valid_from": dt.date(2023, 1, 1)}
    first = register_of.create_unit(actor=cast.phuoc.actor, code="Q-1", parent=parent, **said)
    assert (first.ident_code, first.valid_from) == ("H33.99", dt.date(2023, 1, 1))
    with pytest.raises(Invalid, match=r"Mã định danh H33\.99 đã dùng cho Công ty Q"):
        register_of.create_unit(actor=cast.phuoc.actor, code="Q-2", parent=parent, **said)
    # The second of two clicks looks before the first has committed.
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda self: False)
    with pytest.raises(Conflict, match="vừa được dùng"):
        register_of.create_unit(actor=cast.phuoc.actor, code="Q-1", parent=parent, name="Công ty Q", kind="enterprise")
    register_of.close_unit(actor=cast.phuoc.actor, unit=first, last_day=dt.date(2023, 6, 30), reason="Giải thể")
    with pytest.raises(Invalid, match="sau ngày hoạt động cuối cùng"):
        register_of.update_unit(actor=cast.phuoc.actor, unit=first, valid_from=dt.date(2023, 7, 1))
