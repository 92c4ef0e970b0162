"""The life of an annual report (decision 9 for lateness): the only code that moves it from state to state."""

from __future__ import annotations

from typing import Any

from config.kernel import audit
from config.kernel.access import Actor
from config.kernel.workflow import Flow, Transition
from targets import permissions as may
from targets.enums import ReportState
from targets.selectors.completeness import blocking_sentence, unjudged_count
from targets.selectors.reports import has_own_head


def is_complete(report: Any, actor: Actor) -> str | None:
    return blocking_sentence(report)


def second_person(report: Any, actor: Actor) -> str | None:
    """Four eyes: who asked for the confirmation does not give it."""
    if actor.user_id is not None and actor.user_id == report.handed_over_by:
        return "Người trình không tự xác nhận được: báo cáo cần một người khác, là lãnh đạo đơn vị, xác nhận."
    return None


def head_of_this_unit(report: Any, actor: Actor) -> str | None:
    """A district's head does not confirm for a commune that has its own."""
    if actor.unit_id is None or actor.unit_id == report.unit_id or not has_own_head(report.unit):
        return None
    return f"Báo cáo này do lãnh đạo của chính {report.unit_name} xác nhận."


def not_own_report(report: Any, actor: Actor) -> str | None:
    """Four eyes: whoever wrote, handed over or confirmed a report does not appraise it."""
    wrote = actor.user_id is not None and report.values.filter(updated_by=actor.user_id).exists()  # also by a file
    if wrote or audit.has_acted(actor, report, "report.open", "report.save", "report.hand_over", "report.confirm"):
        return "Người lập hoặc xác nhận báo cáo không thẩm định báo cáo đó."
    return None


def all_judged(report: Any, actor: Actor) -> str | None:
    left = unjudged_count(report)
    return f"Còn {left} chỉ tiêu chưa có kết luận hoặc đang hỏi lại đơn vị." if left else None


REPORT_FLOW = Flow(
    name="report",
    states=dict(ReportState.choices),
    unit_of=lambda report: report.unit,
    transitions=(
        Transition(
            "hand_over",
            frozenset({ReportState.DRAFT, ReportState.RETURNED}),
            ReportState.CONFIRMING,
            may.EDIT,
            "Trình lãnh đạo",
            guards=(is_complete,),
        ),
        Transition("take_back", frozenset({ReportState.CONFIRMING}), ReportState.DRAFT, may.EDIT, "Rút lại để sửa"),
        Transition(
            "send_back",
            frozenset({ReportState.CONFIRMING}),
            ReportState.DRAFT,
            may.CONFIRM,
            "Trả lại cán bộ",
            needs_reason=True,
        ),
        Transition(
            "confirm",
            frozenset({ReportState.CONFIRMING}),
            ReportState.SUBMITTED,
            may.CONFIRM,
            "Xác nhận và gửi",
            guards=(head_of_this_unit, second_person, is_complete),
        ),
        Transition(
            "return",
            frozenset({ReportState.SUBMITTED, ReportState.APPRAISED}),
            ReportState.RETURNED,
            may.APPRAISE,
            "Trả lại báo cáo",
            needs_reason=True,
        ),
        Transition(
            "finish",
            frozenset({ReportState.SUBMITTED}),
            ReportState.APPRAISED,
            may.APPRAISE,
            "Kết thúc thẩm định",
            guards=(not_own_report, all_judged),
        ),
        Transition(
            "reopen",
            frozenset({ReportState.APPRAISED}),
            ReportState.SUBMITTED,
            may.APPRAISE,
            "Mở lại thẩm định",
            needs_reason=True,
        ),
        Transition("close", frozenset({ReportState.APPRAISED}), ReportState.CLOSED, may.PUBLISH, "Chốt báo cáo"),
    ),
)
