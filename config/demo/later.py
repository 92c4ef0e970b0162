"""A tenant, and a commune of it, as they are after the reforms of 2025: copies, or what a played tenant records."""

from __future__ import annotations

import datetime as dt
from copy import copy
from typing import Any

from config.kernel.access import Actor
from units.enums import Level, SuccessionKind, UnitKind
from units.models import Tenant, Unit
from units.models.unit import place_name
from units.services.bodies import change_names
from units.services.loading import rebuild_paths, unit_search_key, unit_sort_key
from units.services.succession import Reorganisation, apply_reorganisation, form_of, read_reorganisation
from units.services.successor import record_succession

SCIENCE_AND_TECHNOLOGY = dt.date(2025, 3, 1)
COMMUNES_AND_PROVINCES = dt.date(2025, 7, 1)
PUBLIC = (
    UnitKind.DEPARTMENT, UnitKind.ZONE_BOARD, UnitKind.MASS_ORG, UnitKind.PARTY_BODY, UnitKind.ARMED_FORCE,
)  # fmt: skip
# Whose units become others when the province is played. Elsewhere the last rounds are shown as the plans wrote them,
# before anybody knew of the reforms: Kiên Giang proposes districts for the Huân chương, Cần Thơ has three awards for
# its Khối 2, Tuyên Quang's own rule is for districts. Districts are gone, and these would stand empty.
REORGANISED = ("bac-kan",)
# Whose day it is, and what a played tenant gives as the basis.
REFORMS = {
    SCIENCE_AND_TECHNOLOGY: "Hợp nhất Sở Thông tin và Truyền thông vào Sở Khoa học và Công nghệ (minh họa)",
    COMMUNES_AND_PROVINCES: "Sắp xếp đơn vị hành chính năm 2025 (minh họa)",
}


def tenant_on(tenant: Tenant, day: dt.date) -> Tenant:
    """Its bodies under the names that they, or whoever took over their functions, bear on that day."""
    if day >= SCIENCE_AND_TECHNOLOGY:
        tenant = _renamed(tenant, {"Sở Thông tin và Truyền thông": "Sở Khoa học và Công nghệ", "Sở TT&TT": "Sở KH&CN",
                                   "STTTT": "SKHCN"})  # fmt: skip
    if day >= COMMUNES_AND_PROVINCES and tenant.level == Level.PROVINCE:
        after = read_reorganisation(tenant=tenant).province_name
        name, new = tenant.name.partition(" ")[2], after.partition(" ")[2]
        tenant = _renamed(tenant, {tenant.name: after, tenant.place_name: after[:1].lower() + after[1:], name: new})
    return tenant


def unit_on(unit: Unit, tenant: Tenant, day: dt.date) -> Unit:
    """The unit, or what it became; the people stay, who leads them now is not known."""
    if day < COMMUNES_AND_PROVINCES or unit.level != Level.COMMUNE or unit.valid_from is not None:
        return unit
    plan = read_reorganisation(tenant=tenant)
    step = next((step for step in plan.steps if step.old.pk == unit.pk and step.is_main), None)
    if step is None:
        return unit
    form, over = form_of(step.new_name), form_of(plan.province_name)
    later = copy(unit)
    later.name, later.form, later.short_name = step.new_name, form, f"UBND {place_name(step.new_name, form)}"
    later.head_name = later.address = ""
    later.parent = Unit(
        name=plan.province_name, form=over, level=Level.PROVINCE, kind=UnitKind.PROVINCE, tenant=tenant,
        short_name=f"UBND {place_name(plan.province_name, over)}",
    )  # fmt: skip
    return later


def _renamed(tenant: Tenant, words: dict[str, str]) -> Tenant:
    def said(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: said(inner) for key, inner in value.items()}
        if isinstance(value, str):
            for old, new in words.items():
                value = value.replace(old, new)
        return value

    later = tenant.named(said(tenant.names))
    later.name, later.short_name = said(tenant.name), said(tenant.short_name)
    return later


def hand_over(tenant: Tenant, day: dt.date) -> None:
    """What the reforms up to that day made of the tenant's bodies is recorded, each from its own day on.

    The tenant keeps its own name: the campaign is its. Papers and awards of before keep the names of their day.
    """
    recorded = {change["valid_from"] for change in tenant.name_changes}
    for reform, basis in REFORMS.items():
        names = tenant_on(tenant, reform).names
        if reform <= day and reform.isoformat() not in recorded and names != tenant.names:
            change_names(actor=Actor.system(tenant), names=names, valid_from=reform, legal_basis=basis)


def reorganise(tenant: Tenant, day: dt.date) -> bool:
    """What the reforms up to that day made of the units of `REORGANISED` is recorded; True when something was.

    From then on the successors register, report and are put forward: nobody else is there to receive an award.
    """
    if tenant.slug not in REORGANISED:
        return False
    merged = day >= SCIENCE_AND_TECHNOLOGY and _merge_departments(Actor.system(tenant))
    plan = read_reorganisation(tenant=tenant)
    if day < COMMUNES_AND_PROVINCES or plan.applied_on is not None:
        return merged
    apply_reorganisation(actor=Actor.system(tenant), tenant=tenant, legal_basis=REFORMS[COMMUNES_AND_PROVINCES])
    _rename_bodies(tenant, plan)
    return True


def _merge_departments(actor: Actor) -> bool:
    gone = Unit.objects.filter(code="STTTT", valid_to=None).first()
    heir = Unit.objects.filter(code="SKHCN").first()
    if gone is None or heir is None:
        return False
    record_succession(
        actor=actor, unit=gone, kind=SuccessionKind.MERGE, successors=[heir], effective_on=SCIENCE_AND_TECHNOLOGY,
        legal_basis=REFORMS[SCIENCE_AND_TECHNOLOGY],
    )  # fmt: skip
    return True


def _rename_bodies(tenant: Tenant, plan: Reorganisation) -> None:
    """Bodies of the province that were called after it go on as those of the province that it became a part of."""
    old, new = plan.root, Unit.objects.get(code=f"{plan.province_code}-{plan.year}")
    if old.place_name == new.place_name:
        return
    for unit in Unit.objects.filter(parent=old, kind__in=PUBLIC, valid_to=None).order_by("id"):
        name, short = (said.replace(old.locality, new.locality) for said in (unit.name, unit.short_name))
        if name == unit.name:
            continue
        code = f"{unit.code}-{plan.year}"
        heir = Unit.objects.create(
            code=code, name=name, short_name=short, level=unit.level, kind=unit.kind, parent=new, symbol=unit.symbol,
            head_title=unit.head_title, valid_from=plan.effective_on, is_demo=True,
            search_key=unit_search_key(name, short, code, new.name), sort_key=unit_sort_key(name),
        )  # fmt: skip
        rebuild_paths(tenant=tenant)
        record_succession(
            actor=Actor.system(tenant), unit=unit, kind=SuccessionKind.RENAME, successors=[heir],
            effective_on=plan.effective_on, legal_basis=REFORMS[COMMUNES_AND_PROVINCES],
        )  # fmt: skip
