"""What the standing agency changed, and the unit's one explanation per value."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaigns.selectors import the_campaign
from config.kernel import clock
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.web import page
from targets import permissions as may
from targets.enums import Layer, ReportState
from targets.models import AnnualReport, ReportValue
from targets.selectors import show
from targets.selectors.entries import result_view
from targets.selectors.reports import changed_values, visible_reports
from targets.services import appraisal
from units.selectors import own_unit


@page(may.VIEW)
def explanations(request: HttpRequest) -> HttpResponse:
    return _page(request)


@page(may.EDIT, methods=("POST",))
def explain(request: HttpRequest, uid: str) -> HttpResponse:
    """The explanation of one value; what was typed stays on the page when it is refused."""
    actor = request.actor
    mine = ReportValue.objects.filter(report__in=visible_reports(actor, may.EDIT))
    value = visible(mine.select_related("indicator", "report"), uid)
    text = request.POST.get("explanation", "")
    try:
        appraisal.explain(value=value, text=text, actor=actor)
    except DomainError as error:
        return _page(request, refused=value, sentence=error.sentence, typed=text, status=error.status)
    messages.success(request, f"Đã gửi giải trình chỉ tiêu {value.indicator.code}.")
    return redirect("targets:explanations")


def _page(
    request: HttpRequest,
    *,
    refused: ReportValue | None = None,
    sentence: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    unit = own_unit(actor)
    reports = AnnualReport.objects.filter(
        campaign=the_campaign(), unit=unit, state__in=(ReportState.APPRAISED, ReportState.CLOSED)
    ).order_by("-year")
    groups = []
    for report in reports:
        rows = []
        for value in changed_values(report):
            rule = value.indicator.rule(report.year)
            rows.append({
                "value": value,
                "own": result_view(value.indicator, rule, value.entry(Layer.SELF)),
                "own_shown": show.value(value.indicator, value.entry(Layer.SELF)),
                "judged": result_view(value.indicator, rule, value.entry(Layer.APPRAISED)),
                "judged_shown": show.value(value.indicator, value.entry(Layer.APPRAISED)),
                "final": result_view(value.indicator, rule, value.entry(Layer.FINAL)) if value.final_set else None,
                "sentence": sentence if refused and refused.pk == value.pk else "",
                "typed": typed if refused and refused.pk == value.pk else "",
            })  # fmt: skip
        may_explain = actor.can(may.EDIT, unit) and report.takes_explanations(clock.today())
        groups.append({"report": report, "rows": rows, "may_explain": may_explain})
    return render(request, "targets/explanations.html", {"unit": unit, "groups": groups}, status=status)
