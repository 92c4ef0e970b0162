"""Forms of the plan editor, made from the plan file's own tables of keys.

A form only carries: what was typed becomes an entry with the plan file's keys, which the plan's own reader judges.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms

from campaigns.plans import schema
from campaigns.plans import vocabulary as words
from campaigns.plans.nodes import Reader
from campaigns.plans.places import KEY_WORDS
from campaigns.plans.schema import CAMPAIGN, LISTS, PLANS_ALONE, Key, Many, OneOf
from config.kernel.text import format_number, parse_number
from config.kernel.web.forms import offer

Entry = dict[str, Any]
# Kept as they are: each has an editor of its own.
OPAQUE = ("criteria", "indicators")
_LONG = {"text", "exclusion", "note", "source_note", "period_text", "theme"}
_LINES = {"conditions", "route"}
_SOURCES = {code: words.ITEM_SOURCES[code] for code in ("plan", "tenant")}
HINTS = {
    "section": "Như kế hoạch đánh số, ví dụ II.2.1.a. Để trống khi mục này do cơ quan thường trực đặt.",
    "text": "Nguyên văn kế hoạch. Khi mục này do cơ quan thường trực đặt: lời của cơ quan ấy.",
    "source": "Mục của kế hoạch phải đúng nguyên văn; mục do cơ quan thường trực đặt luôn hiện rõ là thế.",
    "years": "Ví dụ 2026, 2027 hoặc 2026-2030.",
    "date": "Ví dụ 25/11/2026; với mốc hằng năm ghi 15/12.",
    "targets": "Mã các chỉ tiêu, cách nhau bằng dấu phẩy.",
    "group": "Cùng mã cho các chỉ tiêu cắt ra từ một câu.",
    "natural_max": "Tỷ lệ của một tổng thể: 100.",
    "source_text": "Dán toàn văn kế hoạch đã ban hành; lời trích ở các phần được đối chiếu với văn bản này.",
    "source_file": "Chỉ dùng cho kế hoạch có sẵn trong bộ cài.",
}


def keys_of(part: str) -> dict[str, Key]:
    return CAMPAIGN if part == "campaign" else LISTS[part]


class EntryForm(forms.Form):
    """One entry of a list. `current`: as it stands; `body()` gives what was typed, with the plan file's keys.

    `blocks`: the plan's blocks, offered where an entry names one.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        part: str,
        current: Entry | None = None,
        version: int = 0,
        blocks: dict[str, str] | None = None,
    ) -> None:
        self.part, self.current = part, current or {}
        self.codes_fixed = bool(current)
        shapes = {name: _shape(name, key) for name, key in keys_of(part).items() if name not in OPAQUE}
        if "block" in shapes and blocks:
            # A code that the plan has no longer stays to be seen, and refused by the reader.
            named = str(self.current.get("block") or "")
            shapes["block"] = _Choice(({} if named in blocks or not named else {named: named}) | blocks)
        initial = {name: shape.show(self.current.get(name)) for name, shape in shapes.items()} | {"version": version}
        if not current:
            initial["source"] = "tenant"
        elif part != "campaign" and not initial.get("source"):
            initial["source"] = "plan"
        super().__init__(data, initial=initial)
        self.shapes = shapes
        for name, shape in shapes.items():
            self.fields[name] = shape.field(name, self.current)
        if self.codes_fixed:
            self.fields["code"].widget = forms.HiddenInput()
        self.order_fields(["code", "short", "name", "source", "section", "text"])

    def body(self) -> Entry:
        """The entry as typed. What can be read as no number or date stays as typed, for the reader to refuse."""
        found: Entry = {}
        typed: Any = self.data
        for name, shape in self.shapes.items():
            raw: Any = typed.getlist(name) if isinstance(shape, _Choices) else typed.get(name, "")
            value = shape.read(raw)
            if value not in (None, "", [], False):
                found[name] = value
        if self.codes_fixed:
            found["code"] = self.current["code"]
        if found.get("source") == "plan" and self.part not in ("blocks", "indicator_sets"):
            del found["source"]
        return found | {key: self.current[key] for key in OPAQUE if key in self.current}

    def label_needed(self) -> EntryForm:
        """For showing: what the plan must say is not called optional. The reader decides, not these marks."""
        for name, key in keys_of(self.part).items():
            if name in self.fields:
                self.fields[name].required = (key.required and name not in PLANS_ALONE) or name == "source"
        return self

    def show(self, errors: dict[str, list[str]]) -> None:
        """Put the reader's sentences beside the fields; what has no field stands above them."""
        self.is_valid()
        for key, sentences in errors.items():
            for sentence in sentences:
                self.add_error(key if key in self.fields and key != "version" else None, sentence)


class _Shape:
    """How one key is shown, asked for and read back."""

    def show(self, value: Any) -> Any:
        return "" if value is None else value

    def read(self, raw: Any) -> Any:
        return str(raw).strip()

    def widget(self, name: str) -> forms.Widget:
        if name == "source_text":
            return forms.Textarea(attrs={"rows": 10})
        return forms.Textarea(attrs={"rows": 4}) if name in _LONG else forms.TextInput()

    def field(self, name: str, current: Entry) -> forms.Field:
        return forms.CharField(
            label=KEY_WORDS[name], required=False, help_text=HINTS.get(name, ""), widget=self.widget(name)
        )


class _Number(_Shape):
    def show(self, value: Any) -> str:
        return "" if value is None else format_number(parse_plain(value))

    def read(self, raw: Any) -> Any:
        try:
            value = parse_number(str(raw)) if str(raw).strip() else None
        except ValueError:
            return str(raw).strip()
        return None if value is None else (int(value) if value == value.to_integral_value() else format(value, "f"))


class _Whole(_Shape):
    def read(self, raw: Any) -> Any:
        typed = str(raw).strip()
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else typed


class _Day(_Shape):
    """ "25/11/2022" for 2022-11-25, "15/12" for 12-15."""

    def show(self, value: Any) -> str:
        return "/".join(reversed(str(value).split("-"))) if value else ""

    def read(self, raw: Any) -> Any:
        parts = re.split(r"[/.-]", str(raw).strip())
        if len(parts) == 3 and len(parts[0]) == 4:
            return str(raw).strip()
        if len(parts) not in (2, 3) or not all(part.isdigit() for part in parts):
            return str(raw).strip()
        day, month = parts[0].zfill(2), parts[1].zfill(2)
        return f"{parts[2]}-{month}-{day}" if len(parts) == 3 else f"{month}-{day}"


class _Flag(_Shape):
    def show(self, value: Any) -> bool:
        return bool(value)

    def read(self, raw: Any) -> bool:
        return bool(raw)

    def field(self, name: str, current: Entry) -> forms.Field:
        return forms.BooleanField(label=KEY_WORDS[name], required=False, help_text=HINTS.get(name, ""))


class _Lines(_Shape):
    def show(self, value: Any) -> str:
        return "\n".join(value or ())

    def read(self, raw: Any) -> list[str]:
        return [line.strip() for line in str(raw).splitlines() if line.strip()]

    def widget(self, name: str) -> forms.Widget:
        return forms.Textarea(attrs={"rows": 3})


class _Codes(_Shape):
    def show(self, value: Any) -> str:
        return ", ".join(map(str, value or ()))

    def read(self, raw: Any) -> list[str]:
        return [code for code in re.split(r"[\s,;]+", str(raw)) if code]


class _Years(_Codes):
    def read(self, raw: Any) -> list[Any]:
        found: list[Any] = []
        for piece in super().read(re.sub(r"\s*[-–]\s*", "-", str(raw))):
            ends = piece.split("-")
            if len(ends) == 2 and all(end.isdigit() and len(end) == 4 for end in ends) and ends[0] <= ends[1]:
                found += range(int(ends[0]), int(ends[1]) + 1)
            else:
                found.append(int(piece) if piece.isdigit() and len(piece) == 4 else piece)
        return list(dict.fromkeys(found))


class _Choice(_Shape):
    def __init__(self, known: dict[str, str]) -> None:
        self.known = known

    def field(self, name: str, current: Entry) -> forms.Field:
        known = self.known
        if name == "source":
            now = current.get("source")
            known = _SOURCES | ({now: self.known[now]} if now in self.known and now else {})
        none = "Không xét theo khối" if name == "block" else "Không ghi"
        empty = [] if name in ("source", "source_kind") else [("", none)]
        return forms.CharField(
            label=KEY_WORDS[name],
            required=False,
            help_text=HINTS.get(name, ""),
            widget=forms.Select(choices=empty + list(known.items())),
        )


class _Choices(_Choice):
    def show(self, value: Any) -> list[str]:
        return list(value or ())

    def read(self, raw: Any) -> list[str]:
        return [str(one) for one in raw]

    def field(self, name: str, current: Entry) -> forms.Field:
        return forms.MultipleChoiceField(
            label=KEY_WORDS[name],
            required=False,
            help_text=HINTS.get(name, ""),
            choices=list(self.known.items()),
            widget=forms.CheckboxSelectMultiple,
        )


def parse_plain(value: Any) -> Any:
    return parse_number(str(value).replace(".", ","))


_PLAIN: dict[Callable[..., Any], type[_Shape]] = {
    schema.amount: _Number,
    schema.year: _Whole,
    schema.count: _Whole,
    schema.quarter: _Whole,
    schema.due: _Day,
    Reader.day: _Day,
    Reader.flag: _Flag,
}


def _shape(name: str, key: Key) -> _Shape:
    read = key.read
    if isinstance(read, OneOf):
        return _Choice(dict(read.words))
    if isinstance(read, Many):
        if isinstance(read.one, OneOf):
            return _Choices(dict(read.one.words))
        if read.one is schema.year:
            return _Years()
        return _Lines() if name in _LINES else _Codes()
    return _PLAIN.get(read, _Shape)()


class NewCampaignForm(forms.Form):
    """How a new campaign begins."""

    title = forms.CharField(label="Tên phong trào", max_length=400, error_messages={"required": "Ghi tên phong trào."})
    code = forms.CharField(
        label="Mã",
        max_length=60,
        help_text="Chữ, số, dấu gạch; không đổi được về sau. Ví dụ KG-CDS-2026-2030.",
        error_messages={"required": "Đặt mã cho phong trào."},
    )
    period_from = forms.IntegerField(
        label="Từ năm", min_value=2000, max_value=2100, error_messages={"required": "Ghi năm bắt đầu."}
    )
    period_to = forms.IntegerField(
        label="Đến năm", min_value=2000, max_value=2100, error_messages={"required": "Ghi năm kết thúc."}
    )
    start = forms.ChoiceField(label="Bắt đầu từ", widget=forms.RadioSelect)
    file = forms.FileField(
        label="Tệp kế hoạch (YAML)",
        required=False,
        help_text="Tệp tải về từ trang Kế hoạch của tỉnh khác. Chỉ dùng khi chọn “Tệp tải lên”.",
    )

    def __init__(self, *args: Any, starts: list[tuple[str, str]], year: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"start": starts[0][0], "period_from": year, "period_to": year + 4}
        super().__init__(*args, **kwargs)
        offer(self, "start", starts)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("period_from"), said.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", "Năm kết thúc phải từ năm bắt đầu trở đi.")
        if first and last and last - first > 15:
            self.add_error("period_to", "Giai đoạn dài quá 15 năm; hãy xem lại hai năm.")
        if said.get("start") == "file" and not said.get("file"):
            self.add_error("file", "Chọn tệp kế hoạch (YAML) để bắt đầu từ đó.")
        return said
