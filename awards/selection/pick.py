"""Picking under one rule's quota. Pure: facts and verdicts in, places out; the order of input never matters.

Nobody ineligible is picked, the quota is never passed, a place not filled stays empty (decision 7), a tie at
the edge stops for a recorded vote (decision 5), who is on hold keeps the place (decision 11).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from awards.facts import AnyFacts
from awards.rules import Verdict
from awards.selection.order import Key, Ranked, groups, places, ranked
from awards.selection.rule import Rule


class Standing(StrEnum):
    PICKED = "picked"
    HELD = "held"  # within the quota, on hold: the place is kept
    TIED = "tied"  # at the edge, waits for a vote
    RESERVE = "reserve"
    REFUSED = "refused"  # eligible, but the same achievement is already being awarded this way
    PENDING = "pending"  # a criterion is still to be attested
    OUT = "out"
    WITHDRAWN = "withdrawn"


_BELOW = frozenset({Standing.REFUSED, Standing.PENDING, Standing.OUT, Standing.WITHDRAWN})


@dataclass(frozen=True)
class TieVote:
    """A recorded vote among equals: `order` = best first, all of `among` or only the chosen."""

    rule: str
    among: frozenset[str]
    order: tuple[str, ...]
    minutes: str = ""

    def __post_init__(self) -> None:
        if not set(self.order) <= self.among or len(set(self.order)) != len(self.order):
            raise ValueError("a vote orders only those it was held among, each once")


@dataclass(frozen=True)
class Tie:
    """Equals at the edge: `seats` of them can be placed, the council says who. `unit`: within that unit."""

    rule: str
    among: tuple[str, ...]
    seats: int
    first_seat: int
    unit: str = ""


class Entry(NamedTuple):
    """One candidate under one rule.

    `rank` among the eligible (1, 1, 3); `seat` from 1 within the quota; `reserve` from 1, equal for equals;
    `why` a Vietnamese sentence where the standing alone does not say it.
    """

    key: str
    standing: Standing
    verdict: Verdict
    facts: AnyFacts
    rank: int | None = None
    seat: int | None = None
    reserve: int | None = None
    order_key: Key = ()
    why: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    rule: Rule
    quota: int | None
    entries: tuple[Entry, ...]
    ties: tuple[Tie, ...] = ()

    def standing(self, *standings: Standing) -> list[Entry]:
        return [entry for entry in self.entries if entry.standing in standings]

    @property
    def picked(self) -> list[str]:
        """Keys, in order of seat."""
        return [entry.key for entry in self.standing(Standing.PICKED)]

    @property
    def seats_used(self) -> int:
        return len(self.standing(Standing.PICKED, Standing.HELD))

    @property
    def unfilled(self) -> int | None:
        """Places that nobody takes; None without a quota. Seats waiting for a vote are not unfilled."""
        if self.quota is None:
            return None
        return self.quota - self.seats_used - sum(tie.seats for tie in self.ties)

    @property
    def pending_inside(self) -> list[Entry]:
        """Candidates whose open question, once answered yes, would or might give them a place."""
        pending = self.standing(Standing.PENDING)
        if self.quota is None or not pending:
            return pending
        if (self.unfilled or 0) > 0:
            return pending
        last = max((e.order_key for e in self.standing(Standing.PICKED, Standing.HELD, Standing.TIED)), default=None)
        return [entry for entry in pending if last is not None and entry.order_key <= last]


def pick(
    rule: Rule,
    candidates: Sequence[AnyFacts],
    verdicts: Mapping[str, Verdict],
    *,
    votes: Sequence[TieVote] = (),
    withdrawn: frozenset[str] = frozenset(),
    refused: Mapping[str, str] | None = None,
    warnings: Mapping[str, tuple[str, ...]] | None = None,
) -> Selection:
    """Everybody's standing under `rule`. `refused` maps a key to the sentence why it is not picked again."""
    refused, warnings = refused or {}, warnings or {}
    seats = rule.quota.places(len(candidates))
    everyone = ranked(candidates, rule.order_keys)
    eligible = [
        row
        for row in everyone
        if (key := row.facts.key) not in withdrawn and key not in refused and verdicts[key].eligible == "yes"
    ]
    place = places(eligible)
    state = _Seating(rule, seats, [vote for vote in votes if vote.rule == rule.code])
    for group in groups(eligible):
        state.take(group)
    entries = []
    for facts, order_key in everyone:
        key = facts.key
        verdict = verdicts[key]
        standing, why = _standing(facts, verdict, withdrawn, refused, state)
        seat, reserve = state.seat.get(key), state.reserve.get(key)
        said = warnings.get(key, ())
        entries.append(Entry(key, standing, verdict, facts, place.get(key), seat, reserve, order_key, why, said))
    # Stable: within each part they stay in the order of the rule.
    entries.sort(key=lambda entry: (entry.standing in _BELOW, entry.seat or 10**6))
    return Selection(rule, seats, tuple(entries), tuple(state.ties))


def _standing(
    facts: AnyFacts,
    verdict: Verdict,
    withdrawn: frozenset[str],
    refused: Mapping[str, str],
    state: _Seating,
) -> tuple[Standing, str]:
    key = facts.key
    if key in withdrawn:
        return Standing.WITHDRAWN, "Đã rút khỏi danh sách xét."
    eligible = verdict.eligible
    if eligible == "no":
        return Standing.OUT, ""
    if eligible == "needs_attestation":
        return Standing.PENDING, "Còn tiêu chuẩn chờ xác nhận."
    if key in refused:
        return Standing.REFUSED, refused[key]
    if key in state.seat:
        if facts.holds:
            return Standing.HELD, hold_sentence(facts)
        return Standing.PICKED, ""
    if key in state.tied:
        return Standing.TIED, "Đồng điểm ở suất cuối; Hội đồng biểu quyết."
    return Standing.RESERVE, state.passed.get(key, "")


def hold_sentence(facts: AnyFacts) -> str:
    names = {
        "discipline": "xem xét kỷ luật",
        "investigation": "điều tra",
        "inspection": "thanh tra, kiểm tra",
        "complaint": "giải quyết khiếu nại, tố cáo",
    }
    what = ", ".join(names.get(hold.kind, hold.reason or hold.kind) for hold in facts.holds)
    return f"Tạm dừng: đang {what}. Giữ suất, tiếp tục khi có kết luận."


class _Seating:
    """Seats handed out group by group, best first."""

    def __init__(self, rule: Rule, seats: int | None, votes: Sequence[TieVote]) -> None:
        self.rule, self.votes = rule, votes
        self.left = seats
        self.cap = rule.per_unit
        self.of_unit: Counter[str] = Counter()
        self.seat: dict[str, int] = {}
        self.reserve: dict[str, int] = {}
        self.passed: dict[str, str] = {}
        self.tied: set[str] = set()
        self.ties: list[Tie] = []
        self.next_seat = 1
        self.next_reserve = 1

    def take(self, group: Sequence[Ranked]) -> None:
        """Place one group of equals, in the order a vote gave them if one covers them all."""
        for part in self._voted(list(group)):
            self._take_equals(part)

    def _voted(self, group: list[Ranked], since: int = 0) -> list[list[Ranked]]:
        """In the order of the latest vote over all of them; whom it did not choose, by the votes `since` then: a place
        that one of the chosen lost again goes to whoever they were asked about next."""
        keys = {row.facts.key for row in group}
        held = next((n for n in reversed(range(since, len(self.votes))) if keys <= self.votes[n].among), None)
        if len(group) < 2 or held is None:
            return [group] if group else []
        by_key = {row.facts.key: row for row in group}
        order = self.votes[held].order
        first = [[by_key[key]] for key in order if key in by_key]
        return [*first, *self._voted([row for row in group if row.facts.key not in order], held + 1)]

    def _take_equals(self, group: list[Ranked]) -> None:
        fitting = [row for row in group if self._room(row) > 0]
        passed = [row for row in group if self._room(row) <= 0]
        for row in passed:
            self.passed[row.facts.key] = "Đơn vị đã đủ số cá nhân được chọn."
        by_unit: dict[str, list[Ranked]] = {}
        for row in fitting:
            by_unit.setdefault(row.facts.unit_key if self.cap else row.facts.key, []).append(row)
        wanted = sum(min(len(rows), self._room(rows[0])) for rows in by_unit.values())
        if self.left is not None and wanted > self.left:
            if self.left > 0:
                self._tie(fitting, self.left)
            else:
                self._to_reserve(fitting)
        else:
            for unit, rows in sorted(by_unit.items()):
                if len(rows) > self._room(rows[0]):
                    self._tie(rows, self._room(rows[0]), unit)
                else:
                    for row in rows:
                        self._seat(row)
        self._to_reserve(passed)

    def _room(self, row: Ranked) -> int:
        if self.cap is None or not row.facts.unit_key:
            return 10**6
        return self.cap - self.of_unit[row.facts.unit_key]

    def _seat(self, row: Ranked) -> None:
        self.seat[row.facts.key] = self.next_seat
        self.next_seat += 1
        self.of_unit[row.facts.unit_key] += 1
        if self.left is not None:
            self.left -= 1

    def _tie(self, rows: Sequence[Ranked], seats: int, unit: str = "") -> None:
        among = tuple(sorted(row.facts.key for row in rows))
        self.ties.append(Tie(self.rule.code, among, seats, self.next_seat, unit))
        self.tied.update(among)
        self.next_seat += seats
        if unit:
            self.of_unit[unit] += seats
        if self.left is not None:
            self.left -= seats

    def _to_reserve(self, rows: Sequence[Ranked]) -> None:
        for row in rows:
            self.reserve[row.facts.key] = self.next_reserve
        self.next_reserve += len(rows)
