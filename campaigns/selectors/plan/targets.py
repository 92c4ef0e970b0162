"""Targets and indicator sets on the plan's page."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from campaigns.plans import vocabulary as words
from campaigns.selectors.plan.shapes import Entry, Fact, Group, Table, grouped, marked
from campaigns.selectors.plan.words import goal, listed
from config.kernel.text import format_number

_READ = re.compile(
    r"(?:(?:[Tt]ối thiểu|[Tt]rên|[Đđ]ạt(?: trên| tối thiểu)?)\s+)?"
    r"\d+(?:,\d+)?\s*(?:[-–]\s*\d+\s*)?%(?: GRDP)?"
    r"|so với hiện nay|(?:ngoại )?trừ [^.;,)]+"
)
_BEFORE = re.compile(r"(tối thiểu|trên|đạt)\s*$", re.IGNORECASE)


def target_groups(targets: list[dict[str, Any]]) -> list[Group]:
    pairs: list[tuple[str, Entry]] = []
    for _, found in groupby(targets, key=lambda t: t.get("group") or t["code"]):
        rows = list(found)
        pairs.append((_heading(rows[0]), _one(rows[0]) if len(rows) == 1 else _several(rows)))
    return grouped(pairs, "m")


def _heading(target: dict[str, Any]) -> str:
    parts = [words.PILLARS.get(target.get("pillar") or "", "")]
    if not parts[0]:
        parts = [words.TARGET_ROLES[target["role"]]]
    if target.get("year"):
        parts.append(f"đến năm {target['year']}")
    return f"{target['section']} – {', '.join(parts)}"


def _facts(target: dict[str, Any]) -> list[Fact]:
    facts: list[Fact] = []
    if target["kind"] == "quantitative":
        facts.append(("Từ so sánh", _comparing(target)))
    facts.append(("Cấp áp dụng", listed(target.get("unit_levels"), words.UNIT_LEVELS, "Kế hoạch không ghi cấp")))
    if target.get("exclusion"):
        facts.append(("Không tính", target["exclusion"]))
    facts.append(("Cách báo cáo", _reporting(target)))
    if target["role"] != "specific_target":
        facts.append(("Thuộc phần", words.TARGET_ROLES[target["role"]]))
    return facts


def _comparing(target: dict[str, Any]) -> str:
    figure = format_number(target["value"])
    at = re.search(rf"(?<![\d.,])0?{re.escape(figure)}(?!\d)", target["text"])
    said = _BEFORE.search(target["text"][: at.start()]) if at else None
    unit = "%" if (target.get("unit") or "").startswith("%") else ""
    meaning = words.COMPARATORS[target["comparator"]].replace("…", figure + unit)
    if said is None:
        return f"Không kèm từ so sánh: hiểu là {meaning}"
    return f"“{said.group(1)}”: hiểu là {meaning}"


def _reporting(target: dict[str, Any]) -> str:
    if target["kind"] != "quantitative":
        return words.TARGET_KINDS[target["kind"]]
    return "Tử số / mẫu số" if (target.get("unit") or "").startswith("%") else "Một số"


def _warnings(target: dict[str, Any]) -> list[str]:
    found = [target["note"]] if target.get("note") else []
    if target.get("baseline_required"):
        found.append("Cần số gốc để so sánh: “so với hiện nay” là ngày ban hành kế hoạch.")
    return found


def _one(target: dict[str, Any]) -> Entry:
    return Entry(
        title=target["short"],
        code=target["code"],
        value=goal(target),
        facts=_facts(target),
        warnings=_warnings(target),
        quote=marked(target["text"], _READ),
        section=target["section"],
    )


def _several(rows: list[dict[str, Any]]) -> Entry:
    """One sentence with several numbers: one entry, a row per target."""
    table = Table(
        ("Chỉ tiêu", "Cấp", "Mục tiêu"),
        [
            (
                f"{row['code']} {row['short']}",
                listed(row.get("unit_levels"), words.UNIT_LEVELS, "Không ghi cấp"),
                goal(row),
            )
            for row in rows
        ],
    )
    notes = dict.fromkeys(said for row in rows for said in _warnings(row))
    excluded = dict.fromkeys(row["exclusion"] for row in rows if row.get("exclusion"))
    return Entry(
        title=f"Một câu, {len(rows)} chỉ tiêu",
        code=rows[0]["group"],
        facts=[("Không tính", said) for said in excluded],
        warnings=list(notes),
        table=table,
        quote=marked(rows[0]["text"], _READ),
        section=rows[0]["section"],
    )


def set_groups(sets: list[dict[str, Any]]) -> list[Group]:
    return [
        Group(
            f"b-{place}",
            f"{found['name']}",
            (),
            short=f"{found['code']} {found['name']}",
            note=_set_note(found),
            table=Table(
                ("Chỉ số", "Đơn vị", "Cách chấm", "Ngưỡng", "Điểm tối đa"),
                [_indicator(row) for row in found.get("indicators") or ()],
            ),
            wide=True,
        )
        for place, found in enumerate(sets, 1)
    ]


def _set_note(found: dict[str, Any]) -> str:
    source = words.ITEM_SOURCES.get(found["source"], found["source"])
    years = ", ".join(map(str, found.get("years") or ()))
    return f"{source} · dùng cho năm {years}. {found.get('note') or ''}".strip()


def _indicator(row: dict[str, Any]) -> tuple[str, ...]:
    threshold = ""
    if row.get("threshold") is not None:
        threshold = goal({"comparator": "gte", **row, "value": row["threshold"], "value_max": None})
    return (
        f"{row['code']} {row['name']}",
        listed(row.get("unit_kinds"), words.UNIT_KINDS),
        words.METHODS.get(row["method"], row["method"]),
        threshold,
        format_number(row["max_points"]),
    )
