"""Many values of one report changed on one page, by one reason."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel.access import require, visible
from config.kernel.errors import DomainError, Invalid
from config.kernel.web import page
from targets import permissions as may
from targets.enums import ReportState
from targets.forms import raw_fields, read_points
from targets.selectors import entries as views_of
from targets.selectors import oddities
from targets.selectors.reports import visible_reports
from targets.services import appraisal
from targets.validators import read

_FIELDS = {"share": ("n", "d"), "number": ("v",), "boolean": ("b",), "text": ("t",)}


@dataclass
class Row:
    """One value and what was typed beside it; `errors` by field."""

    e: views_of.EntryView
    odd: list[str]
    typed: dict[str, str]
    reason: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        indicator = self.e.indicator
        return ("points",) if indicator.method == "manual" else _FIELDS[indicator.value_kind]

    @property
    def touched(self) -> bool:
        """Whether the officer wants something else than the unit said."""
        return any(self.typed.get(f, "").strip() != self.e.typed.get(f, "").strip() for f in self.fields)


@page(may.APPRAISE, methods=("GET", "HEAD", "POST"))
def adjust(request: HttpRequest, uid: str) -> HttpResponse:
    """Values that nobody judged yet, those chosen on the report or all: other figures, one reason."""
    report = visible(visible_reports(request.actor).select_related("unit", "campaign"), uid)
    require(request.actor, may.APPRAISE, report.unit)
    if not report.was_submitted:
        raise Http404
    everything = views_of.entry_views(report)
    odd = oddities.oddities(report, everything)
    rows = [Row(e, odd.get(e.value.pk, []), dict(e.typed)) for e in everything if _is_asked(request, e)]
    reason, refusal, status = request.POST.get("reason", ""), "", 200
    if request.method == "POST":
        try:
            changed = _change(request, report, rows)
        except DomainError as error:
            refusal = "" if isinstance(error, Invalid) else error.sentence
            status = error.status
        else:
            messages.success(request, f"Đã điều chỉnh {len(changed)} chỉ tiêu.")
            return redirect("targets:appraisal", report.uid)
    context = {
        "report": report, "rows": rows, "reason": reason, "refusal": refusal,
        "wrong": [row for row in rows if row.errors], "open": report.state == ReportState.SUBMITTED,
    }  # fmt: skip
    return render(request, "targets/adjust.html", context, status=status)


def _is_asked(request: HttpRequest, e: views_of.EntryView) -> bool:
    """Sent: what the form held, and nothing that it did not show."""
    if request.method == "POST":
        return f"{e.anchor}-was" in request.POST
    asked = request.GET.getlist("ct")
    return e.anchor in asked if asked else not e.value.decision


def _change(request: HttpRequest, report: Any, rows: list[Row]) -> list[Any]:
    """Read every row, keep what was typed, and hand over those whose figures are others now."""
    changes: dict[uuid.UUID, appraisal.Adjustment] = {}
    for row in rows:
        anchor, indicator = row.e.anchor, row.e.indicator
        row.typed = {**raw_fields(row.e, request.POST), "points": request.POST.get(f"{anchor}-points", "")}
        row.reason = request.POST.get(f"{anchor}-reason", "")
        if not row.touched:
            continue
        change, manual_h = None, None
        if indicator.method == "manual":
            try:
                manual_h = read_points(row.typed["points"])
            except ValueError as error:
                row.errors["points"] = str(error)
        else:
            change, row.errors = read(indicator, row.typed)
        changes[row.e.value.uid] = appraisal.Adjustment(
            change, manual_h, row.reason, request.POST.get(f"{anchor}-was", "")
        )
    if any(row.errors for row in rows):
        raise Invalid({"rows": ["Có số liệu chưa đọc được."]})
    try:
        return appraisal.change_many(
            report=report, changes=changes, reason=request.POST.get("reason", ""), actor=request.actor
        )
    except Invalid as error:
        for row in rows:
            prefix = f"{row.e.value.uid}-"
            row.errors = {k.removeprefix(prefix): v[0] for k, v in error.errors.items() if k.startswith(prefix)}
        raise
