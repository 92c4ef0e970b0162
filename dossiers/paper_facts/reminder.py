"""Facts for letters of the standing agency that belong to no dossier."""

from __future__ import annotations

from campaigns.enums import Matter
from campaigns.models import ReminderRound
from config.kernel.pdf.typography import day_month_year
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_date
from dossiers.documents import wording
from dossiers.documents.data import Facts, Paper, Signer
from dossiers.paper_facts.agency import issuer_of_body
from dossiers.paper_facts.campaign import campaign_facts

# More addressees than this are named in the text, so that the letter's first page holds its first sentence.
MOST_ADDRESSEES = 8


def reminder(found: ReminderRound) -> tuple[Facts, dict[str, str]]:
    """Facts and typed fields of the reminder letter; number and date are left for the office that signs it."""
    tenant = current_tenant().on(found.sent_on)
    body = tenant.body("standing")
    names = [unit["name"] for unit in found.units]
    few = len(names) <= MOST_ADDRESSEES
    facts = Facts(
        issuer=issuer_of_body(tenant, "standing", briefly=True),
        signer=Signer(title=body.head_title, name=""),
        campaign=campaign_facts(found.campaign),
        paper=Paper(number=None, dated=None, year=found.sent_on.year),
        addressees=tuple(names) if few else ("Các cơ quan, đơn vị, địa phương có tên trong văn bản này",),
        deadline=found.respond_by,
        year=found.year,
        decided_on=found.sent_on,
    )  # fmt: skip
    return facts, {"about": _about(found), "body": _body(found, facts, names, few=few)}


def _about(found: ReminderRound) -> str:
    if found.matter == Matter.REGISTRATION:
        return "đăng ký thi đua và gửi kế hoạch phát động"
    return f"báo cáo kết quả thực hiện phong trào thi đua năm {found.year}"


def _body(found: ReminderRound, facts: Facts, names: list[str], *, few: bool) -> str:
    what = (
        f"gửi báo cáo kết quả năm {found.year}"
        if found.matter == Matter.REPORT
        else "đăng ký thi đua và gửi kế hoạch phát động"
    )
    day = f" (hạn hết ngày {format_date(found.last_day)})" if found.last_day else ""
    until = f" trước khi hết {day_month_year(found.respond_by)}" if found.respond_by else ""
    standing = (
        f"Thực hiện {wording.plan(facts)}, đến ngày {format_date(found.sent_on)} còn {len(names)} cơ quan, đơn vị"
        f" chưa {what}{day}."
    )
    lines = [standing]
    if not few:
        lines.append(f"Các cơ quan, đơn vị gồm: {'; '.join(names)}.")
    lines.append(f"{wording.short(facts)} đề nghị các cơ quan, đơn vị nêu trên khẩn trương {what}{until}.")
    return "\n".join(lines)
