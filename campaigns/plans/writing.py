"""A plan as text and as nodes: `load_plan` of what `plan_text` writes gives the same plan again."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import yaml

from campaigns.plans.schema import CAMPAIGN, INDICATOR, LISTS

Content = dict[str, Any]


class _Writer(yaml.SafeDumper):
    """Numbers and dates as people write them; long words folded over lines."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _decimal(writer: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:float", plain_number(value))


def _string(writer: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value else ">" if len(value) > 90 else None
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Writer.add_representer(Decimal, _decimal)
_Writer.add_representer(str, _string)


def plain_number(value: Decimal) -> str:
    """60, 2.5: no exponent, no needless zeros."""
    return format(value.normalize(), "f") if value else "0"


def plain(value: Any) -> Any:
    """As JSON holds it: whole numbers as integers, other decimals as text, dates as YYYY-MM-DD."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else plain_number(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def nodes_of(content: Any) -> yaml.Node:
    """Plain values as the reader takes them, without places in a file."""
    return _Writer(io.StringIO()).represent_data(content)


def tidy(content: Content) -> Content:
    """The same plan with keys in the schema's order and without what is not said (None, "", [])."""
    head = _entry(content.get("campaign") or {}, CAMPAIGN)
    lists = {name: [_listed(name, entry) for entry in content.get(name) or ()] for name in LISTS if content.get(name)}
    return {"campaign": head} | lists


def _listed(name: str, entry: Content) -> Content:
    found = _entry(entry, LISTS[name])
    if name == "indicator_sets" and "indicators" in found:
        found["indicators"] = [_entry(inner, INDICATOR) for inner in found["indicators"]]
    return found


def _entry(entry: Content, keys: dict[str, Any]) -> Content:
    absent: tuple[Any, ...] = (None, "", [])
    return {
        key: entry[key]
        for key, spec in keys.items()
        if key in entry and entry[key] not in absent and (entry[key] is not False or spec.required)
    }


def plan_text(content: Content) -> str:
    """The plan as a YAML file."""
    kept = tidy(content)
    parts = []
    for name, value in kept.items():
        parts.append(yaml.dump({name: value}, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=110, indent=2))
    return "\n".join(parts)
