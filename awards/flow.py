"""The steps of an award round."""

from __future__ import annotations

from typing import Any

from awards import permissions
from awards.enums import MeetingState, RoundState
from config.kernel.access import Actor
from config.kernel.workflow import Flow, Transition

S = RoundState


def nothing_open(obj: Any, actor: Actor) -> str | None:
    """Only when no tie, no open question inside a quota and no share stands against it."""
    blockers = obj.result.get("blockers") or []
    if not obj.evaluated_at:
        return "Chưa đối chiếu tiêu chuẩn."
    return f"Chưa lập được danh sách: {' '.join(blockers)}" if blockers else None


ROUND_FLOW = Flow(
    name="round",
    states={str(state.value): str(state.label) for state in RoundState},
    transitions=(
        Transition(
            "evaluate",
            frozenset({S.DRAFT, S.EVALUATING}),
            S.EVALUATING,
            permissions.MANAGE,
            "Đối chiếu tiêu chuẩn",
        ),
        Transition(
            "propose",
            frozenset({S.EVALUATING}),
            S.PROPOSED,
            permissions.MANAGE,
            "Lập danh sách đề nghị",
            guards=(nothing_open,),
        ),
        Transition("reopen", frozenset({S.PROPOSED}), S.EVALUATING, permissions.MANAGE, "Xét lại", needs_reason=True),
        Transition("send", frozenset({S.PROPOSED}), S.SENT, permissions.MANAGE, "Trình danh sách"),
        Transition("decide", frozenset({S.PROPOSED, S.SENT}), S.DECIDED, permissions.SIGN, "Ghi quyết định"),
        Transition(
            "cancel",
            frozenset({S.DRAFT, S.EVALUATING, S.PROPOSED}),
            S.CANCELLED,
            permissions.MANAGE,
            "Hủy đợt xét",
            needs_reason=True,
        ),
    ),
)

M = MeetingState

MEETING_FLOW = Flow(
    name="council",
    states={str(state.value): str(state.label) for state in MeetingState},
    transitions=(
        Transition("open", frozenset({M.PREPARING}), M.OPEN, permissions.COUNCIL, "Mở bỏ phiếu"),
        Transition("close", frozenset({M.OPEN}), M.CLOSED, permissions.COUNCIL, "Đóng bỏ phiếu, kiểm phiếu"),
        Transition(
            "cancel",
            frozenset({M.PREPARING, M.OPEN}),
            M.CANCELLED,
            permissions.COUNCIL,
            "Hủy phiên họp",
            needs_reason=True,
        ),
    ),
)
