"""What a published version of a plan changed, as people read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.models import Campaign, PlanVersion
from campaigns.plans.differences import Entry, entries, shown, title_of
from campaigns.plans.places import KEY_WORDS, named
from campaigns.plans.schema import LISTS

STATES = {"created": "Thêm", "changed": "Sửa", "withdrawn": "Bỏ"}


@dataclass(frozen=True)
class ToldChange:
    """One entry that a version added, changed or dropped. `title`: what it says; `place`: level, year, section."""

    name: str
    state: str
    word: str
    title: str
    place: tuple[str, ...]
    fields: list[tuple[str, str, str]]


def told_versions(campaign: Campaign) -> list[tuple[PlanVersion, list[ToldChange]]]:
    """Latest first, each with its changes."""
    found = list(PlanVersion.objects.filter(campaign=campaign))
    before = [*found[1:], None]
    return [(version, list(_told(version, old))) for version, old in zip(found, before, strict=True)]


def _told(version: PlanVersion, old: PlanVersion | None) -> Iterable[ToldChange]:
    now = _by_code(version)
    was = _by_code(old) if old is not None else {}
    for change in version.changes:
        key = (change["part"], change["code"])
        entry = now.get(key) or was.get(key) or {}
        yield ToldChange(
            name=named(*key),
            state=change["state"],
            word=STATES.get(change["state"], change["state"]),
            title=title_of(key[0], entry),
            place=tuple(_place(key[0], entry)),
            fields=[(KEY_WORDS.get(k, k), *pair) for k, pair in change["fields"].items()],
        )


def _by_code(version: PlanVersion) -> dict[tuple[str, str], Entry]:
    return {(part, code): entry for part, code, entry in entries(version.content)}


def _place(part: str, entry: Entry) -> Iterable[str]:
    keys = LISTS.get(part, {})
    if entry.get("unit_levels"):
        yield shown(entry["unit_levels"], keys.get("unit_levels"))
    if entry.get("year"):
        yield f"năm {entry['year']}"
    if entry.get("section"):
        yield f"Mục {entry['section']}"
