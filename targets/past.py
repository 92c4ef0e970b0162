"""Reports in the history of a unit and of those before it."""

from __future__ import annotations

from collections.abc import Iterable

from config.kernel.access import Actor
from config.kernel.web.addresses import tenant_path
from targets import permissions as may
from targets.selectors.reports import reads_conclusions, visible_reports
from units.past import Deed


def of_units(ids: Iterable[int], actor: Actor) -> list[Deed]:
    """Those that were sent, as far as the actor may see them."""
    if not actor.can(may.VIEW):
        return []
    reports = visible_reports(actor).filter(unit_id__in=list(ids), submission__gt=0)
    return [
        Deed("Báo cáo", report.year, f"Báo cáo năm {report.year}", report.unit_name,
             f"{report.get_state_display()}, biên nhận {report.receipt}",
             tenant_path("targets:appraisal", report.uid) if reads_conclusions(actor, report) else "")
        for report in reports.order_by("-year", "id")
    ]  # fmt: skip
