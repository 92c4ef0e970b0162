"""The way of a dossier from desk to desk, as one table: who may take which step, and what stands against it.

Four eyes: nobody works at two desks of one dossier, neither in the own name nor for somebody else, and nobody who is
proposed in it works at any desk after the unit's.
"""

from __future__ import annotations

from collections.abc import Mapping

from config.kernel import audit
from config.kernel.access import Actor
from config.kernel.text import format_date
from config.kernel.workflow import Flow, Guard, Transition
from dossiers.enums import DocumentState, DossierState
from dossiers.models import Dossier
from units.selectors import held_at

S = DossierState
# Taken for all dossiers of a round together.
ROUND_STEPS = frozenset({"present", "decide", "forward", "granted_above", "refused_above"})


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


# Desk → the acts by which somebody has worked there, and how that is said.
_DESKS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "unit": (("open", "meeting", "confirm", "submit"), "lập, xác nhận"),
    "standing": (("receive", "accept"), "tiếp nhận, thẩm định"),
    "board": (("appraise", "present"), "thẩm định lại, trình"),
    "leader": (("decide", "forward", "reject"), "quyết định"),
}


def _one_desk(desk: str) -> Guard:
    """Whoever has worked at another desk of this dossier does not work at `desk`."""
    others = [(acts, said) for name, (acts, said) in _DESKS.items() if name != desk]
    verbs = [f"dossier.{act}" for acts, _ in others for act in acts]

    def guard(dossier: Dossier, actor: Actor) -> str | None:
        if not audit.has_acted(actor, dossier, *verbs):
            return None
        if desk == "leader":
            return f"Người đã lập, xác nhận hoặc thẩm định hồ sơ của {dossier.unit_name} không quyết định hồ sơ đó."
        done = next(said for acts, said in others if audit.has_acted(actor, dossier, *(f"dossier.{a}" for a in acts)))
        who = f"Bạn hoặc {actor.behalf.name}" if actor.behalf is not None else "Bạn"
        return f"{who} đã {done} hồ sơ này nên không làm bước sau của nó."

    return guard


def not_own_case(dossier: Dossier, actor: Actor) -> str | None:
    """Nobody judges a dossier in which he or she is proposed; a substitute none of the own unit either."""
    people = [p for p in (actor.user_id, actor.behalf.user_id if actor.behalf else None) if p is not None]
    if people and dossier.nominees.filter(candidate__person__user_id__in=people).exists():
        return "Người được đề nghị trong hồ sơ không xử lý hồ sơ đó."
    if actor.behalf is not None and actor.unit_id == dossier.unit_id:
        return "Người làm thay không xử lý hồ sơ của chính đơn vị mình."
    return None


def opinions_are_in(dossier: Dossier, actor: Actor) -> str | None:
    """A question to another agency is answered, silent after its last day, or taken back."""
    waiting = dossier.consultations.filter(state__in=("asked", "drafted")).order_by("due_on").first()
    if waiting is None:
        return None
    return f"Còn chờ ý kiến của {waiting.unit_name}, hạn {format_date(waiting.due_on)}."


ICT = (_one_desk("standing"), not_own_case)
BOARD = (_one_desk("board"), not_own_case)
LEADER = (_one_desk("leader"), not_own_case)


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
        Transition(
            "receive", frozenset({S.SUBMITTED}), S.RECEIVED, "dossiers.receive", "Tiếp nhận",
            guards=ICT,
        ),
        Transition(
            "return", frozenset({S.SUBMITTED, S.RECEIVED}), S.RETURNED, "dossiers.receive", "Trả lại để bổ sung",
            needs_reason=True,
        ),
        Transition(
            "accept", frozenset({S.RECEIVED}), S.APPRAISED_ICT, "dossiers.receive", "Kết luận đủ điều kiện",
            guards=(candidates_stand, papers_are_ready, opinions_are_in, *ICT),
        ),
        Transition(
            "send_back", frozenset({S.APPRAISED_ICT, S.APPRAISED_TDKT}), S.RECEIVED, "dossiers.appraise",
            "Trả lại cơ quan thường trực", needs_reason=True,
        ),
        Transition(
            "appraise", frozenset({S.APPRAISED_ICT}), S.APPRAISED_TDKT, "dossiers.appraise",
            "Thẩm định đạt", guards=(candidates_stand, not_the_receiver, opinions_are_in, *BOARD),
        ),
        Transition(
            "present", frozenset({S.APPRAISED_TDKT}), S.PRESENTED, "dossiers.present", "Trình quyết định",
            guards=(opinions_are_in, *BOARD),
        ),
        Transition(
            "decide", frozenset({S.PRESENTED}), S.DECIDED, "decisions.sign", "Ký quyết định",
            guards=LEADER,
        ),
        Transition(
            "forward", frozenset({S.PRESENTED}), S.FORWARDED, "decisions.sign", "Ký trình cấp trên",
            guards=LEADER,
        ),
        Transition(
            "reject", frozenset({S.PRESENTED}), S.REJECTED, "decisions.sign", "Không khen thưởng",
            guards=LEADER, needs_reason=True,
        ),
        Transition(
            "granted_above", frozenset({S.FORWARDED}), S.DECIDED, "dossiers.present", "Ghi cấp trên khen thưởng",
        ),
        Transition(
            "refused_above", frozenset({S.FORWARDED}), S.REJECTED, "dossiers.present", "Ghi cấp trên không khen",
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
