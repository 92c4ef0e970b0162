"""The receipt of a submission as a paper: who sent what, when, in time or not, and the digest of the frozen content."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from config.kernel.pdf.sheet import Sheet
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_date
from targets.models import ReportVersion
from targets.selectors import show

_CLOSING = (
    "Biên nhận do phần mềm lập khi báo cáo được gửi. Nội dung đã gửi được giữ nguyên; dấu vân số cho biết"
    " bản đang xem có đúng là bản đã gửi hay không."
)


def _counted_on(day: dt.date | None, number: int) -> str:
    """A correction that was asked for is counted by the day of the first submission."""
    if day is None:
        return ""
    return format_date(day) + (" (ngày gửi lần đầu)" if number > 1 else "")


def sheet_of(version: ReportVersion) -> Sheet:
    """Needs the version with its report, the report's unit and campaign."""
    report = version.report
    dated = report.submitted_on if version.number == 1 else timezone.localtime(version.submitted_at).date()
    tenant = current_tenant().on(dated or timezone.localtime(version.submitted_at).date())
    body = tenant.body("standing")
    values = version.content["values"]
    proven = sum(1 for v in values if v["evidence"])
    signer = version.submitted_by + (f", {version.submitted_title}" if version.submitted_title else "")
    digest = version.digest
    rows = [
        ("Đơn vị gửi", report.unit_name),
        ("Nội dung", f"Báo cáo kết quả năm {report.year}: {report.campaign.title}"),
        ("Số biên nhận", version.receipt),
        ("Lần gửi", str(version.number)),
        ("Thời điểm gửi", show.moment(version.submitted_at)),
        ("Ngày tính hạn", _counted_on(report.submitted_on, version.number)),
        ("Hạn gửi", f"hết ngày {format_date(report.last_day)}" if report.last_day else "chưa đặt"),
        ("So với hạn", f"trễ {report.days_late} ngày" if report.days_late else "đúng hạn"),
        ("Người xác nhận và gửi", signer),
        ("Số chỉ tiêu", f"{len(values)}, trong đó {proven} chỉ tiêu có tài liệu kiểm chứng"),
        ("Dấu vân số của nội dung (SHA-256)", f"{digest[:32]} {digest[32:]}"),
    ]
    return Sheet(
        parent=body.parent,
        issuer=body.name,
        place=tenant.place,
        dated=dated,
        title="BIÊN NHẬN",
        about=f"Báo cáo năm {report.year} của {report.unit_name}",
        columns=(("Mục", 34, ""), ("Nội dung", 66, "")),
        rows=rows,
        after=(_CLOSING,),
        data={"receipt": version.receipt, "digest": digest, "number": version.number},
    )
