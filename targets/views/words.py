"""A report's timeline as people read it."""

from __future__ import annotations

from config.kernel import audit
from config.kernel.models import AuditEntry
from targets.models import AnnualReport

_SAVING = {"report.save", "evidence.attach", "evidence.link", "evidence.unlink", "evidence.describe"}


def history(report: AnnualReport) -> list[AuditEntry]:
    """The report's entries, of each run of savings by one person only the last: nobody reads two hundred of them."""
    shown: list[AuditEntry] = []
    for entry in audit.timeline(report):
        last = shown[-1] if shown else None
        if (
            last is not None
            and entry.verb in _SAVING
            and last.verb == entry.verb
            and last.actor_user_id == entry.actor_user_id
        ):
            shown[-1] = entry
        else:
            shown.append(entry)
    return shown
