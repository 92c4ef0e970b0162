"""The unit's own pages: years, entry by pillar, live results, review, receipt."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.selectors import the_campaign
from config.kernel.errors import Conflict, DomainError
from config.kernel.text import whole_number
from config.kernel.web import page
from targets import permissions as may
from targets.enums import PILLAR_SLUGS, ReportState
from targets.forms import changes_from, raw_fields
from targets.models import AnnualReport
from targets.selectors import completeness, together
from targets.selectors import entries as views_of
from targets.selectors.history import history
from targets.selectors.indicators import years_for
from targets.selectors.own import own_years
from targets.selectors.papers import papers_of
from targets.selectors.periods import due_of
from targets.selectors.reports import own_report
from targets.services import reports, values
from targets.views.own import grouped, own, report_context
from targets.views.papers import handle_papers
from units.selectors import own_unit


@page(may.VIEW)
def report_list(request: HttpRequest) -> HttpResponse:
    """The years of this person's unit; officers, who report for nobody, go to their own list."""
    actor = request.actor
    if not actor.can(may.EDIT) and actor.can(may.CONFIRM):
        return redirect("targets:confirmations")
    if not actor.can(may.EDIT):
        return redirect("targets:appraisals")
    campaign, unit = the_campaign(), own_unit(actor)
    context = {
        "campaign": campaign, "unit": unit, "rows": own_years(campaign, unit),
        "has_units_below": unit.children.exists(),
    }  # fmt: skip
    return render(request, "targets/reports.html", context)


@page(may.VIEW, methods=("GET", "HEAD", "POST"))
def report(request: HttpRequest, year: int) -> HttpResponse:
    """Opens the report (POST) or leads into it."""
    actor = request.actor
    campaign, unit = the_campaign(), own_unit(actor)
    found = own_report(campaign, unit, year)
    if request.method == "POST":
        found = reports.open_report(campaign=campaign, unit=unit, year=year, actor=actor)
    if found is not None:
        return redirect(_first_place(found))
    due = due_of(campaign, year, unit)
    if due is None or year not in years_for(campaign, unit):
        raise Http404
    return render(request, "targets/open.html", {"unit": unit, "year": year, "due": due, "campaign": campaign})


def _first_place(report: AnnualReport) -> str:
    """The first pillar; of a report that came back the first value that is asked again."""
    everything = views_of.entry_views(report)
    tabs = views_of.tabs(everything)
    slug, anchor = tabs[0].slug if tabs else "chi-tieu-khac", ""
    if report.is_open and report.was_submitted:
        asked = next((e for e in everything if e.value.reopened), None)
        slug, anchor = (asked.pillar_slug, f"#{asked.anchor}") if asked else (slug, anchor)
    return reverse("targets:entry", args=[report.year, slug]) + anchor


@page(may.VIEW, methods=("GET", "HEAD", "POST"))
def entry(request: HttpRequest, year: int, pillar: str) -> HttpResponse:
    """One pillar: read, save all of it, add and remove papers. Works without script."""
    report = own(request, year)
    if pillar not in PILLAR_SLUGS:
        raise Http404
    everything, mine = _entries(request, report, pillar)
    if not mine:
        raise Http404
    status, refusal = 200, ""
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        refusal, problems, status = _save(request, report, mine)
        if status == 200:
            return redirect(request.path)
        report, everything, mine = _reloaded(request, report, pillar, mine)
    context = report_context(request, report, everything, pillar)
    context |= {"entries": mine, "refusal": refusal, "problems": problems}
    return render(request, "targets/entry.html", context, status=status)


def _entries(
    request: HttpRequest, report: AnnualReport, pillar: str
) -> tuple[list[views_of.EntryView], list[views_of.EntryView]]:
    may_edit = request.actor.can(may.EDIT, report.unit)
    everything = views_of.entry_views(report, may_edit=may_edit)
    return everything, [e for e in everything if e.indicator.pillar == PILLAR_SLUGS[pillar]]


def _save(
    request: HttpRequest, report: AnnualReport, mine: list[views_of.EntryView]
) -> tuple[str, list[tuple[str, str]], int]:
    """Save what stands. Returns a sentence that refuses everything, problems by anchor, and the status."""
    actor = request.actor
    by_uid = {e.value.uid: e for e in mine}
    changes = changes_from(mine, request.POST)
    try:
        saved = values.save_values(report=report, changes=changes, actor=actor)
    except DomainError as error:
        return error.sentence, [], error.status
    for clash in saved.clashes:
        by_uid[clash.theirs.uid].clash = clash.sentence
    problems = [
        (f"{e.anchor}-{field}", f"{e.indicator.code}: {said}") for e in mine for field, said in e.errors.items()
    ]
    problems += [(e.anchor, f"{e.indicator.code}: {e.clash}") for e in mine if e.clash]
    problems += handle_papers(request, report, mine)
    for said in (note for e in mine for note in e.notes):
        messages.info(request, said)
    if problems:
        return "", problems, 409 if saved.clashes else 422
    if saved.values:
        messages.success(request, f"Đã lưu {len(saved.values)} chỉ tiêu.")
    return "", [], 200


def _reloaded(
    request: HttpRequest, report: AnnualReport, pillar: str, before: list[views_of.EntryView]
) -> tuple[AnnualReport, list[views_of.EntryView], list[views_of.EntryView]]:
    """The page as it stands now, with what was typed where it is not what is stored."""
    report = own(request, report.year)
    everything, mine = _entries(request, report, pillar)
    for old, new in zip(before, mine, strict=True):
        raw = raw_fields(old, request.POST)
        if f"{old.anchor}-ver" in request.POST and (old.errors or old.clash or not report.is_open):
            new.typed = raw
        new.errors, new.clash, new.files = old.errors or new.errors, old.clash, old.files
    return report, everything, mine


@page(may.EDIT, methods=("POST",))
def value(request: HttpRequest, year: int, uid: str) -> HttpResponse:
    """Autosave of one entry; answers with its live result. 422: cannot be read (kept). 409: changed by another.

    With `?xem=1` nothing is stored: the result of what is being typed.
    """
    report = own(request, year)
    everything = views_of.entry_views(report, may_edit=True)
    entry = next((e for e in everything if str(e.value.uid) == str(uid)), None)
    if entry is None:
        raise Http404
    if request.GET.get("xem") == "1":
        return render(request, "targets/_out.html", {"e": views_of.previewed(entry, raw_fields(entry, request.POST))})
    saved = values.save_values(
        report=report,
        changes=changes_from([entry], request.POST, all_typed=True),
        actor=request.actor,
    )
    if saved.clashes:
        context = {
            "e": entry,
            "report": report,
            "sentence": saved.clashes[0].sentence,
            "theirs": saved.clashes[0].theirs,
        }
        answer = render(request, "targets/_clash.html", context, status=409)
        answer["X-Fragment"] = "error"
        return answer
    everything = views_of.entry_views(report, may_edit=True)
    fresh = next(e for e in everything if e.value.pk == entry.value.pk)
    context = {
        "e": fresh,
        "report": report,
        "assessed": completeness.assess([e.value for e in everything]),
        "oob": True,
    }
    return render(request, "targets/_value_saved.html", context, status=422 if fresh.errors else 200)


@page(may.VIEW)
def one_entry(request: HttpRequest, year: int, uid: str) -> HttpResponse:
    """One entry as it is stored now; replaces a stale one after a clash."""
    report = own(request, year)
    may_edit = request.actor.can(may.EDIT, report.unit)
    entry = next((e for e in views_of.entry_views(report, may_edit=may_edit) if str(e.value.uid) == str(uid)), None)
    if entry is None:
        raise Http404
    context = {"e": entry, "report": report, "papers": papers_of(report)}
    return render(request, "targets/_entry.html", context)


@page(may.VIEW)
def pulse(request: HttpRequest, year: int) -> JsonResponse:
    """What others changed: versions of all values, each with a sentence; and whether one may still write."""
    report = own(request, year)
    return JsonResponse(together.pulse(report, request.actor))


@page(may.VIEW, methods=("GET", "HEAD", "POST"))
def summary(request: HttpRequest, year: int) -> HttpResponse:
    """The unit's own remarks."""
    report = own(request, year)
    refusal, status, text = "", 200, report.summary
    if request.method == "POST":
        text = request.POST.get("summary", "")
        try:
            values.save_summary(
                report=report, text=text.strip(), actor=request.actor, expected=request.POST.get("was") or None
            )
        except Conflict as error:
            refusal, status = error.sentence, error.status
        if request.headers.get("HX-Request"):
            context = {"report": own(request, year), "refusal": refusal}
            answer = render(request, "targets/_summary_saved.html", context, status=status)
            if refusal:
                answer["X-Fragment"] = "error"
            return answer
        if not refusal:
            messages.success(request, "Đã lưu phần tự nhận xét.")
            return redirect("targets:summary", year)
    everything = views_of.entry_views(report)
    context = report_context(request, report, everything, "tu-nhan-xet")
    context |= {"text": text, "refusal": refusal}
    return render(request, "targets/summary.html", context, status=status)


@page(may.VIEW)
def review(request: HttpRequest, year: int) -> HttpResponse:
    """Everything on one page, what is missing, and the step to the head of the unit."""
    report = own(request, year)
    everything = views_of.entry_views(report)
    context = report_context(request, report, everything, "xem-lai")
    context |= {
        "groups": grouped(everything),
        "gaps": [
            (gap, views_of.slug_of(gap.value.indicator.pillar), views_of.anchor_of(gap.value.indicator))
            for gap in context["assessed"].gaps
        ],
        "timeline": history(report, request.actor),
        "points": sum(e.result.result.points_h for e in everything),
        "maximum": sum(e.result.result.max_h for e in everything),
    }
    return render(request, "targets/review.html", context)


_NEXT = {
    ReportState.CONFIRMING: "Đã trình lãnh đạo. Báo cáo chỉ được gửi đi khi lãnh đạo đơn vị xác nhận.",
    ReportState.DRAFT: "Đã rút lại. Bạn sửa được số liệu; sửa xong thì trình lại.",
}


@page(may.VIEW, methods=("POST",))
def step(request: HttpRequest, year: int) -> HttpResponse:
    """The unit's steps: hand over, take back."""
    report = own(request, year)
    actor = request.actor
    act = {"hand_over": reports.hand_over, "take_back": reports.take_back}.get(request.POST.get("transition", ""))
    if act is None:
        raise Http404
    version = request.POST.get("version", "")
    moved = act(report=report, actor=actor, expected_version=whole_number(version))
    messages.success(request, _NEXT[ReportState(moved.state)])
    return redirect("targets:review", year)
