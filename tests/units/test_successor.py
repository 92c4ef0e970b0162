"""One unit's succession recorded by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from config.kernel import audit
from config.kernel.errors import Conflict, Invalid, Refused
from config.kernel.tenancy import tenant_scope
from tests.cast import Cast
from units import selectors
from units.models import Membership, Unit
from units.services.successor import record_succession

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 3, 1)
BASIS = "Nghị quyết số 05/NQ-HĐND ngày 20/02/2025"


def test_a_department_passes_into_another(cast: Cast) -> None:
    """Sở TT&TT merges into Sở KH&CN, as in 2025; what may not be recorded is said field by field."""
    actor = cast.phuoc.actor
    with tenant_scope(cast.phuoc.tenant):
        ict, science = Unit.objects.get(code="STTTT"), Unit.objects.get(code="SKHCN")
        office, police = Unit.objects.get(code="SGDDT"), Unit.objects.get(code="CA")

        def record(unit: Unit = ict, **said: Any) -> list[Any]:
            given = {"kind": "merge", "successors": [science], "effective_on": DAY, "legal_basis": BASIS}
            return record_succession(actor=actor, unit=unit, **(given | said))

        def wrong(**said: Any) -> dict[str, list[str]]:
            with pytest.raises(Invalid) as refused:
                record(**said)
            return refused.value.errors

        assert wrong(successors=[ict]) == {"successors": ["Đơn vị không kế thừa chính nó."]}
        assert wrong(successors=[]) == {"successors": ["Chọn đơn vị kế thừa."]}
        assert "có một đơn vị kế thừa" in wrong(successors=[science, office])["successors"][0]
        assert wrong(kind="split") == {"successors": ["Chia, tách thì có từ hai đơn vị kế thừa."]}
        assert set(wrong(kind="abolish", legal_basis=" ")) == {"kind", "legal_basis"}
        with pytest.raises(Refused):
            record_succession(actor=cast.lan.actor, unit=ict, kind="merge", successors=[science], effective_on=DAY,
                              legal_basis=BASIS)  # fmt: skip
        with pytest.raises(Conflict):
            record(expected_version=ict.version + 1)

        [passed] = record(kind="transfer_function", successors=[police])
        ict.refresh_from_db()
        assert (ict.valid_to, passed.is_main) == (None, False), "a function passes on, the unit goes on with its work"
        assert "không thể kế thừa" in wrong(unit=police, successors=[ict])["successors"][0]

        first, second = record(unit=office, kind="split", successors=[science, police])
        assert (first.is_main, second.is_main) == (True, False)
        assert selectors.function_holder(ict, DAY) == ict
        record()
        ict.refresh_from_db()
        assert selectors.function_holder(ict, DAY) == science
        assert ict.valid_to == dt.date(2025, 2, 28)
        assert {edge.predecessor_id for edge in selectors.predecessors(science)} == {ict.pk, office.pk}
        entry = audit.timeline(ict)[-1]
        assert (entry.verb, entry.state_to, entry.reason) == ("unit.succeed", "closed", BASIS)
        with pytest.raises(Conflict):
            record()
        assert "không hoạt động vào ngày" in wrong(unit=science, successors=[ict])["successors"][0]


def test_accounts_of_a_renamed_unit_go_on_and_the_page_does_it(cast: Cast) -> None:
    with tenant_scope(cast.lan.tenant):
        unit = cast.lan.unit
        new = Unit.objects.filter(parent=unit.parent, kind=unit.kind).exclude(pk=unit.pk).earliest("id")
    page = cast.phuoc.path("units:unit_succeed", unit.uid)
    posted = {"kind": "rename", "effective_on": "2023-12-01", "legal_basis": BASIS, "successors": new.code,
              "version": unit.version}  # fmt: skip
    told = cast.phuoc.client.post(page, posted | {"successors": ""})
    assert told.status_code == 422
    assert "Chọn đơn vị kế thừa." in told.content.decode()
    assert cast.phuoc.client.post(page, posted).status_code == 302
    again = cast.phuoc.client.post(page, posted)
    assert (again.status_code, "mở lại trang" in again.content.decode()) == (409, True)
    with tenant_scope(cast.lan.tenant):
        held = Membership.objects.filter(user=cast.lan.user).order_by("id").values_list("unit__code", flat=True)
        assert list(held) == [unit.code, new.code]
