from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.plans.encoding import PlanEncoder
from campaigns.selectors import current_campaign
from campaigns.services.loading import export
from config.kernel.tenancy import tenant_scope
from units.models import Tenant


class Command(BaseCommand):
    help = "Print the loaded campaign of a tenant as JSON, read from the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tenant", metavar="SLUG")

    def handle(self, *args: Any, tenant: str, **options: Any) -> None:
        found = Tenant.objects.filter(slug=tenant).first()
        if found is None:
            raise CommandError(f"Không có đơn vị “{tenant}”.")
        with tenant_scope(found):
            campaign = current_campaign()
            if campaign is None:
                raise CommandError(f"Chưa nạp kế hoạch của {tenant}. Hãy chạy load_plans.")
            content = {"tenant": tenant} | export(campaign)
        self.stdout.write(json.dumps(content, ensure_ascii=False, indent=2, cls=PlanEncoder))
