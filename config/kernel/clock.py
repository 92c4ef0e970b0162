"""The business date. Records of what happened always carry the real time."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django_scopes import get_scope


def now() -> dt.datetime:
    """The real moment, aware."""
    return timezone.now()


def today() -> dt.date:
    """The date that deadlines, regimes and drafts go by.

    A demonstration tenant may stand on a fixed day of its campaign (`Tenant.demo_today`), which pages say.
    """
    tenant = get_scope().get("tenant")
    fixed = getattr(tenant, "demo_today", None) if settings.DEMO else None
    return fixed or timezone.localdate()


def business_moment() -> dt.datetime:
    """The business date at the present time of day, aware; what a deadline is compared with."""
    local = timezone.localtime()
    return local.replace(year=today().year, month=today().month, day=today().day)
