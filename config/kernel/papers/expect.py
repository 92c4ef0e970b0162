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
    "receipt": replace(NAMED, recipients=False, signatures=2),
    "certificate_bk": CERTIFICATE,
    "certificate_gk": CERTIFICATE,
    "score_sheet": NAMED,
}


def of(kind: str | None, paper: Anatomy) -> Expect:
    if kind in KINDS:
        return KINDS[kind]
    title = fold(paper.title.text) if paper.title else ""
    if paper.about and not title:
        return LETTER
    if title.startswith("BIÊN BẢN"):
        return MINUTES
    if title.startswith("BÁO CÁO THÀNH TÍCH"):
        return REPORT if paper.number else OWN_REPORT
    if title.startswith("TỜ TRÌNH"):
        return UPWARD
    return NAMED
