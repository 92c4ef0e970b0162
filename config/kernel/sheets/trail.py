from __future__ import annotations

from django.db.models import Model

from config.kernel.access import Actor
from config.kernel.models import AuditEntry


def imported_by(actor: Actor, obj: Model) -> bool:
    """Whether this person wrote `obj` by a workbook, whose one audit entry lists what it wrote; what four eyes
    asks beside `audit.has_acted`. Never the system."""
    if actor.user_id is None:
        return False
    entries = AuditEntry.objects.filter(verb="sheet.apply", actor_user_id=actor.user_id)
    return entries.filter(data__contains={"uids": [str(obj.uid)]}).exists()  # type: ignore[attr-defined]
