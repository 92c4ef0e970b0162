"""How a scored value is kept in `ScoreLines`, packed by SQL and unpacked here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, cast

from targets.scoring.engine import actual_h
from targets.scoring.rules import Entry, Result, Rule, Status, Verdict
from targets.scoring.sql import STATUSES

# A yes or no that may be missing takes two bits. A mark says what was given beside the figures, the answer, then
# evidence, then “not applicable”; and from `OUTCOME` on what came of it, whether the figures reach the goal, then the
# place of the status.
YES_NO = (None, False, True)
EVIDENCE, NOT_APPLICABLE, OUTCOME = 4, 8, 16
MET = 4 * STATUSES.index("ok") + 2
MARK = f"""
    (CASE WHEN x.yes THEN 2 WHEN NOT x.yes THEN 1 ELSE 0 END + CASE WHEN x.has_evidence THEN {EVIDENCE} ELSE 0 END
     + CASE WHEN x.not_applicable THEN {NOT_APPLICABLE} ELSE 0 END
     + {OUTCOME} * (4 * x.place + CASE WHEN x.reaches THEN 2 WHEN NOT x.reaches THEN 1 ELSE 0 END))::smallint
"""


class Packed(Protocol):
    """A row of `ScoreLines`."""

    indicators: list[int]
    amounts: list[Decimal | None]
    bases: list[Decimal | None]
    marks: list[int]
    texts: dict[str, str]
    points_h: list[int]
    self_points_h: list[int]
    appraised_points_h: list[int | None]


@dataclass(frozen=True)
class Line:
    """One value as it was scored. Points given by hand are those of the result."""

    indicator: int
    row: dict[str, Any]
    rule: Rule
    entry: Entry
    result: Result
    self_points_h: int
    appraised_points_h: int | None


def reached(mark: int) -> bool | None:
    return YES_NO[mark // OUTCOME % 4]


def status_of(mark: int) -> Status:
    return cast("Status", STATUSES[mark // OUTCOME // 4])


def unpacked(packed: Packed, rules: dict[str, dict[str, Any]]) -> Iterator[Line]:
    """The lines of one unit by the rules of the run, in the order of the set."""
    columns = zip(
        packed.indicators, packed.amounts, packed.bases, packed.marks, packed.points_h, packed.self_points_h,
        packed.appraised_points_h, strict=True,
    )  # fmt: skip
    lines = [_line(rules[str(column[0])], packed.texts.get(str(column[0]), ""), *column) for column in columns]
    return iter(sorted(lines, key=lambda line: (line.row["order"], line.indicator)))


def _line(
    row: dict[str, Any],
    text: str,
    indicator: int,
    amount: Decimal | None,
    base: Decimal | None,
    mark: int,
    points_h: int,
    self_points_h: int,
    appraised_points_h: int | None,
) -> Line:
    rule = Rule.from_row(row)
    share = rule.value_kind == "share"
    entry = Entry(
        numerator=amount if share else None,
        denominator=base if share else None,
        number=None if share else amount,
        boolean=YES_NO[mark % 4],
        text=text,
        not_applicable=bool(mark & NOT_APPLICABLE),
        points_h=points_h,
        has_evidence=bool(mark & EVIDENCE),
    )
    status, reaches = status_of(mark), reached(mark)
    verdict: Verdict = "none"
    if status == "ok" and reaches is not None and not rule.progress:
        verdict = "met" if reaches else "not_met"
    max_h = 0 if status == "not_applicable" else rule.max_h
    actual = actual_h(rule, entry) if status in ("ok", "unproven") else None
    result = Result(status, verdict, points_h, max_h, actual, reaches)
    return Line(indicator, row, rule, entry, result, self_points_h, appraised_points_h)
