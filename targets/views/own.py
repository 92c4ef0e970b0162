"""What the unit's own pages share: the report of this person's unit, and the frame round its parts."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from campaigns.selectors import the_campaign
from config.kernel import workflow
from config.kernel.access import require
from targets import permissions as may
from targets.enums import PILLAR_SLUGS, Pillar
from targets.flow import REPORT_FLOW
from targets.models import AnnualReport
from targets.selectors import completeness
from targets.selectors import entries as views_of
from targets.selectors.periods import due_of
from targets.selectors.reports import is_past, own_report
from units.selectors import own_unit


def own(request: HttpRequest, year: int) -> AnnualReport:
    """The report of `year` of the unit that this person acts for; 404 where there is none."""
    report = own_report(the_campaign(), own_unit(request.actor), year)
    if report is None:
        raise Http404
    require(request.actor, may.VIEW, report.unit)
    return report


def report_context(
    request: HttpRequest, report: AnnualReport, everything: list[views_of.EntryView], part: str
) -> dict[str, Any]:
    """Head, tabs and task bar; `part` is the slug of the part that is shown."""
    actor = request.actor
    tabs = views_of.tabs(everything)
    places = [t.slug for t in tabs]
    due = due_of(report.campaign, report.year, report.unit)
    at = places.index(part) if part in places else -1
    return {
        "report": report,
        "unit": report.unit,
        "pillar": part,
        "pillar_label": Pillar(PILLAR_SLUGS[part]).label if part in PILLAR_SLUGS else "",
        "tabs": tabs,
        "before": tabs[at - 1] if at > 0 else None,
        "after": tabs[at + 1] if 0 <= at < len(tabs) - 1 else None,
        # What was sent once is not overdue when it comes back: a correction has no last day of its own.
        "due": None if due is None or is_past(report, due.last_day) else due,
        "asked": [e for e in everything if e.value.reopened],
        "assessed": completeness.assess([e.value for e in everything]),
        "may_edit": actor.can(may.EDIT, report.unit),
        "papers": {link.evidence_id: link.evidence for e in everything for link in e.links}.values(),
        "choices": workflow.available(REPORT_FLOW, report, actor),
        "milestones": sorted({e.indicator.milestone_year for e in everything if e.indicator.milestone_year}),
    }


def grouped(everything: list[views_of.EntryView]) -> list[tuple[str, str, list[views_of.EntryView]]]:
    """(label, slug, entries) by pillar, in the plan's order."""
    return [
        (str(Pillar(code).label), slug, mine)
        for slug, code in PILLAR_SLUGS.items()
        if (mine := [e for e in everything if e.indicator.pillar == code])
    ]
