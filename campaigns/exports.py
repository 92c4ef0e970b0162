"""The consolidated list of registrations, for the council: a workbook, and the same as a paper."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from campaigns.enums import RegistrationState
from campaigns.models import Campaign, Registration
from campaigns.offering import level_words
from campaigns.selectors.registrations import expected_units, not_registered
from config.kernel import clock
from config.kernel.pdf.sheet import Sheet
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_date, format_number

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REGISTERED = ("Đơn vị", 36), ("Thuộc", 28), ("Kế hoạch phát động", 24), ("Ngày ban hành", 14), ("Trạng thái", 18), (
    "Gửi ngày", 12), ("Số mục tiêu đăng ký", 12), ("Vượt mức kế hoạch", 12), ("Nội dung", 50)  # fmt: skip
_TARGETS = ("Đơn vị", 36), ("Mốc", 8), ("Mã", 14), ("Mục tiêu", 50), ("Kế hoạch", 22), ("Mức đăng ký", 16)
_ABSENT = ("Đơn vị", 36), ("Thuộc", 28), ("Tình trạng", 24)


def registered(campaign: Campaign) -> list[Registration]:
    """Sent and confirmed ones, in the order of the register."""
    found = Registration.objects.filter(
        campaign=campaign, state__in=(RegistrationState.SUBMITTED, RegistrationState.CONFIRMED)
    )
    return list(found.select_related("unit__parent").order_by("unit__level", "unit__sort_key", "id"))


def _above(registration: Registration) -> int:
    """How many targets are registered above the plan's level."""
    return sum(1 for c in registration.commitments if c.get("value_h") is not None)


def registrations_workbook(campaign: Campaign) -> bytes:
    """Three sheets; text cells only, so that nothing typed by a unit runs as a formula."""
    book = Workbook(write_only=True)
    rows = registered(campaign)
    _sheet(book, "Đã đăng ký", _REGISTERED, (
        (
            r.unit_name, r.unit.parent.display_name if r.unit.parent else "", r.launch_plan_number,
            format_date(r.launch_plan_date), r.get_state_display(), format_date(r.submitted_on),
            str(len(r.commitments)), str(_above(r)), r.note,
        )
        for r in rows
    ))  # fmt: skip
    _sheet(book, "Mục tiêu đăng ký", _TARGETS, (
        (r.unit_name, str(c.get("year", "")), c["target"], c.get("label", ""), c.get("goal", ""), level_words(c))
        for r in rows
        for c in r.commitments
    ))  # fmt: skip
    drafts = dict(Registration.objects.filter(campaign=campaign).values_list("unit_id", "state"))
    _sheet(book, "Chưa đăng ký", _ABSENT, (
        (
            u.display_name, u.parent.display_name if u.parent else "",
            str(RegistrationState(drafts[u.pk]).label) if u.pk in drafts else "Chưa đăng ký",
        )
        for u in not_registered(campaign).select_related("parent").order_by("level", "sort_key", "id")
    ))  # fmt: skip
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(book: Workbook, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    heads = []
    for place, (label, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        cell = WriteOnlyCell(sheet, value=label)
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for row in rows:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=text)
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)


def registrations_sheet(campaign: Campaign) -> Sheet:
    """The same as a paper of the standing agency; its number is left for the office."""
    tenant = current_tenant()
    body = tenant.body("standing")
    rows = registered(campaign)
    expected, absent = expected_units(campaign).count(), list(not_registered(campaign).order_by("level", "sort_key"))
    confirmed = sum(1 for r in rows if r.is_confirmed)
    above = sum(1 for r in rows if _above(r))
    lines: list[Sequence[str]] = []
    for number, r in enumerate(rows, 1):
        plan = f"Số {r.launch_plan_number}, ngày {format_date(r.launch_plan_date)}" if r.launch_plan_number else ""
        lines.append((str(number), r.unit_name, plan, r.get_state_display(), _targets_words(r)))
    lead = (
        f"Theo {campaign.plan_name}, có {format_number(expected)} đơn vị thuộc đối tượng đăng ký. Đến ngày"
        f" {format_date(clock.today())}: {format_number(len(rows))} đơn vị đã gửi đăng ký, {confirmed} đã được"
        f" xác nhận; {above} đơn vị đăng ký vượt mức kế hoạch ở ít nhất một mục tiêu."
    )
    after = []
    if absent:
        after.append(f"Chưa đăng ký {len(absent)} đơn vị: {'; '.join(u.display_name for u in absent)}.")
    return Sheet(
        parent=body.parent,
        issuer=body.name,
        place=tenant.place,
        dated=clock.today(),
        title="DANH SÁCH",
        about=f"Đơn vị đăng ký thi đua: {campaign.title}",
        columns=(("STT", 7, "c"), ("Đơn vị", 29, ""), ("Kế hoạch phát động", 24, ""), ("Trạng thái", 16, ""),
                 ("Mục tiêu đăng ký", 24, "")),
        rows=lines,
        before=(lead,),
        after=after,
        sign=((body.head_title,), ""),
        data={"registered": len(rows), "confirmed": confirmed, "absent": len(absent)},
    )  # fmt: skip


def _targets_words(registration: Registration) -> str:
    if not registration.commitments:
        return "không ghi riêng"
    above = [f"{c.get('label') or c['target']} {level_words(c)}" for c in registration.commitments if c.get("value_h")]
    words = f"{len(registration.commitments)} mục tiêu"
    return f"{words}; vượt mức: {'; '.join(above)}" if above else words
