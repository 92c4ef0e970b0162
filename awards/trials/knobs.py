"""The figures of a rule that a trial may turn: percentages and whole numbers of its criteria."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from awards.rules import REGISTRY
from awards.rules.params import Percent, Whole

EVERY_TARGET = "targets_met"
OPERATORS = ("all", "any", "not", "at_least")


@dataclass(frozen=True)
class Knob:
    """One figure: `path` is its place in the criteria as loaded ("all.0.percent"), `value` what stands there."""

    path: str
    label: str
    criterion: str
    section: str
    value: Decimal | None
    low: int
    high: int
    whole: bool


def knobs(criteria: Mapping[str, Any]) -> list[Knob]:
    """Every figure of a rule's criteria, in the order of the tree; `at_least n of` counts as one."""
    return list(_walk(criteria, ""))


def _walk(node: Mapping[str, Any], path: str) -> Iterator[Knob]:
    label, section = str(node.get("label") or ""), str(node.get("section") or "")
    if "kind" in node:
        criterion = REGISTRY[node["kind"]]
        for name, param in criterion.params.items():
            if not isinstance(param, Percent | Whole):
                continue
            value = node.get(name, param.default)
            if name == "share" and node["kind"] == EVERY_TARGET and node.get("mode", "all") == "all":
                value = 100
            if value is None and not param.required:
                continue
            yield Knob(
                path=f"{path}{name}",
                label=param.label,
                criterion=label or str(node.get("statement") or criterion.title),
                section=section,
                value=None if value is None else Decimal(str(value)),
                low=param.low if isinstance(param, Whole) else 0,
                high=param.high,
                whole=isinstance(param, Whole),
            )
        return
    operator = next(name for name in OPERATORS if name in node)
    body = node[operator]
    if operator == "at_least":
        count = len(body["of"])
        yield Knob(
            f"{path}at_least.n", "Ít nhất (tiêu chuẩn)", label or f"Đạt ít nhất một số trong {count} tiêu chuẩn",
            section, Decimal(body["n"]), 1, count, True,
        )  # fmt: skip
        body, operator = body["of"], "at_least.of"
    if operator == "not":
        yield from _walk(body, f"{path}not.")
        return
    for place, child in enumerate(body):
        yield from _walk(child, f"{path}{operator}.{place}.")
