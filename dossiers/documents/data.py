"""What a paper is written from: plain values, no models. Amounts in đồng, names as the tenant writes them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who issues: names in ordinary case ("Ủy ban nhân dân xã Mỹ Lâm"); the paper capitalises them itself."""

    name: str
    place: str  # địa danh, "Mỹ Lâm"
    abbreviation: str  # in the symbol: "UBND", "STTTT", "HĐTĐKT"
    parent_name: str = ""
    drafter: str = ""  # đơn vị soạn thảo in "Lưu: VT, VHTT."
    authority: str = ""  # whoever decides, "Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang"
    short_name: str = ""  # later in the text; the full name when empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs and by what right (II.7.b).

    mode "" signs for himself; "Q." acting head; "KT.", "TL.", "TUQ." for the head (`head_title` says whom).
    `collective` adds the line "TM. <collective>" on top.
    """

    title: str
    name: str = ""
    mode: str = ""
    head_title: str = ""
    collective: str = ""
    other_title: str = ""
    picture: str = ""  # digest of the stored signature picture

    def lines(self) -> list[str]:
        lines = [f"TM. {self.collective.upper()}"] if self.collective else []
        if self.mode in ("KT.", "TL.", "TUQ."):
            lines += [f"{self.mode} {self.head_title.upper()}", self.title.upper()]
        elif self.mode == "Q.":
            lines.append(f"Q. {self.title.upper()}")
        else:
            lines.append(self.title.upper())
        return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Number and date of the paper itself; both absent while it is a draft."""

    number: int | None = None
    dated: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Another paper that this one cites in full: "Kế hoạch số 243/KH-UBND ngày … của … về …"."""

    kind: str  # "Kế hoạch"
    number: str  # "243/KH-UBND"
    dated: date | None = None
    issuer: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFacts:
    title: str  # without quotation marks: Kiên Giang thực hiện chương trình Chuyển đổi số
    plan: Reference
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardFacts:
    """One award form: name "Bằng khen", giver "Chủ tịch Ủy ban nhân dân tỉnh Kiên Giang"."""

    name: str
    giver: str
    code: str = ""

    @property
    def full(self) -> str:
        return f"{self.name} của {self.giver}" if self.giver else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class NomineeRow:
    name: str
    collective: bool
    position: str = ""  # of a person
    unit: str = ""  # a person's unit; of a collective its superior, when it helps to tell it
    salutation: str = ""  # "Ông", "Bà"
    award: str = ""  # when a list mixes award forms
    merit: str = ""  # one sentence
    score: str = ""  # as shown, "94,20"
    rank: str = ""
    prize: int | None = None
    is_leader: bool | None = None
    reason: str = ""  # why not eligible
    opinion: str = ""  # of the appraiser


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    name: str
    title: str = ""
    salutation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteRow:
    """Ballots on one nominee; `total` members of the body, absent ones included.

    `among_equals`: a choice, where no ballot is against anybody.
    """

    name: str
    in_favour: int
    against: int = 0
    no_opinion: int = 0
    total: int = 0
    group: str = ""
    among_equals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    body: str  # "Hội đồng Thi đua - Khen thưởng xã Mỹ Lâm"
    starts: datetime
    ends: datetime
    location: str
    chair: PersonName
    secretary: PersonName
    present: tuple[PersonName, ...] = ()
    absent: tuple[PersonName, ...] = ()
    members: int = 0
    method: str = "bỏ phiếu kín"
    votes: tuple[VoteRow, ...] = ()
    conclusions: tuple[str, ...] = ()  # item by item, where the agenda has several


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """One target or indicator as reported: figures already formatted. `total`: it sums up rows above."""

    name: str
    total: bool = False
    target: str = ""
    actual: str = ""
    verdict: str = ""
    points: str = ""
    maximum: str = ""
    reason: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The nominee of an achievement report. Person: birth_date, gender, home …; collective: founded, staff …."""

    name: str
    collective: bool
    unit: str = ""
    position: str = ""
    birth_date: date | None = None
    gender: str = ""
    hometown: str = ""
    residence: str = ""
    profession: str = ""
    address: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRow:
    name: str
    form: str = ""  # "bản chính", "tệp PDF"
    copies: int = 1
    present: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """A table of a report: (title, width in percent, css "" | n | r) per column; cells already text."""

    title: str
    columns: tuple[tuple[str, float, str], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A line over the years, as (year, hundredths of a percent), and the milestone that it runs towards."""

    title: str
    points: tuple[tuple[int, int], ...]
    target_h: int
    target_year: int
    target_words: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """What a review of the campaign reports on, beside the sentences drafted from it."""

    participation: str = ""  # who registered, who reported, how many on time
    outcome: str = ""
    limits: str = ""
    tasks: str = ""
    tables: tuple[DataTable, ...] = ()
    drawings: tuple[Drawing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One paper in a list of papers: the contents of a dossier, the register of outgoing papers."""

    number: str  # "05/TTr-UBND"; "" for a paper without one
    dated: date | None
    about: str  # kind and subject
    author: str = ""
    signer: str = ""
    recipients: str = ""
    kept_by: str = ""
    copies: int = 1
    pages: str = ""  # "01-03"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The file that a dossier is kept as (Nghị định 30/2020, Điều 29-30)."""

    code: str  # "2023/91-HSKT-05"
    title: str
    starts: date | None = None
    ends: date | None = None
    sheets: int = 0
    retention: str = ""  # "20 năm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How anybody checks the paper: the code, and the address the QR code opens ("" where none is known)."""

    code: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that a builder may need; each kind says which parts (`DocumentKind.needs`)."""

    issuer: Issuer
    signer: Signer
    campaign: CampaignFacts
    paper: Paper = field(default_factory=Paper)
    occasion: str = ""  # "sơ kết năm 2023"
    award: AwardFacts | None = None
    nominees: tuple[NomineeRow, ...] = ()
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()  # without "Như trên" and "Lưu", which the paper adds
    legal_bases: tuple[str, ...] = ()  # the tenant's own, after those of the regime
    cites: tuple[Reference, ...] = ()  # minutes, proposal letter, decision that this paper rests on
    meeting: Meeting | None = None
    profile: Profile | None = None
    results: tuple[ResultRow, ...] = ()
    checklist: tuple[ChecklistRow, ...] = ()
    confirmer: Signer | None = None  # xác nhận của cấp trình khen thưởng
    unit_head: Signer | None = None  # an individual's own head
    decided_on: date | None = None  # day of decision; the regime follows it (decision 13)
    executors: tuple[str, ...] = ()  # who carries a decision out
    proposer: str = ""  # "Giám đốc Sở Nội vụ"
    score: str = ""  # "79,39" and the like, for a score sheet
    maximum: str = ""
    ratio: str = ""
    rank: str = ""
    block: str = ""
    review: ReviewFacts | None = None
    fund: str = ""  # where the prize money comes from
    year: int | None = None
    deadline: date | None = None
    received_at: datetime | None = None
    copies: int = 1  # sets of the dossier that go to whoever decides
    entries: tuple[EntryRow, ...] = ()
    folder: Folder | None = None
    check: Check | None = None
    electronic: bool = True  # Phụ lục's "(Kèm theo …)" stays blank on electronic papers (III.1.c)


def present(part: Part | None) -> Part:
    """A part of the facts that its kind needs; `compose` has refused the paper without it."""
    if part is None:
        raise ValueError("a part of the facts that this kind needs is absent")
    return part
