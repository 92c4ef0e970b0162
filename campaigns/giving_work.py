"""What waits for a person because of gifts and of practices. One query, whoever asks."""

from __future__ import annotations

from django.db.models import CharField, Count, F, Q, Value
from django.db.models.functions import Concat

from campaigns.enums import GiftState, PracticeState
from campaigns.models import Campaign, Contribution, Practice
from campaigns.permissions import (
    CONFIRM_CONTRIBUTIONS,
    EDIT_CONTRIBUTIONS,
    EDIT_PRACTICES,
    REVIEW_PRACTICES,
)
from config.kernel.access import Actor
from config.kernel.web.addresses import tenant_path
from config.kernel.web.work import WorkItem

_TO_CONFIRM, _REFUSED = f"gift.{GiftState.RECORDED}", f"gift.{GiftState.REFUSED}"
_TO_REVIEW, _RETURNED = f"practice.{PracticeState.SUBMITTED}", f"practice.{PracticeState.RETURNED}"


def giving_items(campaign: Campaign, actor: Actor) -> list[WorkItem]:
    """Gifts to confirm and entries to review; for a unit what was refused or returned to it."""
    judges = actor.can(CONFIRM_CONTRIBUTIONS) or actor.can(REVIEW_PRACTICES)
    writes = actor.unit_id is not None and (actor.can(EDIT_CONTRIBUTIONS) or actor.can(EDIT_PRACTICES))
    if not judges and not writes:
        return []
    mine = Q() if judges else Q(unit_id=actor.unit_id)
    gifts = (GiftState.RECORDED,) if judges else (GiftState.REFUSED,)
    practices = (PracticeState.SUBMITTED,) if judges else (PracticeState.RETURNED,)
    waiting = dict(
        _counted(Contribution.objects.filter(mine, campaign=campaign, state__in=gifts), "gift.").union(
            _counted(Practice.objects.filter(mine, campaign=campaign, state__in=practices), "practice."), all=True
        )
    )
    found = [
        (_TO_CONFIRM, "Xác nhận khoản đóng góp", "{} khoản chờ đối chiếu giấy tờ.", "Xem sổ", "campaigns:contributions",
         f"?trang-thai={GiftState.RECORDED}"),
        (_REFUSED, "Sửa khoản đóng góp", "{} khoản chưa được ghi nhận; xem lý do, sửa rồi lưu lại.", "Xem sổ",
         "campaigns:contributions", f"?trang-thai={GiftState.REFUSED}"),
        (_TO_REVIEW, "Duyệt mô hình, sáng kiến, cách làm", "{} bài chờ duyệt.", "Xem bài", "campaigns:practices",
         "?muc=cho-duyet"),
        (_RETURNED, "Sửa bài giới thiệu cách làm", "{} bài bị trả lại; xem lý do rồi gửi lại.", "Xem bài",
         "campaigns:practices", "?muc=cua-toi"),
    ]  # fmt: skip
    return [
        WorkItem(title, tenant_path(name) + query, sentence.format(waiting[key]), kind=key.split(".")[0],
                 action_label=action)
        for key, title, sentence, action, name, query in found
        if waiting.get(key)
    ]  # fmt: skip


def _counted(found, prefix: str):  # type: ignore[no-untyped-def]
    """(prefix + state, number) pairs as a query."""
    key = Concat(Value(prefix), F("state"), output_field=CharField())
    return found.order_by().values(key=key).annotate(number=Count("id")).values_list("key", "number")
