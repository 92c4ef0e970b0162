"""How figures are said in the sentences of the criteria."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from awards.facts import TargetResult
from config.kernel.text import format_hundredths, format_number

PILLARS = {"government": "Chính quyền số", "economy": "Kinh tế số", "society": "Xã hội số"}
SIGNS = {"gte": "từ", "gt": "trên", "lte": "không quá", "eq": "bằng", "range": "từ"}


def percent(number: Decimal, places: int = 2) -> str:
    """`81,64%`, half up; a whole number without decimals."""
    if number == number.to_integral_value():
        return f"{format_number(number)}%"
    return f"{format_number(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), places)}%"


def ratio(hundredths: int) -> str:
    return f"{format_hundredths(hundredths)}%"


def money(amount: int) -> str:
    return f"{format_number(amount)} đồng"


def amount_of(value: Decimal, unit: str) -> str:
    if unit.startswith("%"):
        return percent(value) + unit[1:]
    return f"{format_number(value)} {unit}".strip()


def actual_of(target: TargetResult) -> str:
    """`81,64% (1.245/1.525)`."""
    if target.actual is None:
        return target.reason or "chưa có số liệu hợp lệ"
    said = amount_of(target.actual, target.unit)
    if target.numerator is not None and target.denominator is not None:
        said += f" ({format_number(target.numerator)}/{format_number(target.denominator)})"
    return said


def threshold_of(target: TargetResult) -> str:
    if target.threshold is None:
        return "có"
    return f"{SIGNS.get(target.comparator, 'từ')} {amount_of(target.threshold, target.unit)}"


def shortfall(target: TargetResult) -> str:
    """`Hộ có Internet: 72,1%, yêu cầu từ 75%`: why this target is not met, for a list of such.

    A figure that was reported but does not count says why instead, whatever it reaches.
    """
    said = f"{target.label or target.code}: {actual_of(target)}"
    if target.actual is not None and target.met is None and target.reason:
        return f"{said}, {target.reason[0].lower()}{target.reason[1:].rstrip('.')}"
    return f"{said}, yêu cầu {threshold_of(target)}"


def pillars(codes: tuple[str, ...]) -> str:
    return ", ".join(PILLARS.get(code, code) for code in codes)


def some(parts: list[str], most: int = 4) -> str:
    """The first few parts joined by semicolons, and how many more there are."""
    rest = len(parts) - most
    return "; ".join(parts[:most]) + (f"; và {rest} chỉ tiêu khác" if rest > 0 else "")
