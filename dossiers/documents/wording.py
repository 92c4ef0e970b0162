"""Sentences that several papers share."""

from config.kernel.pdf.typography import day_month_year, two_digits
from dossiers.documents.data import CampaignFacts, Facts, NomineeRow, PersonName, Profile
from dossiers.documents.regimes import cited


def quoted(campaign: CampaignFacts) -> str:
    return f"phong trào thi đua “{campaign.title}”"


def occasion(facts: Facts) -> str:
    """ "sơ kết năm 2023 phong trào thi đua “…”", "năm 2023 trong phong trào thi đua “…”"."""
    joint = "" if facts.occasion.startswith(("sơ kết", "tổng kết")) else " trong"
    return f"{facts.occasion}{joint} {quoted(facts.campaign)}".strip() if facts.occasion else quoted(facts.campaign)


def achieved(facts: Facts) -> str:
    """ "đã có thành tích xuất sắc trong phong trào thi đua “…”, sơ kết năm 2023"."""
    when = f", {facts.occasion}" if facts.occasion else ""
    return f"đã có thành tích xuất sắc trong {quoted(facts.campaign)}{when}"


def nominee(profile: Profile) -> str:
    """Whom an achievement report is about, in full, without abbreviations."""
    return ", ".join(part for part in (profile.name, profile.position, profile.unit) if part)


def count(nominees: tuple[NomineeRow, ...]) -> str:
    """ "02 tập thể và 03 cá nhân"."""
    collectives = sum(row.collective for row in nominees)
    people = len(nominees) - collectives
    parts = []
    if collectives:
        parts.append(f"{two_digits(collectives)} tập thể")
    if people:
        parts.append(f"{two_digits(people)} cá nhân")
    return " và ".join(parts)


def who(nominees: tuple[NomineeRow, ...]) -> str:
    """ "tập thể, cá nhân", whichever there are."""
    kinds = []
    if any(row.collective for row in nominees):
        kinds.append("tập thể")
    if not all(row.collective for row in nominees):
        kinds.append("cá nhân")
    return ", ".join(kinds)


def short(facts: Facts) -> str:
    return facts.issuer.short_name or facts.issuer.name


def plan(facts: Facts, *, full: bool = True) -> str:
    return cited(facts.campaign.plan, full=full)


def person(who_: PersonName) -> str:
    name = f"{who_.salutation} {who_.name}".strip()
    return f"{name}, {who_.title}" if who_.title else name


def opening(facts: Facts) -> str:
    return (
        f"Thực hiện {plan(facts, full=False)}, {short(facts)} đã tổ chức triển khai, hưởng ứng {quoted(facts.campaign)}"
        " trong toàn cơ quan, đơn vị."
    )


def closing_day(facts: Facts) -> str:
    meeting = facts.meeting
    return day_month_year(meeting.starts.date()) if meeting else ""
