"""Facts for every kind of paper of a tenant: its own bodies, plan, units, people and nominees, and, where the
demonstration has none yet, invented ones.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from campaigns.models import Campaign
from campaigns.selectors import the_campaign
from config.demo.names import name
from config.kernel.tenancy import current_tenant
from dossiers.agency_facts import issuer_of_body
from dossiers.campaign_words import campaign_facts
from dossiers.documents import KINDS
from dossiers.documents.data import (
    AwardFacts,
    Check,
    ChecklistRow,
    EntryRow,
    Facts,
    Folder,
    Issuer,
    Meeting,
    NomineeRow,
    Paper,
    PersonName,
    Profile,
    Reference,
    ResultRow,
    Signer,
    VoteRow,
)
from dossiers.documents.regimes import REGIMES, Regime
from dossiers.models import Nominee
from dossiers.wording import head_of, issuer_of, nominee_rows
from targets.models import Target
from units.enums import UnitKind
from units.models import Person, Tenant, Unit

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
# The districts ended with the reform of local government, in the middle of the third regime's first day.
DISTRICTS_ENDED = dt.date(2025, 7, 1)
MERIT = "Trực tiếp tham mưu, triển khai các nhiệm vụ chuyển đổi số của đơn vị, hoàn thành đúng tiến độ."
TYPED = {
    "overview": "Đơn vị có cơ cấu tổ chức ổn định, nội bộ đoàn kết, hoàn thành tốt nhiệm vụ được giao.",
    "measures": "Đơn vị đã ban hành kế hoạch phát động, phân công người phụ trách từng chỉ tiêu, kiểm tra hằng tháng.\n"
    "Thành lập tổ công nghệ số cộng đồng, hướng dẫn người dân nộp hồ sơ trực tuyến.",
    "effects": "Thời gian giải quyết thủ tục được rút ngắn; người dân, doanh nghiệp thuận lợi hơn khi làm thủ tục.",
}
_BODY_OF = {"unit": "", "standing": "standing", "board": "board", "leader": "authority"}


@dataclass(frozen=True)
class Sheet:
    """One paper to draw: where it goes is `<tenant>/<regime>/<kind>`."""

    tenant: str
    regime: str
    kind: str
    facts: Facts
    typed: dict[str, str]


def regimes_of(tenant: Tenant, campaign: Campaign) -> list[Regime]:
    """Regimes whose days fall into the campaign, while the tenant still is what it is."""
    first = dt.date(campaign.period_from, 1, 1)
    last = dt.date(campaign.period_to or 2025, 12, 31)
    if tenant.level == Tenant.Level.DISTRICT:
        last = min(last, DISTRICTS_ENDED - dt.timedelta(days=1))
    if tenant.valid_to:
        last = min(last, tenant.valid_to)
    return [row for row in REGIMES if row.valid_from <= last and (row.valid_to is None or row.valid_to >= first)]


def sheets(*, kinds: list[str] | None = None, regimes: list[str] | None = None) -> list[Sheet]:
    """Every paper of the current tenant. Call inside its scope."""
    tenant, campaign = current_tenant(), the_campaign()
    found = []
    for regime in regimes_of(tenant, campaign):
        if regimes and regime.code not in regimes:
            continue
        writer = _Writer(tenant, campaign, regime)
        for code, kind in sorted(KINDS.items()):
            if regime.code in kind.regimes and (not kinds or code in kinds):
                found.append(Sheet(tenant.slug, regime.code, code, writer.facts(code), dict(TYPED)))
    return found


class _Writer:
    """Reads the tenant once per regime and cuts the facts of each kind out of it."""

    def __init__(self, tenant: Tenant, campaign: Campaign, regime: Regime) -> None:
        self.tenant, self.campaign, self.regime = tenant, campaign, regime
        last = min(regime.valid_to or dt.date(2025, 12, 31), dt.date(campaign.period_to or 2025, 12, 31))
        self.day = last - dt.timedelta(days=21)
        self.unit = _unit()
        self.rows = self._nominees()

    def facts(self, code: str) -> Facts:
        kind = KINDS[code]
        role = "council" if code == "council_minutes" else _BODY_OF[kind.owner]
        base = Facts(
            issuer=issuer_of_body(self.tenant, role) if role else issuer_of(self.unit, self.tenant),
            signer=self._signer(role),
            campaign=campaign_facts(self.campaign),
            paper=Paper(number=5, dated=self.day),
            occasion=f"tổng kết năm {self.day.year}" if self.regime.code == "ND152" else f"năm {self.day.year}",
            award=AwardFacts(name=self._form(code), giver=self.tenant.chairman_title),
            nominees=self.rows,
            addressees=self._addressees(code),
            recipients=(self.tenant.standing_agency,) if role != "standing" else (self.tenant.body("board").name,),
            cites=self._cites(code),
            meeting=self._meeting(role),
            checklist=self._checklist(),
            entries=self._entries(),
            folder=self._folder(),
            results=self._results(),
            decided_on=self.day,
            proposer=self.tenant.board_name if kind.owner == "leader" else self.unit.full_name,
            executors=(f"Chánh Văn phòng {self.tenant.authority_name}", self.tenant.board_name),
            year=self.day.year,
            deadline=self.day + dt.timedelta(days=10),
            received_at=dt.datetime.combine(self.day, dt.time(8, 30), HANOI),
            check=Check(code="0000-DE30-0000-DE30"),
        )
        return self._of_kind(code, base)

    def _of_kind(self, code: str, base: Facts) -> Facts:
        if code in ("report_collective", "report_individual"):
            return self._report(code, base)
        if code in ("pm_proposal", "president_proposal"):
            return self._upward(code, base)
        if code in ("appraisal", "ineligible", "revocation"):
            late = len(self.rows) - 1 if code == "appraisal" else 0
            words = "Số liệu báo cáo không khớp hồ sơ minh chứng"
            rows = tuple(replace(row, reason=words if at >= late else "", opinion="Đủ điều kiện") for at, row in
                         enumerate(self.rows))  # fmt: skip
            return replace(base, nominees=rows)
        if code == "eligible_list":
            return replace(base, nominees=tuple(replace(row, opinion="Đủ điều kiện") for row in self.rows))
        if code.startswith("certificate"):
            issuer = base.issuer
            if code == "certificate_bk" and self.tenant.level == Tenant.Level.DISTRICT:
                issuer = replace(self._province(issuer), authority=f"Chủ tịch {self._province(issuer).name}")
            return replace(base, issuer=issuer, nominees=(self.rows[0], self.rows[-1]))
        if code == "score_sheet":
            return replace(
                base, profile=Profile(name=self.unit.full_name, collective=True), score="81,50", maximum="100,00",
                ratio="81,50", rank="3", results=tuple(replace(r, points="8,00", maximum="10,00") for r in
                                                       base.results),
            )  # fmt: skip
        return base

    def _form(self, code: str) -> str:
        district = self.tenant.level == Tenant.Level.DISTRICT
        return "Giấy khen" if code == "certificate_gk" or (district and code != "certificate_bk") else "Bằng khen"

    def _signer(self, role: str) -> Signer:
        if not role:
            head = head_of(self.unit)
            return head if head.name else replace(head, name=self._name("head"))
        body = self.tenant.body(role)
        return Signer(title=body.head_title or "Thủ trưởng cơ quan", name=self._name(role))

    def _name(self, *key: object) -> str:
        return name(self.tenant.slug, *key).full

    def _addressees(self, code: str) -> tuple[str, ...]:
        if code in ("supplement", "supplement_slip"):
            return (self.unit.full_name,)
        if code == "reminder":
            return ("Các cơ quan, đơn vị, địa phương",)
        if code in ("appraisal", "consultation"):
            return (self.tenant.board_name,)
        return (self.tenant.chairman_title, f"{self.tenant.standing_agency} (Cơ quan thường trực)") if code in (
            "proposal", "confirmation") else (self.tenant.chairman_title,)  # fmt: skip

    def _cites(self, code: str) -> tuple[Reference, ...]:
        earlier = self.day - dt.timedelta(days=7)
        standing = self.tenant.body("standing")
        if code.startswith(("certificate", "revocation")):
            symbol = self.tenant.body("authority").symbol
            return (Reference(kind="Quyết định", number=f"29/QĐ-{symbol}", dated=earlier),)
        if code in ("eligible_list", "board_proposal"):
            return (Reference(kind="Báo cáo", number=f"61/BC-{standing.symbol}", dated=earlier,
                              issuer=standing.name),)  # fmt: skip
        return ()

    def _nominees(self) -> tuple[NomineeRow, ...]:
        """Those of the tenant's own dossiers; before there are any, one of its units and two of its people."""
        real = list(Nominee.objects.select_related("candidate__person", "candidate__unit").order_by("pk")[:6])
        if real and {row.is_person for row in real} == {True, False}:
            return nominee_rows(real)
        unit = self.unit
        rows = [NomineeRow(name=unit.full_name, collective=True, merit=MERIT)]
        for at, person in enumerate(Person.objects.filter(is_active=True).select_related("unit").order_by("pk")[:2]):
            rows.append(
                NomineeRow(
                    name=person.full_name, collective=False, salutation=person.honorific.split("/")[0],
                    position=person.position, unit=person.unit.full_name if person.unit else "", merit=MERIT,
                    prize=1_800_000 * (at + 1),
                )
            )  # fmt: skip
        while len(rows) < 3:
            who = name(self.tenant.slug, "nominee", len(rows))
            rows.append(
                NomineeRow(
                    name=who.full, collective=False, salutation="Bà" if who.gender == "female" else "Ông",
                    position="Công chức Văn hóa - xã hội", unit=unit.full_name, merit=MERIT,
                )
            )  # fmt: skip
        return tuple(rows)

    def _meeting(self, role: str) -> Meeting:
        body = self.tenant.council_name if role else f"Hội đồng Thi đua - Khen thưởng {self.unit.place_name}"
        at = self.day - dt.timedelta(days=2)
        people = [PersonName(name=self._name("council", place), title="Ủy viên Hội đồng") for place in range(3)]
        chair = PersonName(name=self._signer(role).name, title="Chủ tịch Hội đồng")
        return Meeting(
            body=body,
            starts=dt.datetime.combine(at, dt.time(8, 0), HANOI),
            ends=dt.datetime.combine(at, dt.time(10, 0), HANOI),
            location=f"Phòng họp {self.unit.full_name if not role else self.tenant.authority_name}",
            chair=chair,
            secretary=people[0],
            present=(chair, *people),
            members=9,
            votes=tuple(VoteRow(name=row.name, in_favour=9, total=9) for row in self.rows),
        )

    def _results(self) -> tuple[ResultRow, ...]:
        """The plan's own targets; what was reached is invented."""
        rows = Target.objects.filter(campaign=self.campaign).order_by("pk")[:4]
        return tuple(
            ResultRow(name=row.short or row.text[:90], target="theo kế hoạch", actual="79,39%", verdict="Đạt")
            for row in rows
        ) or (ResultRow(name="Hồ sơ công việc xử lý trên môi trường mạng", actual="79,39%", verdict="Đạt"),)

    def _report(self, code: str, base: Facts) -> Facts:
        head = self._signer("")
        if code == "report_collective":
            profile = Profile(name=self.unit.full_name, collective=True, address=self.unit.address, head=head.name)
            return replace(base, addressees=(), profile=profile, confirmer=head)
        row = self.rows[-1]
        profile = Profile(
            name=row.name, collective=False, unit=row.unit, position=row.position, birth_date=dt.date(1988, 2, 9),
            gender="Nữ" if row.salutation == "Bà" else "Nam", hometown=self.unit.place_name,
            residence=self.unit.place_name,
        )  # fmt: skip
        return replace(
            base, addressees=(), profile=profile, unit_head=head, signer=Signer(title="Người báo cáo", name=row.name)
        )

    def _upward(self, code: str, base: Facts) -> Facts:
        """A district has no way to the government of its own: its province sends the letter."""
        issuer = self._province(base.issuer) if self.tenant.level == Tenant.Level.DISTRICT else base.issuer
        names = {
            "pm_proposal": (AwardFacts(name="Bằng khen", giver="Thủ tướng Chính phủ"), 2),
            "president_proposal": (AwardFacts(name="Huân chương Lao động hạng Ba", giver="Chủ tịch nước"), 3),
        }
        award, copies = names[code]
        signer = replace(base.signer, collective="Ủy ban nhân dân")
        return replace(
            base, issuer=issuer, award=award, copies=copies, addressees=("Thủ tướng Chính phủ",), signer=signer
        )

    def _province(self, issuer: Issuer) -> Issuer:
        parent = self.tenant.parent_name[:1].lower() + self.tenant.parent_name[1:]
        place = self.tenant.parent_name.removeprefix("Tỉnh ")
        return replace(issuer, name=f"Ủy ban nhân dân {parent}", place=place, short_name="UBND tỉnh")

    def _checklist(self) -> tuple[ChecklistRow, ...]:
        return (
            ChecklistRow(name="Tờ trình kèm danh sách", form="tệp PDF"),
            ChecklistRow(name="Biên bản họp xét khen thưởng", form="tệp PDF"),
            ChecklistRow(name="Báo cáo thành tích", form="tệp PDF", copies=3, present=False, note="Thiếu 01 báo cáo"),
        )

    def _entries(self) -> tuple[EntryRow, ...]:
        symbol, unit = self.unit.symbol or "UBND", self.unit.display_name
        signer = self._signer("").name
        return tuple(
            EntryRow(number=number and f"{number}-{symbol}", dated=self.day, about=about, author=unit, signer=signer,
                     recipients=self.tenant.standing_short, kept_by="Văn thư", pages=pages)
            for number, about, pages in (
                ("05/TTr", "Tờ trình đề nghị khen thưởng", "01-03"),
                ("06/BB", "Biên bản họp xét khen thưởng", "04-05"),
                ("", "Báo cáo thành tích cá nhân", "06-07"),
            )
        )  # fmt: skip

    def _folder(self) -> Folder:
        return Folder(
            code=f"01/HSKT-{self.day.year}",
            title=f"Hồ sơ đề nghị khen thưởng năm {self.day.year}, {self.unit.display_name}",
            starts=self.day - dt.timedelta(days=3),
            ends=self.day,
            sheets=7,
            retention="20 năm",
        )


def _unit() -> Unit:
    """A commune with a head and letters of its own; any unit where there is none."""
    communes = Unit.objects.filter(kind=UnitKind.COMMUNE, valid_to__isnull=True).select_related("parent")
    return (
        communes.exclude(head_name="").order_by("pk").first()
        or communes.order_by("pk").first()
        or Unit.objects.earliest("pk")
    )
