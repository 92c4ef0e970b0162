"""Parts of a plan, each owned by the app that keeps its rows.

`register(Part(key, sync, export))` in an AppConfig.ready; campaigns never imports the apps above it.
`key` is the plan file's list ("targets", "award_rules", "indicator_sets", …).

    sync(campaign, items, actor) -> list[Change]   in the load's transaction and tenant scope; `items` are
                                                   the file's entries (dicts of only the keys given)
    export(campaign) -> list[dict]                 rows in force, with the plan file's keys; absent: None

`sync_rows` does the comparing for a part that keeps one table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Model, QuerySet

State = Literal["created", "changed", "unchanged", "withdrawn"]


@dataclass(frozen=True)
class Change:
    """What loading did to one entry. `fields` maps a changed field to (old, new)."""

    part: str
    code: str
    state: State
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


Sync = Callable[[Any, Sequence[dict[str, Any]], Any], list[Change]]
Export = Callable[[Any], list[dict[str, Any]]]


@dataclass(frozen=True)
class Part:
    """One list of the plan file and who keeps it. Parts are loaded by `order`, then by key."""

    key: str
    sync: Sync
    export: Export
    order: int = 100


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Registering a key again replaces it (AppConfig.ready may run twice in tests)."""
    _parts[part.key] = part


def registered() -> list[Part]:
    return sorted(_parts.values(), key=lambda part: (part.order, part.key))


def said(value: Any) -> Any:
    """None for what the plan does not say."""
    return None if value in ("", [], False) else value


def sync_rows(
    part: str,
    rows: QuerySet[Any],
    items: Iterable[dict[str, Any]],
    values: Callable[[dict[str, Any]], dict[str, Any]],
    make: Callable[[dict[str, Any]], Model],
) -> list[Change]:
    """Make the rows say what the items say, by `code`; rows have `withdrawn` and `save()`.

    `values(item)` gives every compared field; `make(fields)` builds an unsaved row from them.
    Rows that no item names are withdrawn, never deleted.
    """
    existing = {row.code: row for row in rows}
    changes: list[Change] = []
    fresh: list[Model] = []
    for item in items:
        wanted = values(item)
        row = existing.pop(item["code"], None)
        if row is None:
            fresh.append(make({"code": item["code"], **wanted}))
            changes.append(Change(part, item["code"], "created"))
            continue
        differing = {name: (getattr(row, name), value) for name, value in wanted.items() if getattr(row, name) != value}
        if row.withdrawn:
            differing["withdrawn"] = (True, False)
        if not differing:
            changes.append(Change(part, item["code"], "unchanged"))
            continue
        for name, (_, value) in differing.items():
            setattr(row, name, value)
        row.save(update_fields=list(differing))
        changes.append(Change(part, item["code"], "changed", differing))
    if fresh:
        type(fresh[0]).objects.bulk_create(fresh)  # type: ignore[attr-defined]
    for code, row in existing.items():
        if not row.withdrawn:
            row.withdrawn = True
            row.save(update_fields=["withdrawn"])
            changes.append(Change(part, code, "withdrawn"))
    return changes
