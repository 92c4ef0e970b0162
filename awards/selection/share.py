"""The 70/30 share of a list of individuals (ĐS IV.2 "Lưu ý"; decision 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from awards.facts import AnyFacts, PersonFacts


@dataclass(frozen=True)
class ShareCheck:
    """`limit` = floor(percent of the list). `overridden`: the council's recorded reason, "" = none."""

    total: int
    leaders: int
    limit: int
    percent: Decimal
    overridden: str = ""

    @property
    def direct(self) -> int:
        return self.total - self.leaders

    @property
    def over(self) -> int:
        return max(0, self.leaders - self.limit)

    @property
    def ok(self) -> bool:
        return not self.over or bool(self.overridden)

    @property
    def finding(self) -> str:
        """How it stands; what a council is asked about."""
        said = f"Lãnh đạo, phối hợp {self.leaders}/{self.total} người"
        if not self.over:
            return f"{said}, trong mức tối đa {self.limit}."
        return f"{said}, vượt {self.over} người so với {self.percent.normalize():f}%."

    @property
    def sentence(self) -> str:
        """The finding, and what came or is to come of it."""
        if not self.over:
            return self.finding
        if self.overridden:
            return f"{self.finding} Hội đồng chấp thuận: {self.overridden}"
        return f"{self.finding} Thay người hoặc trình Hội đồng chấp thuận, có ghi lý do."


def check_share(people: Sequence[AnyFacts], percent: Decimal, overridden: str = "") -> ShareCheck:
    """Collectives in `people` do not count; the base is the individuals of the one list."""
    persons = [facts for facts in people if isinstance(facts, PersonFacts)]
    leaders = sum(1 for person in persons if person.role != "direct")
    return ShareCheck(len(persons), leaders, int(percent * len(persons) // 100), percent, overridden)
