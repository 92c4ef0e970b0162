"""What waits for a person because of registrations, gifts and practices."""

from __future__ import annotations

from campaigns.enums import GiftState, RegistrationState
from campaigns.permissions import (
    CONFIRM_CONTRIBUTIONS,
    CONFIRM_REGISTRATIONS,
    EDIT_CONTRIBUTIONS,
    EDIT_PRACTICES,
    EDIT_REGISTRATIONS,
    REVIEW_PRACTICES,
)
from campaigns.selectors import current_campaign
from campaigns.selectors.waiting import OfUnit, of_unit, to_judge
from config.kernel.access import Actor
from config.kernel.web.addresses import tenant_path
from config.kernel.web.work import WorkItem


def items(actor: Actor) -> list[WorkItem]:
    """Registrations, gifts and practices to judge; for a unit to register, and what was refused or returned to it."""
    campaign = current_campaign()
    if campaign is None:
        return []
    registers = not actor.can(CONFIRM_REGISTRATIONS) and actor.can(EDIT_REGISTRATIONS)
    judges = actor.can(CONFIRM_CONTRIBUTIONS) or actor.can(REVIEW_PRACTICES)
    gives = not judges and (actor.can(EDIT_CONTRIBUTIONS) or actor.can(EDIT_PRACTICES))
    own = of_unit(campaign, actor.unit_id) if (registers or gives) and actor.unit_id is not None else None
    judged = (["registration"] if actor.can(CONFIRM_REGISTRATIONS) else []) + (["gift", "practice"] if judges else [])
    waiting = to_judge(campaign, *judged) if judged else {}
    found = []
    if waiting.get("registration"):
        found.append(_confirm_registrations(waiting["registration"]))
    if registers and own is not None and own.may_register and actor.can(EDIT_REGISTRATIONS, own):
        found.append(_register(own))
    if judges:
        found += _to_judge(waiting)
    if gives and own is not None:
        found += _to_mend(own)
    return found


def _confirm_registrations(waiting: int) -> WorkItem:
    url = tenant_path("campaigns:registration_list")
    sentence = f"{waiting} đơn vị đã gửi đăng ký và kế hoạch phát động."
    return WorkItem("Xác nhận đăng ký thi đua", url, sentence, kind="registration", action_label="Xem đăng ký")


def _register(own: OfUnit) -> WorkItem:
    sentence = f"{own.name} chưa đăng ký; cần kế hoạch phát động của đơn vị."
    if own.registered is not None:
        sentence = "Bản đăng ký đang soạn, chưa gửi."
        if own.registered == RegistrationState.RETURNED:
            sentence = f"Bị trả lại: {own.why}"
    return WorkItem(
        "Đăng ký thi đua",
        tenant_path("campaigns:registration", uid=own.uid),
        sentence,
        due=own.last_day,
        wording=own.wording,
        kind="registration",
        action_label="Đăng ký" if own.registered is None else "Sửa đăng ký",
    )


def _to_judge(waiting: dict[str, int]) -> list[WorkItem]:
    return _lines(
        (waiting.get("gift"), "gift", "Xác nhận khoản đóng góp", "{} khoản chờ đối chiếu giấy tờ.",
         f"?trang-thai={GiftState.RECORDED}"),
        (waiting.get("practice"), "practice", "Duyệt mô hình, sáng kiến, cách làm", "{} bài chờ duyệt.",
         "?muc=cho-duyet"),
    )  # fmt: skip


def _to_mend(own: OfUnit) -> list[WorkItem]:
    return _lines(
        (own.refused, "gift", "Sửa khoản đóng góp", "{} khoản chưa được ghi nhận; xem lý do, sửa rồi lưu lại.",
         f"?trang-thai={GiftState.REFUSED}"),
        (own.returned, "practice", "Sửa bài giới thiệu cách làm", "{} bài bị trả lại; xem lý do rồi gửi lại.",
         "?muc=cua-toi"),
    )  # fmt: skip


_PLACES = {"gift": ("campaigns:contributions", "Xem sổ"), "practice": ("campaigns:practices", "Xem bài")}


def _lines(*found: tuple[int | None, str, str, str, str]) -> list[WorkItem]:
    """(how many, of what, title, sentence, part of its page) of what there is any of."""
    return [
        WorkItem(title, tenant_path(_PLACES[kind][0]) + query, sentence.format(number), kind=kind,
                 action_label=_PLACES[kind][1])
        for number, kind, title, sentence, query in found
        if number
    ]  # fmt: skip
