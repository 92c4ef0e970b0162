"""Criteria that look at the others of the round: placed units, the share of leaders in the list."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from awards.facts import AnyFacts, PersonFacts
from awards.rules.outcome import Finding, Outcome, met, not_applicable, not_met
from awards.rules.params import Choice, Percent, Whole
from awards.rules.registry import Criterion, register

GROUPS = {"leaders": "lãnh đạo, phối hợp", "direct": "người trực tiếp"}


@register
class BelongsToPlacedUnit(Criterion):
    """The person's unit is among the `n` first collectives placed in the same round (CT III.2.a; decision 7).

    `n` absent = any that is placed. `per_unit`: at most so many people of one unit, which selection applies.
    """

    kind = "belongs_to_placed_unit"
    title = "Thuộc đơn vị được chọn trong khối"
    params = {
        "n": Whole("Trong số đơn vị đứng đầu được chọn", low=1, high=1000),
        "per_unit": Whole("Nhiều nhất mỗi đơn vị (người)", low=1, high=1000),
    }

    def judge(self, facts: AnyFacts) -> Finding:
        if not isinstance(facts, PersonFacts):
            return not_applicable("Chỉ xét với cá nhân.")
        if facts.unit is None:
            return not_met("Cá nhân không thuộc đơn vị nào trong các khối thi đua.")
        if facts.unit_placed is None:
            return Finding(
                Outcome.NEEDS_ATTESTATION,
                f"Chờ kết quả chọn tập thể: {facts.unit.name} chưa rõ có được chọn hay không.",
            )
        if facts.unit_placed:
            return met(f"{facts.unit.name} được chọn trong đợt xét này.")
        return not_met(f"{facts.unit.name} không được chọn trong đợt xét này.")


@register
class MemberShare(Criterion):
    """Leaders and coordinating staff are at most floor(x % of the list) (ĐS "Lưu ý"; decision 8).

    Said either way: `of` leaders `at_most` 30, or `of` direct `at_least` 70.
    """

    kind = "member_share"
    title = "Tỷ lệ lãnh đạo, phối hợp trong danh sách"
    params = {
        "of": Choice("Nhóm", GROUPS, required=True),
        "at_most": Percent("Nhiều nhất (%)", high=100),
        "at_least": Percent("Ít nhất (%)", high=100),
    }

    @classmethod
    def complaints(cls, values: Mapping[str, Any]) -> dict[str, str]:
        if (values.get("at_most") is None) == (values.get("at_least") is None):
            return {"at_most": "Ghi một trong hai: nhiều nhất, hoặc ít nhất."}
        return {}

    @property
    def leaders_at_most(self) -> Decimal:
        """The limit on leaders and coordinating staff, percent of the list."""
        if self["of"] == "leaders":
            return Decimal(100) if self["at_most"] is None else Decimal(self["at_most"])
        return Decimal(100) if self["at_least"] is None else 100 - Decimal(self["at_least"])

    def judge(self, facts: AnyFacts) -> Finding:
        return not_applicable("Xét trên cả danh sách đề nghị, không xét từng người.")
