"""Values, points and ratios as people write them. Formatting is done once, here, not in templates."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from config.kernel.text import format_hundredths, format_number
from targets.models import Indicator
from targets.scoring import Entry


def value(indicator: Indicator, entry: Entry) -> str:
    """`3.412/4.298`, `12,5`, `Có`, the words; `không áp dụng`, or `trống`."""
    if entry.not_applicable:
        return "không áp dụng"
    kind = indicator.value_kind
    if kind == "share":
        if entry.numerator is None and entry.denominator is None:
            return "trống"
        return f"{format_number(entry.numerator) or '…'}/{format_number(entry.denominator) or '…'}"
    if kind == "number":
        unit = f" {indicator.unit}" if indicator.unit and indicator.unit != "%" else indicator.unit
        return f"{format_number(entry.number)}{unit}" if entry.number is not None else "trống"
    if kind == "boolean":
        return {True: "Có", False: "Không", None: "trống"}[entry.boolean]
    return entry.text or "trống"


def actual(indicator: Indicator, actual_h: int | None) -> str:
    """The value in its unit: `79,39%`, or `–` where it is no number."""
    if actual_h is None:
        return "–"
    if indicator.value_kind == "share" or indicator.unit.startswith("%"):
        return f"{format_hundredths(actual_h)}%"
    whole = actual_h % 100 == 0
    return f"{format_hundredths(actual_h, 0 if whole else 2)} {indicator.unit}".strip()


def percent(ratio_h: int | None, places: int = 2) -> str:
    return "–" if ratio_h is None else f"{format_hundredths(ratio_h, places)}%"


def points(points_h: int | None) -> str:
    return "–" if points_h is None else format_hundredths(points_h)


def maximum(max_h: int) -> str:
    """A maximum without needless decimals: `10`, `1.000`, `7,5`."""
    return format_hundredths(max_h, 0) if max_h % 100 == 0 else format_hundredths(max_h).rstrip("0")


def clock_time(moment: dt.datetime | None) -> str:
    return "" if moment is None else timezone.localtime(moment).strftime("%H:%M")


def moment(at: dt.datetime | None) -> str:
    """`16:05 ngày 13/12/2023`."""
    return "" if at is None else timezone.localtime(at).strftime("%H:%M ngày %d/%m/%Y")
