"""Prize = coefficient × base salary in force on the day of the decision, rounded up (decision 13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

ROUND_TO = 10_000


class Dated(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True)
class Regime:
    """`citations`: the lines "Căn cứ …" of a decision; `report_form`: model of the thematic report."""

    code: str
    name: str
    valid_from: date
    valid_to: date | None
    citations: tuple[str, ...]
    report_form: str = ""
    note: str = ""
    verified: bool = True


@dataclass(frozen=True)
class Rate:
    """Coefficient of a form for an individual, in hundredths (1.5 → 150); a collective has twice that."""

    award_form: str
    individual_h: int
    valid_from: date
    valid_to: date | None
    source: str = ""
    verified: bool = True

    def hundredths(self, recipient: str) -> int:
        return self.individual_h * (2 if recipient == "collective" else 1)


@dataclass(frozen=True)
class Salary:
    """Base salary (lương cơ sở) in đồng a month."""

    amount: int
    valid_from: date
    valid_to: date | None
    source: str = ""
    verified: bool = True


@dataclass(frozen=True)
class Prize:
    """`amount` in đồng; `coefficient_h` in hundredths. `verified` False: it rests on an unverified row."""

    amount: int
    coefficient_h: int
    base_salary: int
    verified: bool = True


def in_force(rows: Sequence[D], day: date) -> D | None:
    """The row in force that day; of several, the one that began last."""
    fitting = [row for row in rows if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)]
    return max(fitting, key=lambda row: row.valid_from, default=None)


def regime_on(regimes: Sequence[Regime], day: date) -> Regime | None:
    return in_force(regimes, day)


def prize(
    award_form: str, recipient: str, day: date, rates: Sequence[Rate], salaries: Sequence[Salary]
) -> Prize | None:
    """The prize of one award decided that day; None without a coefficient or a salary."""
    rate = in_force([rate for rate in rates if rate.award_form == award_form], day)
    salary = in_force(salaries, day)
    if rate is None or salary is None:
        return None
    coefficient = rate.hundredths(recipient)
    return Prize(
        amount=rounded_up(coefficient * salary.amount, 100 * ROUND_TO) // 100,
        coefficient_h=coefficient,
        base_salary=salary.amount,
        verified=rate.verified and salary.verified,
    )


def rounded_up(value: int, step: int) -> int:
    return -(-value // step) * step
