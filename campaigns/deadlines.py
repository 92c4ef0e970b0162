"""From a plan's wording of a date to the last day that counts, and back to words (decision 9)."""

from __future__ import annotations

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


class Dated(Protocol):
    date: str
    before: bool
    quarter: int | None
    year: int | None
    year_to: int | None
    yearly: bool
    event: str


def last_day_of(item: Dated, year: int | None = None) -> dt.date | None:
    """The last valid day: the day before a "trước ngày", the day itself otherwise, or the end
    of the quarter or year.

    `year` is needed for an item without a year of its own; None comes back where the plan gives no day (a
    yearly duty without a date, an event).
    """
    if item.date:
        full = item.date if len(item.date) == 10 else None
        if full is None:
            if year is None:
                return None
            full = f"{year}-{item.date}"
        day = dt.date.fromisoformat(full)
        return day - dt.timedelta(days=1) if item.before else day
    if item.event:
        return None
    at = item.year if not item.yearly else year
    if item.quarter and at:
        return quarter_end(at, item.quarter)
    if at and not item.yearly:
        return dt.date(at, 12, 31)
    return None


def quarter_end(year: int, quarter: int) -> dt.date:
    following = dt.date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return following - dt.timedelta(days=1)


def deadline(last_day: dt.date) -> dt.datetime:
    """The last moment that counts: 23:59:59 of the last valid day, Vietnam time."""
    return dt.datetime.combine(last_day, dt.time(23, 59, 59), tzinfo=LOCAL)


def days_late(last_day: dt.date, on: dt.date) -> int:
    """Whole days after the last valid day; 0 when in time."""
    return max(0, (on - last_day).days)


def when_label(item: Dated) -> str:
    """The date in words: "trước ngày 15/12 hằng năm", "quý IV năm 2023", "khi công bố …", "hằng năm"."""
    parts = []
    if item.date:
        month, day = item.date[-5:].split("-")
        year = f"/{item.date[:4]}" if len(item.date) == 10 else ""
        parts.append(f"{'trước ngày' if item.before else 'ngày'} {day}/{month}{year}")
    elif item.quarter:
        parts.append(f"quý {_ROMAN[item.quarter]}")
    if item.yearly:
        parts.append("hằng năm")
    elif item.year and len(item.date) != 10:
        parts.append(f"năm {item.year}")
    if item.year_to and item.year:
        parts.append(f"({item.year}–{item.year_to})")
    if item.event:
        itself = item.event.lower().startswith("khi ")
        parts.append(item.event[:1].lower() + item.event[1:] if itself else f"khi có: {item.event}")
    return " ".join(parts) or "không nêu"
