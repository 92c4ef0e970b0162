"""What every test finds in the database: five tenants with units, plans, participants and accounts.

Built once into the template database (`tests.database`), so a test starts from it for nothing.
"""

from __future__ import annotations

from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import call_command, get_commands

PASSWORD = "mat-khau-minh-hoa-2023"
TENANTS = ("kien-giang", "can-tho", "tuyen-quang", "bac-kan", "dak-song")
# Two provinces hold registrations, reports, evidence and score runs; the other three are empty of them.
WITH_REPORTS = ("kien-giang", "can-tho")
STEPS = ("participants", "accounts")


def password_hash() -> str:
    """The cheap hash that the test settings know."""
    return MD5PasswordHasher().encode(PASSWORD, "salt")


def build() -> None:
    """Fill an empty, migrated database."""
    from config.demo import reports, steps
    from config.kernel.tenancy import tenant_scope
    from units.models import Tenant
    from units.services.loading import load_all

    load_all()
    steps.run(Tenant.objects.all(), password_hash=password_hash(), only=STEPS, say=lambda line: None)
    if "load_plans" in get_commands():
        call_command("load_plans", verbosity=0)
        for tenant in Tenant.objects.filter(slug__in=WITH_REPORTS):
            with tenant_scope(tenant):
                reports.seed(steps.Demo(tenant, password_hash()), light=True)
