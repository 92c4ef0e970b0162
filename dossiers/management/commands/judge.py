"""`manage.py judge FILE`: judge cases from outside by a loaded plan; prints JSON, stores nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError

from awards.cases import CaseError, read_cases
from campaigns.selectors import current_campaign
from config.kernel.tenancy import tenant_scope
from dossiers.cases import judge_case
from units.models import Tenant


class Command(BaseCommand):
    help = "Judge the cases of a YAML file (format: awards/cases/__init__.py) and print the result as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            cases = read_cases(yaml.safe_load(path.read_text(encoding="utf-8")))
            results = [self._judge(case) for case in cases]
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise CommandError(f"{path}: {error}") from error
        except CaseError as error:
            raise CommandError(f"{path}: {error}") from error
        self.stdout.write(json.dumps({"cases": results}, ensure_ascii=False, indent=2))

    def _judge(self, case: Any) -> dict[str, Any]:
        tenant = Tenant.objects.filter(slug=case.plan).first()
        if tenant is None:
            known = ", ".join(Tenant.objects.values_list("slug", flat=True))
            raise CaseError(case.name or "the case", f"plan {case.plan!r}", f"one of {known}")
        with tenant_scope(tenant):
            campaign = current_campaign()
            if campaign is None:
                raise CommandError(f"Chưa nạp kế hoạch {case.plan}: chạy manage.py load_plans trước.")
            return judge_case(case, campaign)
