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
CELLS = ("ty-le", "diem", "chi-tieu", "gia-tri", "tieu-chuan", "tra-loi")


@dataclass
class Typed:
    """`trial` holds what could be read; `errors`: (name of the field, sentence)."""

    trial: Trial
    errors: list[tuple[str, str]] = field(default_factory=list)


# What a value changed by hand would score: (subject's key, target, value) → its pillars, None where none can be told;
# a ValueError says why there is no such value.
Rescore = Callable[[str, str, Decimal], tuple[PillarFact, ...] | None]


def read(
    query: QueryDict,
    rules: Mapping[str, Mapping[str, Any]],
    keys: Mapping[str, str],
    *,
    pillars: Sequence[str] = (),
    measured: Mapping[str, frozenset[str]] | None = None,
    rescore: Rescore | None = None,
) -> Typed:
    """`rules`: code → data as loaded; `keys`: what stands in the address → the subject's key in the round; `measured`:
    a subject's key → the targets that it has a result of, None where nobody asks.

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
    subjects = _subjects(query, keys, measured, rescore, errors)
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
    query: QueryDict,
    keys: Mapping[str, str],
    measured: Mapping[str, frozenset[str]] | None,
    rescore: Rescore | None,
    errors: list[tuple[str, str]],
) -> tuple[SubjectChange, ...]:
    found: dict[str, SubjectChange] = {}
    for row in range(ROWS):
        uid, known = _cell(query, "ai", row), len(errors)
        if uid not in keys:
            if any(_cell(query, name, row) for name in CELLS):
                errors.append((f"ai-{row}", f"Số liệu ({row + 1}): chọn đối tượng, hoặc xóa số liệu đã ghi."))
            continue
        key = keys[uid]
        if key in found:
            errors.append((f"ai-{row}", f"Số liệu ({row + 1}): đối tượng này đã có ở trên. Mỗi đối tượng ghi một lần."))
            continue
        target, actual, pillars = _value(query, row, key, measured, rescore, errors)
        code, answer = _cell(query, "tieu-chuan", row), _cell(query, "tra-loi", row)
        if bool(code) != bool(answer):
            errors.append(
                (f"tra-loi-{row}", "Đã chọn tiêu chuẩn nhưng chưa chọn trả lời thử.") if code
                else (f"tieu-chuan-{row}", "Đã chọn trả lời thử nhưng chưa chọn tiêu chuẩn.")
            )  # fmt: skip
        change = SubjectChange(
            key=key,
            ratio_h=_within(_cell(query, "ty-le", row), f"ty-le-{row}", "Tỷ lệ điểm", errors),
            merit_h=_within(_cell(query, "diem", row), f"diem-{row}", "Điểm thành tích", errors),
            target=target,
            actual=actual,
            pillars=pillars,
            code=code,
            answer={"dat": True, "khong": False}.get(answer),
        )
        if not change.empty:
            found[key] = change
        elif len(errors) == known:
            errors.append((f"ai-{row}", "Đã chọn đối tượng nhưng chưa ghi gì để thử."))
    return tuple(found.values())


def _value(
    query: QueryDict,
    row: int,
    key: str,
    measured: Mapping[str, frozenset[str]] | None,
    rescore: Rescore | None,
    errors: list[tuple[str, str]],
) -> tuple[str, Decimal | None, tuple[PillarFact, ...] | None]:
    """The target, its other value, and what that would score."""
    target, typed, name = _cell(query, "chi-tieu", row), _cell(query, "gia-tri", row), f"gia-tri-{row}"
    actual = _number(typed, name, errors)
    if typed and not target:
        errors.append((f"chi-tieu-{row}", "Đã ghi kết quả nhưng chưa chọn chỉ tiêu."))
    elif target and not typed:
        errors.append((name, "Đã chọn chỉ tiêu nhưng chưa ghi kết quả."))
    elif target and measured is not None and target not in measured.get(key, ()):
        errors.append((f"chi-tieu-{row}", "Đối tượng này không có kết quả của chỉ tiêu đã chọn nên không thử được."))
    elif target and actual is not None and rescore:
        try:
            return target, actual, rescore(key, target, actual)
        except ValueError as error:
            errors.append((name, str(error)))
    return target, actual, None


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
