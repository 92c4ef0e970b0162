"""One round of a tenant as its papers tell it, from the first letter to the decision and after; where the
demonstration has nothing yet, invented. No paper says otherwise than another.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Q

from awards.selectors import law
from campaigns.models import Campaign
from config.demo.later import tenant_on, unit_on
from config.demo.names import name
from config.kernel.text import format_number
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
    present,
)
from dossiers.documents.regimes import Regime
from dossiers.paper_facts.agency import issuer_of_body
from dossiers.paper_facts.campaign import campaign_facts
from dossiers.paper_facts.wording import head_named, head_of, issuer_of
from targets.models import Target
from units.enums import UnitKind
from units.models import Person, Tenant, Unit

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
REFUSED = "Số liệu báo cáo không khớp hồ sơ minh chứng"
MERIT = "Trực tiếp tham mưu, triển khai các nhiệm vụ chuyển đổi số của đơn vị, hoàn thành đúng tiến độ."
DONE = "Hoàn thành các chỉ tiêu đã đăng ký, tổ chức phong trào thi đua đến từng thôn, ấp, tổ dân phố."
# The papers of one round in the order in which they are written: number, days before or after the decision.
_WHEN = {
    "score_sheet": (15, -60), "reminder": (33, -58), "minutes": (4, -32), "report_collective": (6, -31),
    "report_individual": (None, -31), "proposal": (5, -30), "confirmation": (7, -30), "receipt": (12, -28),
    "supplement": (40, -27), "supplement_slip": (13, -27), "consultation": (58, -24), "appraisal": (61, -18),
    "eligible_list": (None, -18), "council_minutes": (3, -14), "public_notice": (8, -13), "board_proposal": (56, -6),
    "pm_proposal": (188, -4), "president_proposal": (189, -3), "decision": (294, 0), "certificate_bk": (None, 0),
    "certificate_gk": (None, 0), "ineligible": (9, 1), "review_report": (70, 8), "revocation": (301, 14),
}  # fmt: skip
_BODY_OF = {"unit": "", "standing": "standing", "board": "board", "leader": "authority"}


class Writer:
    """Reads the tenant once per regime and cuts the facts of each kind out of it."""

    def __init__(self, tenant: Tenant, campaign: Campaign, regime: Regime) -> None:
        self.campaign, self.regime = campaign, regime
        last = min(regime.valid_to or dt.date(2025, 12, 31), dt.date(campaign.period_to or 2025, 12, 31))
        self.day = last - dt.timedelta(days=21)
        self.tenant = tenant_on(tenant, self.day)
        self.district = tenant.level == Tenant.Level.DISTRICT
        self.year = self.day.year - (self.day.month < 7)
        self.unit = unit_on(_unit(self.day), tenant, self.day)
        self.rows = self._nominees()

    def facts(self, code: str) -> Facts:
        kind = KINDS[code]
        role = "council" if code == "council_minutes" else _BODY_OF[kind.owner]
        number, days = _WHEN.get(code, (None, 0))
        day = self.day + dt.timedelta(days=days)
        proposed = code in ("proposal", "minutes", "confirmation", "consultation", "appraisal", "public_notice")
        base = Facts(
            issuer=issuer_of_body(self.tenant, role) if role else issuer_of(self.unit, self.tenant, day),
            signer=self._signer(role),
            campaign=campaign_facts(self.campaign),
            paper=Paper(number=number, dated=day),
            occasion=self._occasion(),
            award=AwardFacts(name=self._form(code), giver=self.tenant.chairman_title),
            # Whoever the appraisal refused is on no later list.
            nominees=self.rows if proposed else self.rows[:-1],
            addressees=self._addressees(code),
            recipients=(self.tenant.standing_agency,) if role != "standing" else (self.tenant.body("board").name,),
            cites=self._cites(code),
            meeting=self._meeting(role),
            checklist=self._checklist(),
            entries=self._sent() if code == "outgoing_register" else self._entries(),
            folder=self._folder(),
            results=self._results(),
            decided_on=self.day,
            proposer=self.tenant.board_name if kind.owner == "leader" else self.unit.full_name,
            executors=(
                f"Chánh Văn phòng {self.tenant.authority_name}",
                head_named(self.tenant.body("board")),
                head_named(self.tenant.body("standing")),
            ),
            year=self.year,
            deadline=day + dt.timedelta(days=10),
            received_at=dt.datetime.combine(day, dt.time(8, 30), HANOI),
            check=Check(code="0000-DE30-0000-DE30"),
        )
        return self._of_kind(code, base)

    def _occasion(self) -> str:
        if self.regime.code == "ND152":
            return f"tổng kết năm {self.year}"
        reviewed = self.regime.code == "ND91" and self.tenant.slug != "can-tho"
        return f"{'sơ kết ' if reviewed else ''}năm {self.year}"

    def _of_kind(self, code: str, base: Facts) -> Facts:
        if code in ("report_collective", "report_individual"):
            return self._report(code, base)
        if code in ("pm_proposal", "president_proposal"):
            return self._upward(code, base)
        if code.startswith("certificate"):
            return self._certificate(code, base)
        if code == "score_sheet":
            total = f"{10 * len(base.results)},00"
            results = tuple(
                replace(row, points="10,00", maximum="10,00", reason="Đạt mức của kế hoạch") for row in base.results
            )
            profile = Profile(name=self.unit.full_name, collective=True)
            return replace(base, profile=profile, score=total, maximum=total, ratio="100,00", rank="1", results=results)
        return replace(base, nominees=self._judged(code, base.nominees))

    def _judged(self, code: str, rows: tuple[NomineeRow, ...]) -> tuple[NomineeRow, ...]:
        """What the appraisal, and whoever followed it, says of the nominees."""
        fit = "Đủ điều kiện, tiêu chuẩn"
        if code == "appraisal":
            *good, bad = rows
            return (*(replace(row, opinion=fit) for row in good), replace(bad, reason=REFUSED))
        if code == "ineligible":
            return (replace(self.rows[-1], reason=REFUSED),)
        if code == "revocation":
            return (replace(self.rows[-2], reason="Thành tích không đúng với báo cáo, theo kết luận kiểm tra"),)
        return tuple(replace(row, opinion=fit) for row in rows) if code == "eligible_list" else rows

    def _certificate(self, code: str, base: Facts) -> Facts:
        """Giấy khen is given by a head to those whom that head leads: a district's chairman to its communes and their
        people, a commune's own to its people. Bằng khen is given by the province's chairman."""
        issuer, signer, nominees = base.issuer, base.signer, (self.rows[0], self.rows[1])
        if code == "certificate_gk" and not self.district:
            issuer = issuer_of(self.unit, self.tenant, self.day)
            issuer = replace(issuer, authority=f"Chủ tịch {issuer.name}")
            signer = replace(self._signer(""), collective="")  # given in the own name, not for the committee
            nominees = (self.rows[1], self.rows[2])
        if code == "certificate_bk" and self.district:
            issuer = replace(self._province(issuer), authority=f"Chủ tịch {self._province(issuer).name}")
            signer = replace(signer, name=self._name("province"))
        award = replace(present(base.award), giver=issuer.authority)
        return replace(
            base, issuer=issuer, signer=signer, award=award, nominees=nominees,
            paper=Paper(dated=self.day),
            cites=(Reference(kind="Quyết định", number=f"294/QĐ-{issuer.abbreviation}", dated=self.day),),
        )  # fmt: skip

    def _form(self, code: str) -> str:
        return "Giấy khen" if code == "certificate_gk" or (self.district and code != "certificate_bk") else "Bằng khen"

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
        if code == "consultation":
            return (f"Công an {self.tenant.name[:1].lower()}{self.tenant.name[1:]}",)
        if code == "appraisal":
            return (self.tenant.board_name,)
        if code == "review_report":
            return (self.tenant.authority_name, self.tenant.council_name)
        return (self.tenant.chairman_title, f"{self.tenant.standing_agency} (Cơ quan thường trực)") if code in (
            "proposal", "confirmation") else (self.tenant.chairman_title,)  # fmt: skip

    def _cites(self, code: str) -> tuple[Reference, ...]:
        standing, board, authority = (self.tenant.body(role) for role in ("standing", "board", "authority"))
        if code == "revocation":
            return (Reference(kind="Quyết định", number=f"294/QĐ-{authority.symbol}", dated=self.day),)
        if code == "decision":
            letter = self.day + dt.timedelta(days=_WHEN["board_proposal"][1])
            return (Reference(kind="Tờ trình", number=f"56/TTr-{board.symbol}", dated=letter),)
        if code in ("eligible_list", "board_proposal"):
            report = self.day + dt.timedelta(days=_WHEN["appraisal"][1])
            return (Reference(kind="Báo cáo", number=f"61/BC-{standing.symbol}", dated=report,
                              issuer=standing.name),)  # fmt: skip
        return ()

    def _nominees(self) -> tuple[NomineeRow, ...]:
        """The unit and three of its people, with the prizes of the day's law; invented where it has fewer."""
        amounts = {who: prize.amount for (form, who), prize in law.prizes_on(self.day).items()
                   if prize and form == ("GK_HUYEN" if self.district else "BK_TINH")}  # fmt: skip
        unit = self.unit
        rows = [NomineeRow(name=unit.full_name, collective=True, merit=DONE, prize=amounts.get("collective"))]
        rows += [
            NomineeRow(
                name=person.full_name, collective=False, salutation=person.honorific.split("/")[0],
                position=person.position, unit=unit.full_name, merit=MERIT, prize=amounts.get("individual"),
            )
            for person in Person.objects.filter(is_active=True, unit=unit).order_by("is_leader", "pk")[:3]
        ]  # fmt: skip
        while len(rows) < 4:
            who = name(self.tenant.slug, "nominee", len(rows))
            rows.append(
                NomineeRow(
                    name=who.full, collective=False, salutation="Bà" if who.gender == "female" else "Ông",
                    position="Công chức Văn hóa - xã hội", unit=unit.full_name, merit=MERIT,
                    prize=amounts.get("individual"),
                )
            )  # fmt: skip
        return tuple(rows)

    def _meeting(self, role: str) -> Meeting:
        """Everybody is there and votes in favour: the unit's own council, or that of the tenant."""
        body = self.tenant.council_name if role else f"Hội đồng Thi đua - Khen thưởng {self.unit.place_name}"
        at = self.day + dt.timedelta(days=_WHEN["council_minutes" if role else "minutes"][1])
        rows = self.rows[:-1] if role else self.rows
        others = [name(self.tenant.slug, "council", role, place).full for place in range(4)]
        people = [PersonName(name=other, title="Ủy viên Hội đồng") for other in others]
        head = self._signer("authority" if role else "").name
        chair = PersonName(name=head, title="Chủ tịch Hội đồng")
        return Meeting(
            body=body,
            starts=dt.datetime.combine(at, dt.time(8, 0), HANOI),
            ends=dt.datetime.combine(at, dt.time(10, 0), HANOI),
            location=f"Phòng họp {self.unit.full_name if not role else self.tenant.authority_name}",
            chair=chair,
            secretary=people[0],
            present=(chair, *people),
            members=len(people) + 1,
            votes=tuple(
                VoteRow(name=row.name, in_favour=len(people) + 1, total=len(people) + 1) for row in rows
            ),
        )  # fmt: skip

    def _results(self) -> tuple[ResultRow, ...]:
        """Shares that the plan asks of such a unit; what was reached is invented, and reaches them."""
        asked = Target.objects.filter(campaign=self.campaign, comparator__in=("gte", "gt"), unit="%").order_by("pk")
        rows: dict[str, ResultRow] = {}
        for row in asked.exclude(value=None):
            words = row.short or row.text[:90]
            if (row.unit_levels and "commune" not in row.unit_levels) or len(rows) == 4:
                continue
            threshold = row.value or Decimal(0)
            actual = min(threshold + Decimal("3.5"), Decimal(100))
            sign = "từ" if actual == 100 or row.comparator == "gte" else "trên"
            rows.setdefault(
                words,
                ResultRow(
                    name=words, target=f"{sign} {format_number(threshold)}%", actual=f"{format_number(actual, 2)}%",
                    verdict="Đạt",
                ),
            )  # fmt: skip
        return tuple(rows.values()) or (
            ResultRow(name="Hồ sơ công việc xử lý trên môi trường mạng", actual="93,50%", verdict="Đạt"),
        )

    def _report(self, code: str, base: Facts) -> Facts:
        head = self._signer("")
        if code == "report_collective":
            profile = Profile(name=self.unit.full_name, collective=True, address=self.unit.address, head=head.name)
            return replace(base, addressees=(), profile=profile, confirmer=self._above())
        row = self.rows[1]
        profile = Profile(
            name=row.name, collective=False, unit=row.unit, position=row.position, birth_date=dt.date(1988, 2, 9),
            gender="Nữ" if row.salutation == "Bà" else "Nam", hometown=self.unit.place_name,
            residence=self.unit.place_name,
        )  # fmt: skip
        return replace(
            base, addressees=(), profile=profile, unit_head=head, signer=Signer(title="Người báo cáo", name=row.name)
        )

    def _above(self) -> Signer | None:
        """The head of the level above, who confirms; a unit right below the province leaves that place open."""
        parent = self.unit.parent
        if parent is None or parent.kind != UnitKind.DISTRICT:
            return None
        head = head_of(parent)
        return replace(head, collective=parent.full_name, title="Chủ tịch", name=head.name or self._name("district"))

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
            ChecklistRow(
                name="Báo cáo thành tích", form="tệp PDF", copies=len(self.rows), present=False,
                note="Thiếu 01 báo cáo",
            ),
        )  # fmt: skip

    def _entries(self) -> tuple[EntryRow, ...]:
        """The dossier's papers, in order of time."""
        symbol, unit = self.unit.symbol or "UBND", self.unit.display_name
        return tuple(
            EntryRow(number=f"{number}-{symbol}" if number else "", dated=self.day + dt.timedelta(days=_WHEN[kind][1]),
                     about=about, author=unit, signer=self._signer("").name, pages=pages)
            for kind, number, about, pages in (
                ("minutes", "04/BB", "Biên bản họp xét khen thưởng", "01-02"),
                ("report_collective", "06/BC", "Báo cáo thành tích tập thể", "03-04"),
                ("report_individual", "", "Báo cáo thành tích cá nhân", "05-06"),
                ("proposal", "05/TTr", "Tờ trình đề nghị khen thưởng", "07-09"),
            )
        )  # fmt: skip

    def _sent(self) -> tuple[EntryRow, ...]:
        """What the standing agency sent out in the round."""
        body, board = self.tenant.body("standing"), self.tenant.body("board").short
        signer, unit = self._signer("standing").name, self.unit.display_name
        return tuple(
            EntryRow(
                number=f"{_WHEN[kind][0]:02d}/{f'{KINDS[kind].symbol}-' if KINDS[kind].symbol else ''}{body.symbol}",
                dated=self.day + dt.timedelta(days=_WHEN[kind][1]), about=about, signer=signer, recipients=to,
                kept_by="Văn thư",
            )
            for kind, about, to in (
                ("reminder", "Công văn đôn đốc báo cáo kết quả phong trào thi đua", "Các đơn vị"),
                ("receipt", f"Phiếu tiếp nhận hồ sơ của {unit}", unit),
                ("supplement", "Công văn bổ sung hồ sơ đề nghị khen thưởng", unit),
                ("consultation", "Công văn hiệp y khen thưởng", "Công an"),
                ("appraisal", "Báo cáo kết quả thẩm định hồ sơ đề nghị khen thưởng", board),
            )
        )  # fmt: skip

    def _folder(self) -> Folder:
        return Folder(
            code=f"01/HSKT-{self.year}",
            title=f"Hồ sơ đề nghị khen thưởng năm {self.year}, {self.unit.display_name}",
            starts=self.day + dt.timedelta(days=_WHEN["minutes"][1]),
            ends=self.day + dt.timedelta(days=_WHEN["proposal"][1]),
            sheets=9,
            retention="20 năm",
        )


def _unit(day: dt.date) -> Unit:
    """A commune of that day with a head and letters of its own; any unit where there is none."""
    communes = Unit.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        kind=UnitKind.COMMUNE,
    ).select_related("parent")  # fmt: skip
    return (
        communes.exclude(head_name="").order_by("pk").first()
        or communes.order_by("pk").first()
        or Unit.objects.earliest("pk")
    )
