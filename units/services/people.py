"""One person at a time; many come by `units.sheets.people`, which takes the same fields."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from config.kernel import audit
from config.kernel.access import Actor, require
from config.kernel.errors import Conflict, Invalid
from config.kernel.text import fold_space, search_key
from units import validators
from units.models import Person, Unit
from units.services.accounts import person_sort_key

VERB = "units.edit"
FIELDS = (
    "full_name", "gender", "birth_date", "position", "kind", "is_leader", "hometown", "residence", "email", "phone",
    "is_active",
)  # fmt: skip


@transaction.atomic
def create_person(*, actor: Actor, unit: Unit, **values: Any) -> Person:
    """Add somebody who works at `unit`. Invalid for a missing name, a bad address, somebody who is there already."""
    require(actor, VERB, unit)
    # Two at once would both find nobody of that name.
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    clean = _checked(values)
    alike = Person.objects.filter(unit=unit, full_name=clean["full_name"], birth_date=clean.get("birth_date"))
    if alike.exists():
        raise Invalid({"full_name": [f"{unit} đã có {clean['full_name']} trong danh sách."]})
    person = Person(unit=unit, **clean)
    _write_keys(person)
    person.save(force_insert=True)
    audit.record(actor=actor, verb="person.create", obj=person, after="active", data={"unit": str(unit)})
    return person


@transaction.atomic
def update_person(*, actor: Actor, person: Person, seen: str, unit: Unit | None = None, **values: Any) -> Person:
    """Edit somebody; `unit` moves them. Conflict when `seen` is not `person.mark`: somebody edited meanwhile."""
    locked = Person.objects.select_for_update(of=("self",)).select_related("unit").get(pk=person.pk)
    require(actor, VERB, locked.unit)
    if unit is not None:
        require(actor, VERB, unit)
    if locked.mark != seen:
        raise Conflict("Người khác vừa sửa thông tin của người này. Hãy đọc lại rồi sửa tiếp.", code="stale")
    clean = _checked({"full_name": locked.full_name, **values})
    changed = sorted(key for key, value in clean.items() if getattr(locked, key) != value)
    for key in changed:
        setattr(locked, key, clean[key])
    if unit is not None and unit.pk != locked.unit_id:
        locked.unit = unit
        changed.append("unit")
    if not changed:
        return locked
    _write_keys(locked)
    locked.save()
    # Which fields changed, not what stands in them: the trail is read by more people than the person's data.
    audit.record(actor=actor, verb="person.update", obj=locked, data={"fields": changed})
    return locked


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    clean = {k: fold_space(v) if isinstance(v, str) else v for k, v in values.items() if k in FIELDS}
    errors: dict[str, list[str]] = {}
    if not clean.get("full_name"):
        errors["full_name"] = ["Ghi họ và tên."]
    if sentence := validators.email(clean.get("email") or ""):
        errors["email"] = [sentence]
    if errors:
        raise Invalid(errors)
    return clean


def _write_keys(person: Person) -> None:
    person.search_key = search_key(person.full_name)[:250]
    person.sort_key = person_sort_key(person.full_name)
