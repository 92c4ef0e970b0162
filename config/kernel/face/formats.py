"""Values as people write them. These only put numbers and dates into words; none computes a verdict."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from config.kernel import clock, text

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
ROMAN = ("", "I", "II", "III", "IV")
SOON_DAYS = 10


def number(value: object, places: object = None) -> str:
    """`1.234,5`; empty for None."""
    if value is None or value == "":
        return ""
    if type(value) is int and places in (None, ""):
        return text.format_number(value)
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return text.format_number(exact, None if places in (None, "") else int(str(places)))


def percent_h(value: int | None, places: object = 2) -> str:
    """Hundredths of a percent point: 7939 → `79,39%`; an en dash for None."""
    return "–" if value is None else text.format_hundredths(int(value), int(str(places))) + "%"


def points_h(value: int | None) -> str:
    """Hundredths of a point: 1000 → `10,00`; an en dash for None."""
    return "–" if value is None else text.format_hundredths(int(value))


def dong(value: Decimal | int | None) -> str:
    return "" if value is None else f"{text.format_number(value)} đồng"


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value


def day(value: dt.date | dt.datetime | None) -> str:
    """`14/12/2023`."""
    return "" if not value else _local(value).strftime("%d/%m/%Y")


def hour(value: dt.datetime | None) -> str:
    """`16:05`."""
    return "" if not value else _local(value).strftime("%H:%M")


def moment(value: dt.datetime | None) -> str:
    """`14/12/2023 16:05`."""
    return "" if not value else _local(value).strftime("%d/%m/%Y %H:%M")


def weekday(value: dt.date | None) -> str:
    """`Thứ Hai, 04/12/2023`."""
    return "" if not value else f"{WEEKDAYS[value.weekday()]}, {day(value)}"


def quarter(value: int | None, year: int | None = None) -> str:
    """`quý IV/2023`."""
    if not value:
        return ""
    return f"quý {ROMAN[int(value)]}" + (f"/{year}" if year else "")


def size(value: int | None) -> str:
    """`380 KB`, `2,1 MB`."""
    if value is None:
        return ""
    kilo, mega = 1024, 1024 * 1024
    if value >= mega:
        return f"{text.format_number((Decimal(value) / mega).quantize(Decimal('0.1')))} MB"
    return f"{text.format_number(max(1, round(value / kilo)))} KB"


def initials(name: str) -> str:
    """The last two words of a Vietnamese name: “Trần Thị Mai Lan” → `ML`."""
    return "".join(word[0] for word in str(name).split()[-2:]).upper()


def marked(value: str, query: str) -> SafeString:
    """`value` with the part that matched the search in `<mark>`, case and marks folded."""
    shown, wanted = str(value), text.search_key(str(query)) if query else ""
    if not wanted:
        return conditional_escape(shown)
    # One folded letter per letter of the text keeps positions comparable.
    folded = "".join((text.search_key(char) or " ")[:1] for char in text.nfc(shown))
    at = folded.find(wanted)
    if at < 0:
        return format_html("{}", shown)
    end = at + len(wanted)
    return format_html("{}<mark>{}</mark>{}", shown[:at], shown[at:end], shown[end:])


def days_left(last_day: dt.date, today: dt.date | None = None) -> int:
    """Days until the last valid day; negative when it has passed."""
    return (last_day - (today or clock.today())).days


def due_words(last_day: dt.date, today: dt.date | None = None) -> tuple[str, str]:
    """(class suffix, words): ("gan", "Còn 2 ngày"); the suffix is "", "gan" (ten days or less) or "tre"."""
    left = days_left(last_day, today)
    if left < 0:
        return "tre", f"Quá hạn {text.format_number(-left)} ngày"
    if left == 0:
        return "gan", "Hết hạn hôm nay"
    return ("gan" if left <= SOON_DAYS else ""), f"Còn {text.format_number(left)} ngày"


def heat(value_h: int | None, target_h: int | None = None) -> str:
    """Class of a heat-map cell for a result against its target, both in hundredths; `h0` when there is none.

    h1 under 75 % of the target, h2 under 90 %, h3 short of it, h4 met, h5 over by 10 %, h6 over by 20 %.
    """
    if value_h is None or not target_h:
        return "h0"
    share = Decimal(value_h) * 100 / Decimal(target_h)
    steps = ((75, "h1"), (90, "h2"), (100, "h3"), (110, "h4"), (120, "h5"))
    return next((name for limit, name in steps if share < limit), "h6")
