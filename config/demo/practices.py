"""Invented practices worth following: published and taken up by others, waiting for review, returned, a draft."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from campaigns.enums import AdoptionState as A
from campaigns.enums import PracticeState as S
from campaigns.enums import RecognitionLevel
from campaigns.models import Adoption, Campaign, Practice
from campaigns.selectors import current_campaign
from config.demo.accounts import accounts
from config.demo.names import number
from config.demo.people import Staff
from config.demo.steps import Demo
from config.demo.trail import Trail, moment
from config.kernel import clock
from config.kernel.tenancy import current_tenant
from config.kernel.text import search_key
from units.enums import Level
from units.models import Person, Unit
from units.selectors import valid_on

FILE = Path(__file__).parent / "data" / "practices.yaml"
DONE = "Đã làm theo, rút gọn cho hợp với nhân lực của đơn vị; kết quả bước đầu tốt."
PLAN = "Dự kiến làm thử trong quý tới, sau đó mở rộng."


@cache
def _spec() -> list[dict[str, Any]]:
    return list(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def seed(demo: Demo) -> str:
    """Make them once: a campaign that has practices keeps what it has."""
    campaign = current_campaign()
    if campaign is None:
        return "chưa có kế hoạch nào"
    if Practice.objects.filter(campaign=campaign).exists():
        return "0 bài giới thiệu"
    staff, trail = Staff.of(demo.tenant), Trail()
    made = []
    for place, row in enumerate(_spec()):
        unit = _unit(demo.tenant.slug, row)
        if unit is not None:
            practice = _practice(campaign, unit, row, place, staff, trail)
            _take_up(practice, row, staff, trail)
            made.append(practice)
    trail.write(actor=demo.actor, obj=campaign, data={"practices": dict(Counter(p.state for p in made))})
    return f"{len(made)} bài giới thiệu"


def _unit(slug: str, row: dict[str, Any]) -> Unit | None:
    """The unit that offers it; units of accounts only where they are asked for."""
    own = {a.username.partition("@")[0]: a.unit for a in accounts(slug) if a.role == "clerk"}
    for wanted in row["of"]:
        kind, _, account = wanted.partition(":")
        if kind == "account":
            if account in own:
                return Unit.objects.get(code=own[account])
            continue
        found = _others(kind, own)
        if found:
            return found[number(slug, row["key"]) % len(found)]
    return None


def _others(kind: str, own: dict[str, str]) -> list[Unit]:
    units = valid_on(Unit.objects.filter(kind=kind), clock.today())
    return list(units.exclude(code__in=own.values()).order_by("id"))


def _practice(campaign: Campaign, unit: Unit, row: dict[str, Any], place: int, staff: Staff, trail: Trail) -> Practice:
    tenant, clerk, officer = current_tenant(), staff.clerk(unit), staff.standing[0]
    state, level = row["state"], row.get("recognised") or row.get("claims") or ""
    # What waits came in lately.
    sent = clock.today() - dt.timedelta(days=3 + place if state in (S.SUBMITTED, S.DRAFT) else 40 + 9 * place)
    people = Person.objects.filter(unit=unit, user=None).order_by("is_leader", "id")
    person = people.first() if row.get("person") else None
    if level == "top":
        level = RecognitionLevel.DISTRICT if tenant.level == Level.DISTRICT else RecognitionLevel.PROVINCE
    texts = {name: row.get(name, "") for name in ("title", "summary", "method", "effect", "conditions")}
    practice = Practice(
        campaign=campaign, kind=row["kind"], unit=unit, unit_name=unit.display_name, person=person,
        author_name=person.full_name if person else "", year=sent.year, pillar=row["pillar"], state=state,
        version=1, contact=f"{clerk.name}, {unit.display_name}", is_demo=True, **texts,
    )  # fmt: skip
    if level:
        practice.recognition_level, practice.recognition_date = level, sent - dt.timedelta(days=40)
        practice.recognition_issuer = unit.full_name if level == RecognitionLevel.UNIT else tenant.authority_name
        practice.recognition_number = f"{20 + number(unit.code, row['key']) % 400}/QĐ-{unit.symbol or 'UBND'}"
    trail.add(moment(sent - dt.timedelta(days=2), 40), clerk, "practice.open", practice, after=S.DRAFT)
    if state != S.DRAFT:
        practice.submitted_at, practice.version = moment(sent, 95), 2
        trail.add(practice.submitted_at, clerk, "practice.submit", practice, S.DRAFT, S.SUBMITTED)
    judged = moment(sent + dt.timedelta(days=4), 160)
    if state == S.RETURNED:
        practice.return_reason, practice.version = row["reason"], 3
        trail.add(judged, officer, "practice.return", practice, S.SUBMITTED, S.RETURNED, practice.return_reason)
    elif state == S.PUBLISHED:
        practice.published_at, practice.published_by_name, practice.version = judged, officer.name, 3
        trail.add(judged, officer, "practice.publish", practice, S.SUBMITTED, S.PUBLISHED)
    if row.get("recognised"):
        seen = judged + dt.timedelta(minutes=9)
        practice.recognised_at, practice.recognised_by_name, practice.version = seen, officer.name, 4
        trail.add(seen, officer, "practice.recognise", practice, "", level,
                  data={"decision": practice.decision, "issuer": practice.recognition_issuer})  # fmt: skip
    words = (practice.title, practice.unit_name, practice.author_name, practice.summary, practice.method)
    practice.search_key = search_key(" ".join((*words, practice.effect)))
    practice.save()
    return practice


def _take_up(practice: Practice, row: dict[str, Any], staff: Staff, trail: Trail) -> None:
    """The first of them have done it, the last one only means to."""
    candidates: list[Unit] = []
    for kind in row.get("by", ()):
        candidates = candidates or [unit for unit in _others(kind, {}) if unit.pk != practice.unit_id]
    if not candidates or practice.published_at is None:
        return
    first = number(practice.unit_name, row["key"], "by") % len(candidates)
    wanted = min(row["taken_up"], len(candidates))
    chosen = [candidates[(first + step) % len(candidates)] for step in range(wanted)]
    for place, unit in enumerate(chosen):
        planned = practice.published_at.date() + dt.timedelta(days=2 + place)
        applied = planned + dt.timedelta(days=25) if place + 1 < wanted else None
        clerk, said = staff.clerk(unit), {"unit": unit.display_name}
        adoption = Adoption(
            practice=practice, unit=unit, unit_name=unit.display_name, note=PLAN, by_name=clerk.name,
            planned_on=planned, state=A.PLANNED,
        )  # fmt: skip
        trail.add(moment(planned, 200), clerk, "practice.adopt", practice, "", A.PLANNED, data=said)
        if applied is not None:
            adoption.state, adoption.applied_on, adoption.result, adoption.version = A.APPLIED, applied, DONE, 2
            trail.add(moment(applied, 240), clerk, "practice.tell_result", practice, A.PLANNED, A.APPLIED,
                      data=said | {"result": DONE})  # fmt: skip
        adoption.save()
    practice.adoptions_count = len(chosen)
    practice.save(update_fields=["adoptions_count"])
