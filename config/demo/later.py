"""A tenant, and a commune of it, as they are after the reforms of 2025: copies, or what a played tenant stores."""

from __future__ import annotations

import datetime as dt
from copy import copy
from typing import Any

from awards.models import AwardForm
from units.enums import Level, UnitKind
from units.models import Tenant, Unit
from units.models.unit import place_name
from units.services.succession import form_of, read_reorganisation

SCIENCE_AND_TECHNOLOGY = dt.date(2025, 3, 1)
COMMUNES_AND_PROVINCES = dt.date(2025, 7, 1)
# What of a tenant names its bodies.
BODIES = (
    "authority_name", "chairman_title", "standing_agency", "standing_short", "board_name", "council_name", "place",
    "abbreviations", "settings",
)  # fmt: skip


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

    later = copy(tenant)
    for field in ("name", "short_name", "authority_name", "chairman_title", "standing_agency", "standing_short",
                  "board_name", "council_name", "place"):  # fmt: skip
        setattr(later, field, said(getattr(tenant, field)))
    later.abbreviations = said(tenant.abbreviations)
    later.settings = {**tenant.settings, "bodies": said(tenant.settings["bodies"])}
    return later


def hand_over(tenant: Tenant, day: dt.date) -> None:
    """From that day on the stored tenant's bodies are those of `tenant_on`, and so is whose awards it gives.

    The tenant keeps its own name: the campaign is its. Papers and awards of before keep the names of their day.
    """
    later = tenant_on(tenant, day)
    for form in AwardForm.objects.filter(by_tenant=True):
        form.name = form.name.replace(tenant.authority_name, later.authority_name)
        form.decider = form.decider.replace(tenant.authority_name, later.authority_name)
        form.save(update_fields=["name", "decider"])
    for field in BODIES:
        setattr(tenant, field, getattr(later, field))
    tenant.save(update_fields=BODIES)
