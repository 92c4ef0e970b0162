"""A trial from the address of its page: what was typed, what of it is another value than the official one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from awards.facts import PillarFact
from awards.trials.changes import SubjectChange, Trial
from awards.trials.knobs import knobs
from config.kernel.text import parse_number

ROWS = 3


@dataclass
class Typed:
    """`trial` holds what could be read; `errors`: (name of the field, sentence)."""

    trial: Trial
    errors: list[tuple[str, str]] = field(default_factory=list)


# What a value changed by hand would score: (subject's key, target, value) → its pillars, None where none can be told.
Rescore = Callable[[str, str, Decimal], tuple[PillarFact, ...] | None]


def read(
    query: QueryDict,
    rules: Mapping[str, Mapping[str, Any]],
    keys: Mapping[str, str],
    *,
    pillars: Sequence[str] = (),
    rescore: Rescore | None = None,
) -> Typed:
    """`rules`: code → data as loaded; `keys`: what stands in the address → the subject's key in the round.

    Names: `s<i>` places of the i-th rule, `n<i>.<path>` a figure of it; `ai`, `ty-le`, `diem`, `chi-tieu`, `gia-tri`,
    `tieu-chuan`, `tra-loi` once per row; `w.<pillar>` its weight; `con-mo` for all open questions.
    """
    errors: list[tuple[str, str]] = []
    figures: dict[str, dict[str, Decimal]] = {}
    quotas: dict[str, int | None] = {}
    for place, (code, data) in enumerate(rules.items()):
        if f"s{place}" in query:
            _quota(query.get(f"s{place}", ""), f"s{place}", code, data, quotas, errors)
        for knob in knobs(data["criteria"]):
            name = f"n{place}.{knob.path}"
            value = _number(query.get(name, ""), name, errors)
            if value is None or value == knob.value:
                continue
            if not knob.low <= value <= knob.high or (knob.whole and value != value.to_integral_value()):
                kind = "số nguyên" if knob.whole else "số"
                errors.append((name, f"{knob.label}: ghi {kind} từ {knob.low} đến {knob.high}."))
                continue
            figures.setdefault(code, {})[knob.path] = value
    subjects = _subjects(query, keys, rescore, errors)
    weights = _weights(query, pillars, errors)
    open_as = {"dat": True, "khong": False}.get(query.get("con-mo", ""))
    return Typed(Trial(figures, quotas, subjects, weights, open_as), errors)


def _weights(query: QueryDict, pillars: Sequence[str], errors: list[tuple[str, str]]) -> dict[str, Decimal]:
    """Every pillar's weight where one of them is not 100; nothing where all are."""
    found: dict[str, Decimal] = {}
    for pillar in pillars:
        name = f"w.{pillar}"
        value = _number(query.get(name, ""), name, errors)
        if value is not None and not 0 <= value <= 1000:
            errors.append((name, "Trọng số: ghi số từ 0 đến 1.000; 100 là như khi chấm."))
        elif value is not None:
            found[pillar] = value
    if found and len(found) == len(pillars) and not any(found.values()):
        errors.append((f"w.{pillars[0]}", "Ít nhất một trụ cột phải có trọng số lớn hơn 0."))
        return {}
    return found if any(value != 100 for value in found.values()) else {}


def _quota(
    typed: str, name: str, code: str, data: Mapping[str, Any], quotas: dict[str, int | None], errors: list[Any]
) -> None:
    typed = typed.strip()
    if not typed:
        if data.get("quota") is not None:
            quotas[code] = None
        return
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 5):
        errors.append((name, "Số suất: ghi số nguyên, để trống nếu không giới hạn."))
    elif int(typed) != data.get("quota"):
        quotas[code] = int(typed)


def _subjects(
    query: QueryDict, keys: Mapping[str, str], rescore: Rescore | None, errors: list[tuple[str, str]]
) -> tuple[SubjectChange, ...]:
    found: dict[str, SubjectChange] = {}
    for row, uid in enumerate(query.getlist("ai")[:ROWS]):
        if uid not in keys:
            continue
        ratio = _within(_cell(query, "ty-le", row), f"ty-le-{row}", "Tỷ lệ điểm", errors)
        merit = _within(_cell(query, "diem", row), f"diem-{row}", "Điểm thành tích", errors)
        target, actual = (
            _cell(query, "chi-tieu", row),
            _number(_cell(query, "gia-tri", row), f"gia-tri-{row}", errors),
        )
        scored = rescore(keys[uid], target, actual) if rescore and target and actual is not None else None
        change = SubjectChange(
            key=keys[uid],
            ratio_h=ratio,
            merit_h=merit,
            target=target,
            actual=actual,
            pillars=scored,
            code=_cell(query, "tieu-chuan", row),
            answer={"dat": True, "khong": False}.get(_cell(query, "tra-loi", row)),
        )
        if change.empty:
            errors.append((f"ai-{row}", "Đã chọn đối tượng nhưng chưa ghi gì để thử."))
        else:
            found[change.key] = change
    return tuple(found.values())


def _cell(query: QueryDict, name: str, row: int) -> str:
    cells: Sequence[str] = query.getlist(name)
    return cells[row].strip() if row < len(cells) else ""


def _within(typed: str, name: str, label: str, errors: list[tuple[str, str]]) -> int | None:
    value = _number(typed, name, errors)
    if value is None:
        return None
    if not 0 <= value <= 100:
        errors.append((name, f"{label} từ 0 đến 100."))
        return None
    return int(value * 100)


def _number(typed: str, name: str, errors: list[tuple[str, str]]) -> Decimal | None:
    if not typed.strip():
        return None
    try:
        return parse_number(typed)
    except ValueError as error:
        errors.append((name, str(error)))
        return None
