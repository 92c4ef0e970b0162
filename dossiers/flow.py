"""The way of a dossier from desk to desk, as one table: who may take which step, and what stands against it."""

from __future__ import annotations

from config.kernel import audit
from config.kernel.access import Actor
from config.kernel.workflow import Flow, Transition
from dossiers.enums import DocumentState, DossierState
from dossiers.models import Dossier
from units.selectors import held_at

S = DossierState
# Taken for all dossiers of a round together.
ROUND_STEPS = frozenset({"present", "decide", "forward"})


def has_nominees(dossier: Dossier, actor: Actor) -> str | None:
    if not dossier.nominees.exists():
        return "Hồ sơ chưa có tập thể, cá nhân nào được đề nghị."
    return None


def papers_are_ready(dossier: Dossier, actor: Actor) -> str | None:
    missing = list(dossier.own_documents.exclude(state=DocumentState.READY).values_list("title", flat=True))
    if missing:
        return f"Còn {len(missing)} văn bản chưa kết xuất xong: {', '.join(missing[:3])}."
    return None if dossier.own_documents.exists() else "Hồ sơ chưa có văn bản nào."


def remarks_are_answered(dossier: Dossier, actor: Actor) -> str | None:
    left = dossier.remarks.filter(answered_at__isnull=True).count()
    return f"Còn {left} ý kiến của cơ quan thẩm định chưa trả lời." if left else None


def not_the_drafter(dossier: Dossier, actor: Actor) -> str | None:
    if actor.user_id is not None and actor.user_id == dossier.drafted_by_user_id:
        return "Người lập hồ sơ không tự xác nhận hồ sơ đó."
    return None


def head_of_this_unit(dossier: Dossier, actor: Actor) -> str | None:
    """A district's head does not put out the papers of a commune that has a head of its own."""
    if actor.unit_id in (None, dossier.unit_id) or not held_at(dossier.unit, "dossiers.confirm"):
        return None
    return f"Hồ sơ này do lãnh đạo của chính {dossier.unit_name} xác nhận."


def unit_can_issue(dossier: Dossier, actor: Actor) -> str | None:
    """A paper carries the unit's symbol and its head's name; neither is made up."""
    unit = dossier.unit
    wanted = (("ký hiệu văn bản", unit.symbol), ("tên thủ trưởng", unit.head_name))
    blank = [label for label, said in wanted if not said]
    if not blank:
        return None
    return f"Danh mục chưa ghi {', '.join(blank)} của {unit.display_name}: nhờ cơ quan thường trực ghi rồi xác nhận."


def not_of_an_earlier_desk(dossier: Dossier, actor: Actor) -> str | None:
    """Four eyes at the end of the chain: whoever drafted, confirmed or appraised it does not decide it."""
    earlier = ("open", "meeting", "confirm", "submit", "receive", "accept", "appraise", "present")
    if audit.has_acted(actor, dossier, *(f"dossier.{step}" for step in earlier)):
        return f"Người đã lập, xác nhận hoặc thẩm định hồ sơ của {dossier.unit_name} không quyết định hồ sơ đó."
    return None


def not_the_receiver(dossier: Dossier, actor: Actor) -> str | None:
    if actor.user_id is not None and actor.user_id == dossier.received_by_user_id:
        return "Người đã thẩm định ở cơ quan thường trực không thẩm định lại hồ sơ đó."
    return None


def candidates_stand(dossier: Dossier, actor: Actor) -> str | None:
    """Every nominee must still be eligible by the rules, attested and free of holds."""
    for nominee in dossier.nominees.select_related("candidate"):
        candidate = nominee.candidate
        if candidate.withdrawn or not candidate.proposed:
            return f"{nominee.name} không còn trong danh sách đề nghị: {candidate.get_standing_display().lower()}."
    return None


DOSSIER_FLOW = Flow(
    name="dossier",
    states=dict(DossierState.choices),
    unit_of=lambda dossier: dossier.unit,
    transitions=(
        Transition(
            "confirm", frozenset({S.DRAFT, S.RETURNED}), S.UNIT_CONFIRMED, "dossiers.confirm", "Xác nhận hồ sơ",
            guards=(
                head_of_this_unit, unit_can_issue, has_nominees, papers_are_ready, remarks_are_answered,
                not_the_drafter,
            ),
        ),
        Transition(
            "reopen", frozenset({S.UNIT_CONFIRMED}), S.DRAFT, "dossiers.confirm", "Trả lại người lập",
            needs_reason=True,
        ),
        Transition("submit", frozenset({S.UNIT_CONFIRMED}), S.SUBMITTED, "dossiers.edit", "Gửi hồ sơ"),
        Transition("receive", frozenset({S.SUBMITTED}), S.RECEIVED, "dossiers.receive", "Tiếp nhận"),
        Transition(
            "return", frozenset({S.SUBMITTED, S.RECEIVED}), S.RETURNED, "dossiers.receive", "Trả lại để bổ sung",
            needs_reason=True,
        ),
        Transition(
            "accept", frozenset({S.RECEIVED}), S.APPRAISED_ICT, "dossiers.receive", "Kết luận đủ điều kiện",
            guards=(candidates_stand, papers_are_ready),
        ),
        Transition(
            "send_back", frozenset({S.APPRAISED_ICT, S.APPRAISED_TDKT}), S.RECEIVED, "dossiers.appraise",
            "Trả lại cơ quan thường trực", needs_reason=True,
        ),
        Transition(
            "appraise", frozenset({S.APPRAISED_ICT}), S.APPRAISED_TDKT, "dossiers.appraise",
            "Thẩm định đạt", guards=(candidates_stand, not_the_receiver),
        ),
        Transition("present", frozenset({S.APPRAISED_TDKT}), S.PRESENTED, "dossiers.present", "Trình quyết định"),
        Transition(
            "decide", frozenset({S.PRESENTED}), S.DECIDED, "decisions.sign", "Ký quyết định",
            guards=(not_of_an_earlier_desk,),
        ),
        Transition(
            "forward", frozenset({S.PRESENTED}), S.FORWARDED, "decisions.sign", "Ký trình cấp trên",
            guards=(not_of_an_earlier_desk,),
        ),
        Transition(
            "reject", frozenset({S.PRESENTED}), S.REJECTED, "decisions.sign", "Không khen thưởng",
            guards=(not_of_an_earlier_desk,), needs_reason=True,
        ),
        Transition(
            "hold", frozenset({S.RECEIVED, S.APPRAISED_ICT, S.APPRAISED_TDKT}), S.ON_HOLD, "dossiers.receive",
            "Tạm dừng", needs_reason=True,
        ),
        Transition("resume", frozenset({S.ON_HOLD}), S.RECEIVED, "dossiers.receive", "Xét tiếp", needs_reason=True),
        Transition(
            "withdraw", frozenset({S.DRAFT, S.RETURNED, S.UNIT_CONFIRMED, S.SUBMITTED, S.RECEIVED}), S.WITHDRAWN,
            "dossiers.confirm", "Rút hồ sơ", needs_reason=True,
        ),
    ),
)  # fmt: skip
