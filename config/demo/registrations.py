"""Demonstration registrations: most confirmed, some waiting, some never sent."""

from __future__ import annotations

import datetime as dt

from campaigns.enums import RegistrationState as S
from campaigns.models import Campaign, Registration
from campaigns.selectors.registrations import expected_units
from config.demo.accounts import accounts
from config.demo.names import number
from config.demo.papers import PAPERS
from config.demo.people import Staff
from config.demo.rows import stored_file
from config.demo.steps import Demo
from config.demo.trail import Trail, moment
from config.kernel import clock
from config.kernel.models import StoredFile
from units.models import Unit
from units.selectors import valid_on

RETURNED = "Kế hoạch phát động chưa nêu chỉ tiêu đăng ký và người chịu trách nhiệm."


def seed(demo: Demo, campaign: Campaign) -> int:
    """One registration for each unit that has none. The commune with accounts is left to register itself."""
    slug = demo.tenant.slug
    own = {a.unit for a in accounts(slug) if a.username.partition("@")[0] == "clerk"}
    others = {a.unit for a in accounts(slug) if a.role == "clerk"} - own
    there = set(Registration.objects.filter(campaign=campaign).values_list("unit_id", flat=True))
    staff, trail = Staff.of(demo.tenant), Trail()
    made: list[Registration] = []
    for unit in valid_on(expected_units(campaign), _begin(campaign)).order_by("id"):
        lot = number(slug, unit.code, "registration") % 100
        if unit.pk in there or unit.code in own or (lot < 7 and unit.code not in others):
            continue
        state = S.CONFIRMED if unit.code in others or lot >= 20 else _early(lot)
        made.append(_registration(campaign, unit, state, staff))
    StoredFile.objects.bulk_create([r.launch_plan_file for r in made if r.launch_plan_file is not None], batch_size=500)
    for registration in made:
        registration.launch_plan_file = registration.launch_plan_file
    Registration.objects.bulk_create(made, batch_size=500)
    for registration in made:
        _tell(trail, registration, staff)
    if made:
        trail.write(actor=demo.actor, obj=campaign, data={"registrations": len(made)})
    return len(made)


def _early(lot: int) -> str:
    return S.DRAFT if lot < 10 else S.RETURNED if lot < 12 else S.SUBMITTED


def _registration(campaign: Campaign, unit: Unit, state: str, staff: Staff) -> Registration:
    clerk = staff.clerk(unit)
    sent_on = _begin(campaign) + dt.timedelta(days=10 + number(unit.code, "sent") % 50)
    sent = state != S.DRAFT
    registration = Registration(
        campaign=campaign,
        unit=unit,
        unit_name=unit.display_name,
        state=state,
        version=1,
        launch_plan_number=f"{11 + number(unit.code, 'plan') % 180}/KH-{unit.symbol or 'UBND'}",
        launch_plan_date=sent_on - dt.timedelta(days=3),
        launch_plan_file=stored_file(
            PAPERS["ke-hoach-phat-dong"], f"ke-hoach-phat-dong-{unit.code}.pdf", clerk, "registration"
        )
        if sent
        else None,
        note="Đăng ký hoàn thành các chỉ tiêu áp dụng cho đơn vị; mỗi bộ phận có ít nhất một sáng kiến số hóa.",
    )
    if sent:
        registration.version = 2
        registration.submitted_at, registration.submitted_on = moment(sent_on, 90), sent_on
        registration.submitted_by_name = clerk.name
    if state == S.CONFIRMED:
        registration.version = 3
        registration.confirmed_at = moment(sent_on + dt.timedelta(days=4), 120)
        registration.confirmed_by_name = staff.standing[0].name
    elif state == S.RETURNED:
        registration.version, registration.return_reason = 3, RETURNED
    return registration


def _begin(campaign: Campaign) -> dt.date:
    """The plan's day; never so late that an act would lie after the demonstration's day."""
    day = campaign.date or dt.date(campaign.period_from, 3, 1)
    return min(day, clock.today() - dt.timedelta(days=70))


def _tell(trail: Trail, registration: Registration, staff: Staff) -> None:
    clerk = staff.clerk(registration.unit)
    start = registration.launch_plan_date or clock.today()
    trail.add(moment(start, 200), clerk, "registration.open", registration, after=S.DRAFT,
              data={"launch_plan": registration.launch_plan_number, "file": registration.has_launch_plan})  # fmt: skip
    if registration.submitted_at is None:
        return
    trail.add(registration.submitted_at, clerk, "registration.submit", registration, S.DRAFT, S.SUBMITTED)
    if registration.confirmed_at is not None:
        trail.add(registration.confirmed_at, staff.standing[0], "registration.confirm", registration, S.SUBMITTED,
                  S.CONFIRMED)  # fmt: skip
    elif registration.state == S.RETURNED:
        trail.add(registration.submitted_at + dt.timedelta(days=3), staff.standing[0], "registration.return",
                  registration, S.SUBMITTED, S.RETURNED, registration.return_reason)  # fmt: skip
