"""The steps of the demonstration, in order. Each is a module with `seed(demo: Demo) -> str`.

A step runs once per tenant, inside its scope and one transaction, can be repeated, and returns one line that
says what it did.
"""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter

from config.kernel.access import Actor
from config.kernel.tenancy import tenant_scope
from units.models import Tenant

STEPS = ("participants", "accounts", "reports", "gifts", "practices")

TODAY = dict.fromkeys(("kien-giang", "can-tho", "bac-kan", "dak-song"), dt.date(2023, 12, 4))
TODAY["tuyen-quang"] = dt.date(2025, 6, 2)


@dataclass(frozen=True)
class Demo:
    """What a step gets. `password_hash` is the ready hash of the one demonstration password; `renew` asks to
    write it into accounts that exist."""

    tenant: Tenant
    password_hash: str
    renew: bool = False

    @property
    def actor(self) -> Actor:
        return Actor.system(self.tenant)


def seeds(names: Iterable[str] = STEPS) -> list[tuple[str, Callable[[Demo], str]]]:
    """(name, seed) of every step whose module is there."""
    found = []
    for name in names:
        module = f"config.demo.{name}"
        if importlib.util.find_spec(module) is not None:
            found.append((name, importlib.import_module(module).seed))
    return found


def run(
    tenants: Iterable[Tenant],
    *,
    password_hash: str,
    renew: bool = False,
    only: Iterable[str] = STEPS,
    say: Callable[[str], object] = print,
) -> None:
    """Run the steps for the tenants: step by step, so that one tenant may refer to another."""
    chosen = list(tenants)
    for name, seed in seeds(only):
        for tenant in chosen:
            began = perf_counter()
            set_today(tenant)
            with tenant_scope(tenant):
                line = seed(Demo(tenant, password_hash, renew))
            say(f"{name} · {tenant.slug}: {line} ({perf_counter() - began:.1f} s)")


def set_today(tenant: Tenant) -> None:
    """Put the tenant on its demonstration day, unless it stands on one."""
    if tenant.demo_today is None and tenant.slug in TODAY:
        tenant.demo_today = TODAY[tenant.slug]
        tenant.save(update_fields=["demo_today"])
