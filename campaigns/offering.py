"""What a unit may register for: the plan's targets that apply to it, as apps declare them in `<app>/commitments.py`.

`offers(campaign, unit) -> list[Offer]`. A registered target keeps the words of its day in `Registration.commitments`:
{"target", "year", "label", "goal", "unit", "value_h"}; `value_h` None: as the plan says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.models import Campaign
from config.kernel.declared import declared
from config.kernel.text import format_hundredths, parse_number
from units.models import Unit


@dataclass(frozen=True)
class Offer:
    """One target of one milestone. `threshold_h`, `ceiling_h`: hundredths of `unit`; None where there is no number.

    `lower`: less is better, so a registered level lies below the threshold.
    """

    code: str
    year: int
    section: str
    label: str
    goal: str
    unit: str
    threshold_h: int | None
    ceiling_h: int | None
    lower: bool = False

    @property
    def key(self) -> str:
        return f"{self.year}-{self.code.replace('.', '_')}"


def offers(campaign: Campaign, unit: Unit) -> list[Offer]:
    return [one for source in declared("commitments", "offers") for one in source(campaign, unit)]


def read(found: list[Offer], chosen: set[str], typed: Mapping[str, str]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Commitments of the chosen keys, and sentences by key for levels that cannot be."""
    kept, errors = [], {}
    for offer in found:
        if offer.key not in chosen:
            continue
        value_h, wrong = _level(offer, typed.get(offer.key, "").strip().removesuffix("%").strip())
        if wrong:
            errors[offer.key] = wrong
            continue
        kept.append({
            "target": offer.code, "year": offer.year, "label": offer.label, "goal": offer.goal, "unit": offer.unit,
            "value_h": value_h,
        })  # fmt: skip
    return kept, errors


def _level(offer: Offer, typed: str) -> tuple[int | None, str]:
    if not typed:
        return None, ""
    if offer.threshold_h is None:
        return None, "Mục tiêu này không có con số; để trống mức đăng ký."
    try:
        value = parse_number(typed)
    except ValueError as error:
        return None, str(error)
    hundredths = value * 100
    if hundredths != hundredths.to_integral_value():
        return None, "Ghi tối đa hai chữ số sau dấu phẩy."
    value_h = int(hundredths)
    plan = f"{format_hundredths(offer.threshold_h).removesuffix(',00')}{offer.unit[:1]}"
    if offer.lower and value_h > offer.threshold_h:
        return None, f"Mức đăng ký không được lỏng hơn kế hoạch (không quá {plan})."
    if not offer.lower and value_h < offer.threshold_h:
        return None, f"Mức đăng ký không được thấp hơn kế hoạch ({plan})."
    if offer.ceiling_h is not None and value_h > offer.ceiling_h:
        return None, f"Mức đăng ký không thể lớn hơn {format_hundredths(offer.ceiling_h).removesuffix(',00')}."
    return value_h, ""


def level_words(commitment: Mapping[str, Any]) -> str:
    """`85%`, or that it is the plan's own level."""
    value_h = commitment.get("value_h")
    if value_h is None:
        return "như kế hoạch"
    return f"{format_hundredths(value_h).removesuffix(',00')}{str(commitment.get('unit', ''))[:1]}"
