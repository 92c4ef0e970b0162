"""One indicator's sum split by district, level, kind or block; each part leads to what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from targets.selectors.rollup.choice import Choice
from targets.selectors.rollup.sums import Roll, together
from units.enums import Level, UnitKind

DIMENSIONS = {"district": "Địa bàn", "level": "Cấp", "kind": "Loại đơn vị", "block": "Khối"}
_PARAMETER = {"district": "thuoc", "level": "cap", "kind": "loai", "block": "khoi"}


@dataclass(frozen=True)
class Part:
    """A part of the sum. `link`: the same page narrowed to it; empty where it cannot be narrowed to."""

    name: str
    roll: Roll
    link: str


def parts(choice: Choice, found: list[Roll], dimension: str) -> list[Part]:
    """`found`, which `rolls` split by `dimension`, under their names; lowest share first."""
    found = [roll for roll in found if roll.actual_h is not None]
    if dimension == "district":
        # A path ends with the id of its unit.
        places = {path.strip("/").rpartition("/")[2]: (path, name) for path, name in choice.districts}
        named = [(places[r.part][1], r, choice.query(thuoc=places[r.part][0])) for r in found if r.part in places]
        rest = [roll for roll in found if roll.part not in places]
        if rest:
            named.append((_REST, together(rest), ""))
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
