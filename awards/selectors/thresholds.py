"""How many of the council must agree: what is in force, and who set it."""

from __future__ import annotations

from dataclasses import dataclass

from awards.enums import Occasion
from awards.models import AwardForm
from awards.selectors import law
from config.kernel import audit
from config.kernel.models import AuditEntry


@dataclass(frozen=True)
class Row:
    """One form, for every occasion ("") or one. `percent` None: not set, every meeting states its own."""

    form: AwardForm
    occasion: str
    percent: int | None
    source: str
    verified: bool
    last: AuditEntry | None

    @property
    def occasion_name(self) -> str:
        return str(Occasion(self.occasion).label) if self.occasion else "Mọi dịp"


def vote_for(form: AwardForm, occasion: str) -> tuple[int | None, str]:
    """Percent and source in force for a form on an occasion: its own, else that of every occasion."""
    own = form.vote_by_occasion.get(occasion)
    return (own["percent"], own["source"]) if own else (form.vote_percent, form.vote_source)


def thresholds() -> list[Row]:
    """Every form of the tenant, then what an occasion has of its own."""
    rows = []
    for form in law.forms().values():
        said = [entry for entry in audit.timeline(form) if entry.verb == "council.threshold"]
        last = {entry.data["occasion"]: entry for entry in said}
        rows.append(Row(form, "", form.vote_percent, form.vote_source, form.vote_verified, last.get("")))
        rows += [
            Row(form, code, own["percent"], own["source"], True, last.get(code))
            for code, own in sorted(form.vote_by_occasion.items())
        ]
    return rows
