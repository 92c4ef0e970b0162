from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.plans.loader import PlanError
from campaigns.services.loading import load_all
from config.kernel.errors import DomainError

SIGNS = {"created": "+", "changed": "~", "withdrawn": "-"}


class Command(BaseCommand):
    help = "Load the campaign plans (campaigns/plans/<tenant>.yaml) and show what changed. Can be repeated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", action="append", default=[], metavar="SLUG")
        parser.add_argument("--force", action="store_true", help="also where the plan was changed in the browser")

    def handle(self, *args: Any, tenant: list[str], force: bool = False, verbosity: int, **options: Any) -> None:
        try:
            results = load_all(only=tenant, force=force)
        except PlanError as error:
            raise CommandError(f"Không nạp được kế hoạch:\n{error}") from error
        except DomainError as error:
            raise CommandError(error.sentence) from error
        for result in results if verbosity else ():
            self.stdout.write(str(result))
            first_load = any(c.part == "campaign" and c.state == "created" for c in result.changes)
            for change in result.effective:
                if first_load and verbosity < 2:
                    break
                told = "; ".join(f"{name}: {old!r} → {new!r}" for name, (old, new) in change.fields.items())
                self.stdout.write(f"  {SIGNS[change.state]} {change.part} {change.code} {told}".rstrip())
