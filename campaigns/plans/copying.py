"""A plan as the beginning of another one: the next period's, or another province's. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from campaigns.plans.schema import LISTS
from campaigns.plans.writing import Content

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
# About the old plan's own words.
_LEFT_OUT = ("doubts",)
_HEAD_KEPT = ("issuer", "theme")
# Keys that hold codes of other entries.
_REFERENCES = ("targets", "target", "standard", "block", "group")


def copied(content: Content, *, code: str, title: str, period_from: int, period_to: int, issuer: str = "") -> Content:
    """The same lists for another campaign.

    Every entry becomes the tenant's own (`source: tenant`) and loses its section: nothing of the old paper is
    shown as the new one's. Years move by the distance of the periods, in values, dates and codes; years that
    fall outside the new period are left out of lists of years.
    """
    old = content["campaign"]
    old_from = int(old["period_from"])
    shift, old_to = period_from - old_from, int(old.get("period_to") or old_from)

    def recoded(text: str) -> str:
        return _YEAR.sub(lambda m: str(int(m[1]) + shift) if old_from <= int(m[1]) <= old_to else m[1], text)

    def years(values: list[int]) -> list[int]:
        moved = [value + shift for value in values]
        return [value for value in moved if period_from <= value <= period_to] or [period_to]

    head = {key: old[key] for key in _HEAD_KEPT if old.get(key)}
    head |= {"code": code, "title": title, "period_from": period_from, "period_to": period_to}
    head |= {"source_kind": "own", "text": title} | ({"issuer": issuer} if issuer else {})
    made: Content = {"campaign": head}
    for part in LISTS:
        if part in _LEFT_OUT or not content.get(part):
            continue
        made[part] = [
            {key: value for key, value in _moved(entry, shift, recoded, years).items() if key != "section"}
            | {"source": "tenant"}
            for entry in content[part]
        ]
    return made


def _moved(value: Any, shift: int, recoded: Callable[[str], str], years: Callable[[list[int]], list[int]]) -> Any:
    """Years and codes inside an entry, however deep; the words stay as they are."""
    if isinstance(value, list):
        return [_moved(inner, shift, recoded, years) for inner in value]
    if not isinstance(value, dict):
        return value
    made: dict[str, Any] = {}
    for key, inner in value.items():
        if key in ("year", "year_to") and isinstance(inner, int):
            made[key] = inner + shift
        elif key == "years" and isinstance(inner, list):
            made[key] = years(inner)
        elif key == "date" and isinstance(inner, str) and len(inner) == 10 and "kind" in value:
            made[key] = f"{int(inner[:4]) + shift}{inner[4:]}"
        elif key == "code" or (key in _REFERENCES and isinstance(inner, str)):
            made[key] = recoded(inner)
        elif key in _REFERENCES and isinstance(inner, list) and all(isinstance(one, str) for one in inner):
            made[key] = [recoded(one) for one in inner]
        else:
            made[key] = _moved(inner, shift, recoded, years)
    return made


def old_years(content: Content) -> list[tuple[str, str, list[int]]]:
    """(part, code, years) of the tenant's own entries whose words still name years before the period."""
    begins = int(content["campaign"]["period_from"])
    found = []
    for part in LISTS:
        for entry in content.get(part) or ():
            if entry.get("source") != "tenant" or part == "legal_bases":
                continue
            said = " ".join(str(entry.get(key, "")) for key in ("text", "short", "name"))
            if earlier := sorted({int(year) for year in _YEAR.findall(said) if int(year) < begins}):
                found.append((part, entry["code"], earlier))
    return found


def ends_early(content: Content) -> list[tuple[str, int]]:
    """(part, its last year) of the lists that name years, but none so late as the end of the period."""
    head = content["campaign"]
    end, found = int(head.get("period_to") or head["period_from"]), []
    for part in LISTS:
        years = [year for entry in content.get(part) or () for year in _years_of(entry)]
        if years and max(years) < end:
            found.append((part, max(years)))
    return found


def _years_of(entry: dict[str, Any]) -> list[int]:
    """Years that an entry is for; a day counts with its year where it is a milestone's."""
    named = [entry[key] for key in ("year", "year_to") if isinstance(entry.get(key), int)]
    named += [year for year in entry.get("years") or () if isinstance(year, int)]
    if "kind" in entry and len(day := str(entry.get("date") or "")) == len("2026-12-15"):
        named.append(int(day[:4]))
    return named
