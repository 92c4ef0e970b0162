"""Places of this app in the navigation, and the campaign's line in the masthead."""

from __future__ import annotations

from django.http import HttpRequest

from campaigns.permissions import CONFIRM_REGISTRATIONS, EDIT_CAMPAIGNS, VIEW_CONTRIBUTIONS, VIEW_PLAN
from campaigns.selectors import current_campaign
from campaigns.selectors.registrations import waiting_count
from campaigns.selectors.reminders import unread
from config.kernel.face.nav import Place
from units.selectors.people import unread_notices


def _registrations_waiting(request: HttpRequest) -> int | None:
    actor = request.actor
    if not actor.can(CONFIRM_REGISTRATIONS):
        return None
    campaign = current_campaign()
    return waiting_count(campaign) if campaign else None


def _notices(request: HttpRequest) -> int:
    actor = request.actor
    return unread(actor).count() + unread_notices(actor).count()


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
          match=("campaigns:period_last_day", "campaigns:extensions")),
    Place("Đôn đốc", "campaigns:reminders", icon="bell", verb=EDIT_CAMPAIGNS, order=103,
          when=lambda actor: actor.can(CONFIRM_REGISTRATIONS), match=("campaigns:reminder_log",)),
    Place("Thông báo", "campaigns:notices", icon="bell", slot="bell", count=_notices),
    Place("Đóng góp", "campaigns:contributions", icon="hand-coins", verb=VIEW_CONTRIBUTIONS, order=104,
          match=("campaigns:contribution", "campaigns:contribution_add", "campaigns:contribution_edit")),
    Place("Cách làm hay", "campaigns:practices", icon="lightbulb", verb=VIEW_PLAN, order=106,
          match=("campaigns:practice", "campaigns:practice_add", "campaigns:practice_edit")),
]  # fmt: skip
