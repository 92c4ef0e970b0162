"""New rows of the law tables. What is written there stays; a new row begins after all others of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from awards.models import AwardForm, BaseSalary, LegalRegime, PrizeCoefficient
from config.kernel import audit
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError
from config.kernel.text import format_date

ADMIN = "tenant.admin"


@transaction.atomic
def add_salary(*, amount: int, valid_from: date, source: str, actor: Actor) -> BaseSalary:
    """A base salary (đồng a month) from a day on."""
    require(actor, ADMIN)
    closed = _close(BaseSalary.objects.all(), valid_from, "lương cơ sở")
    row = BaseSalary.objects.create(amount=amount, valid_from=valid_from, source=source)
    _record(actor, row, closed, f"Lương cơ sở từ {format_date(valid_from)}", amount=amount, source=source)
    return row


@transaction.atomic
def add_coefficient(
    *, award_form: str, individual_h: int, valid_from: date, source: str, actor: Actor
) -> PrizeCoefficient:
    """The coefficient of a form for an individual, in hundredths, from a day on."""
    require(actor, ADMIN)
    form = AwardForm.objects.filter(code=award_form).first()
    if form is None:
        raise DomainError("Chọn hình thức khen thưởng.", code="form", field="award_form")
    closed = _close(PrizeCoefficient.objects.filter(award_form=award_form), valid_from, f"hệ số {form.short}")
    row = PrizeCoefficient.objects.create(
        award_form=award_form, individual_h=individual_h, valid_from=valid_from, source=source
    )
    label = f"Hệ số {form.short} từ {format_date(valid_from)}"
    _record(actor, row, closed, label, form=award_form, individual_h=individual_h, source=source)
    return row


@transaction.atomic
def add_regime(*, code: str, name: str, valid_from: date, citations: Sequence[str], actor: Actor) -> LegalRegime:
    """The decree that decisions cite from a day on."""
    require(actor, ADMIN)
    if LegalRegime.objects.filter(code=code).exists():
        raise Conflict(f"Mã {code} đã có.", code="taken", field="code")
    closed = _close(LegalRegime.objects.all(), valid_from, "quy định pháp luật")
    row = LegalRegime.objects.create(code=code, name=name, valid_from=valid_from, citations=list(citations))
    _record(actor, row, closed, f"{name} từ {format_date(valid_from)}", code=code, citations=list(citations))
    return row


def _close(rows: QuerySet[Any], valid_from: date, what: str) -> dict[str, Any]:
    """End the row in force the day before; Conflict unless the new day comes after every row that there is."""
    last = rows.select_for_update().order_by("-valid_from").first()
    if last is None:
        return {}
    if valid_from <= last.valid_from:
        raise Conflict(
            f"Đã có {what} từ ngày {format_date(last.valid_from)}; dòng mới phải bắt đầu sau ngày đó. "
            "Dòng đã ghi không sửa được.",
            code="not_later",
            field="valid_from",
        )
    before, end = last.valid_to, valid_from - timedelta(days=1)
    if before is not None and before <= end:
        return {}
    last.valid_to = end
    last.save(update_fields=["valid_to"])
    return {"row": str(last), "valid_to_before": before and before.isoformat(), "valid_to": end.isoformat()}


def _record(actor: Actor, row: Any, closed: dict[str, Any], label: str, **data: Any) -> None:
    data = {"valid_from": row.valid_from.isoformat(), **data}
    if closed:
        data["closed"] = closed
    audit.record(actor=actor, verb="law.add", obj=row, data=data, label=label)
