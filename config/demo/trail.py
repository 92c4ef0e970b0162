"""Audit entries of invented acts, on the days on which they are said to have happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils import timezone

from config.kernel import audit
from config.kernel.access import Actor
from config.kernel.models import AuditEntry


@dataclass(frozen=True)
class Who:
    """A person of the demonstration as the trail names them."""

    name: str
    title: str = ""
    user_id: int | None = None


@dataclass
class Trail:
    """Collects entries and appends them to the tenant's chain in order of time, in one go."""

    entries: list[AuditEntry] = field(default_factory=list)

    def add(
        self,
        at: dt.datetime,
        who: Who,
        verb: str,
        obj: Model,
        before: str = "",
        after: str = "",
        reason: str = "",
        data: dict[str, Any] | None = None,
        label: str = "",
    ) -> None:
        """As `audit.record`, with the moment and the person given."""
        self.entries.append(
            AuditEntry(
                at=at.astimezone(dt.UTC),
                actor_user_id=who.user_id,
                actor_name=who.name,
                actor_title=who.title,
                verb=verb,
                object_type=obj._meta.label_lower,
                object_uid=obj.uid,  # type: ignore[attr-defined]
                object_label=(label or str(obj))[:300],
                state_from=before,
                state_to=after,
                reason=reason,
                data=data or {},
            )
        )

    def write(self, *, actor: Actor, obj: Model, data: dict[str, Any]) -> None:
        """One true entry that says what was invented, which also holds the chain's lock; then the invented ones."""
        last = audit.record(actor=actor, verb="demo.fill", obj=obj, data=data)
        for entry in sorted(self.entries, key=lambda entry: entry.at):
            entry.sequence, entry.previous_digest = last.sequence + 1, last.digest
            entry.digest = audit.digest_of(entry)
            last = entry
        AuditEntry.objects.bulk_create(self.entries, batch_size=500)


def moment(day: dt.date, minutes: int) -> dt.datetime:
    """A moment of the working day: 07:30 plus up to nine hours."""
    start = dt.datetime.combine(day, dt.time(7, 30), tzinfo=timezone.get_current_timezone())
    return start + dt.timedelta(minutes=minutes % 540)
