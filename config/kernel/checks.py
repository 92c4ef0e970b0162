from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def application_role_is_walled(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Refuse to work as a role that row-level security does not bind."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        if connections[alias].settings_dict.get("ROLE") == "owner":
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper OR rolbypassrls, "
                "EXISTS (SELECT 1 FROM pg_tables WHERE tableowner = current_user AND schemaname = 'public') "
                "FROM pg_roles WHERE rolname = current_user"
            )
            unbound, owner = cursor.fetchone()
        if unbound or owner:
            found.append(
                Error(
                    f"The database role of {alias!r} is superuser, may bypass row-level security, or owns tables.",
                    hint="Give the application a plain role of its own; migrations run as the owner.",
                    id="kernel.E001",
                )
            )
    return found
