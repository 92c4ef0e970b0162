from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.models import Campaign
from campaigns.plans.encoding import PlanEncoder
from campaigns.plans.writing import plan_text
from campaigns.selectors import current_campaign
from campaigns.selectors.content import content_of, export
from config.kernel.tenancy import tenant_scope
from units.models import Tenant


class Command(BaseCommand):
    help = "Print a tenant's campaign from the database, as JSON or as the YAML that load_plans reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tenant", metavar="SLUG")
        parser.add_argument("--yaml", action="store_true", help="as a plan file")
        parser.add_argument("--campaign", default="", metavar="CODE", help="instead of the campaign in force")

    def handle(self, *args: Any, tenant: str, campaign: str = "", **options: Any) -> None:
        found = Tenant.objects.filter(slug=tenant).first()
        if found is None:
            raise CommandError(f"Không có đơn vị “{tenant}”.")
        with tenant_scope(found):
            chosen = Campaign.objects.filter(code=campaign).first() if campaign else current_campaign()
            if chosen is None and campaign:
                raise CommandError(f"{tenant} không có phong trào mã {campaign}.")
            if chosen is None:
                raise CommandError(f"Chưa nạp kế hoạch của {tenant}. Hãy chạy load_plans.")
            if options.get("yaml"):
                self.stdout.write(plan_text(content_of(chosen)), ending="")
                return
            content = {"tenant": tenant} | export(chosen)
        self.stdout.write(json.dumps(content, ensure_ascii=False, indent=2, cls=PlanEncoder))
