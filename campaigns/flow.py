"""The steps of a registration, of a gift and of an entry of the library."""

from __future__ import annotations

from campaigns.enums import GiftState as G
from campaigns.enums import PracticeState as P
from campaigns.enums import RegistrationState as S
from campaigns.models import Contribution, Practice, Registration
from campaigns.permissions import (
    CONFIRM_CONTRIBUTIONS,
    CONFIRM_REGISTRATIONS,
    EDIT_CONTRIBUTIONS,
    EDIT_PRACTICES,
    EDIT_REGISTRATIONS,
    REVIEW_PRACTICES,
)
from config.kernel import audit
from config.kernel.access import Actor
from config.kernel.sheets.trail import imported_by
from config.kernel.workflow import Flow, Transition


def _launch_plan_there(registration: Registration, actor: Actor) -> str | None:
    if not registration.has_launch_plan:
        return "Chưa đính kèm kế hoạch phát động của đơn vị. Hãy chọn tệp rồi gửi lại."
    if not registration.launch_plan_number or registration.launch_plan_date is None:
        return "Chưa ghi số, ký hiệu và ngày ban hành của kế hoạch phát động."
    return None


def _not_the_sender(registration: Registration, actor: Actor) -> str | None:
    """Four eyes: whoever wrote or sent it does not confirm it."""
    if audit.has_acted(actor, registration, "registration.open", "registration.save", "registration.submit"):
        return "Người lập đăng ký không tự xác nhận đăng ký đó."
    return None


REGISTRATION_FLOW = Flow(
    name="registration",
    states={str(state): str(state.label) for state in S},
    unit_of=lambda registration: registration.unit,
    transitions=(
        Transition(
            "submit",
            frozenset({S.DRAFT, S.RETURNED}),
            S.SUBMITTED,
            EDIT_REGISTRATIONS,
            "Gửi đăng ký",
            guards=(_launch_plan_there,),
        ),
        Transition(
            "confirm",
            frozenset({S.SUBMITTED}),
            S.CONFIRMED,
            CONFIRM_REGISTRATIONS,
            "Xác nhận",
            guards=(_not_the_sender,),
        ),
        Transition(
            "return",
            frozenset({S.SUBMITTED, S.CONFIRMED}),
            S.RETURNED,
            CONFIRM_REGISTRATIONS,
            "Trả lại",
            needs_reason=True,
        ),
    ),
)


def _not_the_recorder(gift: Contribution, actor: Actor) -> str | None:
    """Four eyes: whoever took the gift down does not confirm it."""
    if audit.has_acted(actor, gift, "contribution.record", "contribution.save") or imported_by(actor, gift):
        return "Người ghi khoản đóng góp không tự xác nhận khoản đó."
    return None


def _paper_there(gift: Contribution, actor: Actor) -> str | None:
    if gift.paper_file_id is None and not gift.paper_number:
        return "Chưa có giấy tờ chứng minh (biên bản, chứng từ). Hãy ghi số giấy tờ hoặc đính kèm tệp."
    return None


def _its_own_desk(gift: Contribution, actor: Actor) -> str | None:
    if gift.unit_id is None and actor.paths(EDIT_CONTRIBUTIONS) is not None:
        return "Khoản này do cơ quan thường trực ghi; đơn vị không rút được."
    return None


CONTRIBUTION_FLOW = Flow(
    name="contribution",
    states={str(state): str(state.label) for state in G},
    unit_of=lambda gift: gift.unit,
    transitions=(
        Transition(
            "confirm",
            frozenset({G.RECORDED}),
            G.CONFIRMED,
            CONFIRM_CONTRIBUTIONS,
            "Xác nhận",
            guards=(_not_the_recorder, _paper_there),
        ),
        Transition(
            "refuse",
            frozenset({G.RECORDED, G.CONFIRMED}),
            G.REFUSED,
            CONFIRM_CONTRIBUTIONS,
            "Không ghi nhận",
            needs_reason=True,
        ),
        Transition(
            "withdraw",
            frozenset({G.RECORDED, G.REFUSED}),
            G.WITHDRAWN,
            EDIT_CONTRIBUTIONS,
            "Rút",
            guards=(_its_own_desk,),
            needs_reason=True,
        ),
    ),
)


def _says_enough(practice: Practice, actor: Actor) -> str | None:
    """What others need before they can take it up."""
    if not practice.method.strip():
        return "Chưa ghi cách làm. Hãy ghi đủ để đơn vị khác làm theo được."
    if not practice.effect.strip():
        return "Chưa ghi hiệu quả."
    return None


def _not_the_author(practice: Practice, actor: Actor) -> str | None:
    if audit.has_acted(actor, practice, "practice.open", "practice.save", "practice.submit"):
        return "Người soạn không tự duyệt bài của mình."
    return None


PRACTICE_FLOW = Flow(
    name="practice",
    states={str(state): str(state.label) for state in P},
    unit_of=lambda practice: practice.unit,
    transitions=(
        Transition(
            "submit",
            frozenset({P.DRAFT, P.RETURNED}),
            P.SUBMITTED,
            EDIT_PRACTICES,
            "Gửi duyệt",
            guards=(_says_enough,),
        ),
        Transition(
            "publish",
            frozenset({P.SUBMITTED}),
            P.PUBLISHED,
            REVIEW_PRACTICES,
            "Công bố",
            guards=(_not_the_author,),
        ),
        Transition(
            "return",
            frozenset({P.SUBMITTED, P.PUBLISHED}),
            P.RETURNED,
            REVIEW_PRACTICES,
            "Trả lại",
            needs_reason=True,
        ),
        Transition(
            "withdraw",
            frozenset({P.DRAFT, P.SUBMITTED, P.RETURNED, P.PUBLISHED}),
            P.WITHDRAWN,
            EDIT_PRACTICES,
            "Rút",
            needs_reason=True,
        ),
    ),
)
