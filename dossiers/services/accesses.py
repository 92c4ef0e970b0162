"""Writing down who opened or took away what (Nghị định 30/2020/NĐ-CP, Phụ lục VI)."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F

from config.kernel import clock
from config.kernel.access import Actor
from dossiers.models import Access, Document, Dossier


def note(*, actor: Actor, act: str, dossier: Dossier | None = None, document: Document | None = None) -> None:
    """Count one look of a person at a dossier or a paper: a row per person, way of looking and day.

    The unit's own people are written down as everybody else; the software itself is not.
    """
    if actor.user_id is None:
        return
    now = clock.now()
    where = {
        "dossier_id": dossier.pk if dossier is not None else (document.dossier_id if document is not None else None),
        "document_id": document.pk if document is not None else None,
        "act": act,
        "user_id": actor.user_id,
        "day": now.date(),
    }
    again = Access.objects.filter(**{k if v is not None else f"{k}__isnull": v if v is not None else True
                                     for k, v in where.items()})  # fmt: skip
    seen = {"times": F("times") + 1, "last_at": now}
    if again.update(**seen):
        return
    try:
        with transaction.atomic():
            Access.objects.create(
                **where, user_name=actor.name[:200], user_title=actor.title[:200], first_at=now, last_at=now
            )
    except IntegrityError:  # the same person in two windows at once
        again.update(**seen)
