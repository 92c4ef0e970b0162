"""Days on which offices are closed: weekends and the Vietnamese public holidays, with the days given in lieu."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any


@functools.cache
def _holidays(year: int) -> Any:
    import holidays  # noqa: PLC0415 -- slow import, needed by two pages

    return holidays.country_holidays("VN", years=year, language="vi")


def day_off(day: dt.date) -> str:
    """`Tết Nguyên Đán`, `Chủ nhật`, `thứ Bảy`; empty on a working day."""
    if name := _holidays(day.year).get(day):
        return str(name)
    return {5: "thứ Bảy", 6: "Chủ nhật"}.get(day.weekday(), "")


def next_workday(day: dt.date) -> dt.date:
    """`day` itself when offices are open, else the first day after it on which they are."""
    while day_off(day):
        day += dt.timedelta(days=1)
    return day
