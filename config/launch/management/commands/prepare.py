import os
import subprocess
import sys
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.launch import prepared, services, state

# Also in a real installation: official units and plans. The rest only where the demo was asked for.
LOADS = ("load_units", "load_plans")
DEMO_LOADS = ("seed_demo",)
# Pages that are not offered: the browsable API, the import wizard.
UNSERVED = ["rest_framework", "import_export"]


class Command(BaseCommand):
    help = "Migrate, collect static files, load official units and plans, and the demo where DEMO=1. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        pending = MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes())
        connection.close()
        if pending:
            self.stdout.write(f"Migrating ({len(pending)} steps) …")
            environment = {**os.environ, "THIDUA_ROLE": "owner"}
            subprocess.run(
                [sys.executable, str(state.CHECKOUT / "manage.py"), "migrate", "--verbosity", "0"],
                check=True,
                env=environment,
            )
        if not settings.DEBUG and not os.environ.get("STATIC_ROOT"):  # an image brings them along
            call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNSERVED)
        known = get_commands()
        for name in (*LOADS, *(DEMO_LOADS if settings.DEMO else ())):
            if name in known:
                self.stdout.write(f"{name} …")
                self.stdout.flush()
                call_command(name)
        if services.database_is_embedded():
            # What was just loaded has no statistics yet; the server would gather them a minute from now.
            with services.embedded_postgres().connect(database=connection.settings_dict["NAME"]) as superuser:
                superuser.execute("ANALYZE")
        (state.directory() / "demo-accounts").write_text(accounts())
        prepared.remember()


def accounts() -> str:
    """The demo accounts, a line for each tenant."""
    rows: dict[str, list[str]] = {}
    if settings.DEMO:
        users = apps.get_model("units", "User").objects.filter(is_demo=True, is_active=True)
        for username in users.order_by("id").values_list("username", flat=True):
            rows.setdefault(username.rpartition("@")[2], []).append(username)
    return "\n".join(f"  /{tenant}/   {'  '.join(names)}" for tenant, names in rows.items()) + "\n"
