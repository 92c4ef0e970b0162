"""Criteria over what a candidate gave or made: contributions, initiatives."""

from __future__ import annotations

from awards.facts import AnyFacts
from awards.rules import words
from awards.rules.outcome import Finding, ask, met, not_met
from awards.rules.params import Amount, Choice, Flag, Whole
from awards.rules.registry import Criterion, register

LEVELS = ("any", "unit", "commune", "district", "province", "state")
LEVEL_NAMES = {
    "any": "bất kỳ cấp nào",
    "unit": "cơ sở",
    "commune": "cấp xã",
    "district": "cấp huyện",
    "province": "cấp tỉnh",
    "state": "toàn quốc",
}


@register
class Contribution(Criterion):
    """Money and goods given, converted to đồng, reach `norm` (KG IV.2.a: the norm that the council sets).

    `period`: the round's year, or the campaign up to it.
    Without any norm set, whoever gave something waits for the council's word.
    """

    kind = "contribution"
    title = "Đóng góp đạt định mức"
    looks_at = ("contributions", "contribution_norm", "year")
    params = {
        "norm": Amount("Định mức (đồng; để trống = do Hội đồng quy định)"),
        "period": Choice("Tính trong", {"year": "năm xét", "campaign": "cả phong trào"}, default="year"),
    }

    def judge(self, facts: AnyFacts) -> Finding:
        counted = [
            gift
            for gift in facts.contributions
            if gift.recognised and (gift.year == facts.year if self["period"] == "year" else gift.year <= facts.year)
        ]
        waiting = [gift for gift in facts.contributions if not gift.recognised]
        total = sum(gift.amount for gift in counted)
        in_kind = sum(gift.amount for gift in counted if gift.in_kind)
        norm = facts.contribution_norm if self["norm"] is None else self["norm"]
        figures = {"total": total, "in_kind": in_kind, "norm": norm}
        if not total:
            if waiting:
                return ask("Có khoản đóng góp chưa được xác nhận; cần xác nhận.", **figures)
            return not_met("Chưa ghi nhận khoản đóng góp nào.", **figures)
        if norm is None:
            return ask(
                lambda: f"Đã đóng góp {_given(total, in_kind)}; Hội đồng chưa quy định định mức nên cần xác nhận.",
                **figures,
            )
        return (met if total >= norm else not_met)(
            lambda: f"Đã đóng góp {_given(total, in_kind)}, định mức {words.money(norm)}.", **figures
        )


def _given(total: int, in_kind: int) -> str:
    return words.money(total) + (f" (hiện vật quy ra tiền {words.money(in_kind)})" if in_kind else "")


@register
class Initiative(Criterion):
    """Has at least `count` initiatives recognised at `level` or above. That a commune stands between an agency's own
    recognition and a district's is our order, no law's: `campaigns.plans.criteria.INITIATIVE_LEVELS` says why.

    `many`: the plan says "nhiều" and gives no number.
    `replicated`: also spread to others (ĐS IV.1.2). Claimed but not recognised → a person has to say.
    """

    kind = "initiative"
    title = "Có sáng kiến, giải pháp"
    looks_at = ("initiatives", "year")
    params = {
        "level": Choice("Được công nhận từ", LEVEL_NAMES, default="any"),
        "count": Whole("Số sáng kiến tối thiểu", default=1, low=1, high=100),
        "many": Flag("Kế hoạch ghi “nhiều”, không đặt con số", default=False),
        "replicated": Flag("Đã được nhân rộng", default=False),
    }

    def judge(self, facts: AnyFacts) -> Finding:
        floor = LEVELS.index(self["level"])
        if facts.initiatives is None:
            return ask("Hệ thống chưa có dữ liệu sáng kiến của đối tượng; cần người xác nhận.")
        claimed = [i for i in facts.initiatives if i.year is None or i.year <= facts.year]
        good = [
            i
            for i in claimed
            if i.recognised and LEVELS.index(i.level) >= floor and (i.replicated or not self["replicated"])
        ]
        figures = {"claimed": len(claimed), "recognised": len(good)}
        if self["many"]:
            who = (
                f"Đã nêu {len(claimed)} sáng kiến, {len(good)} được công nhận" if claimed else "Chưa nêu sáng kiến nào"
            )
            return ask(f"Kế hoạch không đặt con số. {who}; cần người xác nhận.", **figures)
        wanted = f"{self['count']} sáng kiến được công nhận từ {LEVEL_NAMES[self['level']]}"
        if self["replicated"]:
            wanted += " và nhân rộng"
        if len(good) >= self["count"]:
            first = good[0]
            paper = f" ({first.decision})" if first.decision else ""
            return met(f"Có {len(good)} sáng kiến đạt yêu cầu: “{first.title}”{paper}.", **figures)
        if claimed:
            return ask(
                f"Đã nêu {len(claimed)} sáng kiến, {len(good)} đạt; yêu cầu {wanted}. Cần xác nhận.",
                **figures,
            )
        return not_met(f"Chưa có sáng kiến nào; yêu cầu {wanted}.", **figures)
