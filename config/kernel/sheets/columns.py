"""Columns of a list: django-import-export's Field with what a template needs, and widgets that read what people
type in Excel. A widget's `clean` raises ValueError with a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from import_export.fields import Field
from import_export.widgets import Widget

from config.kernel.text import fold_space, format_date, format_number, parse_number, search_key

# What a person writes in an optional cell to empty it; a blank cell leaves what is there.
CLEAR = frozenset({"-", "–", "—"})


class Column(Field):
    """A column: heading, attribute, widget. `required` for new rows; `locked` columns are shown, never read;
    `once` columns are given with a new row and never changed by a later file; `carried` columns are locked in Excel
    and come back as they went out."""

    def __init__(
        self,
        heading: str,
        attribute: str | None = None,
        widget: Widget | None = None,
        *,
        required: bool = False,
        locked: bool = False,
        once: bool = False,
        carried: bool = False,
        width: int = 18,
        hint: str = "",
    ) -> None:
        super().__init__(attribute=attribute, column_name=heading, widget=widget or Text(200), readonly=locked)
        self.required = required
        self.locked = locked
        self.once = once
        self.carried = carried
        self.width = width
        self.hint = hint

    @property
    def heading(self) -> str:
        return str(self.column_name)

    @property
    def shut(self) -> bool:
        """Nobody types into it."""
        return self.locked or self.carried


class Text(Widget):
    """Words in one line; numbers typed where a code is meant lose no digit."""

    empty: Any = ""

    def __init__(self, most: int = 200) -> None:
        super().__init__()
        self.most = most

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = text_of(value)
        if len(text) > self.most:
            raise ValueError(f"Dài quá {self.most} ký tự.")
        if any(ord(char) < 32 for char in text):
            raise ValueError("Có ký tự điều khiển không đọc được. Hãy gõ lại ô này.")
        return text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class Number(Widget):
    """A number of Excel or a text such as `1.234,5`. Decimal, at most `places` decimals."""

    empty: Any = None

    def __init__(
        self, *, places: int = 4, least: Decimal | None = Decimal(0), most: Decimal = Decimal(10) ** 15
    ) -> None:
        super().__init__()
        self.places, self.least, self.most = places, least, most

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal:
        number = number_of(value)
        if self.least is not None and number < self.least:
            raise ValueError("Số không được âm." if self.least == 0 else f"Nhỏ hơn {format_number(self.least)}.")
        if number >= self.most:
            raise ValueError("Số quá lớn. Kiểm tra lại đơn vị tính.")
        if number != round(number, self.places):
            raise ValueError(
                f"Ghi tối đa {self.places} chữ số sau dấu phẩy." if self.places else "Ghi số nguyên, không có phần lẻ."
            )
        return number

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else format_number(value)


class Whole(Number):
    """A whole number; cleans to int."""

    def __init__(self, *, least: int = 0, most: int = 10**15) -> None:
        super().__init__(places=0, least=Decimal(least), most=Decimal(most))

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:  # type: ignore[override]
        return int(super().clean(value, row, **kwargs))


class Date(Widget):
    """A date of Excel, or `14/12/2023`."""

    empty: Any = None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.date:
        if isinstance(value, dt.datetime):
            found = value.date()
        elif isinstance(value, dt.date):
            found = value
        else:
            found = _date_typed(text_of(value))
        if not 1900 < found.year < 2200:
            raise ValueError(f"Năm {found.year} chưa đúng. Ghi ngày dạng 14/12/2023.")
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return format_date(value)


class YesNo(Widget):
    empty: Any = None
    choices = ("Có", "Không")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        if isinstance(value, bool):
            return value
        said = search_key(text_of(value))
        if said in {"co", "x", "1", "dung", "yes", "true"}:
            return True
        if said in {"khong", "0", "sai", "no", "false"}:
            return False
        raise ValueError(f"Ghi Có hoặc Không, không ghi “{text_of(value)}”.")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else ("Có" if value else "Không")


class Choice(Widget):
    """One of labelled codes: people see and write the label; code, case and marks are forgiven."""

    empty: Any = ""

    def __init__(self, choices: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.labels = {str(code): str(label) for code, label in choices if str(code)}
        self.known = {search_key(code): code for code in self.labels}
        self.known |= {search_key(label): code for code, label in self.labels.items()}

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(self.labels.values())

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        said = text_of(value)
        code = self.known.get(search_key(said))
        if code is None:
            there = "; ".join(list(self.choices)[:12])
            raise ValueError(f"“{said}” không có trong danh sách. Chọn một trong: {there}.")
        return code

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.labels.get(str(value), "" if value is None else str(value))


class Lookup(Widget):
    """An object by its code; `known` maps code → object. `noun` names what is looked for: "đơn vị"."""

    empty: Any = None

    def __init__(self, known: Mapping[str, Any], noun: str) -> None:
        super().__init__()
        self.known, self.noun = known, noun

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        said = text_of(value)
        code = said.split("·", 1)[0].strip()
        if code in self.known:
            return self.known[code]
        padded = next((f"{'0' * n}{code}" for n in range(1, 4) if f"{'0' * n}{code}" in self.known), "")
        hint = f" Có phải mã {padded}? Hãy đặt ô là Văn bản để giữ số 0 ở đầu." if padded else ""
        raise ValueError(f"Không có {self.noun} mang mã “{said}”.{hint}")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value.code)


def text_of(value: Any) -> str:
    """What stands in a cell as a line of text in NFC; 30844.0 of a number cell is "30844"."""
    if isinstance(value, str):
        return fold_space(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value).replace(".", ",")
    if isinstance(value, dt.datetime):
        return format_date(value.date())
    if isinstance(value, dt.date):
        return format_date(value)
    return str(value)


def number_of(value: Any) -> Decimal:
    """The Decimal that a cell shows; raises ValueError with a sentence."""
    if isinstance(value, (bool, dt.date, dt.time, dt.timedelta)):
        said = "Có/Không" if isinstance(value, bool) else "ngày, giờ"
        raise ValueError(f"Ô cần một số, đang là {said}.")  # noqa: TRY004 -- a sentence, as for any other cell
    if isinstance(value, (int, float)):
        number = Decimal(repr(value))
        if not number.is_finite():
            raise ValueError("Ô không phải là số.")
        # Excel keeps 15 digits; 0.1 + 0.2 shows as 0,3 there and is meant so.
        return number if isinstance(value, int) else _as_shown(value)
    text = text_of(value)
    if text.startswith("#"):
        raise ValueError(f"Ô đang báo lỗi của Excel ({text}).")
    return parse_number(text.removesuffix("%").strip())


def _as_shown(value: float) -> Decimal:
    return Decimal(format(value, ".15g"))


def _date_typed(text: str) -> dt.date:
    for pattern in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- a calendar day has no zone
        except ValueError:
            continue
    raise ValueError(f"“{text}” không phải là ngày. Ghi dạng 14/12/2023.")
