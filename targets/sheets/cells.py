"""From cells to the value of one indicator. What is common (two whole numbers) takes no detour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from config.kernel.sheets.columns import CLEAR, Choice, Column, Number, Text, YesNo, text_of
from config.kernel.text import format_number, search_key
from targets.models import Indicator
from targets.validators import ValueInput, check, option_codes

NOT_APPLICABLE = "khong ap dung"


class Given(NamedTuple):
    """A value in COPY's own spelling: canonical decimals, `t` and `f`; None where there is none."""

    numerator: str | None = None
    denominator: str | None = None
    number: str | None = None
    boolean: str | None = None
    text: str = ""
    not_applicable: str = "f"
    na_reason: str = ""
    note: str = ""


NOTHING = Given()
# Which column of the sheet holds which part; the letters of `targets.validators.FIELDS`.
PARTS = {"n": "numerator", "d": "denominator", "v": "number", "b": "boolean", "t": "text", "gc": "note"}


@dataclass
class Asked:
    """One indicator and where its cells stand in a row. `at`: part → index; `ly` is the reason why it does not
    apply, where that has a column of its own."""

    indicator: Indicator
    at: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kind = self.indicator.value_kind
        self.main = {"share": "n", "number": "v", "boolean": "b"}.get(kind, "t")
        self.first = self.at.get(self.main, -1)
        self.second = self.at.get("d", -1)
        whole = self.indicator.natural_max == 100
        self.quick_share = kind == "share" and whole and self.first >= 0 and self.second >= 0
        self.quick_number = kind == "number" and self.indicator.natural_max is None and self.first >= 0


def columns_of(indicator: Indicator) -> dict[str, Column]:
    """The columns of one indicator in a wide list: two for a share, else one."""
    label = f"{indicator.code} · {indicator.label}"[:180]
    hint = f"hoặc “Không áp dụng: lý do”{'; có tài liệu kiểm chứng' if indicator.evidence_required else ''}"
    if indicator.value_kind == "share":
        return {
            "n": Column(f"{label} (tử số)", None, Number(), width=16, hint=f"{indicator.numerator_name}; {hint}"),
            "d": Column(f"{label} (mẫu số)", None, Number(), width=16, hint=indicator.denominator_name),
        }
    if indicator.value_kind == "number":
        unit = f" ({indicator.unit})" if indicator.unit else ""
        return {"v": Column(f"{label}{unit}", None, Number(), width=16, hint=f"ghi số, 79,5 chứ không 0,795; {hint}")}
    if indicator.value_kind == "boolean":
        return {"b": Column(label, None, YesNo(), width=12, hint=hint)}
    options = option_codes(indicator)
    widget = Choice((o, o) for o in options) if options else Text(4000)
    return {"t": Column(label, None, widget, width=30, hint=hint)}


def given(asked: Asked, row: Sequence[Any], old: Given | None) -> tuple[Given | None, dict[str, str]]:
    """The value that the row's cells make of `old`, and sentences by part. None when every cell is blank."""
    first = row[asked.first] if 0 <= asked.first < len(row) else ""
    if asked.quick_share:
        second = row[asked.second] if asked.second < len(row) else ""
        if type(first) is float and type(second) is float:
            if 0 <= first <= second < 1e15 and second > 0 and first.is_integer() and second.is_integer():
                note = old.note if old is not None else ""
                return Given(str(int(first)), str(int(second)), None, None, "", "f", "", note), {}
    elif asked.quick_number and type(first) is float and 0 <= first < 1e15 and first.is_integer():
        note = old.note if old is not None else ""
        return Given(None, None, str(int(first)), None, "", "f", "", note), {}
    return _slowly(asked, row, old)


def _slowly(asked: Asked, row: Sequence[Any], old: Given | None) -> tuple[Given | None, dict[str, str]]:
    cells = {part: row[index] for part, index in asked.at.items() if index < len(row)}
    cells = {
        part: cell for part, cell in cells.items() if not (cell is None or (isinstance(cell, str) and not cell.strip()))
    }
    if not cells:
        return None, {}
    old = old or NOTHING
    reason = _reason(cells.get("ly", cells.get(asked.main)), own="ly" in cells)
    if reason is not None:
        note = text_of(cells["gc"]) if "gc" in cells else old.note
        if not reason:
            return None, {
                "ly" if "ly" in cells else asked.main: "Nêu lý do không áp dụng, ví dụ “Không áp dụng: xã đảo”."
            }
        return Given(not_applicable="t", na_reason=reason[:2000], note=note), {}
    fresh = old._replace(not_applicable="f", na_reason="") if set(cells) - {"gc", "ly"} else old
    errors: dict[str, str] = {}
    for part, cell in cells.items():
        if part == "ly":
            fresh = fresh._replace(not_applicable="f", na_reason="")
            continue
        name = PARTS[part]
        if isinstance(cell, str) and cell.strip() in CLEAR:
            fresh = fresh._replace(**{name: getattr(NOTHING, name)})
            continue
        try:
            fresh = fresh._replace(**{name: _read(asked.indicator, part, cell)})
        except ValueError as error:
            errors[part] = str(error)
    if not errors:
        errors = check(asked.indicator, as_input(fresh))
    return (None, errors) if errors else (fresh, {})


def _reason(cell: Any, *, own: bool) -> str | None:
    """The reason why an indicator does not apply; None where the cell does not say so."""
    if cell is None or not isinstance(cell, str):
        return None
    if own:
        return None if cell.strip() in CLEAR else text_of(cell)
    if search_key(cell[:40]).startswith(NOT_APPLICABLE):
        head, _, reason = text_of(cell).partition(":")
        return reason.strip() if search_key(head) == NOT_APPLICABLE else ""
    return None


def _read(indicator: Indicator, part: str, cell: Any) -> str:
    if part in ("n", "d", "v"):
        return plain(Number(least=None).clean(cell)) or "0"
    if part == "b":
        return "t" if YesNo().clean(cell) else "f"
    if part == "t" and (options := option_codes(indicator)):
        return Choice((o, o) for o in options).clean(cell)
    return Text(4000).clean(cell)


def plain(number: Decimal | None) -> str | None:
    """A decimal without an exponent or trailing zeros."""
    if number is None:
        return None
    shown = format(number, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def as_input(value: Given) -> ValueInput:
    def amount(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return ValueInput(
        numerator=amount(value.numerator), denominator=amount(value.denominator), number=amount(value.number),
        boolean=None if value.boolean is None else value.boolean == "t", text=value.text,
        not_applicable=value.not_applicable == "t", na_reason=value.na_reason, note=value.note,
    )  # fmt: skip


def shown(value: Given | None) -> str:
    """The value on one line of a preview."""
    if value is None:
        return ""
    note = f" ({value.note})" if value.note else ""
    if value.not_applicable == "t":
        return f"không áp dụng: {value.na_reason}{note}"
    if value.numerator is not None or value.denominator is not None:
        return f"{_written(value.numerator)}/{_written(value.denominator)}{note}"
    if value.boolean is not None:
        return ("Có" if value.boolean == "t" else "Không") + note
    return (_written(value.number) if value.number is not None else value.text) + note


def brief(value: Given) -> str:
    """`shown` for what a new report mostly holds: whole numbers, hundreds of thousands of them."""
    n, d, v, _, _, _, _, note = value
    if note:
        return shown(value)
    if d is not None and n is not None and n.isdigit() and d.isdigit():
        return fraction(int(n), int(d))
    return format_number(int(v)) if v is not None and v.isdigit() else shown(value)


def fraction(numerator: int, denominator: int) -> str:
    """Two whole numbers, the first not above the second; what needs no dots, which is most, is not looked at twice."""
    if denominator < 1000:
        return f"{numerator}/{denominator}"
    return f"{format_number(numerator)}/{format_number(denominator)}"


def _written(text: str | None) -> str:
    """A canonical decimal as people write it: "1234567.5" is "1.234.567,5"."""
    return "…" if text is None else format_number(Decimal(text))
