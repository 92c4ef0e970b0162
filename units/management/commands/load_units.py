from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.kernel.errors import DomainError
from units.services.loading import load_all


class Command(BaseCommand):
    help = "Load the tenants, their roles and the official administrative units. Can be repeated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", action="append", default=[], metavar="SLUG")

    def handle(self, *args: Any, tenant: list[str], **options: Any) -> None:
        try:
            results = load_all(only=tenant)
        except DomainError as error:
            raise CommandError(error.sentence) from error
        for result in results:
            self.stdout.write(str(result))
        self.stdout.write(f"Tổng cộng {sum(r.created for r in results)} đơn vị mới.")
