"""Every process looks once at the role it connected as, and refuses one that row security does not bind."""

from typing import Any

from django.db.backends.signals import connection_created
from django.dispatch import receiver

from config.launch.roles import POWERS, refuse_powers

_seen: set[str] = set()


@receiver(connection_created, dispatch_uid="launch.role")
def look_at_role(connection: Any, **_: Any) -> None:
    role = connection.settings_dict["USER"]
    if connection.settings_dict.get("ROLE") == "owner" or role in _seen:
        return
    with connection.connection.cursor() as cursor:
        row = cursor.execute(POWERS).fetchone()
    try:
        refuse_powers(row, role)
    except Exception:
        connection.close()
        raise
    _seen.add(role)
