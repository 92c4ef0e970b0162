"""A report's timeline as people read it."""

from __future__ import annotations

from config.kernel import audit
from config.kernel.access import Actor
from config.kernel.models import AuditEntry
from targets.models import AnnualReport
from targets.selectors.reports import reads_conclusions

_SAVING = {"report.save", "evidence.attach", "evidence.link", "evidence.unlink", "evidence.describe"}

_JUDGING = {
    "value.appraise", "value.accept_many", "value.ask_many", "value.change_many", "value.by_file",
    "value.by_file_undo", "evidence.reject", "evidence.accept",
}  # fmt: skip


def history(report: AnnualReport, actor: Actor) -> list[AuditEntry]:
    """The report's entries, of each run of savings by one person only the last of each kind: nobody reads two
    hundred of them. Who does not read conclusions yet reads of no judging since the report was sent."""
    entries = audit.timeline(report)
    if not reads_conclusions(actor, report):
        sent = max((place for place, entry in enumerate(entries) if entry.verb == "report.confirm"), default=-1)
        entries = [entry for place, entry in enumerate(entries) if place <= sent or entry.verb not in _JUDGING]
    shown: list[AuditEntry] = []
    run = 0  # where the savings at the end of `shown` begin
    for entry in entries:
        if entry.verb not in _SAVING or (run < len(shown) and shown[-1].actor_user_id != entry.actor_user_id):
            run = len(shown)
        shown[run:] = [one for one in shown[run:] if one.verb != entry.verb]
        shown.append(entry)
        if entry.verb not in _SAVING:
            run = len(shown)
    return shown
