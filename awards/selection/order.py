"""The order among candidates (decision 5), as integer keys: smaller is better, equal keys are a tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from awards.facts import AnyFacts, PersonFacts, UnitFacts, measured

Key = tuple[int, ...]
WOMEN_COLLECTIVE_H = 7000
NAMES = {
    "score_ratio": "tỷ lệ điểm",
    "merit": "điểm thành tích",
    "pillars": "điểm các trụ cột theo thứ tự trong kế hoạch",
    "women": "tập thể có từ 70% nữ, cá nhân nữ",
    "late_reports": "ít báo cáo trễ hơn",
    "small": "tập thể nhỏ hơn",
    "direct": "người trực tiếp lao động, công tác",
}
LAST = 10**9


@dataclass(frozen=True)
class Ranked:
    facts: AnyFacts
    key: Key


def ranked(candidates: Sequence[AnyFacts], keys: Sequence[str]) -> list[Ranked]:
    """Best first. Where nobody has a score ratio, points for merit stand in its place (Cần Thơ Khối 4)."""
    scored = any((unit := measured(facts)) and unit.ratio_h is not None for facts in candidates)
    names = [("merit" if name == "score_ratio" and not scored else name) for name in keys]
    widest = max((len(unit.pillar_ratios_h) for f in candidates if (unit := measured(f))), default=0)
    rows = [Ranked(facts, tuple(x for name in names for x in _part(name, facts, widest))) for facts in candidates]
    return sorted(rows, key=lambda row: (row.key, row.facts.key))


def _part(name: str, facts: AnyFacts, widest: int) -> Key:
    unit = measured(facts)
    if name == "score_ratio":
        if unit is None or unit.ratio_h is None:
            return (LAST,)
        return (-(unit.ratio_h + facts.bonus_h),)
    if name == "merit":
        return (LAST,) if facts.merit_h is None else (-(facts.merit_h + facts.bonus_h),)
    if name == "pillars":
        ratios = unit.pillar_ratios_h if unit else ()
        return tuple(-value for value in ratios) + (LAST,) * (widest - len(ratios))
    if name == "women":
        return (0 if is_preferred_woman(facts) else 1,)
    if name == "late_reports":
        return (facts.late_reports,)
    if name == "small":
        return (unit.staff if unit and unit.staff is not None else LAST,)
    return (0 if isinstance(facts, PersonFacts) and facts.role == "direct" else 1,)


def is_preferred_woman(facts: AnyFacts) -> bool:
    """Preference among equals: the woman, the collective of at least 70 % women (NĐ 152/2025 Điều 4.6)."""
    if isinstance(facts, UnitFacts):
        return facts.women_share_h is not None and facts.women_share_h >= WOMEN_COLLECTIVE_H
    return facts.gender == "female"


def groups(rows: Sequence[Ranked]) -> list[list[Ranked]]:
    """Runs of equal keys, best first."""
    out: list[list[Ranked]] = []
    for row in rows:
        if out and out[-1][0].key == row.key:
            out[-1].append(row)
        else:
            out.append([row])
    return out


def places(rows: Sequence[Ranked]) -> dict[str, int]:
    """Competition ranking: 1, 1, 3."""
    out: dict[str, int] = {}
    place = 1
    for group in groups(rows):
        out |= {row.facts.key: place for row in group}
        place += len(group)
    return out
