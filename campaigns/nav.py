"""Places of this app in the navigation, and the campaign's line in the masthead."""

from __future__ import annotations

from django.http import HttpRequest

from campaigns.permissions import CONFIRM_REGISTRATIONS, VIEW_CONTRIBUTIONS, VIEW_PLAN
from campaigns.selectors import current_campaign
from campaigns.selectors.registrations import waiting_count
from config.kernel.face.nav import Place


def _registrations_waiting(request: HttpRequest) -> int | None:
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.can(CONFIRM_REGISTRATIONS):
        return None
    campaign = current_campaign()
    return waiting_count(campaign) if campaign else None


def CAMPAIGN_LINE(request: HttpRequest) -> str:  # noqa: N802 - the name that the navigation looks for
    campaign = current_campaign()
    return f"Phong trào thi đua chuyển đổi số {campaign.period_label}" if campaign else ""


PLACES = [
    Place("Kế hoạch", "campaigns:plan", icon="book-open", verb=VIEW_PLAN, order=90,
          match=("campaigns:plan_part", "campaigns:plan_versions", "campaigns:editor", "campaigns:draft_new",
                 "campaigns:draft", "campaigns:draft_part", "campaigns:draft_add", "campaigns:draft_entry")),
    Place("Đăng ký", "campaigns:registration_list", icon="clipboard-pen", verb=VIEW_PLAN, order=30,
          count=_registrations_waiting, match=("campaigns:registration", "campaigns:registration_save")),
    Place("Lịch", "campaigns:calendar", icon="calendar-days", verb=VIEW_PLAN, order=102,
          match=("campaigns:period_last_day",)),
    Place("Đóng góp", "campaigns:contributions", icon="hand-coins", verb=VIEW_CONTRIBUTIONS, order=104,
          match=("campaigns:contribution", "campaigns:contribution_add", "campaigns:contribution_edit")),
    Place("Cách làm hay", "campaigns:practices", icon="lightbulb", verb=VIEW_PLAN, order=106,
          match=("campaigns:practice", "campaigns:practice_add", "campaigns:practice_edit")),
]  # fmt: skip
