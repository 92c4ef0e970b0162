"""API: milestones, reporting periods, extensions; who owes what, and telling those who are late."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import path
from rest_framework import serializers

from campaigns import permissions as may
from campaigns.enums import Channel, DateSource, Matter, PeriodState, ReminderState
from campaigns.models import ReportingPeriod
from campaigns.owing import Debts, owed, stage_words
from campaigns.selectors import calendar as entries_of
from campaigns.selectors import extensions, listed_extensions, the_campaign
from campaigns.selectors import periods as all_periods
from campaigns.selectors.reminders import log
from campaigns.services import periods as acts
from campaigns.services.reminders import remind_late
from campaigns.workdays import day_off
from config.kernel.access import visible
from config.kernel.api import Call, endpoint
from config.kernel.errors import DomainError
from config.kernel.text import search_key
from units.selectors import units_for

TAG = "Lịch, kỳ báo cáo"


class MilestoneRow(serializers.Serializer[Any]):
    code = serializers.CharField(source="milestone.code")
    kind = serializers.CharField(source="milestone.kind")
    text = serializers.CharField(source="milestone.text", help_text="Lời kế hoạch.")
    year = serializers.IntegerField(allow_null=True)
    when = serializers.CharField(help_text="Thời hạn bằng lời, như kế hoạch ghi.")
    last_day = serializers.DateField(allow_null=True, help_text="Ngày cuối cùng còn hợp lệ; null: kế hoạch không nêu.")
    source = serializers.CharField(help_text="plan: theo kế hoạch; tenant: địa phương ấn định.")
    days_left = serializers.IntegerField(allow_null=True)
    day_off = serializers.SerializerMethodField(help_text="Tên ngày nghỉ nếu hạn rơi vào ngày nghỉ.")

    def get_day_off(self, entry: Any) -> str:
        return day_off(entry.last_day) if entry.last_day else ""


class PeriodRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    year = serializers.IntegerField()
    state = serializers.ChoiceField(choices=PeriodState.choices)
    version = serializers.IntegerField()
    opens_on = serializers.DateField()
    last_day = serializers.DateField()
    last_day_source = serializers.ChoiceField(choices=DateSource.choices)
    wording = serializers.CharField()


class PeriodStep(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False, min_value=1, help_text="Phiên bản đã đọc: open, close, move.")
    last_day = serializers.DateField(required=False, help_text="Hạn mới: move, extend.")
    unit = serializers.UUIDField(required=False, help_text="Đơn vị: extend, end-extension.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=400)


class ExtensionRow(serializers.Serializer[Any]):
    unit = serializers.UUIDField(source="unit.uid")
    unit_name = serializers.CharField()
    last_day = serializers.DateField()
    reason = serializers.CharField()
    granted_at = serializers.DateTimeField()
    granted_by_name = serializers.CharField()


class DebtRow(serializers.Serializer[Any]):
    matter = serializers.ChoiceField(choices=Matter.choices)
    year = serializers.IntegerField()
    title = serializers.CharField()
    unit = serializers.UUIDField()
    unit_name = serializers.CharField()
    state = serializers.CharField()
    last_day = serializers.DateField(allow_null=True)
    days_late = serializers.IntegerField()


class ReminderRow(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    matter = serializers.ChoiceField(choices=Matter.choices)
    year = serializers.IntegerField()
    unit = serializers.UUIDField(source="unit.uid")
    unit_name = serializers.CharField()
    stage = serializers.CharField(help_text="d30, d7, d1: trước hạn; w1, w2…: tuần quá hạn; r…: đôn đốc.")
    stage_words = serializers.SerializerMethodField()
    last_day = serializers.DateField(allow_null=True)
    channel = serializers.ChoiceField(choices=Channel.choices)
    recipient = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=ReminderState.choices)
    created_on = serializers.DateField()
    sent_at = serializers.DateTimeField(allow_null=True)
    read_at = serializers.DateTimeField(allow_null=True)

    def get_stage_words(self, reminder: Any) -> str:
        return stage_words(reminder.stage)


class LateInput(serializers.Serializer[Any]):
    matter = serializers.ChoiceField(choices=Matter.choices)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    respond_by = serializers.DateField(required=False, allow_null=True, help_text="Đề nghị xong trước khi hết ngày.")


class LetterRound(serializers.Serializer[Any]):
    uid = serializers.UUIDField()
    matter = serializers.CharField()
    year = serializers.IntegerField()
    sent_on = serializers.DateField()
    sent_by_name = serializers.CharField()
    units = serializers.ListField(child=serializers.DictField(), help_text="[{uid, name}]")


@endpoint("GET", may.VIEW_PLAN, summary="Các mốc thời gian", tag=TAG, gives=MilestoneRow, many=True)
def calendar(call: Call) -> Any:
    return entries_of(the_campaign())


@endpoint("GET", may.VIEW_PLAN, summary="Các kỳ báo cáo", tag=TAG, gives=PeriodRow, many=True)
def periods(call: Call) -> Any:
    return all_periods(the_campaign()).order_by("year")


@endpoint("GET", may.EDIT_CAMPAIGNS, summary="Đơn vị được gia hạn", tag=TAG, gives=ExtensionRow, many=True)
def period_extensions(call: Call, uid: str) -> Any:
    return listed_extensions(_period(uid).pk)


@endpoint(
    "POST", may.EDIT_CAMPAIGNS, summary="Mở, đóng kỳ; đổi hạn; gia hạn cho một đơn vị", tag=TAG, takes=PeriodStep,
    gives=PeriodRow, example={"last_day": "2023-12-20", "reason": "Hệ thống một cửa ngừng ba ngày để nâng cấp."},
    description="Bước: open, close, move (đổi hạn chung), extend (gia hạn cho unit), end-extension (bỏ gia hạn).",
)  # fmt: skip
def period_step(call: Call, uid: str, step: str) -> Any:
    period, given = _period(uid), call.given
    reason, version = given.get("reason", ""), given.get("version")
    if step in ("move", "extend") and given.get("last_day") is None:
        raise DomainError("Ghi hạn mới (last_day).", code="last_day_missing", field="last_day")
    if step == "open":
        return acts.open_period(period=period, actor=call.actor, expected_version=version)
    if step == "close":
        return acts.close_period(period=period, actor=call.actor, expected_version=version)
    if step == "move":
        return acts.set_last_day(
            period=period, last_day=given["last_day"], reason=reason, actor=call.actor, expected_version=version
        )
    if step not in ("extend", "end-extension"):
        raise Http404
    unit = visible(units_for(call.actor, may.VIEW_PLAN), given.get("unit", ""))
    if step == "extend":
        acts.grant_extension(period=period, unit=unit, last_day=given["last_day"], reason=reason, actor=call.actor)
        return period
    granted = extensions(period.pk).filter(unit=unit).first()
    if granted is None:
        raise DomainError(f"{unit} không được gia hạn trong kỳ này.", code="no_extension", field="unit")
    acts.withdraw_extension(extension=granted, reason=reason, actor=call.actor)
    return period


def _period(uid: str) -> ReportingPeriod:
    return visible(all_periods(the_campaign()), uid)


@endpoint(
    "GET", may.EDIT_CAMPAIGNS, summary="Đơn vị chưa làm, đang nợ việc gì", tag=TAG, gives=DebtRow, many=True,
    query=[("matter", "report hoặc registration."), ("late", "1: chỉ đơn vị đã quá hạn.")],
)  # fmt: skip
def debts(call: Call) -> Any:
    asked, late = call.query.get("matter", ""), call.query.get("late") == "1"
    return _Told(Debts([one for one in owed(the_campaign()) if asked in ("", one.matter)], late=late))


class _Told:
    """A sliceable list, so that only the rows of a page are put into words."""

    def __init__(self, found: Debts) -> None:
        self.found = found

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, wanted: slice) -> list[dict[str, Any]]:
        return [
            {
                "matter": one.matter, "year": one.year, "title": one.title, "unit": debt.unit.uid,
                "unit_name": debt.unit.display_name, "state": debt.state, "last_day": debt.last_day,
                "days_late": debt.days_late,
            }
            for one, debt in self.found[wanted]
        ]  # fmt: skip


@endpoint(
    "POST", may.EDIT_CAMPAIGNS, summary="Đôn đốc mọi đơn vị quá hạn", tag=TAG, takes=LateInput, gives=LetterRound,
    description="Báo trong phần mềm, gửi thư, lập công văn. Mỗi việc một lần trong ngày.",
    example={"matter": "report", "year": 2023, "respond_by": "2023-12-29"},
)  # fmt: skip
def debts_remind(call: Call) -> Any:
    given = call.given
    return remind_late(
        campaign=the_campaign(), matter=given["matter"], year=given["year"], respond_by=given.get("respond_by"),
        actor=call.actor,
    )  # fmt: skip


@endpoint(
    "GET", may.EDIT_CAMPAIGNS, summary="Nhật ký nhắc hạn", tag=TAG, gives=ReminderRow, many=True,
    query=[("matter", "report hoặc registration."), ("year", "Năm."), ("unit", "Tên đơn vị, không cần dấu.")],
)  # fmt: skip
def reminder_log(call: Call) -> Any:
    """Ai được nhắc việc gì, khi nào, bằng cách nào; mới nhất trước."""
    return log(the_campaign(), call.query.get("matter", ""), call.year(), search_key(call.query.get("unit", "")[:100]))


urlpatterns = [
    path("calendar/", calendar, name="calendar"),
    path("periods/", periods, name="periods"),
    path("periods/<uuid:uid>/extensions/", period_extensions, name="period_extensions"),
    path("periods/<uuid:uid>/<slug:step>/", period_step, name="period_step"),
    path("reminders/", reminder_log, name="reminder_log"),
    path("debts/", debts, name="debts"),
    path("debts/remind/", debts_remind, name="debts_remind"),
]
