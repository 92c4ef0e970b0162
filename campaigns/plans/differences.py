"""What differs between two states of a plan, entry by entry, and one laid over the other. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from campaigns.plans.places import KEY_WORDS, named
from campaigns.plans.schema import CAMPAIGN, LISTS, Key, Many, OneOf, amount
from campaigns.plans.writing import Content

Entry = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """One entry that is new, gone or changed. `fields` maps a changed key to (old, new), None where not said.

    `title`: what a new or withdrawn entry says.
    """

    part: str
    code: str
    state: Literal["created", "changed", "withdrawn"]
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    title: str = ""

    @property
    def name(self) -> str:
        return named(self.part, self.code)

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """(key in words, old, new)."""
        return [(KEY_WORDS.get(k, k), old, new) for k, (old, new) in self.worded.items()]

    @property
    def worded(self) -> dict[str, tuple[str, str]]:
        """`fields` in the words of the pages."""
        keys = CAMPAIGN if self.part == "campaign" else LISTS.get(self.part, {})
        return {k: (shown(old, keys.get(k)), shown(new, keys.get(k))) for k, (old, new) in self.fields.items()}


def shown(value: Any, key: Key | None = None) -> str:
    """A value of the plan on one line of a comparison: codes as their labels, numbers with a comma."""
    read = key.read if key else None
    if isinstance(read, OneOf):
        return "không ghi" if value is None else read.words.get(value, str(value))
    if isinstance(read, Many) and isinstance(read.one, OneOf) and value:
        return ", ".join(read.one.words.get(one, str(one)) for one in value)
    if read is amount and value is not None:
        return str(value).replace(".", ",")
    if value is None or value == []:
        return "không ghi"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        if any(isinstance(inner, dict) for inner in value):
            return f"{len(value)} mục"
        return ", ".join(map(str, value))
    return "cây tiêu chuẩn" if isinstance(value, dict) else str(value)


def title_of(part: str, entry: Entry) -> str:
    """What tells an entry from its neighbours, in a line. Award rules share sentences: theirs is who receives what."""
    if part == "award_rules":
        keys = LISTS[part]
        told = [
            shown(entry[key], keys[key]) for key in ("occasion", "award_form", "recipient", "block") if key in entry
        ]
        years = ", ".join(map(str, entry.get("years") or ()))
        return " · ".join(filter(None, (*told, years)))
    return str(entry.get("short") or entry.get("name") or entry.get("text") or "")


def entries(content: Content) -> Iterator[tuple[str, str, Entry]]:
    """(part, code, entry) of a plan, its head first."""
    head = content.get("campaign") or {}
    yield "campaign", str(head.get("code", "")), head
    for part in LISTS:
        for entry in content.get(part) or ():
            yield part, entry["code"], entry


def differences(old: Content, new: Content) -> list[Difference]:
    """In the order of the new plan; what is gone stands at the end of everything."""
    before = {(part, code): entry for part, code, entry in entries(old)}
    found = []
    for part, code, entry in entries(new):
        was = before.pop((part, code), None)
        if was is None:
            found.append(Difference(part, code, "created", title=title_of(part, entry)))
        elif was != entry:
            keys = [key for key in {**was, **entry} if was.get(key) != entry.get(key)]
            found.append(Difference(part, code, "changed", {k: (was.get(k), entry.get(k)) for k in keys}))
    gone = ((part, code, entry) for (part, code), entry in before.items() if part != "campaign")
    return found + [Difference(part, code, "withdrawn", title=title_of(part, entry)) for part, code, entry in gone]


def overlaid(live: Content, edits: Iterable[tuple[str, str, Entry | None]]) -> Content:
    """The plan in force with edits laid over it: changed in place, taken out (None), new ones at the end."""
    given = {(part, code): body for part, code, body in edits}
    head = given.pop(("campaign", str((live.get("campaign") or {}).get("code", ""))), None)
    made: Content = {"campaign": head or live.get("campaign") or {}}
    for part in LISTS:
        kept = [
            given.pop((part, entry["code"]), entry) if (part, entry["code"]) in given else entry
            for entry in live.get(part) or ()
        ]
        fresh = [body for (name, _), body in given.items() if name == part]
        found = [entry for entry in [*kept, *fresh] if entry is not None]
        if found:
            made[part] = found
    return made
