"""Bonus and penalty points: they move candidates in the order, and never make anybody eligible by themselves.

Points are percentage points of the score ratio, or points for merit where nobody has a ratio.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from awards.facts import AnyFacts, Scope, measured, tally
from awards.rules.outcome import Finding, ask, met, not_applicable
from awards.rules.params import Choice, Points
from awards.rules.registry import Criterion, register
from config.kernel.text import format_hundredths

BONUS_FOR = {
    "initiative": "mỗi sáng kiến được công nhận",
    "contribution": "có đóng góp được ghi nhận trong năm",
    "award": "mỗi lần được khen trong năm xét và năm trước",
    "attested": "khi được xác nhận",
}
PENALTY_FOR = {
    "late_report": "mỗi báo cáo trễ hạn hoặc không gửi",
    "late_day": "mỗi ngày báo cáo trễ",
    "unmet_target": "mỗi chỉ tiêu chưa đạt",
    "attested": "khi được xác nhận",
}


class Adjustment(Criterion):
    """Shared: so many points `each` time, `most` altogether."""

    decides = False
    sign: ClassVar[int] = 1
    verb: ClassVar[str] = "Cộng"

    @classmethod
    def complaints(cls, values: Mapping[str, Any]) -> dict[str, str]:
        each, most = values.get("each"), values.get("most")
        if each is not None and most is not None and Decimal(str(most)) < Decimal(str(each)):
            return {"most": "Mức nhiều nhất không nhỏ hơn số điểm mỗi lần."}
        return {}

    @abstractmethod
    def count(self, facts: AnyFacts) -> int | None:
        """How many times it applies; None = a person has to say."""

    def points_h(self, facts: AnyFacts) -> int:
        times = self.count(facts) or 0
        total = self["each"] * times
        if self["most"] is not None:
            total = min(total, self["most"])
        return self.sign * int((total * 100).quantize(Decimal(1), ROUND_HALF_UP))

    def judge(self, facts: AnyFacts) -> Finding:
        times = self.count(facts)
        each = format_hundredths(int(self["each"] * 100))
        reason = self.params["for"].shown(self["for"])
        if times is None:
            return ask(f"{self.verb} {each} điểm {reason}.", adjust_h=0)
        got = self.points_h(facts)
        if not times:
            return not_applicable(f"Không {self.verb.lower()} điểm nào ({each} điểm {reason}).", adjust_h=0)
        most = f", nhiều nhất {format_hundredths(int(self['most'] * 100))}" if self["most"] is not None else ""
        said = f"{self.verb} {format_hundredths(abs(got))} điểm khi xếp thứ tự: {times} × {each} ({reason}{most})."
        return met(said, adjust_h=got, times=times)

    def _attested(self, facts: AnyFacts) -> int | None:
        answer = facts.attestations.get(self.code)
        return None if answer is None else int(answer.answer)


@register
class BonusPoints(Adjustment):
    kind = "bonus_points"
    title = "Điểm cộng"
    params = {
        "for": Choice("Cộng khi", BONUS_FOR, required=True),
        "each": Points("Số điểm mỗi lần", required=True, high=100),
        "most": Points("Nhiều nhất (điểm)", high=100),
    }

    def count(self, facts: AnyFacts) -> int | None:
        why = self["for"]
        if why == "initiative":
            return sum(1 for i in facts.initiatives or () if i.recognised and i.year in (None, facts.year))
        if why == "contribution":
            return int(any(gift.recognised and gift.year == facts.year for gift in facts.contributions))
        if why == "award":
            return sum(1 for award in facts.earlier_awards if award.year in (facts.year, facts.year - 1))
        return self._attested(facts)


@register
class PenaltyPoints(Adjustment):
    kind = "penalty_points"
    title = "Điểm trừ"
    sign = -1
    verb = "Trừ"
    params = {
        "for": Choice("Trừ khi", PENALTY_FOR, required=True),
        "each": Points("Số điểm mỗi lần", required=True, high=100),
        "most": Points("Nhiều nhất (điểm)", high=100),
    }

    def count(self, facts: AnyFacts) -> int | None:
        why, unit = self["for"], measured(facts)
        if why == "attested":
            return self._attested(facts)
        if unit is None:
            return 0
        if why == "unmet_target":
            return tally(unit.targets, Scope()).missed
        reports = [report for report in unit.reports if report.year == facts.year]
        if why == "late_day":
            return sum(report.days_late for report in reports)
        return sum(1 for report in reports if not report.on_time) if reports else 1
