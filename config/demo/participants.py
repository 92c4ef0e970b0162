"""Invented participants beside the official units: departments, unions, firms, schools …, and their people.

Departments and unions carry the names of real bodies; everything about them here (heads, people, figures) is
invented, so all of it is marked `is_demo`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import yaml

from config.demo.names import name, number
from config.demo.steps import Demo
from config.kernel import audit
from config.kernel.tenancy import current_tenant
from config.kernel.text import search_key
from units.enums import Level, PersonKind, UnitKind
from units.models import Person, Unit
from units.services.accounts import person_sort_key
from units.services.loading import rebuild_paths, unit_search_key, unit_sort_key

FILE = Path(__file__).parent / "data" / "participants.yaml"
WORKERS = 2  # direct workers per unit, beside one who leads

HEADS = {
    UnitKind.DEPARTMENT: "Giám đốc", UnitKind.ZONE_BOARD: "Trưởng ban", UnitKind.MASS_ORG: "Chủ tịch",
    UnitKind.DISTRICT_OFFICE: "Trưởng phòng", UnitKind.ENTERPRISE: "Giám đốc",
    UnitKind.TELECOM_ENTERPRISE: "Giám đốc", UnitKind.COOPERATIVE: "Giám đốc",
    UnitKind.SCHOOL: "Hiệu trưởng", UnitKind.HEALTH_FACILITY: "Giám đốc", UnitKind.PARTY_BODY: "Trưởng ban",
    UnitKind.ARMED_FORCE: "Chỉ huy trưởng", UnitKind.HOUSEHOLD: "Chủ hộ",
}  # fmt: skip
JOBS = {
    UnitKind.COMMUNE: ("Công chức Văn hóa - Xã hội", "Công chức Văn phòng - Thống kê"),
    UnitKind.DISTRICT: ("Chuyên viên Phòng Văn hóa và Thông tin", "Chuyên viên Văn phòng HĐND và UBND"),
    UnitKind.SCHOOL: ("Giáo viên", "Nhân viên công nghệ thông tin"),
    UnitKind.HEALTH_FACILITY: ("Bác sĩ", "Nhân viên công nghệ thông tin"),
    UnitKind.COOPERATIVE: ("Kế toán", "Thành viên"),
    UnitKind.ENTERPRISE: ("Trưởng phòng kỹ thuật", "Nhân viên"),
    UnitKind.TELECOM_ENTERPRISE: ("Trưởng phòng giải pháp", "Kỹ sư"),
}
WORKER_KIND = {
    UnitKind.SCHOOL: PersonKind.PUBLIC_EMPLOYEE, UnitKind.HEALTH_FACILITY: PersonKind.PUBLIC_EMPLOYEE,
    UnitKind.COOPERATIVE: PersonKind.COOPERATIVE_MEMBER, UnitKind.ENTERPRISE: PersonKind.WORKER,
    UnitKind.TELECOM_ENTERPRISE: PersonKind.WORKER, UnitKind.HOUSEHOLD: PersonKind.CITIZEN,
    UnitKind.ARMED_FORCE: PersonKind.ARMED_FORCE,
}  # fmt: skip


BUSINESSES = {UnitKind.ENTERPRISE, UnitKind.TELECOM_ENTERPRISE, UnitKind.COOPERATIVE}
# Two whose work the plan names apart: (unit, place among its people).
SCHOLARS = {("SKHCN", 2): PersonKind.SCIENTIST, ("SGDDT", 2): PersonKind.INTELLECTUAL}


@dataclass(frozen=True)
class Wanted:
    """One participant to be: its code, names, kind and the code of the unit it stands under."""

    code: str
    name: str
    short: str
    kind: str
    parent: str
    symbol: str = ""
    head_title: str = ""


def seed(demo: Demo) -> str:
    """Make what is missing; what is there stays as it is."""
    existing = {unit.code: unit for unit in Unit.objects.all()}
    root_code = demo.tenant.settings["root_code"]
    made = Unit.objects.bulk_create(
        [
            _unit(wanted, existing[wanted.parent], demo.tenant.level)
            for wanted in wanted_participants(demo.tenant.slug, existing[root_code], existing)
            if wanted.code not in existing
        ]
    )
    if made:
        rebuild_paths(tenant=demo.tenant)
    headed = _heads(demo.tenant.slug)
    people = _people()
    if made or people:
        audit.record(actor=demo.actor, verb="units.demo", obj=demo.tenant, data={"units": len(made), "people": people})
    return f"{len(made)} đơn vị, {headed} người đứng đầu, {people} cá nhân"


def wanted_participants(slug: str, root: Unit, units: dict[str, Unit]) -> Iterator[Wanted]:
    """The list of `data/participants.yaml` for this tenant, with its names filled in."""
    spec = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    party = "Thành ủy" if root.form == "city" else "Tỉnh ủy"
    place = {"place": root.place_name, "locality": root.locality, "party": party}
    groups = spec["groups"]
    for group_name in spec["tenants"][slug]["groups"]:
        group = groups[group_name]
        for row in group["units"]:
            yield _wanted(row, group["kind"], root.code, place)
    for row in spec["tenants"][slug].get("units", []):
        yield _wanted(row, row["kind"], root.code, place)
    for below in spec["tenants"][slug].get("below", []):
        unit = units[below["under"]]
        inner = {"place": unit.place_name, "locality": unit.locality}
        for row in groups[below["group"]]["units"]:
            kind = row.get("kind") or groups[below["group"]]["kind"]
            yield _wanted({**row, "code": f"{row['code']}-{unit.code}"}, kind, unit.code, inner)


def _wanted(row: dict[str, Any], kind: str, parent: str, place: dict[str, str]) -> Wanted:
    full = Template(row["name"]).substitute(place)
    return Wanted(
        code=row["code"],
        name=full,
        short=Template(row.get("short", "")).substitute(place),
        kind=row.get("kind", kind),
        parent=parent,
        symbol=row.get("symbol", ""),
        head_title=row.get("head_title", ""),
    )


def _unit(wanted: Wanted, parent: Unit, level: str) -> Unit:
    public = {
        UnitKind.DEPARTMENT,
        UnitKind.ZONE_BOARD,
        UnitKind.MASS_ORG,
        UnitKind.PARTY_BODY,
        UnitKind.ARMED_FORCE,
    }
    if wanted.kind == UnitKind.DISTRICT_OFFICE:
        own = Level.DISTRICT
    else:
        own = Level(level) if wanted.kind in public else Level.NONE
    return Unit(
        code=wanted.code,
        name=wanted.name,
        short_name=wanted.short,
        kind=wanted.kind,
        level=own,
        parent=parent,
        symbol=wanted.symbol,
        head_title=wanted.head_title or HEADS.get(UnitKind(wanted.kind), "Thủ trưởng"),
        is_demo=True,
        search_key=unit_search_key(wanted.name, wanted.short, wanted.code, ""),
        sort_key=unit_sort_key(wanted.name),
    )


def _heads(slug: str) -> int:
    """Invent a head and a share of women for every unit that has none."""
    bare = list(Unit.objects.filter(head_name=""))
    for unit in bare:
        unit.head_name = name(slug, unit.code, "head").full
        unit.female_share_h = 2500 + number(unit.code, "women") % 5500
    Unit.objects.bulk_update(bare, ["head_name", "female_share_h"], batch_size=400)
    return len(bare)


def _people() -> int:
    """One who leads and two who do the work, for every unit without people; a household has its head only."""
    without = Unit.objects.filter(people__isnull=True, parent__isnull=False)
    return len(Person.objects.bulk_create([p for unit in without for p in _people_of(unit)], batch_size=500))


def _people_of(unit: Unit) -> Iterator[Person]:
    kind = UnitKind(unit.kind)
    if kind == UnitKind.HOUSEHOLD:
        yield _person(unit, 0, "Chủ hộ", leads=False)
        return
    yield _person(unit, 0, f"Phó {unit.head_title or 'thủ trưởng'}", leads=True)
    jobs = JOBS.get(kind, ("Chuyên viên", "Chuyên viên"))
    for place in range(WORKERS):
        yield _person(unit, place + 1, jobs[place % len(jobs)], leads=False)


def _person(unit: Unit, place: int, position: str, *, leads: bool) -> Person:
    who = name(unit.tenant_id, unit.code, place)
    born = dt.date(1968, 1, 1) + dt.timedelta(days=number(unit.code, place, "born") % 11000)
    return Person(
        full_name=who.full,
        gender=who.gender,
        birth_date=born,
        hometown=current_tenant().short_name,
        residence=f"{unit.name}, {current_tenant().name}" if unit.level == Level.COMMUNE else current_tenant().name,
        position=position,
        unit=unit,
        kind=PersonKind.BUSINESS_PERSON
        if leads and unit.kind in BUSINESSES
        else SCHOLARS.get((unit.code, place)) or WORKER_KIND.get(UnitKind(unit.kind), PersonKind.CIVIL_SERVANT),
        is_leader=leads,
        is_demo=True,
        search_key=search_key(who.full),
        sort_key=person_sort_key(who.full),
    )
