"""From what was typed to a value, and whether the value can be. Every complaint is a sentence for its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from config.kernel.text import format_number, nfc, parse_number
from targets.models import Indicator

LARGEST = Decimal(10) ** 15
PLACES = 4
DENOMINATOR_ZERO = "Mẫu số bằng 0: chọn “Không áp dụng” và nêu lý do."
NEGATIVE = "Số không được âm."

# Names of the input fields of one value; the form prefixes them with the indicator's code.
FIELDS = ("n", "d", "v", "b", "t", "na", "ly", "gc")


@dataclass(frozen=True)
class ValueInput:
    """One value as the unit gives it. What does not belong to the indicator's kind stays empty."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    number: Decimal | None = None
    boolean: bool | None = None
    text: str = ""
    not_applicable: bool = False
    na_reason: str = ""
    note: str = ""


def read(indicator: Indicator, raw: Mapping[str, str]) -> tuple[ValueInput | None, dict[str, str]]:
    """Read the typed fields of one indicator (keys of `FIELDS`). Either a value or sentences per field."""
    errors: dict[str, str] = {}

    def amount(key: str) -> Decimal | None:
        typed = raw.get(key, "").strip()
        if not typed:
            return None
        try:
            return parse_number(typed.removesuffix("%").strip() if key == "v" else typed)
        except ValueError as error:
            errors[key] = str(error)
            return None

    kind = indicator.value_kind
    not_applicable = raw.get("na", "") in ("1", "on", "true")
    share = kind == "share"
    value = ValueInput(
        numerator=amount("n") if share else None,
        denominator=amount("d") if share else None,
        number=amount("v") if kind == "number" else None,
        boolean={"1": True, "0": False}.get(raw.get("b", "")) if kind == "boolean" else None,
        text=nfc(raw.get("t", "").strip()) if kind == "text" else "",
        not_applicable=not_applicable,
        na_reason=nfc(raw.get("ly", "").strip()) if not_applicable else "",
        note=nfc(raw.get("gc", "").strip()),
    )
    if not errors:
        errors = check(indicator, value)
    return (None, errors) if errors else (value, {})


def check(indicator: Indicator, value: ValueInput) -> dict[str, str]:
    """Sentences per field for a value that cannot be; empty when it can. A half-filled share may be saved."""
    amounts = {"n": value.numerator, "d": value.denominator, "v": value.number}
    errors = {key: said for key, amount in amounts.items() if amount is not None and (said := _out_of_bounds(amount))}
    if value.not_applicable:
        if not value.na_reason:
            errors["ly"] = "Nêu lý do không áp dụng."
        return errors
    if errors:
        return errors
    if value.denominator == 0:
        errors["d"] = DENOMINATOR_ZERO
    elif value.numerator is not None and value.denominator is not None:
        ceiling = indicator.natural_max
        if ceiling is not None and 100 * value.numerator > ceiling * value.denominator:
            errors["n"] = _too_many(indicator, value.numerator, value.denominator)
    if value.number is not None and indicator.natural_max is not None and value.number > indicator.natural_max:
        errors["v"] = f"Số không được lớn hơn {format_number(indicator.natural_max)}."
    if indicator.method == "option" and value.text and value.text not in option_codes(indicator):
        errors["t"] = "Chọn một trong các mức đã cho."
    return errors


def _out_of_bounds(amount: Decimal) -> str:
    if amount < 0:
        return NEGATIVE
    if amount >= LARGEST:
        return "Số quá lớn. Kiểm tra lại đơn vị tính."
    return "" if amount == round(amount, PLACES) else f"Ghi tối đa {PLACES} chữ số sau dấu phẩy."


def option_codes(indicator: Indicator) -> list[str]:
    return [p["option"] for p in indicator.params if "option" in p]


def _too_many(indicator: Indicator, numerator: Decimal, denominator: Decimal) -> str:
    upper = indicator.numerator_label or "Tử số"
    lower = indicator.denominator_label or "Mẫu số"
    lower = lower[:1].lower() + lower[1:]
    return (
        f"{upper} ({format_number(numerator)}) không thể lớn hơn {lower} ({format_number(denominator)}). "
        "Kiểm tra xem có đổi chỗ chữ số không."
    )
