"""Reads one plan file, or refuses it with every problem named by file and line.

    plan = load_plan(Path("campaigns/plans/kien-giang.yaml"))   # raises PlanError
    plan.campaign["number"]; plan.lists["targets"][0]["value"]

A plan that stands in no file (one being written in the browser) is checked by the same rules:

    problems(content)                # [] when it could be loaded
    plan = plan_of(content)          # raises PlanError
    entry_of("targets", body, …)     # one entry, and what is wrong with it

Pure: no database, no settings.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from campaigns.plans.criteria import leaves
from campaigns.plans.nodes import Item, PlanError, Problem, Reader, fold, read_text
from campaigns.plans.places import PART_WORDS
from campaigns.plans.schema import CAMPAIGN, LISTS, REQUIRED_LISTS, read_entry, read_list
from campaigns.plans.sense import check_sense, stands_in
from campaigns.plans.writing import nodes_of

PLANS = Path(__file__).parent
__all__ = [
    "PLANS",
    "Plan",
    "PlanError",
    "Problem",
    "entry_of",
    "load_plan",
    "plan_of",
    "plan_path",
    "problems",
    "read_plan",
    "stands_in",
]


@dataclass(frozen=True)
class Plan:
    """A plan that was read without a single complaint."""

    path: Path | None
    source_path: Path | None
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
        r.complain(1, f"expected a readable UTF-8 file: {error}", "Tệp không đọc được (cần UTF-8).")
        raise PlanError(r.problems) from error
    return _read(r, r.compose(content), path)


def read_plan(content: str) -> Plan:
    """The plan of a text that lies in no folder, as `export_plan --yaml` writes it. Raises PlanError."""
    r = Reader(file="ke-hoach.yaml")
    return _read(r, r.compose(content), None)


def plan_of(content: dict[str, Any]) -> Plan:
    """The plan of plain values in the plan file's shape, with `line` 0 in every complaint. Raises PlanError."""
    return _read(Reader(file="ke-hoach.yaml"), nodes_of(content), None)


def problems(content: dict[str, Any]) -> list[Problem]:
    """Everything that stands against `plan_of(content)`."""
    try:
        plan_of(content)
    except PlanError as error:
        return error.problems
    return []


def entry_of(part: str, body: dict[str, Any], source: str) -> tuple[Item | None, list[Problem]]:
    """One entry read by the table of its list; `source` is the text that it may quote. References to other
    entries are not followed."""
    r = Reader(file="ke-hoach.yaml", source=fold(source), source_name="toàn văn")
    item = read_entry(r, nodes_of(body), part, CAMPAIGN if part == "campaign" else LISTS[part])
    if item is not None and part != "campaign":
        check_sense(r, Item(), {name: [item] if name == part else [] for name in LISTS})
    return item, r.problems


def source_text_of(head: dict[str, Any]) -> str:
    """The words that this plan may quote: its own `source_text`, else its source file; empty without either."""
    if head.get("source_text"):
        return str(head["source_text"])
    path = PLANS / "sources" / Path(str(head.get("source_file") or "-")).name
    return read_text(path) if path.is_file() else ""


def _read(r: Reader, root: yaml.Node | None, path: Path | None) -> Plan:
    top = r.mapping(root, "the plan") if root is not None else None
    if top is None:
        if not r.problems:
            r.complain(1, f"expected the keys campaign, {', '.join(LISTS)}; found an empty file", "Tệp rỗng.")
        raise PlanError(r.problems)
    source_path = _source(r, top, path)
    lists = {name: read_list(r, top[name][1], name, keys) if name in top else [] for name, keys in LISTS.items()}
    campaign = read_entry(r, top["campaign"][1], "campaign", CAMPAIGN) if "campaign" in top else None
    for name, (key, _) in top.items():
        if name != "campaign" and name not in LISTS:
            told = f"kế hoạch có phần lạ “{name}”; hãy bỏ đi."
            r.complain(key, f"unknown key '{name}'; expected one of campaign, {', '.join(LISTS)}", told)
    for name in ("campaign", *REQUIRED_LISTS):
        if name not in top:
            r.at(name)
            r.complain(1, f"expected the key '{name}'", "kế hoạch chưa có phần này; hãy thêm ít nhất một mục.")
    _check_references(r, lists)
    check_sense(r, campaign or Item(), lists)
    if r.problems or campaign is None:
        raise PlanError(r.problems)
    return Plan(path, source_path, campaign, lists)


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(PLANS.parent.parent))
    except ValueError:
        return str(path)


def _source(r: Reader, top: dict[str, tuple[yaml.Node, yaml.Node]], path: Path | None) -> Path | None:
    """Puts the source text into the reader: the plan's own `source_text`; else its file, looked for beside the
    plan, then among ours. A plan of the kind `own` may have neither."""
    r.at("campaign", key="source_file")
    given: dict[str, yaml.ScalarNode] = {}
    if "campaign" in top and isinstance(top["campaign"][1], yaml.MappingNode):
        for key, value in top["campaign"][1].value:
            if isinstance(value, yaml.ScalarNode) and value.value.strip():
                given[str(key.value)] = value
    if "source_text" in given:
        r.source, r.source_name = fold(given["source_text"].value), "source_text"
        return None
    name_node = given.get("source_file")
    if name_node is None:
        if "source_kind" in given and given["source_kind"].value == "own":
            return None
        r.complain(
            1,
            "expected campaign.source_file, the name of the source text in sources/ (or source_text)",
            "chưa có toàn văn kế hoạch; hãy dán toàn văn, hoặc chọn nguồn là soạn trên hệ thống.",
        )
        raise PlanError(r.problems)
    for folder in ([path.parent / "sources"] if path else []) + [PLANS / "sources"]:
        candidate = folder / Path(name_node.value).name
        if candidate.is_file():
            r.source, r.source_name = fold(read_text(candidate)), candidate.name
            return candidate
    told = f"không có tệp toàn văn “{name_node.value}”; hãy dán toàn văn kế hoạch."
    r.complain(name_node, f"source_file: expected a file in sources/, found no '{name_node.value}'", told)
    raise PlanError(r.problems)


def _check_references(r: Reader, lists: dict[str, list[Item]]) -> None:
    codes = {name: {item.get("code") for item in items} for name, items in lists.items()}
    for name, keys in LISTS.items():
        for item in lists[name]:
            r.at(name, item.get("code", ""))
            for key, spec in keys.items():
                if spec.ref and key in item:
                    r.at(name, item.get("code", ""), key)
                    _known(r, item.line, f"{name} {item.get('code')}: {key}", item[key], codes, spec.ref)
            r.at(name, item.get("code", ""), "indicators")
            for inner in item.get("indicators", []):
                if "target" in inner:
                    _known(r, inner.line, f"indicator {inner.get('code')}", inner["target"], codes, "targets")
            r.at(name, item.get("code", ""), "criteria")
            for leaf in leaves(item.get("criteria")):
                what = f"{name} {item.get('code')}: criterion {leaf['kind']}"
                _known(r, item.line, what, leaf.get("targets", []), codes, "targets")
                _known(r, item.line, what, leaf.get("standard", []), codes, "standards")


def _known(r: Reader, line: int, what: str, value: Any, codes: dict[str, set[Any]], ref: str) -> None:
    for code in value if isinstance(value, list) else [value]:
        if code not in codes[ref]:
            told = f"nhắc đến mã “{code}” nhưng kế hoạch không có mã ấy ở phần {PART_WORDS[ref].lower()}."
            r.complain(line, f"{what}: expected a code of the list {ref}, found '{code}'", told)
