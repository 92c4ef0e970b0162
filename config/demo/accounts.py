"""The demonstration accounts: `<role>@<tenant>`, and clerks and heads of a district, a department, a firm."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from config.demo.steps import Demo
from config.kernel import audit
from config.kernel.text import search_key
from units.enums import UNIT_ROLES
from units.models import Membership, Person, Role, Unit, User
from units.services.accounts import person_sort_key

FILE = Path(__file__).parent / "data" / "accounts.yaml"


@dataclass(frozen=True)
class Account:
    """One account to be. `unit` is the code of the place of work; clerk and head act for it."""

    tenant: str
    username: str
    role: str
    full_name: str
    gender: str
    title: str
    unit: str
    note: str = ""


@functools.cache
def _spec() -> dict[str, list[dict[str, Any]]]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def accounts(slug: str | None = None) -> list[Account]:
    """All of them, or one tenant's, as `data/accounts.yaml` lists them; also printed by the start command."""
    return [
        Account(tenant=tenant, **{**row, "username": f"{row['username']}@{tenant}"})
        for tenant, rows in _spec().items()
        if slug in (None, tenant)
        for row in rows
    ]


def seed(demo: Demo) -> str:
    """Make the accounts that are missing; with `demo.renew` give the others the new password."""
    wanted = accounts(demo.tenant.slug)
    existing = {user.username: user for user in User.objects.filter(username__in=[a.username for a in wanted])}
    roles = {role.code: role for role in Role.objects.all()}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[a.unit for a in wanted])}
    made = 0
    for account in wanted:
        if account.username not in existing:
            _make(demo, account, roles[account.role], units[account.unit])
            made += 1
    if demo.renew:
        User.objects.filter(pk__in=[user.pk for user in existing.values()], is_demo=True).update(
            password=demo.password_hash
        )
    return f"{made} tài khoản"


def _make(demo: Demo, account: Account, role: Role, unit: Unit) -> None:
    user = User.objects.create(
        username=account.username,
        full_name=account.full_name,
        home_tenant=demo.tenant,
        password=demo.password_hash,
        is_demo=True,
    )
    person = Person.objects.create(
        full_name=account.full_name,
        gender=account.gender,
        position=account.title,
        unit=unit,
        user=user,
        is_leader=account.role in {"leader", "head"},
        is_demo=True,
        search_key=search_key(account.full_name),
        sort_key=person_sort_key(account.full_name),
    )
    scope = unit if account.role in UNIT_ROLES else None
    membership = Membership.objects.create(user=user, role=role, unit=scope, person=person, title=account.title)
    if account.role == "head":
        unit.head_name = account.full_name
        unit.save(update_fields=["head_name"])
    audit.record(
        actor=demo.actor,
        verb="account.create",
        obj=membership,
        after="active",
        label=user.username,
        data={"role": role.code, "unit": str(scope or "")},
    )
