"""Reports in the search of those who appraise them."""

from __future__ import annotations

from django.urls import reverse

from config.kernel.access import Actor
from config.kernel.search import Hit, holding
from targets import permissions as may
from targets.enums import COUNTED_STATES
from targets.selectors.reports import visible_reports


def find(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Reports that were sent, by the name of the unit; latest year first."""
    reports = visible_reports(actor, may.APPRAISE).filter(holding(text, "unit__search_key"), state__in=COUNTED_STATES)
    return [
        Hit("Báo cáo", f"Báo cáo năm {report.year} của {report.unit_name}",
            reverse("targets:appraisal", args=[report.uid]), report.get_state_display())
        for report in reports.order_by("-year", "unit__sort_key", "id")[:limit]
    ]  # fmt: skip
