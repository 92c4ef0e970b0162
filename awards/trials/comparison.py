"""The official result beside a trial: who comes in, who drops out, and why, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from awards.facts import measured
from awards.selection import Entry, RoundResult, Selection, Standing
from awards.trials.changes import ASSUMED
from config.kernel.text import format_number

INSIDE = (Standing.PICKED, Standing.HELD)
WORDS = {
    "picked": "được chọn", "held": "tạm dừng, giữ suất", "tied": "đồng điểm, chờ biểu quyết", "reserve": "dự bị",
    "refused": "trùng hình thức", "pending": "chờ xác nhận", "out": "không đủ tiêu chuẩn", "withdrawn": "đã rút",
}  # fmt: skip


@dataclass(frozen=True)
class Before:
    """A candidate in the official result; `lines`: those of the stored verdict."""

    key: str
    name: str
    standing: str
    seat: int | None = None
    reserve: int | None = None
    ratio_h: int | None = None
    lines: Sequence[Mapping[str, Any]] = ()
    uid: str = ""


@dataclass(frozen=True)
class Move:
    """Somebody whose standing is another one; `why` in whole sentences."""

    key: str
    name: str
    uid: str
    before: str
    after: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class RuleComparison:
    """`rows`: place by place, the official name and the trial's; "" = nobody."""

    code: str
    quota_before: int | None
    quota_after: int | None
    rows: tuple[tuple[int, str, str], ...]
    comes_in: tuple[Move, ...] = ()
    drops_out: tuple[Move, ...] = ()
    others: tuple[Move, ...] = ()
    seats_before: int = 0
    seats_after: int = 0
    ties: int = 0

    @property
    def same(self) -> bool:
        return not (self.comes_in or self.drops_out or self.others)


@dataclass(frozen=True)
class Comparison:
    rules: tuple[RuleComparison, ...]
    blockers: tuple[str, ...] = field(default=())

    @property
    def comes_in(self) -> int:
        return sum(len(rule.comes_in) for rule in self.rules)

    @property
    def drops_out(self) -> int:
        return sum(len(rule.drops_out) for rule in self.rules)

    @property
    def sentence(self) -> str:
        if not self.comes_in and not self.drops_out:
            return "Danh sách được chọn không đổi."
        return f"{self.comes_in} đối tượng vào danh sách, {self.drops_out} ra khỏi danh sách."

    def of(self, code: str) -> RuleComparison:
        return next(rule for rule in self.rules if rule.code == code)


def compare(before: Mapping[str, Sequence[Before]], quotas: Mapping[str, int | None], trial: RoundResult) -> Comparison:
    """`before`: rule code → candidates of the official result; `quotas`: its places."""
    return Comparison(
        rules=tuple(
            _rule(selection, before.get(selection.rule.code, ()), quotas.get(selection.rule.code))
            for selection in trial.selections
        ),
        blockers=tuple(trial.blockers),
    )


def _rule(selection: Selection, before: Sequence[Before], quota: int | None) -> RuleComparison:
    known = {one.key: one for one in before}
    was_in = {one.key for one in before if one.standing in INSIDE}
    now_in = {entry.key for entry in selection.standing(*INSIDE)}
    gone = [one.name for one in before if one.key in was_in - now_in]
    new = [entry.facts.name for entry in selection.entries if entry.key in now_in - was_in]
    comes: list[Move] = []
    drops: list[Move] = []
    others: list[Move] = []
    for entry in selection.entries:
        old = known.get(entry.key)
        if old is None or old.standing == entry.standing.value:
            continue
        why = _why(old, entry, quota, selection.quota, gone=gone, new=new)
        move = Move(entry.key, old.name, old.uid, WORDS[old.standing], WORDS[entry.standing.value], why)
        group = comes if entry.key in now_in - was_in else drops if entry.key in was_in - now_in else others
        group.append(move)
    official = [one.name for one in sorted(before, key=lambda b: b.seat or 10**6) if one.key in was_in]
    tried = [entry.facts.name for entry in selection.entries if entry.key in now_in]
    rows = tuple((place, a, b) for place, (a, b) in enumerate(zip_longest(official, tried, fillvalue=""), 1))
    return RuleComparison(
        code=selection.rule.code,
        quota_before=quota,
        quota_after=selection.quota,
        rows=rows,
        comes_in=tuple(comes),
        drops_out=tuple(drops),
        others=tuple(others),
        seats_before=len(was_in),
        seats_after=len(now_in),
        ties=sum(tie.seats for tie in selection.ties),
    )


def _why(
    old: Before, entry: Entry, quota: int | None, tried: int | None, *, gone: Sequence[str], new: Sequence[str]
) -> tuple[str, ...]:
    said = _criteria(old, entry)
    unit = measured(entry.facts)
    ratio = unit.ratio_h if unit else None
    if ratio is not None and ratio != old.ratio_h:
        was = "chưa có" if old.ratio_h is None else _percent(old.ratio_h)
        said.append(f"Tỷ lệ điểm thử {_percent(ratio)}, chính thức {was}.")
    if entry.standing in INSIDE and old.standing in ("reserve", "tied"):
        said += _let_in(old, quota, tried, gone)
    elif entry.standing is Standing.RESERVE and old.standing in ("picked", "held", "tied"):
        said += _pushed_out(entry, quota, tried, new)
    elif entry.standing is Standing.RESERVE:
        said.append(f"Đủ tiêu chuẩn nhưng hết suất: dự bị số {entry.reserve}.")
    elif entry.standing is Standing.TIED:
        said.append("Đồng điểm ở suất cuối: Hội đồng phải biểu quyết.")
    if not said and entry.why:
        said.append(entry.why)
    return tuple(said) or ("Kết quả của đối tượng khác thay đổi nên thứ tự thay đổi.",)


def _criteria(old: Before, entry: Entry) -> list[str]:
    """Criteria that came out another way, the deciding ones."""
    was = {line["path"]: line for line in old.lines}
    said: list[str] = []
    assumed: dict[str, list[str]] = {}
    for line in entry.verdict.lines:
        before = was.get(line.path)
        if before is None or line.kind in ("all", "any", "not", "at_least") or line.advisory:
            continue
        if before["outcome"] == line.outcome.value:
            continue
        answer = entry.facts.attestations.get(line.code) if line.code else None
        if answer is not None and answer.by == ASSUMED:
            assumed.setdefault("đạt" if answer.answer else "không đạt", []).append(line.label)
            continue
        word = {"met": "Nay đạt", "not_met": "Nay không đạt", "needs_attestation": "Nay phải xác nhận"}.get(
            line.outcome.value, "Nay không áp dụng"
        )
        where = f" (Mục {line.section})" if line.section else ""
        said.append(f"{word} “{line.label}”{where}: {line.sentence}")
    said += [
        f"Giả định {answer} {len(labels)} tiêu chuẩn do người xác nhận: "
        f"{_names([f'“{one}”' for one in labels], 'tiêu chuẩn')}."
        for answer, labels in assumed.items()
    ]
    return said


def _let_in(old: Before, quota: int | None, tried: int | None, gone: Sequence[str]) -> list[str]:
    was = f"Trước là dự bị số {old.reserve}" if old.standing == "reserve" else "Trước đồng điểm chờ biểu quyết"
    if quota != tried:
        return [f"{was}; số suất thử {_places(tried)} thay cho {_places(quota)}."]
    if gone:
        return [f"{was}; có suất do {_names(gone)} ra khỏi danh sách."]
    return [f"{was}; nay xếp trong số suất."]


def _pushed_out(entry: Entry, quota: int | None, tried: int | None, new: Sequence[str]) -> list[str]:
    now = f"Vẫn đủ tiêu chuẩn, thành dự bị số {entry.reserve}"
    if tried is not None and (quota is None or tried < quota):
        return [f"{now}: số suất thử còn {tried} thay cho {_places(quota)}."]
    if new:
        return [f"{now}: xếp sau {_names(new)}."]
    return [f"{now}."]


def _places(quota: int | None) -> str:
    return "không giới hạn" if quota is None else str(quota)


def _names(names: Sequence[str], noun: str = "đối tượng") -> str:
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} và {len(names) - 3} {noun} khác"


def _percent(value_h: int) -> str:
    return f"{format_number(Decimal(value_h) / 100, 2)}%"
