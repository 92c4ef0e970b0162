"""The record of who did what, when, from which state to which, and why. Nobody can alter it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Model, Q, QuerySet

from config.kernel import clock
from config.kernel.access import Actor
from config.kernel.models import AuditEntry
from config.kernel.prepared import prepared
from config.kernel.tenancy import current_tenant_id

# First key of the advisory lock under which a tenant's chain grows.
_CHAIN_LOCK = 7301


def record(
    *,
    actor: Actor,
    verb: str,
    obj: Model | None,
    before: str = "",
    after: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
    label: str = "",
) -> AuditEntry:
    """Append one entry in the current transaction. `verb` is `<noun>.<act>`, as in "dossier.submit".

    An act for somebody else (`actor.behalf`) says so in the title and, with the account, in `data`.
    """
    if actor.behalf is not None:
        data = {**(data or {}), "behalf": {"user_id": actor.behalf.user_id, "name": actor.behalf.name,
                                           "paper": actor.behalf.paper}}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_CHAIN_LOCK, current_tenant_id() % 2**31])
    last = AuditEntry.objects.order_by("-sequence").values("sequence", "digest").first()
    entry = AuditEntry(
        sequence=last["sequence"] + 1 if last else 1,
        at=clock.now(),
        actor_user_id=actor.user_id,
        actor_name=actor.name,
        actor_title=_title(actor),
        verb=verb,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_uid=getattr(obj, "uid", None),
        object_label=(label or (str(obj) if obj is not None else ""))[:300],
        state_from=before,
        state_to=after,
        reason=reason,
        data=json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder)),
        previous_digest=last["digest"] if last else "",
    )
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    return entry


def _title(actor: Actor) -> str:
    if actor.behalf is None:
        return actor.title
    paper = f" ({actor.behalf.paper})" if actor.behalf.paper else ""
    return ", ".join(part for part in (actor.title, f"thay {actor.behalf.name}{paper}") if part)[:200]


def digest_of(entry: AuditEntry) -> str:
    """SHA-256 over everything the entry says, the digest of the entry before included."""
    said = [
        entry.sequence, entry.at.isoformat(), entry.actor_user_id, entry.actor_name, entry.actor_title, entry.verb,
        entry.object_type, str(entry.object_uid or ""), entry.object_label, entry.state_from, entry.state_to,
        entry.reason, entry.data, entry.previous_digest,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def head() -> str:
    """The digest of the current tenant's last entry; "" where there is none. Another one: something happened."""
    return next((digest for (digest,) in _last()), "")


@prepared(by_key=True)
def _last() -> QuerySet[AuditEntry, tuple[str]]:
    return AuditEntry.objects.order_by("-sequence").values_list("digest")[:1]


def timeline(obj: Model) -> list[AuditEntry]:
    """Entries about `obj`, oldest first."""
    return _about(obj.uid)  # type: ignore[attr-defined]


@prepared(uuid.UUID, by_key=True)
def _about(uid: uuid.UUID) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(object_uid=uid).order_by("sequence")


def latest(obj: Model) -> AuditEntry | None:
    """The last entry about `obj`."""
    return AuditEntry.objects.filter(object_uid=obj.uid).order_by("-sequence").first()  # type: ignore[attr-defined]


def timelines(uids: Iterable[uuid.UUID]) -> list[AuditEntry]:
    """Entries about several objects in one order of time."""
    return list(AuditEntry.objects.filter(object_uid__in=list(uids)).order_by("sequence"))


def has_acted(actor: Actor, obj: Model, *verbs: str) -> bool:
    """Whether this person, or somebody for this person, is on record with one of `verbs` about `obj`; what four eyes
    asks. Whoever acts for another is asked about both. Never the system."""
    people = [actor.user_id, *([actor.behalf.user_id] if actor.behalf is not None else [])]
    mine = Q(actor_user_id__in=people) | Q(data__behalf__user_id__in=people)
    acts = AuditEntry.objects.filter(mine, object_uid=obj.uid, verb__in=verbs)  # type: ignore[attr-defined]
    return actor.user_id is not None and acts.exists()


def broken_links(head: tuple[int, str] | None = None) -> list[int]:
    """Sequence numbers at which the chain of the current tenant does not hold; empty when it is whole.

    `head` (sequence, digest), kept outside the database, also shows entries cut from the end.
    """
    broken: list[int] = []
    previous, expected = "", 1
    entry: AuditEntry | None = None
    for entry in AuditEntry.objects.order_by("sequence").iterator():
        if entry.sequence != expected or entry.previous_digest != previous or entry.digest != digest_of(entry):
            broken.append(entry.sequence)
        previous, expected = entry.digest, entry.sequence + 1
    if head is not None and (entry is None or entry.sequence < head[0]):
        broken.append(head[0])
    return broken
