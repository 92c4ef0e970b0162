from __future__ import annotations

import os
import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError

from config.demo import steps
from units.models import Tenant, User


class Command(BaseCommand):
    help = "Invented participants, accounts, reports and rounds; only where DEMO is on. Can be repeated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", action="append", default=[], metavar="SLUG")
        parser.add_argument("--step", action="append", default=[], choices=steps.STEPS)

    def handle(self, *args: Any, tenant: list[str], step: list[str], **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Dữ liệu minh họa chỉ có ở bản minh họa: đặt DEMO=1.")
        tenants = Tenant.objects.filter(is_active=True)
        if tenant:
            tenants = tenants.filter(slug__in=tenant)
        if not tenants:
            raise CommandError("Chưa có tỉnh, huyện nào: chạy `load_units` trước.")
        given = os.environ.get("DEMO_PASSWORD", "")
        first = User.objects.filter(is_demo=True).first()
        password = given or ("" if first else secrets.token_urlsafe(9))
        renew = bool(given) and first is not None and not first.check_password(given)
        # One hash for all of them: it is one password, and a hash takes a third of a second.
        ready = make_password(password) if password and (renew or not first) else (first.password if first else "")
        steps.run(tenants, password_hash=ready, renew=renew, only=step or steps.STEPS, say=self.stdout.write)
        if password and not given:
            self.stdout.write(f"Mật khẩu của mọi tài khoản minh họa: {password}")
