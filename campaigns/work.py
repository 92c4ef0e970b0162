"""What waits for a person because of registrations, gifts and practices."""

from __future__ import annotations

from campaigns.enums import RegistrationState
from campaigns.giving_work import giving_items
from campaigns.models import Campaign
from campaigns.permissions import CONFIRM_REGISTRATIONS, EDIT_REGISTRATIONS
from campaigns.selectors import current_campaign, may_take_part, registration_of
from campaigns.selectors.registrations import milestone, waiting_count
from config.kernel.access import Actor
from config.kernel.web.addresses import tenant_path
from config.kernel.web.work import WorkItem
from units.models import Unit


def items(actor: Actor) -> list[WorkItem]:
    campaign = current_campaign()
    if campaign is None:
        return []
    return [*_registration(campaign, actor), *giving_items(campaign, actor)]


def _registration(campaign: Campaign, actor: Actor) -> list[WorkItem]:
    if actor.can(CONFIRM_REGISTRATIONS):
        waiting = waiting_count(campaign)
        url = tenant_path("campaigns:registration_list")
        sentence = f"{waiting} đơn vị đã gửi đăng ký và kế hoạch phát động."
        return (
            [WorkItem("Xác nhận đăng ký thi đua", url, sentence, kind="registration", action_label="Xem đăng ký")]
            if waiting
            else []
        )
    if not actor.can(EDIT_REGISTRATIONS) or actor.unit_id is None:
        return []
    unit = Unit.objects.filter(pk=actor.unit_id).first()
    if unit is None or not actor.can(EDIT_REGISTRATIONS, unit) or not may_take_part(campaign, unit):
        return []
    found = registration_of(campaign, unit)
    if found is not None and not found.is_editable:
        return []
    due = milestone(campaign)
    sentence = f"{unit} chưa đăng ký; cần kế hoạch phát động của đơn vị."
    if found is not None:
        sentence = "Bản đăng ký đang soạn, chưa gửi."
        if found.state == RegistrationState.RETURNED:
            sentence = f"Bị trả lại: {found.return_reason}"
    return [
        WorkItem(
            "Đăng ký thi đua",
            tenant_path("campaigns:registration", uid=unit.uid),
            sentence,
            due=due.last_day() if due else None,
            wording=due.when_label if due else "",
            kind="registration",
            action_label="Đăng ký" if found is None else "Sửa đăng ký",
        )
    ]
