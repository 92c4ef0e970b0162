"""Telling units what is due: by itself as the day draws near, by hand when they are late. Each message once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from campaigns.enums import Channel, Matter, ReminderState
from campaigns.models import Campaign, Reminder, ReminderRound
from campaigns.owing import Debt, Owed, owed, stage_of
from campaigns.permissions import EDIT_CAMPAIGNS
from campaigns.selectors import current_campaign
from campaigns.selectors.reminders import LETTER, unread
from config.kernel import audit, clock, jobs
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, DomainError
from config.kernel.tenancy import current_tenant
from config.kernel.text import format_date
from units.models import Membership

MAIL = "campaigns.mail"


@dataclass(frozen=True)
class Sent:
    """What one run told: messages written, and units that nobody could be told for."""

    messages: int
    units: int
    unreached: int


@transaction.atomic
def remind_due(*, actor: Actor) -> Sent:
    """Every reminder whose day has come; called by the clock. Calling again tells nobody twice."""
    campaign = current_campaign()
    if campaign is None:
        return Sent(0, 0, 0)
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    today = clock.today()
    rows: list[Reminder] = []
    unreached = 0
    for one in owed(campaign):
        staged = [(debt, stage) for debt in one.debts if (stage := stage_of(debt.last_day, today))]
        people = _people(one, [debt for debt, _ in staged])
        for debt, stage in staged:
            told = _messages(campaign, one, debt, stage, people.get(debt.unit.pk, []))
            unreached += not told
            rows += told
    new = _write(campaign, rows)
    if new:
        _post(actor)
        audit.record(
            actor=actor, verb="reminder.send", obj=campaign,
            data={"messages": len(new), "units": len({r.unit_id for r in new}), "day": format_date(today)},
        )  # fmt: skip
    return Sent(len(new), len({r.unit_id for r in new}), unreached)


@transaction.atomic
def remind_late(
    *, campaign: Campaign, matter: str, year: int, respond_by: dt.date | None, actor: Actor
) -> ReminderRound:
    """Đôn đốc: tell all units that are late with `matter` of `year`, and have the official letter drawn.

    One round a day for one matter. Raises `DomainError` when nobody is late.
    """
    require(actor, EDIT_CAMPAIGNS)
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    today = clock.today()
    one = next((o for o in owed(campaign) if o.matter == matter and o.year == year), None)
    late = one.late(today) if one else []
    if one is None or not late:
        raise DomainError("Không có đơn vị nào quá hạn nên không có ai để đôn đốc.", code="nobody_late")
    if respond_by is not None and respond_by < today:
        raise DomainError("Ngày yêu cầu hoàn thành không thể trước hôm nay.", code="date", field="respond_by")
    before = ReminderRound.objects.filter(campaign=campaign, matter=matter, year=year, sent_on=today).first()
    if before is not None:
        raise Conflict(
            f"{before.sent_by_name} đã đôn đốc {len(before.units)} đơn vị hôm nay. Công văn nằm ở danh sách dưới.",
            code="today_already",
        )
    found = ReminderRound.objects.create(
        campaign=campaign, matter=matter, year=year, last_day=min(d.last_day for d in late),
        respond_by=respond_by, units=[{"uid": str(d.unit.uid), "name": d.unit.display_name} for d in late],
        sent_on=today, sent_at=clock.now(), sent_by_name=actor.name,
    )  # fmt: skip
    people = _people(one, late)
    rows = []
    for debt in late:
        rows += _messages(campaign, one, debt, f"r{found.pk}", people.get(debt.unit.pk, []), found)
    new = _write(campaign, rows)
    _post(actor)
    jobs.enqueue(
        kind=LETTER, actor=actor, params={"round": found.pk}, key=str(found.uid), queue="documents",
        label=f"Công văn đôn đốc {len(late)} đơn vị",
    )  # fmt: skip
    audit.record(
        actor=actor, verb="reminder.round", obj=found,
        data={"units": [d.unit.display_name for d in late], "messages": len(new)},
    )  # fmt: skip
    return found


@transaction.atomic
def mark_read(*, actor: Actor) -> int:
    """All notices of this person; returns how many were new."""
    return unread(actor).update(read_at=clock.now())


def mail_is_set_up() -> bool:
    """Whether letters can leave: a mail server is named in the settings."""
    return bool(settings.EMAIL_HOST)


@dataclass(frozen=True)
class _Person:
    user_id: int
    name: str
    email: str


def _people(one: Owed, debts: Iterable[Debt]) -> dict[int, list[_Person]]:
    """Who acts for each unit, by the unit's id. One query."""
    units = [debt.unit.pk for debt in debts]
    found: dict[int, dict[int, _Person]] = {}
    members = Membership.objects.filter(unit_id__in=units, is_active=True, user__is_active=True)
    for m in members.select_related("user", "role"):
        if set(m.role.verbs) & set(one.people) and m.unit_id is not None:
            found.setdefault(m.unit_id, {})[m.user_id] = _Person(m.user_id, str(m.user), m.user.email)
    return {unit: list(people.values()) for unit, people in found.items()}


def _messages(
    campaign: Campaign, one: Owed, debt: Debt, stage: str, people: list[_Person], found: ReminderRound | None = None
) -> list[Reminder]:
    """A notice for everybody who acts for the unit, a letter for each address that is known, the unit's own too."""
    base: dict[str, Any] = {
        "campaign": campaign, "round": found, "matter": one.matter, "year": one.year, "unit_id": debt.unit.pk,
        "unit_name": debt.unit.display_name, "stage": stage, "last_day": debt.last_day, "place": one.place,
        "title": one.title, "sentence": _sentence(one, debt, found), "created_on": clock.today(),
    }  # fmt: skip
    now, letter = clock.now(), ReminderState.WAITING if mail_is_set_up() else ReminderState.KEPT
    rows = [
        Reminder(**base, channel=Channel.PAGE, user_id=p.user_id, recipient=p.name, state=ReminderState.SENT,
                 sent_at=now)
        for p in people
    ]  # fmt: skip
    addressed = [(p.user_id, p.name, p.email) for p in people if p.email]
    if debt.unit.email:
        addressed.append((0, debt.unit.display_name, debt.unit.email))
    rows += [
        Reminder(**base, channel=Channel.EMAIL, user_id=user_id, recipient=name, address=address, state=letter)
        for user_id, name, address in addressed
    ]
    return rows


def _sentence(one: Owed, debt: Debt, found: ReminderRound | None) -> str:
    agency, late, until = current_tenant().standing_short, debt.days_late, f"hết ngày {format_date(debt.last_day)}"
    if found is not None:
        by = f" Đề nghị hoàn thành trước khi hết ngày {format_date(found.respond_by)}." if found.respond_by else ""
        return f"{agency} đôn đốc: đơn vị đã quá hạn {late} ngày (hạn {until}).{by}"
    if late:
        taken = " Gửi trễ vẫn được nhận và ghi là trễ." if one.matter == Matter.REPORT else ""
        return f"Đơn vị đã quá hạn {late} ngày (hạn {until}).{taken}"
    left = (debt.last_day - clock.today()).days
    return f"Còn {left} ngày, {until}." if left else f"Hết hạn hôm nay ({format_date(debt.last_day)})."


def _key(row: Reminder) -> tuple[Any, ...]:
    return row.matter, row.year, row.unit_id, row.last_day, row.stage, row.channel, row.user_id


def _write(campaign: Campaign, rows: list[Reminder]) -> list[Reminder]:
    """Those that were not written before. The campaign's row is locked; the constraint stands behind it."""
    known = set(
        Reminder.objects.filter(campaign=campaign, stage__in={r.stage for r in rows}).values_list(
            "matter", "year", "unit_id", "last_day", "stage", "channel", "user_id"
        )
    )
    new = [row for row in rows if _key(row) not in known]
    Reminder.objects.bulk_create(new, batch_size=500)
    return new


def _post(actor: Actor) -> None:
    waiting = Reminder.objects.filter(channel=Channel.EMAIL, state=ReminderState.WAITING).count()
    if waiting:
        jobs.enqueue(
            kind=MAIL, actor=actor, params={}, key=str(uuid.uuid4()), label=f"Gửi {waiting} thư nhắc hạn",
            total=waiting,
        )  # fmt: skip
