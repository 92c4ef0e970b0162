"""Draw every kind of paper for every tenant and legal regime."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.demo.sheets import Sheet, sheets
from config.kernel.papers import inspect
from config.kernel.tenancy import tenant_scope
from dossiers.documents import KINDS, compose
from dossiers.documents.regimes import REGIMES
from units.models import Tenant


class Command(BaseCommand):
    help = (
        "Draw all kinds of paper × tenants × the legal regimes that apply, from the demonstration, as "
        "DIR/<tenant>/<regime>/<kind>.pdf and .docx. Equal data give equal bytes. With --inspect the decree's ruler "
        "is laid on each PDF; exit code 1 when it finds anything."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR")
        parser.add_argument("--tenant", action="append", metavar="SLUG", help="only this tenant (repeatable)")
        parser.add_argument("--regime", action="append", choices=[row.code for row in REGIMES])
        parser.add_argument("--kind", action="append", choices=sorted(KINDS))
        parser.add_argument("--inspect", action="store_true", help="check each PDF at once")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = self._gather(options)
        if not wanted:
            raise CommandError("Không có văn bản nào khớp với các điều kiện đã cho.")
        wrong = sum(self._draw(sheet, options) for sheet in wanted)
        self.stdout.write(f"{len(wanted)} văn bản trong {options['directory']}")
        if wrong:
            raise SystemExit(1)

    def _gather(self, options: dict[str, Any]) -> list[Sheet]:
        """Facts of all tenants; a database that is still empty is prepared first."""
        found: list[Sheet] = []
        if Tenant._meta.db_table not in connection.introspection.table_names() or not Tenant.objects.exists():
            call_command("prepare", stdout=self.stderr)
        tenants = Tenant.objects.filter(is_active=True).order_by("order", "slug")
        if unknown := set(options["tenant"] or ()) - {tenant.slug for tenant in tenants}:
            raise CommandError(f"Không có tỉnh, huyện nào là {', '.join(sorted(unknown))}.")
        for tenant in tenants:
            if options["tenant"] and tenant.slug not in options["tenant"]:
                continue
            with tenant_scope(tenant):
                found += sheets(kinds=options["kind"], regimes=options["regime"])
        return found

    def _draw(self, sheet: Sheet, options: dict[str, Any]) -> int:
        """Write both files; the number of faults found."""
        place = options["directory"] / sheet.tenant / sheet.regime
        place.mkdir(parents=True, exist_ok=True)
        paper = compose(sheet.kind, sheet.facts, sheet.typed, regime_code=sheet.regime)
        pdf = paper.pdf()
        (place / f"{sheet.kind}.pdf").write_bytes(pdf)
        (place / f"{sheet.kind}.docx").write_bytes(paper.docx())
        if not options["inspect"]:
            return 0
        found = inspect(pdf, sheet.kind)
        for item in found:
            self.stdout.write(
                f"{sheet.tenant}/{sheet.regime}/{sheet.kind}.pdf trang {item.page} [{item.article}] {item.rule}:"
                f" {item.sentence} ({item.measured}; {item.allowed})"
            )
        return len(found)
