"""What each kind of paper must hold."""

from dataclasses import dataclass, replace

from config.kernel.papers.anatomy import Anatomy, fold


@dataclass(frozen=True, slots=True)
class Expect:
    official: bool = True
    number: bool = True
    date: bool = True
    to: bool = False
    title: bool = True
    subject: bool = True
    basis: bool = False
    recipients: bool = True
    end: bool = True
    signatures: int = 1
    drafts: bool = True  # number and day may still be blank
    landscape: bool = False


NAMED = Expect()
MINUTES = replace(NAMED, date=False, signatures=2)
REPORT = replace(NAMED, recipients=False, signatures=2)
OWN_REPORT = replace(REPORT, number=False)
UPWARD = replace(NAMED, to=True)
LETTER = replace(NAMED, to=True, title=False, subject=False)
CERTIFICATE = replace(NAMED, official=False, landscape=True)
SHEET = replace(NAMED, official=False)
WIDE_SHEET = replace(SHEET, landscape=True)
LIST = replace(NAMED, number=False, date=False, recipients=False, end=False)
RECEIPT = replace(NAMED, recipients=False, signatures=2)

KINDS: dict[str, Expect] = {
    "proposal": replace(UPWARD, basis=True),
    "board_proposal": replace(UPWARD, basis=True),
    "minutes": MINUTES,
    "council_minutes": MINUTES,
    "report_collective": REPORT,
    "report_individual": OWN_REPORT,
    "decision": replace(NAMED, basis=True),
    "revocation": replace(NAMED, basis=True),
    "appraisal": replace(NAMED, to=True),
    "review_report": replace(NAMED, to=True),
    "ineligible": NAMED,
    "reminder": LETTER,
    "supplement": LETTER,
    "receipt": RECEIPT,
    "supplement_slip": NAMED,
    "public_notice": NAMED,
    "consultation": LETTER,
    "confirmation": LETTER,
    "pm_proposal": replace(UPWARD, basis=True),
    "president_proposal": replace(UPWARD, basis=True),
    "eligible_list": LIST,
    "cover": SHEET,
    "contents": SHEET,
    "outgoing_register": WIDE_SHEET,
    "certificate_bk": CERTIFICATE,
    "certificate_gk": CERTIFICATE,
    "score_sheet": NAMED,
}

BY_TITLE = {"BIÊN BẢN": MINUTES, "TỜ TRÌNH": UPWARD, "PHIẾU TIẾP NHẬN": RECEIPT, "DANH SÁCH": LIST}


def of(kind: str | None, paper: Anatomy) -> Expect:
    if kind in KINDS:
        return KINDS[kind]
    title = fold(paper.title.text) if paper.title else ""
    if unofficial := _unofficial(paper):
        return unofficial
    if paper.about and not title:
        return LETTER
    if title.startswith("BÁO CÁO THÀNH TÍCH"):
        return REPORT if paper.number else OWN_REPORT
    return next((wanted for words, wanted in BY_TITLE.items() if title.startswith(words)), NAMED)


def _unofficial(paper: Anatomy) -> Expect | None:
    """Certificates and records, which no article of the decree sets: told by their own words."""
    said = {fold(line.text) for line in paper.first.text_lines[:12]}
    if said & {"BẰNG KHEN", "GIẤY KHEN"} and paper.first.width > paper.first.height:
        return CERTIFICATE
    if "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in said:
        return WIDE_SHEET
    return SHEET if said & {"HỒ SƠ", "MỤC LỤC VĂN BẢN"} and not paper.nation else None
