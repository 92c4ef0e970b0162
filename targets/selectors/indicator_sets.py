"""Indicator sets for their pages: versions, weights by pillar, indicators in words, what a copy changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from campaigns.models import Campaign
from campaigns.plans.vocabulary import COMPARATORS, METHODS, UNIT_KINDS, VALUE_KINDS
from config.kernel.text import format_number
from targets.enums import IN_FORCE, PILLAR_ORDER, Pillar, SetState
from targets.models import Indicator, IndicatorSet, Target
from targets.scoring import goal
from targets.selectors import show


def kinds_of(one: Indicator) -> str:
    """The kinds of units that are asked for it, in words."""
    kinds = one.unit_kinds or one.set.for_kinds
    return ", ".join(UNIT_KINDS.get(kind, kind) for kind in kinds) or "mọi loại đơn vị"


def beside(found: IndicatorSet) -> dict[int, list[str]]:
    """Year → names of the other sets in force by which the same units are scored in it."""
    named: dict[int, list[str]] = {}
    others = IndicatorSet.objects.filter(campaign_id=found.campaign_id, state__in=IN_FORCE).exclude(code=found.code)
    for other in others:
        if not found.for_kinds or not other.for_kinds or set(found.for_kinds) & set(other.for_kinds):
            for year in other.years:
                named.setdefault(year, []).append(other.name)
    return named


@dataclass(frozen=True)
class Weight:
    """One pillar's share of the points. `share` in words."""

    pillar: str
    label: str
    total_h: int
    count: int
    share: str

    @property
    def points(self) -> str:
        return show.maximum(self.total_h)

    @property
    def name(self) -> str:
        """Of its field in a form."""
        return f"w-{self.pillar or 'none'}"


@dataclass(frozen=True)
class Family:
    """All versions of one set, the newest first; `editing` is the copy being edited, if any."""

    code: str
    shown: IndicatorSet
    versions: list[IndicatorSet]
    editing: IndicatorSet | None
    weights: list[Weight]
    count: int

    @property
    def total(self) -> str:
        return show.maximum(sum(weight.total_h for weight in self.weights))

    @property
    def kinds(self) -> str:
        return ", ".join(UNIT_KINDS.get(kind, kind) for kind in self.shown.for_kinds) or "mọi loại đơn vị"


def all_sets() -> QuerySet[IndicatorSet]:
    return IndicatorSet.objects.select_related("campaign")


def families(campaign: Campaign) -> list[Family]:
    """Every set of the campaign by its newest version in force. Two queries."""
    grouped: dict[str, list[IndicatorSet]] = {}
    for one in IndicatorSet.objects.filter(campaign=campaign).order_by("code", "-version"):
        grouped.setdefault(one.code, []).append(one)
    rows: dict[int, list[Indicator]] = {}
    for row in Indicator.objects.filter(set__campaign=campaign):
        rows.setdefault(row.set_id, []).append(row)
    found = []
    for code, versions in grouped.items():
        shown = next((one for one in versions if one.state in IN_FORCE), versions[0])
        editing = next((one for one in versions if one.state == SetState.EDITING), None)
        mine = rows.get(shown.pk, [])
        found.append(Family(code, shown, versions, editing, weights_of(mine), len(mine)))
    return found


def weights_of(indicators: Iterable[Indicator]) -> list[Weight]:
    """Points by pillar in the plan's order, those with indicators only."""
    totals: dict[str, list[int]] = {}
    for row in indicators:
        both = totals.setdefault(row.pillar, [0, 0])
        both[0] += row.max_h
        both[1] += 1
    whole = sum(total for total, _ in totals.values())
    return [
        Weight(
            str(pillar),
            str(Pillar(pillar).label),
            totals[pillar][0],
            totals[pillar][1],
            f"{format_number(Decimal(totals[pillar][0]) * 100 / whole, 1)}%" if whole else "–",
        )
        for pillar in PILLAR_ORDER
        if pillar in totals
    ]


@dataclass(frozen=True)
class Row:
    """One indicator in words."""

    indicator: Indicator
    pillar: str
    kinds: str
    method: str
    goal: str
    maximum: str
    params: list[tuple[str, str]]


def rows_of(found: IndicatorSet) -> list[Row]:
    """Every indicator, in the order of the set."""
    year = (found.years or [0])[0]
    return [_row(one, year) for one in found.indicators.select_related("target").order_by("order", "id")]


def _row(one: Indicator, year: int) -> Row:
    return Row(
        indicator=one,
        pillar=str(Pillar(one.pillar).label),
        kinds=", ".join(UNIT_KINDS.get(kind, kind) for kind in one.unit_kinds) or "mọi loại của bộ",
        method=METHODS.get(one.method, one.method),
        goal=goal(one.rule(year)),
        maximum=show.maximum(one.max_h),
        params=_params(one),
    )


def _params(one: Indicator) -> list[tuple[str, str]]:
    return [
        (
            f"từ {format_number(Decimal(p['at_least']))}" if "at_least" in p else p["option"],
            show.maximum(p["points_h"]),
        )
        for p in one.params or []
    ]


def base_of(draft: IndicatorSet) -> IndicatorSet | None:
    """The newest version in force that the copy would follow."""
    family = IndicatorSet.objects.filter(campaign_id=draft.campaign_id, code=draft.code, state__in=IN_FORCE)
    return family.order_by("-version").first()


def target_choices(campaign_id: int) -> dict[str, str]:
    rows = Target.objects.filter(campaign_id=campaign_id, withdrawn=False).values_list("code", "year", "short", "text")
    return {c: f"{c} {short or text[:60]}" + (f" (mốc {year})" if year else "") for c, year, short, text in rows}


# Attributes that a difference tells, with their words.
_TOLD = {
    "name": "Tên", "pillar": "Trụ cột", "unit_kinds": "Áp dụng với", "value_kind": "Kiểu giá trị",
    "method": "Phương pháp", "max_h": "Điểm tối đa", "comparator": "So sánh", "threshold": "Ngưỡng",
    "threshold_max": "Ngưỡng trên", "natural_max": "Giá trị lớn nhất", "unit": "Đơn vị tính", "params": "Bậc, lựa chọn",
    "guide": "Cách tính", "evidence_required": "Phải có tài liệu", "evidence_note": "Tài liệu",
    "data_source": "Nguồn số liệu", "verifier": "Cơ quan xác minh", "numerator_label": "Tử số",
    "denominator_label": "Mẫu số",
}  # fmt: skip


@dataclass(frozen=True)
class SetChange:
    """`kind`: added, removed, changed. `fields`: (what, before, after)."""

    code: str
    label: str
    kind: str
    fields: tuple[tuple[str, str, str], ...] = ()

    @property
    def word(self) -> str:
        return {"added": "Thêm", "removed": "Bỏ", "changed": "Sửa"}[self.kind]


def difference(before: IndicatorSet | None, after: IndicatorSet) -> list[SetChange]:
    """What the later version has otherwise, indicator by indicator."""
    old = {one.code: one for one in before.indicators.all()} if before else {}
    new = {one.code: one for one in after.indicators.all()}
    found = []
    for code, one in new.items():
        if code not in old:
            found.append(SetChange(code, one.label, "added"))
            continue
        fields = tuple(
            (word, was, now)
            for name, word in _TOLD.items()
            if (was := _said(name, old[code])) != (now := _said(name, one))
        )
        if fields:
            found.append(SetChange(code, one.label, "changed", fields))
    return found + [SetChange(code, one.label, "removed") for code, one in old.items() if code not in new]


def _said(name: str, one: Indicator) -> str:
    value = getattr(one, name)
    if name == "params":
        return "; ".join(f"{level}: {points} điểm" for level, points in _params(one))
    if name == "max_h":
        return show.maximum(value)
    if name == "unit_kinds":
        # In the order of the register: the plan and the form name the same kinds each in an order of its own.
        return ", ".join(word for kind, word in UNIT_KINDS.items() if kind in value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Decimal):
        return format_number(value)
    words = {"pillar": dict(Pillar.choices), "method": METHODS, "comparator": COMPARATORS, "value_kind": VALUE_KINDS}
    return str(words.get(name, {}).get(value, value if value is not None else ""))
