"""Two score runs of a year beside each other: who moved, and because of which values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.plans.vocabulary import COMPARATORS, METHODS
from targets.models import ScoreRun, ScoreTotal
from targets.selectors import show
from targets.selectors.ranking import LineView, lines_of

FIELDS = ("unit_id", "unit_name", "unit__uid", "block_code", "points_h", "max_h", "ratio_h", "rank")
UP, DOWN, CHANGED, NEW, GONE = "up", "down", "changed", "new", "gone"


@dataclass(frozen=True)
class Cause:
    """One value of the unit that counts differently; "" where a run does not have it. `why` in words."""

    code: str
    label: str
    before: str
    after: str
    points_before: str
    points_after: str
    gain_h: int
    why: str

    @property
    def gain(self) -> str:
        return signed(self.gain_h)


@dataclass(frozen=True)
class Moved:
    """A unit whose rank, ratio or points differ. `kind`: up, down, changed (same rank), new, gone."""

    unit_id: int
    uid: str
    name: str
    block: str
    kind: str
    rank_before: int | None
    rank_after: int | None
    ratio_before: str
    ratio_after: str
    gain_h: int

    @property
    def places(self) -> int:
        return abs((self.rank_before or 0) - (self.rank_after or 0))

    @property
    def word(self) -> str:
        return {
            UP: f"Lên {self.places} hạng", DOWN: f"Xuống {self.places} hạng", CHANGED: "Đổi điểm, giữ hạng",
            NEW: "Mới có điểm", GONE: "Không còn điểm",
        }[self.kind]  # fmt: skip


@dataclass(frozen=True)
class RunComparison:
    """`rules`: indicators scored another way, code → what changed. `moved` the largest moves first."""

    earlier: ScoreRun
    later: ScoreRun
    moved: list[Moved]
    same: int
    rules: list[tuple[str, str, str]]

    def count(self, *kinds: str) -> int:
        return sum(1 for one in self.moved if one.kind in kinds)

    @property
    def sentence(self) -> str:
        if self.earlier.result_digest == self.later.result_digest:
            return "Hai lần chấm cho cùng một kết quả, đến từng giá trị."
        if not self.moved:
            return "Điểm và thứ hạng mọi đơn vị như nhau; chỉ khác ở giá trị không làm đổi điểm."
        counted = (
            (UP, "lên hạng"), (DOWN, "xuống hạng"), (CHANGED, "đổi điểm mà giữ hạng"), (NEW, "mới có điểm"),
            (GONE, "không còn điểm"),
        )  # fmt: skip
        parts = [f"{self.count(kind)} đơn vị {word}" for kind, word in counted if self.count(kind)]
        return f"{', '.join(parts)}; {self.same} đơn vị không đổi."


def compare(earlier: ScoreRun, later: ScoreRun) -> RunComparison:
    """Over the totals of both; two queries. The causes are for the units that are shown: `causes`."""
    before, after = _totals(earlier), _totals(later)
    moved = [found for unit in after.keys() | before.keys() if (found := _moved(before.get(unit), after.get(unit)))]
    order = {UP: 0, DOWN: 0, NEW: 1, GONE: 1, CHANGED: 2}
    moved.sort(key=lambda one: (order[one.kind], -one.places, -abs(one.gain_h), one.block, one.name))
    return RunComparison(earlier, later, moved, len(after.keys() | before.keys()) - len(moved), _rules(earlier, later))


def causes(comparison: RunComparison, units: Sequence[Moved]) -> dict[int, list[Cause]]:
    """Values that count differently, by unit id, those that moved most points first. Two queries."""
    ids = [one.unit_id for one in units]
    before, after = lines_of(comparison.earlier, ids), lines_of(comparison.later, ids)
    return {unit: _causes(before.get(unit, {}), after.get(unit, {})) for unit in ids}


def signed(points_h: int) -> str:
    return f"{'+' if points_h > 0 else '−' if points_h < 0 else ''}{show.points(abs(points_h))}"


def _totals(run: ScoreRun) -> dict[int, dict]:
    return {row["unit_id"]: row for row in ScoreTotal.objects.filter(run=run).order_by().values(*FIELDS)}


def _moved(before: dict | None, after: dict | None) -> Moved | None:
    told = after or before
    if told is None:
        return None
    if before and after:
        same = ("block_code", "points_h", "max_h", "ratio_h", "rank")
        if all(before[name] == after[name] for name in same):
            return None
    rank_before, rank_after = (row["rank"] if row else None for row in (before, after))
    if rank_before is None or rank_after is None:
        kind = NEW if rank_after is not None else GONE if rank_before is not None else CHANGED
    else:
        kind = UP if rank_after < rank_before else DOWN if rank_after > rank_before else CHANGED
    return Moved(
        unit_id=told["unit_id"],
        uid=str(told["unit__uid"]),
        name=told["unit_name"],
        block=told["block_code"],
        kind=kind,
        rank_before=rank_before,
        rank_after=rank_after,
        ratio_before=show.percent(before["ratio_h"]) if before else "–",
        ratio_after=show.percent(after["ratio_h"]) if after else "–",
        gain_h=(after["points_h"] if after else 0) - (before["points_h"] if before else 0),
    )


def _causes(before: dict[str, LineView], after: dict[str, LineView]) -> list[Cause]:
    found = []
    for code in [*after, *(code for code in before if code not in after)]:
        old, new = before.get(code), after.get(code)
        told = new or old
        if told is None or (old and new and (old.points_h, old.max_h) == (new.points_h, new.max_h)):
            continue
        found.append(
            Cause(
                code=code,
                label=told.label,
                before=old.value if old else "",
                after=new.value if new else "",
                points_before=f"{old.points}/{old.maximum}" if old else "–",
                points_after=f"{new.points}/{new.maximum}" if new else "–",
                gain_h=(new.points_h if new else 0) - (old.points_h if old else 0),
                why=_why(old, new, alone=not (before and after)),
            )
        )
    return sorted(found, key=lambda cause: (-abs(cause.gain_h), cause.code))


_STATUS = {
    "missing": "chưa nhập", "unproven": "thiếu tài liệu kiểm chứng", "invalid": "giá trị sai",
    "not_applicable": "không áp dụng",
}  # fmt: skip


def _why(old: LineView | None, new: LineView | None, *, alone: bool) -> str:
    if alone:
        return "Lần chấm trước chưa có đơn vị này" if old is None else "Lần chấm sau không có đơn vị này"
    if old is None:
        return "Chỉ số mới"
    if new is None:
        return "Chỉ số không còn"
    if old.status != new.status:
        was, now = _STATUS.get(old.status, "có giá trị"), _STATUS.get(new.status, "có giá trị")
        return f"Trước {was}, nay {now}"
    if old.value != new.value:
        return "Giá trị đổi"
    if (old.goal, old.method, old.max_h) != (new.goal, new.method, new.max_h):
        return "Cách tính đổi"
    return "Giá trị hoặc cách tính đổi"


def _words(names: Mapping[str, str]) -> Callable[[Any], str]:
    return lambda value: f"“{names.get(value, value)}”"


# What of a rule is told when it changed.
_TOLD: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("max_h", "điểm tối đa", show.maximum),
    ("method", "cách tính", _words(METHODS)),
    ("threshold", "ngưỡng", lambda value: str(value or "không đặt").replace(".", ",")),
    ("comparator", "so sánh", _words(COMPARATORS)),
    ("evidence_required", "yêu cầu tài liệu", lambda value: "có" if value else "không"),
    ("bands", "bậc điểm", lambda value: f"{len(value or ())} bậc"),
    ("options", "lựa chọn", lambda value: f"{len(value or ())} mức"),
)


def _told(word: str, before: str, after: str) -> str:
    """Lists of one length are told by what they are, not by how many."""
    return f"{word} {before} → {after}" if before != after else f"{word} khác trước (vẫn {after})"


def _rules(earlier: ScoreRun, later: ScoreRun) -> list[tuple[str, str, str]]:
    """(code, label, what changed) of indicators scored another way, or in one of the runs only."""
    before = {row["code"]: row for row in earlier.rules.values()}
    after = {row["code"]: row for row in later.rules.values()}
    found = []
    for code, row in after.items():
        old = before.get(code)
        if old is None:
            found.append((code, row["label"], "chỉ có ở lần chấm sau"))
            continue
        said = [
            _told(word, shown(old.get(name)), shown(row.get(name)))
            for name, word, shown in _TOLD
            if old.get(name) != row.get(name)
        ]
        if said:
            found.append((code, row["label"], "; ".join(said)))
    return found + [(c, row["label"], "chỉ có ở lần chấm trước") for c, row in before.items() if c not in after]
