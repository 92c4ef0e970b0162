import code
from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from config.kernel.tenancy import tenant_scope


class Command(BaseCommand):
    help = "A Python prompt inside one tenant's scope. What is done there is committed on leaving it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tenant", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        tenants = apps.get_model("units", "Tenant").objects
        tenant = tenants.filter(slug=options["tenant"]).first()
        if tenant is None:
            slugs = ", ".join(tenants.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"Which tenant? make shell TENANT=<one of: {slugs}>")
        names = {model.__name__: model for model in apps.get_models()}
        with tenant_scope(tenant):
            code.interact(banner=f"{tenant} · models by name · Ctrl-D leaves", local={"tenant": tenant, **names})
