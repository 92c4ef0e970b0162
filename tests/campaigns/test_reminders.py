"""Deadlines of one unit, and reminders: each told once, logged, and a letter to all who are late."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from campaigns.enums import Channel, Matter, ReminderState
from campaigns.models import Extension, Registration, Reminder, ReminderRound, ReportingPeriod
from campaigns.owing import owed, stage_of
from campaigns.selectors import the_campaign
from campaigns.services import periods, reminders
from campaigns.workdays import day_off, next_workday
from config.kernel import audit, files, jobs
from config.kernel.errors import Conflict, DomainError, Refused
from config.kernel.models import Job
from config.kernel.tenancy import tenant_scope
from units.models import Unit

DAY = dt.date(2023, 12, 14)


@pytest.mark.parametrize("days, stage", [
    (-31, ""), (-30, "d30"), (-8, "d30"), (-7, "d7"), (-2, "d7"), (-1, "d1"), (0, "d1"), (1, "w1"), (7, "w1"),
    (8, "w2"), (15, "w3"),
])  # fmt: skip
def test_which_reminder_is_due(days, stage):
    assert stage_of(DAY, DAY + dt.timedelta(days=days)) == stage


@pytest.mark.parametrize("day, name, following", [
    (dt.date(2023, 12, 14), "", dt.date(2023, 12, 14)),
    (dt.date(2023, 12, 16), "thứ Bảy", dt.date(2023, 12, 18)),
    (dt.date(2023, 9, 2), "Quốc khánh", dt.date(2023, 9, 5)),
    (dt.date(2024, 2, 10), "Tết Nguyên Đán", dt.date(2024, 2, 15)),
])  # fmt: skip
def test_days_on_which_offices_are_closed(day, name, following):
    assert (day_off(day), next_workday(day)) == (name, following)


@pytest.fixture
def scope(kien_giang):
    with tenant_scope(kien_giang) as tenant:
        yield tenant


def move_to(tenant, day):
    """The business date, as `clock.today` reads it."""
    type(tenant).objects.filter(pk=tenant.pk).update(demo_today=day)
    tenant.demo_today = day


def told(member, stage):
    found = Reminder.objects.filter(user_id=member.user.pk, matter=Matter.REPORT, year=2023, stage=stage)
    return sorted(found.values_list("channel", "state"))


def test_a_unit_is_told_once_as_the_day_draws_near_and_no_more_when_it_has_sent(
    scope, cast, settings, mailoutbox, monkeypatch
):
    lan, phuoc = cast.lan, cast.phuoc
    period = ReportingPeriod.objects.get(campaign=the_campaign(), year=2023)
    day = period.last_day
    ReportingPeriod.objects.exclude(pk=period.pk).update(state="closed")
    Registration.objects.all().update(state="confirmed")
    lan.user.email = "lan@example.vn"
    lan.user.save()
    settings.EMAIL_HOST = "mail.example.vn"
    settings.PUBLIC_URL = "https://thidua.example.vn/"

    def beat(on):
        move_to(scope, on)
        return reminders.remind_due(actor=phuoc.actor)

    beat(day - dt.timedelta(days=40))
    assert not Reminder.objects.filter(matter=Matter.REPORT).exists()
    first = beat(day - dt.timedelta(days=30))
    assert first.messages
    assert first.unreached, "units without accounts are counted, not forgotten"
    assert told(lan, "d30") == [(Channel.EMAIL, "waiting"), (Channel.PAGE, "sent")]
    again = beat(day - dt.timedelta(days=29))
    assert again.messages == 0
    jobs.drain()
    title = "Gửi báo cáo kết quả năm 2023"
    letters = [m for m in mailoutbox if m.to == ["lan@example.vn"] and m.subject == title]
    assert len(letters) == 1
    assert "https://thidua.example.vn/kien-giang/bao-cao/2023/" in letters[0].body
    assert told(lan, "d30") == [(Channel.EMAIL, "sent"), (Channel.PAGE, "sent")]
    entries = [e.data["messages"] for e in audit.timeline(the_campaign()) if e.verb == "reminder.send"]
    assert entries[-1] == first.messages

    # A later day for the one unit: the common day passes without a word to it.
    granted = periods.grant_extension(
        period=period, unit=lan.unit, last_day=day + dt.timedelta(days=20), reason="Bão lũ.", actor=phuoc.actor
    )
    beat(day + dt.timedelta(days=1))
    assert told(lan, "w1") == []
    assert told(cast.tung, "w1") == []
    one = next(o for o in owed(the_campaign()) if o.matter == Matter.REPORT)
    assert lan.unit.pk not in {d.unit.pk for d in one.late(day + dt.timedelta(days=1))}
    late = one.late(day + dt.timedelta(days=1))
    assert late
    beat(granted.last_day + dt.timedelta(days=9))
    assert told(lan, "w2") == [(Channel.EMAIL, "waiting"), (Channel.PAGE, "sent")]

    page = lan.client.get(lan.path("campaigns:notices")).content.decode()
    assert "Đơn vị đã quá hạn 9 ngày" in page
    mine = Reminder.objects.filter(user_id=lan.user.pk, channel=Channel.PAGE, read_at=None)
    assert f"{mine.count()} thông báo chưa đọc" in page
    lan.client.post(lan.path("campaigns:notices"))
    assert "Đã đọc hết" in lan.client.get(lan.path("campaigns:notices")).content.decode()


def test_a_letter_that_cannot_leave_is_said_and_not_sent_twice(scope, cast, settings, monkeypatch):
    """Without a mail server nothing pretends to have been sent; a server that refuses is in the log."""
    cast.lan.user.email = "lan@example.vn"
    cast.lan.user.save()
    settings.EMAIL_HOST = ""
    move_to(scope, ReportingPeriod.objects.get(campaign=the_campaign(), year=2023).last_day)
    reminders.remind_due(actor=cast.phuoc.actor)
    assert told(cast.lan, "d1") == [(Channel.EMAIL, ReminderState.KEPT), (Channel.PAGE, "sent")]
    assert not Job.objects.filter(kind=reminders.MAIL).exists()

    def refuse(self, fail_silently=False):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    Reminder.objects.filter(channel=Channel.EMAIL).update(state=ReminderState.WAITING)
    reminders._post(cast.phuoc.actor)
    jobs.drain()
    assert set(Reminder.objects.filter(channel=Channel.EMAIL).values_list("state", flat=True)) == {"failed"}


def test_all_who_are_late_are_reminded_in_one_click_with_the_letter(scope, cast):
    phuoc = cast.phuoc
    period = ReportingPeriod.objects.get(campaign=the_campaign(), year=2023)
    path = phuoc.path("campaigns:reminders")
    posted = {"viec": "report-2023", "respond_by": ""}
    assert phuoc.client.post(path, posted).status_code == 422, "nobody is late yet"
    move_to(scope, period.last_day + dt.timedelta(days=3))
    late = next(o for o in owed(the_campaign()) if o.year == 2023 and o.matter == Matter.REPORT).late(
        period.last_day + dt.timedelta(days=3)
    )
    page = phuoc.client.get(path + "?viec=report-2023").content.decode()
    assert f"Đôn đốc {len(late)} đơn vị quá hạn" in page
    with pytest.raises(Refused):
        reminders.remind_late(
            campaign=the_campaign(), matter="report", year=2023, respond_by=None, actor=cast.lan.actor
        )
    assert phuoc.client.post(path, posted | {"respond_by": "2023-12-01"}).status_code == 422
    assert phuoc.client.post(path, posted | {"respond_by": "2023-12-22"}).status_code == 302
    found = ReminderRound.objects.get()
    assert {u["name"] for u in found.units} == {d.unit.display_name for d in late}
    assert Reminder.objects.filter(round=found, user_id=cast.lan.user.pk).exists()
    with pytest.raises(Conflict, match="đã đôn đốc"):
        reminders.remind_late(campaign=the_campaign(), matter="report", year=2023, respond_by=None, actor=phuoc.actor)
    jobs.drain()
    found.refresh_from_db()
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(files.read(found.letter))).pages).split())
    assert "V/v báo cáo kết quả thực hiện" in text
    assert late[0].unit.display_name in text.replace("\u2060", "").replace("\xa0", " ")
    answer = phuoc.client.get(phuoc.path("campaigns:reminder_letter", found.uid))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    log = phuoc.client.get(phuoc.path("campaigns:reminder_log")).content.decode()
    assert "Đôn đốc" in log
    assert cast.lan.user.full_name in log


def test_a_later_day_holds_for_one_unit_alone(scope, cast):
    phuoc, lan = cast.phuoc, cast.lan
    period = ReportingPeriod.objects.get(campaign=the_campaign(), year=2023)
    path = phuoc.path("campaigns:extensions", uid=period.uid)
    client = phuoc.client
    assert lan.unit.display_name in client.get(path + "?q=my lam").content.decode()
    posted = {"unit": str(lan.unit.uid), "last_day": "2023-12-01", "reason": "Bão lũ."}
    answer = client.post(path, posted)
    assert "Hạn mới phải sau hạn chung" in answer.content.decode()
    assert client.post(path, posted | {"last_day": "2023-12-28", "reason": ""}).status_code == 422
    assert client.post(path, posted | {"last_day": "2023-12-28"}).status_code == 302
    granted = Extension.objects.get()
    assert (granted.unit_id, granted.last_day, granted.granted_by_name) == (
        lan.unit.pk, dt.date(2023, 12, 28), phuoc.actor.name,
    )  # fmt: skip
    other = Unit.objects.exclude(pk=lan.unit.pk).filter(kind="commune").first()
    one = next(o for o in owed(the_campaign()) if o.year == 2023 and o.matter == Matter.REPORT)
    days = {d.unit.pk: d.last_day for d in one.debts}
    assert days[lan.unit.pk] == dt.date(2023, 12, 28)
    assert days.get(other.pk, period.last_day) == period.last_day
    assert "đã gia hạn cho đơn vị" in lan.client.get(lan.path("targets:papers", 2023)).content.decode()
    # A closed period still takes the report of whoever was granted a later day.
    periods.close_period(period=period, actor=phuoc.actor)
    from targets.selectors.periods import due_of

    assert due_of(the_campaign(), 2023).is_closed
    assert not due_of(the_campaign(), 2023, lan.unit).is_closed
    assert client.post(path, {"act": "withdraw", "extension": str(granted.uid), "reason": ""}).status_code == 422
    assert client.post(path, {"act": "withdraw", "extension": str(granted.uid), "reason": "Nhầm."}).status_code == 302
    assert due_of(the_campaign(), 2023, lan.unit).is_closed
    assert [e.verb for e in audit.timeline(period)] == ["period.extend", "period.close", "period.end_extension"]
    with pytest.raises(DomainError, match="lý do"):
        periods.grant_extension(period=period, unit=lan.unit, last_day=dt.date(2024, 1, 1), reason=" ",
                                actor=phuoc.actor)  # fmt: skip
