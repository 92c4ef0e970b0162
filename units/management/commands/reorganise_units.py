from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.kernel.access import Actor
from config.kernel.errors import DomainError
from config.kernel.tenancy import tenant_scope
from units.models import Tenant
from units.services.succession import apply_reorganisation, read_reorganisation


class Command(BaseCommand):
    help = "Show a reorganisation of administrative units; with --apply and its legal basis, apply it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tenant", metavar="SLUG")
        parser.add_argument("--year", default="2025")
        parser.add_argument("--apply", action="store_true")
        parser.add_argument("--legal-basis", default="")

    def handle(self, *args: Any, tenant: str, year: str, legal_basis: str, **options: Any) -> None:
        found = Tenant.objects.filter(slug=tenant).first()
        if found is None:
            raise CommandError(f"Không có tỉnh, huyện nào mang mã “{tenant}”.")
        try:
            with tenant_scope(found):
                plan = read_reorganisation(tenant=found, year=year)
                for step in plan.steps:
                    self.stdout.write(f"{step.old.name} → {step.new_name} ({step.kind_label})")
                self.stdout.write(f"{len(plan.steps)} quan hệ kế thừa, {len(plan.new_units)} đơn vị mới.")
                if options["apply"]:
                    apply_reorganisation(actor=Actor.system(found), tenant=found, year=year, legal_basis=legal_basis)
                    self.stdout.write("Đã áp dụng.")
        except DomainError as error:
            raise CommandError(error.sentence) from error
