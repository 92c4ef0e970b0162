"""Loading tenants and official units. Repeatable: what is there already is compared, not made again."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.db import connection, transaction

from config.kernel import audit
from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.tenancy import tenant_scope
from config.kernel.text import nfc, search_key, sort_key
from units.enums import Level, UnitKind
from units.models import Role, Tenant, Unit
from units.models.unit import bare_name, place_name
from units.roles import specs_for

DATA = Path(__file__).resolve().parent.parent / "data"
UNITS_FILE = DATA / "administrative_units.csv"
TENANTS_FILE = DATA / "tenants.yaml"

KIND_OF_LEVEL = {
    Level.PROVINCE: UnitKind.PROVINCE,
    Level.DISTRICT: UnitKind.DISTRICT,
    Level.COMMUNE: UnitKind.COMMUNE,
}
COMPARED = (
    "name",
    "short_name",
    "level",
    "kind",
    "form",
    "official_code",
    "symbol",
    "search_key",
    "sort_key",
)


@dataclass
class LoadResult:
    """Counts of one tenant's load; `changed` names units whose official data differed."""

    tenant: str
    created: int = 0
    unchanged: int = 0
    changed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.tenant}: {self.created} mới, {len(self.changed)} đổi, {self.unchanged} giữ nguyên"


def read_tenants(path: Path = TENANTS_FILE) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        return list(yaml.safe_load(stream))


def read_units(path: Path = UNITS_FILE) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [{key: nfc(value.strip()) for key, value in row.items()} for row in csv.DictReader(stream)]


def load_tenants(*, only: Iterable[str] = (), actor: Actor | None = None) -> list[Tenant]:
    """Make the tenants of `units/data/tenants.yaml` with their roles. An existing tenant keeps its own
    settings; only what is missing is filled in. DomainError for an unknown slug."""
    specs = {spec["slug"]: spec for spec in read_tenants()}
    wanted = list(only) or list(specs)
    for slug in wanted:
        if slug not in specs:
            raise DomainError(f"Không có tỉnh, huyện nào mang mã “{slug}”. Các mã: {', '.join(specs)}.")
    order = {slug: place for place, slug in enumerate(specs)}
    return [_load_tenant(specs[slug], order[slug]) for slug in wanted]


@transaction.atomic
def _load_tenant(spec: dict[str, Any], order: int) -> Tenant:
    bodies = spec["bodies"]
    settings = {
        "bodies": bodies,
        "root_code": spec["root_code"],
        "not_named_by_plan": spec.get("not_named_by_plan", []),
    }
    plain = {key: value for key, value in spec.items() if key not in (*settings, "slug")}
    plain |= {"order": order, "abbreviations": {role: body["symbol"] for role, body in bodies.items()}}
    tenant, made = Tenant.objects.get_or_create(slug=spec["slug"], defaults={**plain, "settings": settings})
    if not made:
        tenant.settings = {**settings, **tenant.settings}
        tenant.save(update_fields=["settings"])
    with tenant_scope(tenant):
        sync_roles(tenant=tenant)
        if made:
            audit.record(actor=Actor.system(tenant), verb="tenant.create", obj=tenant, after="active")
    return tenant


def sync_roles(*, tenant: Tenant) -> None:
    """Write the role table of `units.roles` into the tenant; call inside its scope."""
    existing = {role.code: role for role in Role.objects.all()}
    for spec in specs_for(tenant):
        role = existing.get(spec.code) or Role(code=spec.code)
        fresh = (spec.name, list(spec.verbs), spec.order)
        if role.pk is None or (role.name, role.verbs, role.order) != fresh:
            role.name, role.verbs, role.order = fresh
            role.save()


def load_official_units(*, tenant: Tenant, actor: Actor | None = None) -> LoadResult:
    """Load the administrative units of `tenant` from the official list, in bulk; opens the tenant's scope."""
    rows = [row for row in read_units() if row["tenant"] == tenant.slug]
    result = LoadResult(tenant.slug)
    with tenant_scope(tenant):
        existing = {unit.code: unit for unit in Unit.objects.filter(is_demo=False)}
        by_code = {row["code"]: row for row in rows}
        borne = Counter(row["name"] for row in rows)
        dirty: list[Unit] = []
        for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE):
            fresh = []
            for row in (row for row in rows if row["level"] == level):
                wanted = _wanted(row, by_code.get(row["parent_code"]), shared=borne[row["name"]] > 1)
                unit = existing.get(row["code"])
                if unit is None:
                    parent = existing.get(row["parent_code"])
                    fresh.append(Unit(code=row["code"], parent=parent, head_title="Chủ tịch", **wanted))
                elif any(getattr(unit, key) != wanted[key] for key in COMPARED):
                    result.changed.append(unit.name)
                    for key, value in wanted.items():
                        setattr(unit, key, value)
                    dirty.append(unit)
                else:
                    result.unchanged += 1
            made = Unit.objects.bulk_create(fresh)
            result.created += len(made)
            existing |= {unit.code: unit for unit in made}
        Unit.objects.bulk_update(dirty, list(COMPARED), batch_size=200)
        if result.created or result.changed:
            rebuild_paths(tenant=tenant)
            audit.record(
                actor=actor or Actor.system(tenant),
                verb="units.load",
                obj=tenant,
                data={"created": result.created, "changed": result.changed[:50]},
            )
    return result


def _wanted(row: dict[str, str], parent: dict[str, str] | None, *, shared: bool) -> dict[str, Any]:
    """`shared`: another unit of the tenant bears the same name, so that lists add where this one lies."""
    short, parent_name = f"UBND {place_name(row['name'], row['kind'])}", parent["name"] if parent else ""
    if shared and parent is not None:
        short += f", {place_name(parent['name'], parent['kind'])}"
    return {
        "name": row["name"],
        "short_name": short,
        "level": row["level"],
        "kind": KIND_OF_LEVEL[Level(row["level"])].value,
        "form": row["kind"],
        "official_code": row["code"],
        "symbol": "UBND",
        "search_key": unit_search_key(row["name"], short, row["code"], parent_name),
        "sort_key": unit_sort_key(row["name"], row["kind"]),
    }


def unit_search_key(name: str, short_name: str, code: str, parent_name: str) -> str:
    """Own names and code first, then the parent's name: "hon dat" also finds the communes of Hòn Đất."""
    return f"{search_key(f'{name} {short_name} {code}')} | {search_key(parent_name)}"[:450]


def unit_sort_key(name: str, form: str = "") -> str:
    """Units stand by their own name, not by "Xã", "Phường" or "Thị trấn"."""
    return sort_key(bare_name(name, form))[:900]


def rebuild_paths(*, tenant: Tenant) -> int:
    """Recompute `path` and `depth` of the tenant's whole tree in one statement; returns rows changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE tree AS (
                SELECT id, '/' || id || '/' AS path, 0 AS depth
                  FROM units_unit WHERE tenant_id = %(tenant)s AND parent_id IS NULL
                UNION ALL
                SELECT u.id, tree.path || u.id || '/', tree.depth + 1
                  FROM units_unit u JOIN tree ON u.parent_id = tree.id WHERE u.tenant_id = %(tenant)s
            )
            UPDATE units_unit u SET path = tree.path, depth = tree.depth
              FROM tree
             WHERE u.tenant_id = %(tenant)s AND u.id = tree.id
               AND (u.path, u.depth::int) IS DISTINCT FROM (tree.path, tree.depth)
            """,
            {"tenant": tenant.pk},
        )
        return cursor.rowcount


def load_all(*, only: Iterable[str] = ()) -> list[LoadResult]:
    """Tenants, roles and official units; each tenant in its own transaction."""
    return [load_official_units(tenant=tenant) for tenant in load_tenants(only=only)]
