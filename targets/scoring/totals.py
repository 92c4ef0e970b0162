from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

# Products of a maximum, a value and a threshold stay exact far below this.
EXACT = 200


def half_up(dividend: Decimal | int, divisor: Decimal | int) -> int:
    """The nearest integer to dividend ÷ divisor, halves away from zero; neither is negative, divisor above 0.

    Integer division throughout: a quotient that was rounded first would be rounded twice.
    """
    if isinstance(dividend, int) and isinstance(divisor, int):
        return (2 * dividend + divisor) // (2 * divisor)
    with localcontext() as context:
        context.prec = EXACT
        return int((2 * Decimal(dividend) + divisor) // (2 * Decimal(divisor)))


def ratio_h(points_h: int, max_h: int) -> int | None:
    """Score ratio in hundredths of a percent: 79.39 % → 7939. None where nothing applied to the unit."""
    return half_up(points_h * 10000, max_h) if max_h else None


def total(lines: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Sum of (points_h, max_h)."""
    points, maximum = 0, 0
    for line_points, line_max in lines:
        points += line_points
        maximum += line_max
    return points, maximum


@dataclass(frozen=True)
class Standing:
    rank: int | None
    of: int
    tied: bool


def standings(ratios: Mapping[K, int | None]) -> dict[K, Standing]:
    """Ranks of one block by ratio, best first: equal ratios share a rank and the next is skipped (1, 1, 3).

    A unit without a ratio has no rank and is not counted.
    """
    counted = [r for r in ratios.values() if r is not None]
    result = {}
    for key, ratio in ratios.items():
        if ratio is None:
            result[key] = Standing(None, len(counted), False)
            continue
        above = sum(1 for other in counted if other > ratio)
        result[key] = Standing(above + 1, len(counted), counted.count(ratio) > 1)
    return result
