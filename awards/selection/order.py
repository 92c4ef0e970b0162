"""The order among candidates (decision 5), as integer keys: smaller is better, equal keys are a tie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from awards.facts import AnyFacts, PersonFacts, UnitFacts, measured
from config.kernel.text import format_hundredths

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


class Ranked(NamedTuple):
    facts: AnyFacts
    key: Key


def keys_among(keys: Sequence[str], *, scored: bool) -> tuple[str, ...]:
    """The keys as they apply: where nobody has a score ratio, points for merit stand in its place (Cần Thơ Khối 4)."""
    return tuple("merit" if name == "score_ratio" and not scored else name for name in keys)


def ranked(candidates: Sequence[AnyFacts], keys: Sequence[str]) -> list[Ranked]:
    """Best first."""
    units = [measured(facts) for facts in candidates]
    scored = any(unit is not None and unit.ratio_h is not None for unit in units)
    columns: list[Sequence[int]] = []
    for name in keys_among(keys, scored=scored):
        columns += _columns(name, candidates, units)
    numbers = zip(*columns, strict=True) if columns else [()] * len(candidates)
    rows = [Ranked(facts, key) for facts, key in zip(candidates, numbers, strict=True)]
    return sorted(rows, key=lambda row: (row.key, row.facts.key))


def _columns(name: str, candidates: Sequence[AnyFacts], units: Sequence[UnitFacts | None]) -> list[Sequence[int]]:
    """What one key of the order says of every candidate: one number, or one per pillar."""
    both = zip(candidates, units, strict=True)
    if name == "score_ratio":
        return [
            [LAST if unit is None or unit.ratio_h is None else -(unit.ratio_h + facts.bonus_h) for facts, unit in both]
        ]
    if name == "merit":
        return [[LAST if facts.merit_h is None else -(facts.merit_h + facts.bonus_h) for facts in candidates]]
    if name == "pillars":
        ratios = [unit.pillar_ratios_h if unit else () for unit in units]
        widest = max(map(len, ratios), default=0)
        return [[-row[i] if i < len(row) else LAST for row in ratios] for i in range(widest)]
    if name == "women":
        return [[0 if is_preferred_woman(facts) else 1 for facts in candidates]]
    if name == "late_reports":
        return [[facts.late_reports for facts in candidates]]
    if name == "small":
        return [[unit.staff if unit and unit.staff is not None else LAST for unit in units]]
    return [[0 if isinstance(facts, PersonFacts) and facts.role == "direct" else 1 for facts in candidates]]


class Ahead(NamedTuple):
    """What puts one before another: the key of the order that decides, and the words with both figures."""

    key: str
    words: str


def ahead_by(ahead: AnyFacts, behind: AnyFacts, keys: Sequence[str]) -> Ahead | None:
    """What puts one before the other by keys of `keys_among`; None where they say nothing between the two."""
    both = (ahead, behind)
    units = [measured(facts) for facts in both]
    for name in keys:
        for place, column in enumerate(_columns(name, both, units)):
            first, second = column
            if first < second:
                words = _said(name, place, first, second)
                adjusted = name in ("score_ratio", "merit") and (ahead.bonus_h or behind.bonus_h)
                return Ahead(name, f"{words}, kể cả điểm cộng, trừ của quy tắc" if adjusted else words)
    return None


def _said(name: str, place: int, first: int, second: int) -> str:
    if name == "women":
        return "được ưu tiên là nữ, hoặc tập thể có từ 70% nữ"
    if name == "direct":
        return "được ưu tiên là người trực tiếp lao động, công tác"
    if name == "late_reports":
        return f"có ít báo cáo trễ hơn ({first} so với {second})"
    if name == "small":
        return "được ưu tiên là tập thể nhỏ hơn" + (f" ({first} so với {second} người)" if second != LAST else "")
    what = {
        "score_ratio": "tỷ lệ điểm",
        "merit": "điểm thành tích",
        "pillars": f"điểm của trụ cột thứ {place + 1} theo thứ tự trong kế hoạch",
    }[name]
    mark = "" if name == "merit" else "%"
    if second == LAST:
        return f"có {what} {format_hundredths(-first)}{mark}, bên kia chưa có"
    return f"có {what} cao hơn ({format_hundredths(-first)}{mark} so với {format_hundredths(-second)}{mark})"


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
