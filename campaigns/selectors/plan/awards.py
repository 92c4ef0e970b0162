"""Award rules on the plan's page."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from campaigns.plans import vocabulary as words
from campaigns.selectors.plan.shapes import Entry, Group, Line, Table, grouped, marked
from campaigns.selectors.plan.words import award_form, listed, quota, years

_READ = re.compile(
    r"(?:không quá |[Tt]ối đa )?(?<!\d)\d+ (?:tập thể|cá nhân|đơn vị|bộ)|vượt (?:mức|trên \d+%)"
    r"|mỗi năm|từng năm|riêng năm \d{4}|đến năm \d{4}"
)
_JOINTS = {"all": "Đạt tất cả:", "any": "Đạt một trong các điều:", "not": "Không:"}


def award_groups(rules: list[dict[str, Any]], blocks: dict[str, str]) -> list[Group]:
    """Rules by occasion, with a table of the numbers where the plan states any. `blocks`: code → name."""
    pairs = [(_heading(rule), _one(rule, blocks)) for rule in rules]
    groups = grouped(pairs, "k")
    stated = [rule for rule in rules if rule.get("quota") is not None]
    if not stated:
        return groups
    table = Table(
        ("Dịp", "Năm", "Tặng cho", "Số lượng"),
        [
            (
                words.OCCASIONS[rule["occasion"]],
                years(rule.get("years")),
                ", ".join(filter(None, [words.SUBJECTS[rule["recipient"]], blocks.get(rule.get("block") or "")])),
                quota(rule),
            )
            for rule in stated
        ],
    )
    return [Group("k-0", "Số lượng khen thưởng", (), note=_totals(stated), table=table, wide=True), *groups]


def _totals(stated: list[dict[str, Any]]) -> str:
    totals: Counter[str] = Counter()
    for rule in stated:
        totals[rule["recipient"]] += rule["quota"] * max(1, len(rule.get("years") or ()))
    said = [f"{totals[code]} {label.lower()}" for code, label in words.SUBJECTS.items() if totals[code]]
    most = " tối đa" if any(rule["quota_kind"] == "at_most" for rule in stated) else ""
    return f"Cả giai đoạn{most}: {', '.join(said)}."


def _heading(rule: dict[str, Any]) -> str:
    when = years(rule.get("years"))
    return f"{words.OCCASIONS[rule['occasion']]}{f' {when}' if when else ''}"


def _one(rule: dict[str, Any], blocks: dict[str, str]) -> Entry:
    facts = [
        ("Tặng cho", words.SUBJECTS[rule["recipient"]]),
        ("Loại", listed(rule.get("kinds"), words.SUBJECT_KINDS)),
        ("Khối", blocks.get(rule.get("block") or "", rule.get("block") or "")),
        ("Người quyết định", rule.get("decider") or ""),
        ("Tuyến trình", " → ".join(rule.get("route") or ())),
        ("Điều kiện", "; ".join(rule.get("conditions") or ())),
    ]
    return Entry(
        title=award_form(rule.get("award_form")),
        code=rule["code"],
        value=quota(rule),
        facts=[fact for fact in facts if fact[1]],
        warnings=[rule["note"]] if rule.get("note") else [],
        lines=criteria_lines(rule.get("criteria")),
        quote=marked(rule["text"], _READ),
        section=rule["section"],
    )


def criteria_lines(tree: Any, depth: int = 0) -> list[Line]:
    """A criteria tree in words, a line per node; the outermost "all" goes without saying."""
    if not isinstance(tree, dict) or not tree:
        return []
    only = f" (chỉ với {listed(tree['when'], words.SUBJECT_KINDS)})" if tree.get("when") else ""
    if "kind" in tree:
        return [Line(depth, f"{tree['label']}{only}", tree.get("section", ""))]
    children, joint = _children(tree)
    label = tree.get("label", "")
    if not depth and not label and joint == _JOINTS["all"] and not only:
        return [line for child in children for line in criteria_lines(child, 0)]
    head = f"{label}{only}:" if label or (only and joint == _JOINTS["all"]) else f"{joint}"
    if label and joint != _JOINTS["all"]:
        head = f"{label}{only} – {joint[:1].lower()}{joint[1:]}"
    elif only and not label:
        head = f"Riêng{only.replace('chỉ với ', '')}:" if joint == _JOINTS["all"] else f"{joint}{only}"
    inner = [line for child in children for line in criteria_lines(child, depth + 1)]
    return [Line(depth, head.strip()), *inner]


def _children(tree: dict[str, Any]) -> tuple[list[Any], str]:
    for joint in ("all", "any"):
        if joint in tree:
            return tree[joint], _JOINTS[joint]
    if "not" in tree:
        return [tree["not"]], _JOINTS["not"]
    at_least = tree.get("at_least") or {}
    return at_least.get("of") or [], f"Đạt ít nhất {at_least.get('n')} điều:"
