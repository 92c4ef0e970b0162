"""The rows of one demonstration report, and the acts that led to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from campaigns.models import Campaign
from config.demo.figures import figures
from config.demo.papers import PAPERS, Paper
from config.demo.people import Staff
from config.demo.stories import Story
from config.demo.trail import Trail, Who, moment
from config.kernel.models import StoredFile
from config.kernel.text import format_number
from targets.enums import Decision
from targets.enums import ReportState as S
from targets.models import AnnualReport, Evidence, EvidenceLink, Indicator, ReportValue
from targets.selectors.frozen import content_of
from targets.services.points import rescore
from targets.services.reports import EXPLAIN_DAYS

REASON_CHANGED = "Đối chiếu với số liệu trích xuất từ hệ thống: một phần hồ sơ không phát sinh trong kỳ nên không tính."
PLACES = Decimal("0.0001")
REASON_REJECTED = "Tài liệu chưa có chữ ký số của đơn vị."
REMARK = "Bổ sung tài liệu kiểm chứng có chữ ký số và giải thích cách tính mẫu số."
RETURNED = "Một số chỉ tiêu chưa đủ căn cứ để thẩm định."
# Per mille of values without a paper, by how good the unit is.
UNPROVEN = {"champion": 0, "good": 12, "middling": 60, "weak": 130}


@dataclass
class Draft:
    """One report with everything that hangs on it, before and after it is written."""

    story: Story
    report: AnnualReport
    clerk: Who
    head: Who
    officer: Who
    values: list[ReportValue] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    links: list[EvidenceLink] = field(default_factory=list)

    def bound_values(self) -> list[ReportValue]:
        """The values, once the report has its number."""
        for value in self.values:
            value.report = self.report
        return self.values

    def bound_evidence(self) -> list[Evidence]:
        for evidence in self.evidence:
            evidence.report, evidence.file = self.report, evidence.file
        return self.evidence

    def bound_links(self) -> list[EvidenceLink]:
        for link in self.links:
            link.evidence, link.value = link.evidence, link.value
        return self.links

    def content(self) -> dict[str, Any]:
        """As `targets.selectors.frozen.frozen_content` would read it back."""
        found: dict[int, list[Evidence]] = {}
        for link in self.links:
            found.setdefault(link.value.pk, []).append(link.evidence)
        return content_of(self.report, self.values, found)

    @property
    def entered_at(self) -> dt.datetime:
        day = self.story.sent_on or self.story.opened_on + dt.timedelta(days=3)
        return moment(
            day - dt.timedelta(days=2 if self.story.was_sent else 0), 120 + self.story.chance("entered") % 400
        )

    @property
    def handed_at(self) -> dt.datetime:
        day = self.story.sent_on or self.story.opened_on + dt.timedelta(days=5)
        return moment(day - dt.timedelta(days=1), 300 + self.story.chance("handed") % 200)

    def tell(self, trail: Trail, staff: Staff) -> None:
        """Write down the acts; needs the report's number and receipt."""
        story, report = self.story, self.report
        trail.add(moment(story.opened_on, story.chance("open") % 90), self.clerk, "report.open", report, after=S.DRAFT,
                  data={"year": report.year, "indicators": len(self.values)})  # fmt: skip
        for number, evidence in enumerate(self.evidence):
            proved = [link.value.indicator.code for link in self.links if link.evidence is evidence]
            at = self.entered_at + dt.timedelta(minutes=number - 9)
            told = {"file": evidence.file.name, "sha256": evidence.file.sha256, "number": evidence.number}
            trail.add(at, self.clerk, "evidence.attach", report, S.DRAFT, S.DRAFT, data=told | {"values": proved})
        filled = [v.indicator.code for v in self.values if v.updated_at is not None]
        if filled:
            trail.add(self.entered_at, self.clerk, "report.save", report, S.DRAFT, S.DRAFT, data={"values": filled})
        if report.state == S.DRAFT:
            return
        trail.add(self.handed_at, self.clerk, "report.hand_over", report, S.DRAFT, S.CONFIRMING)
        if not story.was_sent or report.submitted_at is None:
            return
        trail.add(report.submitted_at, self.head, "report.confirm", report, S.CONFIRMING, S.SUBMITTED,
                  data={"receipt": report.receipt, "days_late": report.days_late, "submission": 1})  # fmt: skip
        if story.judged_on is not None:
            self._tell_judgement(trail, moment(story.judged_on, story.chance("judged")))

    def _tell_judgement(self, trail: Trail, at: dt.datetime) -> None:
        report, label = self.report, str(self.report)
        if report.state == S.RETURNED:
            asked = {v.indicator.code: v.remark for v in self.values if v.reopened}
            trail.add(at, self.officer, "report.return", report, S.SUBMITTED, S.RETURNED, RETURNED, {"values": asked})
            return
        accepted = [v.indicator.code for v in self.values if v.decision == Decision.ACCEPTED]
        trail.add(at - dt.timedelta(minutes=12), self.officer, "value.accept_many", report, S.SUBMITTED, S.SUBMITTED,
                  data={"values": accepted})  # fmt: skip
        for link in self.links:
            if link.rejected:
                trail.add(at - dt.timedelta(minutes=8), self.officer, "evidence.reject", report, S.SUBMITTED,
                          S.SUBMITTED, link.reason, {"file": link.evidence.file.name})  # fmt: skip
        for value in self.values:
            if value.decision == Decision.CHANGED:
                trail.add(at - dt.timedelta(minutes=5), self.officer, "value.appraise", report, "none",
                          Decision.CHANGED, value.appraised_reason, {"indicator": value.indicator.code},
                          label=f"{label} · {value.indicator.code}")  # fmt: skip
        trail.add(at, self.officer, "report.finish", report, S.SUBMITTED, S.APPRAISED)


def draft_of(campaign: Campaign, story: Story, indicators: list[Indicator], staff: Staff) -> Draft:
    """Everything about one report, with points; nothing is written yet."""
    unit = story.unit
    draft = Draft(
        story=story,
        report=AnnualReport(campaign=campaign, unit=unit, unit_name=unit.display_name, year=story.year,
                            state=story.state, last_day=story.last_day),
        clerk=staff.clerk(unit),
        head=staff.head(unit),
        officer=staff.standing[story.chance("officer") % len(staff.standing)],
    )  # fmt: skip
    _fill_report(draft)
    entered = len(indicators) * 3 // 5 if story.state == S.DRAFT else len(indicators)
    for place, indicator in enumerate(indicators):
        value = ReportValue(indicator=indicator)
        if place < entered:
            _fill(draft, value, place)
        draft.values.append(value)
    _attach(draft)
    for place, value in enumerate(draft.values):
        if story.judged_on is not None:
            _judge(draft, value, place)
        rescore(value, story.year)
    return draft


def _fill_report(draft: Draft) -> None:
    story, report = draft.story, draft.report
    report.saved_at = draft.entered_at
    if story.state == S.DRAFT:
        return
    report.summary = "Đơn vị đã phát động phong trào đến toàn thể công chức; số liệu được đối chiếu trước khi gửi."
    report.handed_over_by, report.handed_over_name = draft.clerk.user_id, draft.clerk.name
    report.handed_over_at, report.version = draft.handed_at, 2
    if story.sent_on is None:
        return
    report.submission, report.version = 1, 3
    report.submitted_on, report.days_late = story.sent_on, story.days_late
    report.submitted_at = moment(story.sent_on, 60 + story.chance("sent") % 420)
    if story.judged_on is None:
        return
    report.version = 4
    report.assigned_to, report.assigned_name = draft.officer.user_id, draft.officer.name
    if story.state == S.RETURNED:
        report.return_reason = RETURNED
    else:
        report.appraised_at = moment(story.judged_on, story.chance("judged"))
        report.explain_until = story.judged_on + dt.timedelta(days=EXPLAIN_DAYS)


def _fill(draft: Draft, value: ReportValue, place: int) -> None:
    story, indicator = draft.story, value.indicator
    never = indicator.value_kind == "share" and story.standing.quality != "champion"
    if never and story.chance("na", indicator.code) < 12:
        value.not_applicable, value.na_reason = True, "Trong năm đơn vị không phát sinh nội dung này."
    else:
        for column, figure in figures(indicator, story.standing, story.unit.kind, story.year, story.newest).items():
            setattr(value, column, figure.quantize(PLACES) if isinstance(figure, Decimal) else figure)
        # One unit whose figure leaps from one year to the next, for the appraiser to wonder at.
        leaps = story.standing.quality == "middling" and story.standing.place % 5 == 3 and place == 2
        if leaps and value.numerator is not None and story.year < story.newest:
            value.numerator = Decimal(int(value.numerator) // 4).quantize(PLACES)
    value.version = 2
    value.updated_at, value.updated_by, value.updated_name = (
        draft.entered_at, draft.clerk.user_id, draft.clerk.name,
    )  # fmt: skip


def _attach(draft: Draft) -> None:
    """Two or three papers that prove the values between them; some values stay unproven."""
    story = draft.story
    share: dict[str, list[ReportValue]] = {}
    for value in draft.values:
        filled = value.updated_at is not None and not value.not_applicable
        if not filled or story.chance("unproven", value.indicator.code) < UNPROVEN[story.standing.quality]:
            continue
        if value.indicator.value_kind == "boolean":
            code = "quyet-dinh-thanh-lap"
        else:
            code = "bao-cao-so-lieu" if value.indicator.order % 2 else "trich-xuat-he-thong"
        share.setdefault(code, []).append(value)
    for code, values in share.items():
        paper = PAPERS[code]
        number = 20 + story.chance(code) % 280
        evidence = Evidence(
            file=stored_file(paper, f"{code}-{story.unit.code}-{story.year}.pdf", draft.clerk, "evidence"),
            number=f"{number}/BC-{story.unit.symbol or 'UBND'}",
            date=min(story.opened_on, dt.date(story.year, 12, 20)),
            abstract=paper.title,
            added_by_name=draft.clerk.name,
        )
        draft.evidence.append(evidence)
        for value in values:
            value.evidence_count = value.evidence_valid = 1
            draft.links.append(EvidenceLink(evidence=evidence, value=value))


def stored_file(paper: Paper, name: str, who: Who, purpose: str) -> StoredFile:
    """A row for one of the papers that `papers.place` has put on disk."""
    return StoredFile(
        name=name, size=len(paper.content), mime="application/pdf", sha256=paper.digest, purpose=purpose,
        created_by_user_id=who.user_id, created_by_name=who.name,
    )  # fmt: skip


def _judge(draft: Draft, value: ReportValue, place: int) -> None:
    story, indicator = draft.story, value.indicator
    at = moment(story.judged_on or story.opened_on, story.chance("judged"))
    if story.state == S.RETURNED:
        if place in (1, 2):
            value.reopened, value.remark, value.decision = True, REMARK, Decision.ASKED
        return
    value.decision, value.appraised_by_name, value.appraised_at = Decision.ACCEPTED, draft.officer.name, at
    lot = story.chance("appraise", indicator.code)
    if indicator.method == "manual":
        top = {"champion": 96, "good": 84, "middling": 68, "weak": 45}[story.standing.quality]
        points = indicator.max_h * (top - 4 * min(story.standing.place, 5) - lot % 4) // 100
        value.decision, value.appraised_text, value.appraised_manual_h = Decision.CHANGED, value.text, points
        value.appraised_reason = f"Chấm {format_number(Decimal(points) / 100)} điểm theo kết quả nêu trong báo cáo."
    elif _is_corrected(draft, value, place, lot):
        value.decision, value.appraised_reason = Decision.CHANGED, REASON_CHANGED
        value.appraised_numerator = Decimal(int(value.numerator or 0) * (880 + lot % 90) // 1000)
        value.appraised_denominator = value.denominator
    elif lot >= 985 and story.standing.quality != "champion":
        for link in draft.links:
            if link.value is value:
                link.rejected, link.reason, value.evidence_valid = True, REASON_REJECTED, 0


def _is_corrected(draft: Draft, value: ReportValue, place: int, lot: int) -> bool:
    """Few values are corrected; the department with an account always finds one, so that it can explain."""
    story = draft.story
    if story.unit.code == "SGDDT" and story.year == story.newest:
        return value.numerator is not None and place == 4
    if value.numerator is None or value.numerator < 20 or story.standing.quality == "champion":
        return False
    return lot < 35
