"""The steps of a registration."""

from __future__ import annotations

from campaigns.enums import RegistrationState as S
from campaigns.models import Registration
from campaigns.permissions import CONFIRM_REGISTRATIONS, EDIT_REGISTRATIONS
from config.kernel import audit
from config.kernel.access import Actor
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
