"""What a report still lacks before it can go to the head of the unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from targets.enums import Decision
from targets.models import AnnualReport, ReportValue

# How one value stands, as the rail shows it: code → (words, icon, tone).
STATES = {
    "met": ("đạt", "circle-check", "dat"),
    "not_met": ("chưa đạt", "circle-x", "loi"),
    "noted": ("đã nhập", "circle-check", "dat"),
    "no_evidence": ("thiếu tài liệu", "paperclip", "gan"),
    "wrong": ("số liệu sai", "circle-alert", "loi"),
    "empty": ("chưa nhập", "pencil", "khong"),
    "not_applicable": ("không áp dụng", "circle-minus", "khong"),
}


class Asked(NamedTuple):
    """What is looked at of an indicator."""

    value_kind: str
    evidence_required: bool


class Entered(NamedTuple):
    """What is looked at of a value, where nothing else of it is wanted. Numbers come as JSON has them."""

    indicator: Asked
    not_applicable: bool
    typed: dict[str, str] | None
    numerator: float | None
    denominator: float | None
    number: float | None
    boolean: bool | None
    text: str
    evidence_count: int
    self_verdict: str


V = TypeVar("V", ReportValue, Entered)


@dataclass(frozen=True)
class Gap(Generic[V]):
    """One thing that is missing: which value, what about it, in a sentence."""

    value: V
    kind: str
    sentence: str


@dataclass(frozen=True)
class Completeness(Generic[V]):
    done: int
    total: int
    gaps: tuple[Gap[V], ...]

    def count(self, kind: str) -> int:
        return sum(1 for gap in self.gaps if gap.kind == kind)

    @property
    def sentence(self) -> str:
        """`Chưa trình được: còn 3 chỉ tiêu trống và 1 số liệu sai.`; empty when nothing blocks."""
        parts = []
        if empty := self.count("empty"):
            parts.append(f"{empty} chỉ tiêu trống")
        if wrong := self.count("wrong"):
            parts.append(f"{wrong} số liệu sai")
        return f"Chưa trình được: còn {' và '.join(parts)}." if parts else ""


def is_entered(value: ReportValue | Entered) -> bool:
    """Whether the unit has said its word, whoever gives the points."""
    if value.not_applicable:
        return True
    kind = value.indicator.value_kind
    if kind == "share":
        return value.numerator is not None and value.denominator is not None
    if kind == "number":
        return value.number is not None
    if kind == "boolean":
        return value.boolean is not None
    return bool(value.text)


def state_of(value: ReportValue | Entered) -> str:
    """A key of `STATES`, from the unit's own figures."""
    if value.typed:
        return "wrong"
    if value.not_applicable:
        return "not_applicable"
    if not is_entered(value):
        return "empty"
    if value.indicator.evidence_required and not value.evidence_count:
        return "no_evidence"
    return value.self_verdict if value.self_verdict in ("met", "not_met") else "noted"


def assess(values: Iterable[V]) -> Completeness[V]:
    """Needs values with their indicator."""
    gaps: list[Gap[V]] = []
    total = 0
    for value in values:
        total += 1
        state = state_of(value)
        if state == "wrong":
            gaps.append(Gap(value, state, "Số liệu chưa đúng."))
        elif state == "empty":
            gaps.append(Gap(value, state, "Chưa nhập. Nếu không áp dụng cho đơn vị, nêu lý do."))
        elif state == "no_evidence":
            gaps.append(Gap(value, state, "Chưa có tài liệu kiểm chứng nên chưa được tính điểm."))
    return Completeness(total - len(gaps), total, tuple(gaps))


def of_report(report: AnnualReport) -> Completeness[ReportValue]:
    return assess(ReportValue.objects.filter(report=report).select_related("indicator"))


def entered() -> ArraySubquery:
    """Beside reports: what `of_entered` takes of each."""
    indicator = JSONObject(**{name: f"indicator__{name}" for name in Asked._fields})
    shown = JSONObject(**{name: name for name in Entered._fields} | {"indicator": indicator})
    return ArraySubquery(ReportValue.objects.filter(report=OuterRef("pk")).order_by().values(shown=shown))


def of_entered(values: Iterable[dict[str, Any]]) -> Completeness[Entered]:
    """How many of a report's values are there, from what `entered` gave."""
    return assess(Entered(**value | {"indicator": Asked(**value["indicator"])}) for value in values)


def blocking_sentence(report: AnnualReport) -> str | None:
    found = of_report(report)
    if not found.total:
        return "Chưa trình được: kỳ này không có chỉ tiêu nào áp dụng cho đơn vị."
    return found.sentence or None


def unjudged_count(report: AnnualReport) -> int:
    return ReportValue.objects.filter(report=report, decision__in=(Decision.NONE, Decision.ASKED)).count()
