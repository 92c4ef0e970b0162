"""What units did, as apps declare it: `<app>/past.py` has `of_units(ids, actor) -> list[Deed]`. One query each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from config.kernel.access import Actor
from config.kernel.declared import declared


@dataclass(frozen=True)
class Deed:
    """A report, an award. `unit_name` is the name of its day; `url` is empty for who may not open it."""

    kind: str
    year: int
    title: str
    unit_name: str
    said: str = ""
    url: str = ""


def deeds(unit_ids: Iterable[int], actor: Actor) -> list[Deed]:
    """Of these units, latest year first."""
    ids = list(unit_ids)
    found = [deed for source in declared("past", "of_units") for deed in source(ids, actor)]
    return sorted(found, key=lambda deed: (-deed.year, deed.kind, deed.unit_name))
