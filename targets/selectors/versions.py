"""What changed between two submissions of one report, and since the last one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from config.kernel.text import format_date, format_hundredths, format_number
from targets.enums import OPEN_STATES, ReportState
from targets.models import AnnualReport, ReportVersion
from targets.selectors.frozen import frozen_content

POINTS = "Điểm tự chấm"
_FIELDS = {
    "value": "Số liệu",
    "not_applicable": "Không áp dụng",
    "note": "Ghi chú",
    "points": POINTS,
    "evidence": "Tài liệu",
}


def latest_version(report: AnnualReport) -> ReportVersion | None:
    """The report as it was sent last; None before the first time."""
    return report.versions.order_by("-number").first()


@dataclass(frozen=True)
class Difference:
    """One thing that differs; `before` and `after` as people write them, empty where there was nothing."""

    code: str
    name: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Standing:
    """A state of the report that can be compared: `number` 0 is the report as it stands now."""

    number: int
    label: str
    content: dict[str, Any]


def standings(report: AnnualReport, *, with_draft: bool) -> list[Standing]:
    """Every submission in order; with `with_draft` the present state too, while the report is with the unit."""
    found = [Standing(v.number, f"Lần gửi {v.number}", v.content) for v in ReportVersion.objects.filter(report=report)]
    if with_draft and report.state in (*OPEN_STATES, ReportState.CONFIRMING):
        found.append(Standing(0, "Bản đang sửa", frozen_content(report)))
    return found


def since_last(report: AnnualReport) -> list[Difference]:
    """What differs from the submission before: of a report that came back what was done since, of one that was sent
    again what came with its last submission. Empty before there are two states to compare."""
    found = standings(report, with_draft=True) if report.was_submitted else []
    return differences(found[-2].content, found[-1].content) if len(found) > 1 else []


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """In the order of the later one; both are `ReportVersion.content`."""
    old = {v["code"]: v for v in before["values"]}
    found = []
    for value in after["values"]:
        earlier = old.pop(value["code"], None)
        was, now = _said(earlier), _said(value)
        found += [
            Difference(value["code"], value["name"], label, was[key], now[key])
            for key, label in _FIELDS.items()
            if was[key] != now[key]
        ]
    found += [Difference(v["code"], v["name"], "Chỉ tiêu", "có", "không còn") for v in old.values()]
    if before["summary"] != after["summary"]:
        found.append(Difference("", "Tự nhận xét", "Nội dung", before["summary"], after["summary"]))
    return found


def _said(value: dict[str, Any] | None) -> dict[str, str]:
    if value is None:
        return dict.fromkeys(_FIELDS, "")
    return {
        "value": _figures(value),
        "not_applicable": value["na_reason"] if value["not_applicable"] else "",
        "note": value["note"],
        "points": format_hundredths(value["points_h"]),
        "evidence": "; ".join(_paper(p) for p in value["evidence"]),
    }


def _figures(value: dict[str, Any]) -> str:
    if value["numerator"] is not None or value["denominator"] is not None:
        return f"{_number(value['numerator']) or '…'}/{_number(value['denominator']) or '…'}"
    if value["number"] is not None:
        return _number(value["number"])
    if value["boolean"] is not None:
        return "Có" if value["boolean"] else "Không"
    return str(value["text"])


def _number(said: str | None) -> str:
    return "" if said is None else format_number(Decimal(said))


def _paper(paper: dict[str, Any]) -> str:
    number = f"số {paper['number']}" if paper["number"] else ""
    day = format_date(dt.date.fromisoformat(paper["date"])) if paper["date"] else ""
    more = ", ".join(part for part in (number, day) if part)
    return f"{paper['file']} ({more})" if more else str(paper["file"])
