"""One indicator's sum split by district, level, kind or block; each part leads to what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.models import Campaign
from targets.models import Indicator
from targets.selectors.rollup.choice import Choice
from targets.selectors.rollup.sums import Roll, rolls
from units.enums import Level, UnitKind
from units.models import Unit

DIMENSIONS = {"district": "Địa bàn", "level": "Cấp", "kind": "Loại đơn vị", "block": "Khối"}
_PARAMETER = {"district": "thuoc", "level": "cap", "kind": "loai", "block": "khoi"}


@dataclass(frozen=True)
class Part:
    """A part of the sum. `link`: the same page narrowed to it; empty where it cannot be narrowed to."""

    name: str
    roll: Roll
    link: str


def parts(campaign: Campaign, choice: Choice, indicator: Indicator, dimension: str) -> list[Part]:
    """Lowest share first. One query, or two by district, whose units need names."""
    found = rolls(campaign, choice.scope, years=[choice.year], indicators=[indicator], group=dimension)
    found = [roll for roll in found if roll.actual_h is not None]
    if dimension == "district":
        ids = [int(roll.part) for roll in found if roll.part.isdigit()]
        near = {str(unit.pk): unit for unit in Unit.objects.filter(pk__in=ids)}
        districts = dict(choice.districts)
        own = [r for r in found if r.part in near and near[r.part].path in districts]
        named = [(near[r.part].name, r, choice.query(thuoc=near[r.part].path)) for r in own]
        rest = [r for r in found if r not in own]
        if rest:
            named.append((_REST, _together(rest), ""))
    else:
        labels = {
            "kind": lambda part: str(UnitKind(part).label),
            "level": lambda part: str(Level(part).label),
            "block": lambda part: dict(choice.blocks).get(part, "Chưa xếp khối"),
        }[dimension]
        named = [
            (labels(roll.part), roll, choice.query(**{_PARAMETER[dimension]: roll.part}) if roll.part else "")
            for roll in found
        ]
    return [Part(*row) for row in sorted(named, key=lambda row: (row[1].actual_h or 0, row[0]))]


_REST = "Cơ quan, tổ chức không thuộc huyện"


def _together(found: list[Roll]) -> Roll:
    first = found[0]
    return Roll(
        first.indicator, first.year, sum(r.units for r in found), sum(r.applicable for r in found),
        sum(r.met for r in found), sum((r.numerator or 0) for r in found) or None,  # type: ignore[arg-type]
        sum((r.denominator or 0) for r in found) or None,  # type: ignore[arg-type]
    )  # fmt: skip
