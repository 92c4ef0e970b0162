"""A report's timeline as people read it."""

from __future__ import annotations

from config.kernel import audit
from config.kernel.models import AuditEntry
from targets.models import AnnualReport

_SAVING = {"report.save", "evidence.attach", "evidence.link", "evidence.unlink", "evidence.describe"}


def history(report: AnnualReport) -> list[AuditEntry]:
    """The report's entries, of each run of savings by one person only the last of each kind: nobody reads two
    hundred of them."""
    shown: list[AuditEntry] = []
    run = 0  # where the savings at the end of `shown` begin
    for entry in audit.timeline(report):
        if entry.verb not in _SAVING or (run < len(shown) and shown[-1].actor_user_id != entry.actor_user_id):
            run = len(shown)
        shown[run:] = [one for one in shown[run:] if one.verb != entry.verb]
        shown.append(entry)
        if entry.verb not in _SAVING:
            run = len(shown)
    return shown
