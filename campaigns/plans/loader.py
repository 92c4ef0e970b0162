"""Reads one plan file, or refuses it with every problem named by file and line.

    plan = load_plan(Path("campaigns/plans/kien-giang.yaml"))   # raises PlanError
    plan.campaign["number"]; plan.lists["targets"][0]["value"]

Pure: no database, no settings.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from campaigns.plans.criteria import leaves
from campaigns.plans.nodes import Item, PlanError, Problem, Reader, fold, read_text
from campaigns.plans.schema import CAMPAIGN, LISTS, REQUIRED_LISTS, read_entry, read_list

PLANS = Path(__file__).parent
__all__ = ["PLANS", "Plan", "PlanError", "Problem", "load_plan", "plan_path"]


@dataclass(frozen=True)
class Plan:
    """A plan that was read without a single complaint."""

    path: Path
    source_path: Path
    campaign: Item
    lists: dict[str, list[Item]]


def plan_path(tenant_slug: str) -> Path:
    return PLANS / f"{tenant_slug}.yaml"


def load_plan(path: Path) -> Plan:
    """The plan of one file. Raises PlanError listing every problem; nothing half read is returned."""
    r = Reader(file=_shown(path))
    try:
        content = read_text(path)
    except (OSError, UnicodeDecodeError) as error:
        r.complain(1, f"expected a readable UTF-8 file: {error}")
        raise PlanError(r.problems) from error
    root = r.compose(content)
    top = r.mapping(root, "the plan") if root is not None else None
    if top is None:
        if not r.problems:
            r.complain(1, f"expected the keys campaign, {', '.join(LISTS)}; found an empty file")
        raise PlanError(r.problems)
    source_path = _source(r, top, path)
    lists = {name: read_list(r, top[name][1], name, keys) if name in top else [] for name, keys in LISTS.items()}
    campaign = read_entry(r, top["campaign"][1], "campaign", CAMPAIGN) if "campaign" in top else None
    for name, (key, _) in top.items():
        if name != "campaign" and name not in LISTS:
            r.complain(key, f"unknown key '{name}'; expected one of campaign, {', '.join(LISTS)}")
    for name in ("campaign", *REQUIRED_LISTS):
        if name not in top:
            r.complain(1, f"expected the key '{name}'")
    _check_references(r, lists)
    _check_sense(r, campaign or Item(), lists)
    if r.problems or campaign is None:
        raise PlanError(r.problems)
    return Plan(path, source_path, campaign, lists)


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(PLANS.parent.parent))
    except ValueError:
        return str(path)


def _source(r: Reader, top: dict[str, tuple[yaml.Node, yaml.Node]], path: Path) -> Path:
    """Puts the source text into the reader; the file is looked for beside the plan, then among ours."""
    name_node = None
    if "campaign" in top and isinstance(top["campaign"][1], yaml.MappingNode):
        for key, value in top["campaign"][1].value:
            if key.value == "source_file" and isinstance(value, yaml.ScalarNode):
                name_node = value
    if name_node is None:
        r.complain(1, "expected campaign.source_file, the name of the source text in sources/")
        raise PlanError(r.problems)
    for folder in (path.parent / "sources", PLANS / "sources"):
        candidate = folder / Path(name_node.value).name
        if candidate.is_file():
            r.source, r.source_name = fold(read_text(candidate)), candidate.name
            return candidate
    r.complain(name_node, f"source_file: expected a file in sources/, found no '{name_node.value}'")
    raise PlanError(r.problems)


def _check_references(r: Reader, lists: dict[str, list[Item]]) -> None:
    codes = {name: {item.get("code") for item in items} for name, items in lists.items()}
    for name, keys in LISTS.items():
        for item in lists[name]:
            for key, spec in keys.items():
                if spec.ref and key in item:
                    _known(r, item.line, f"{name} {item.get('code')}: {key}", item[key], codes, spec.ref)
            for inner in item.get("indicators", []):
                if "target" in inner:
                    _known(r, inner.line, f"indicator {inner.get('code')}", inner["target"], codes, "targets")
            for leaf in leaves(item.get("criteria")):
                what = f"{name} {item.get('code')}: criterion {leaf['kind']}"
                _known(r, item.line, what, leaf.get("targets", []), codes, "targets")
                _known(r, item.line, what, leaf.get("standard", []), codes, "standards")


def _known(r: Reader, line: int, what: str, value: Any, codes: dict[str, set[Any]], ref: str) -> None:
    for code in value if isinstance(value, list) else [value]:
        if code not in codes[ref]:
            r.complain(line, f"{what}: expected a code of the list {ref}, found '{code}'")


def stands_in(figure: Decimal | int, text: str) -> bool:
    """Whether the figure is written in the text, as a number of its own (03 counts as 3; decimal comma)."""
    plain = format(Decimal(figure).normalize(), "f").replace(".", ",")
    return re.search(rf"(?<![\d.,])0?{re.escape(plain)}(?![\d]|[.,]\d)", text) is not None


def _check_sense(r: Reader, campaign: Item, lists: dict[str, list[Item]]) -> None:
    if campaign.get("period_from", 0) > campaign.get("period_to", 9999):
        r.complain(campaign.line, "campaign: expected period_from not after period_to")
    for item in lists["targets"]:
        _check_target(r, item)
    for item in lists["award_rules"]:
        _check_award_rule(r, item)
    for item in lists["dossier_components"]:
        if "copies" in item and not stands_in(item["copies"], item.get("text", "")):
            r.complain(
                item.line,
                f"dossier_components {item.get('code')}: copies {item['copies']} "
                "does not stand in the text; expected the plan's own number",
            )
    for item in lists["timeline"]:
        _check_timeline(r, item)
    for item in lists["blocks"]:
        if (item.get("source") == "plan") != ("text" in item):
            r.complain(item.line, f"blocks {item.get('code')}: expected text exactly when source is plan")


def _check_target(r: Reader, item: Item) -> None:
    what = f"targets {item.get('code')}"
    comparator, kind, text = item.get("comparator"), item.get("kind"), item.get("text", "")
    if kind == "quantitative":
        if comparator in ("boolean", "qualitative"):
            r.complain(item.line, f"{what}: a quantitative target cannot have comparator {comparator}")
        for key in ("value", "unit"):
            if key not in item:
                r.complain(item.line, f"{what}: expected the key '{key}' for a quantitative target")
    elif kind and (comparator != kind or "value" in item):
        r.complain(item.line, f"{what}: expected comparator {kind} and no value for a {kind} target")
    if (comparator == "range") != ("value_max" in item):
        r.complain(item.line, f"{what}: expected value_max exactly when comparator is range")
    if "value_max" in item and item["value_max"] <= item.get("value", Decimal(0)):
        r.complain(item.line, f"{what}: expected value_max above value")
    if "natural_max" in item and item.get("value", Decimal(0)) > item["natural_max"]:
        r.complain(item.line, f"{what}: expected value not above natural_max")
    for key in ("value", "value_max"):
        if key in item and not stands_in(item[key], text):
            r.complain(
                item.line,
                f"{what}: {key} {item[key]} does not stand in the text; expected the plan's own number",
            )


def _check_award_rule(r: Reader, item: Item) -> None:
    what = f"award_rules {item.get('code')}"
    stated = item.get("quota_kind") in ("exact", "at_most")
    if stated != ("quota" in item):
        r.complain(item.line, f"{what}: expected quota exactly when quota_kind is exact or at_most")
    elif stated and not stands_in(item["quota"], item.get("text", "")):
        r.complain(
            item.line,
            f"{what}: quota {item['quota']} does not stand in the text; expected the plan's own number",
        )

    if (item.get("quota_kind") == "share") != ("quota_percent" in item):
        r.complain(item.line, f"{what}: expected quota_percent exactly when quota_kind is share")


def _check_timeline(r: Reader, item: Item) -> None:
    what = f"timeline {item.get('code')}"
    if not {"date", "quarter", "year", "yearly", "event"} & set(item):
        r.complain(item.line, f"{what}: expected at least one of date, quarter, year, yearly, event")
    if "quarter" in item and not ("year" in item or item.get("yearly")):
        r.complain(item.line, f"{what}: expected a year beside quarter (or yearly: true)")
    if item.get("before") and "date" not in item:
        r.complain(item.line, f"{what}: expected a date beside before")
    if len(item.get("date", "0" * 10)) != 10 and not item.get("yearly"):
        r.complain(item.line, f"{what}: expected yearly: true beside a date without a year")
