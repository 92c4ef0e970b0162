"""Criteria over the place among the others of a block or cluster: floors per pillar, a share of the block, the flag."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from awards.facts import AnyFacts, measured
from awards.rules import words
from awards.rules.kinds.scores import NO_SCORE, NO_UNIT
from awards.rules.outcome import Finding, ask, met, not_applicable, not_met
from awards.rules.params import Percent, Whole, WordList
from awards.rules.registry import Criterion, register


@register
class PillarRatio(Criterion):
    """A floor: every pillar named (all of them where none is) reaches `at_least` % of its applicable points."""

    kind = "pillar_ratio"
    title = "Điểm sàn từng trụ cột"
    looks_at = ("pillars", "ratio_h")
    params = {
        "at_least": Percent("Tỷ lệ điểm tối thiểu của mỗi trụ cột (%)", required=True, high=100),
        "pillars": WordList("Chỉ các trụ cột", words.PILLARS),
    }

    def judge(self, facts: AnyFacts) -> Finding:
        unit = measured(facts)
        if unit is None:
            return not_applicable(NO_UNIT)
        looked_at = [p for p in unit.pillars if p.max_h and (not self["pillars"] or p.code in self["pillars"])]
        if unit.ratio_h is None:
            return not_met(NO_SCORE, at_least=self["at_least"])
        if not looked_at:
            return not_applicable("Không có chỉ số nào của trụ cột này áp dụng với đối tượng.")
        low = [p for p in looked_at if Decimal(p.points_h) * 100 < self["at_least"] * p.max_h]
        shown = low or looked_at
        said = "; ".join(
            f"{words.PILLARS.get(p.code, 'chỉ tiêu khác')} {words.percent(Decimal(p.points_h) * 100 / p.max_h)}"
            for p in shown
        )
        figures: dict[str, Any] = {"at_least": self["at_least"], "below": [p.code for p in low]}
        wanted = f"yêu cầu mỗi trụ cột từ {words.percent(self['at_least'])}"
        return (not_met if low else met)(f"{said[0].upper()}{said[1:]}; {wanted}.", **figures)


@register
class TopShare(Criterion):
    """Among the first `percent` % of the ranked units of the block: floor(percent × size), but `least` at least."""

    kind = "top_share_of_block"
    title = "Thuộc tỷ lệ đứng đầu khối, cụm"
    looks_at = ("rank", "block_size")
    params = {
        "percent": Percent("Tỷ lệ số đơn vị đứng đầu (%)", required=True, high=100),
        "least": Whole("Ít nhất (đơn vị)", default=1, high=1000),
    }

    def judge(self, facts: AnyFacts) -> Finding:
        unit = measured(facts)
        if unit is None:
            return not_applicable(NO_UNIT)
        if unit.rank is None or unit.block_size is None:
            return not_met(NO_SCORE, percent=self["percent"])
        places = max(self["least"], int(self["percent"] * unit.block_size // 100))
        said = (
            f"Hạng {unit.rank}/{unit.block_size} của khối; {words.percent(self['percent'])} của {unit.block_size} "
            f"đơn vị là {places} hạng đầu."
        )
        return (met if unit.rank <= places else not_met)(said, rank=unit.rank, of=unit.block_size, places=places)


@register
class LeadsCluster(Criterion):
    """The flag of a cluster (cờ thi đua): among the first `n` of a cluster of at least `members` ranked units.

    Equals that do not all fit into the places wait for the cluster's own vote.
    """

    kind = "leads_cluster"
    title = "Dẫn đầu cụm, khối thi đua"
    looks_at = ("rank", "block_size", "ratio_h", "equals")
    params = {
        "n": Whole("Số cờ của mỗi cụm, khối", default=1, low=1, high=100),
        "members": Whole("Chỉ xét cụm, khối có từ (đơn vị)", default=2, low=1, high=10000),
        "at_least": Percent("Tỷ lệ điểm tối thiểu (%)", high=100),
    }

    def judge(self, facts: AnyFacts) -> Finding:
        unit = measured(facts)
        if unit is None:
            return not_applicable(NO_UNIT)
        if unit.rank is None or unit.block_size is None or unit.ratio_h is None:
            return not_met(NO_SCORE)
        figures: dict[str, Any] = {"rank": unit.rank, "of": unit.block_size, "ratio_h": unit.ratio_h}
        place = f"Hạng {unit.rank}/{unit.block_size} của cụm, tỷ lệ điểm {words.ratio(unit.ratio_h)}"
        if unit.block_size < self["members"]:
            return not_met(f"{place}; cụm có từ {self['members']} đơn vị mới xét cờ.", **figures)
        if self["at_least"] is not None and Decimal(unit.ratio_h) < self["at_least"] * 100:
            return not_met(f"{place}; yêu cầu từ {words.percent(self['at_least'])}.", **figures)
        if unit.rank > self["n"]:
            return not_met(f"{place}; mỗi cụm {self['n']} cờ.", **figures)
        if unit.rank + unit.equals - 1 > self["n"]:
            return ask(
                f"{place}, đồng hạng với {unit.equals - 1} đơn vị khác; cụm bình chọn {self['n']} cờ.", **figures
            )
        return met(f"{place}.", **figures)
