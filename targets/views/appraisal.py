"""One report on the officer's desk: value by value beside its papers, back to the unit, done."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from config.kernel import workflow
from config.kernel.access import require, uids_in, visible
from config.kernel.errors import Conflict, DomainError, Invalid
from config.kernel.text import format_number, whole_number
from config.kernel.web import page
from targets import permissions as may
from targets.enums import Decision, Layer, ReportState
from targets.flow import REPORT_FLOW
from targets.forms import ConclusionForm, raw_fields, read_points
from targets.models import AnnualReport, EvidenceLink, ReportValue
from targets.selectors import entries as views_of
from targets.selectors import oddities, show
from targets.selectors.history import history
from targets.selectors.periods import due_of
from targets.selectors.reports import officers, reads_conclusions, visible_reports
from targets.services import appraisal, reports
from targets.services import evidence as papers
from targets.validators import FIELDS, read
from targets.views.own import grouped
from targets.views.papers import images_of
from targets.views.work_list import officer


def _report(request: HttpRequest, uid: str) -> AnnualReport:
    """The report, for those who may read how it is judged."""
    report = visible(visible_reports(request.actor), uid)
    if not reads_conclusions(request.actor, report):
        raise Http404
    return report


@page(may.VIEW, methods=("GET", "HEAD", "POST"))
def report(request: HttpRequest, uid: str) -> HttpResponse:
    """One report: all values with what looks odd; accept many, finish, assign."""
    report = _report(request, uid)
    actor = request.actor
    if request.method == "POST":
        require(actor, may.APPRAISE, report.unit)
        return _act(request, report)
    everything = views_of.entry_views(report)
    odd = oddities.oddities(report, everything)
    context = _report_context(request, report, everything, odd)
    context |= {
        "groups": _groups(everything, odd),
        "timeline": history(report, actor),
        "choices": workflow.available(REPORT_FLOW, report, actor),
        "act": reverse("targets:appraisal", args=[report.uid]),
        "officers": officers(),
        "plain": [e for e in everything if _is_plain(e, odd)],
    }
    return render(request, "targets/appraisal.html", context)


def _is_plain(e: views_of.EntryView, odd: dict[int, list[str]]) -> bool:
    """Nothing odd about it, nobody judged it, and its points are not the appraiser's to give."""
    return not e.value.decision and e.value.pk not in odd and e.indicator.method != "manual"


def _groups(
    everything: list[views_of.EntryView], odd: dict[int, list[str]]
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    return [
        (label, slug, [{"e": e, "odd": odd.get(e.value.pk, []), **_layers(e)} for e in mine])
        for label, slug, mine in grouped(everything)
    ]


def _layers(e: views_of.EntryView) -> dict[str, Any]:
    value = e.value
    return {
        "final": views_of.result_view(e.indicator, e.rule, value.entry(Layer.FINAL)),
        "final_shown": show.value(e.indicator, value.entry(Layer.FINAL)),
        "differs": value.decision == Decision.CHANGED,
    }


def _report_context(
    request: HttpRequest, report: AnnualReport, everything: list[views_of.EntryView], odd: dict[int, list[str]]
) -> dict[str, Any]:
    judged = sum(1 for e in everything if e.value.decision in (Decision.ACCEPTED, Decision.CHANGED))
    actor = request.actor
    return {
        "report": report,
        "unit": report.unit,
        "due": due_of(report.campaign, report.year, report.unit),
        "judged": judged,
        "total": len(everything),
        "odd_count": len(odd),
        "may_appraise": actor.can(may.APPRAISE, report.unit) and report.state == ReportState.SUBMITTED,
        "asked": [e for e in everything if e.value.decision == Decision.ASKED],
        "list_url": reverse("targets:appraisals") if actor.can(may.APPRAISE) else "",
    }


def _act(request: HttpRequest, report: AnnualReport) -> HttpResponse:
    actor, post = request.actor, request.POST
    transition = post.get("transition", "")
    expected = whole_number(post.get("version", ""))
    if "accept" in post:
        found = appraisal.accept_many(report=report, values=uids_in(post.getlist("value")), actor=actor)
        messages.success(request, f"Đã chấp nhận {len(found)} chỉ tiêu.")
    elif "ask" in post:
        found = appraisal.ask_many(
            report=report, values=uids_in(post.getlist("value")), reason=post.get("ask_reason", ""), actor=actor
        )
        messages.success(request, f"Đã ghi hỏi lại {len(found)} chỉ tiêu. Bấm “Trả lại báo cáo” để gửi đơn vị.")
    elif "adjust" in post:
        chosen = report.values.filter(uid__in=uids_in(post.getlist("value"))).select_related("indicator")
        asked = urlencode([("ct", views_of.anchor_of(value.indicator)) for value in chosen])
        return redirect(f"{reverse('targets:adjust', args=[report.uid])}?{asked}")
    elif "assign" in post:
        user_id, name = (actor.user_id, actor.name) if post.get("assign") == "me" else officer(post.get("assign", ""))
        reports.assign(report=report, actor=actor, user_id=user_id, name=name)
        messages.success(request, f"Đã giao thẩm định cho {name}." if name else "Đã bỏ phân công.")
    elif transition == "finish":
        reports.finish(report=report, actor=actor, expected_version=expected)
        messages.success(request, "Đã kết thúc thẩm định. Đơn vị xem được kết quả và lý do.")
    elif transition == "reopen":
        reports.reopen(report=report, actor=actor, reason=post.get("reason", ""), expected_version=expected)
    else:
        raise Http404
    return redirect("targets:appraisal", report.uid)


@page(may.APPRAISE, methods=("GET", "HEAD", "POST"))
def give_back(request: HttpRequest, uid: str) -> HttpResponse:
    """Return the report with a remark per value; only those values open again."""
    report = _report(request, uid)
    actor = request.actor
    require(actor, may.APPRAISE, report.unit)
    everything = views_of.entry_views(report)
    typed = {str(e.value.uid): e.value.appraised_reason for e in everything if e.value.decision == Decision.ASKED}
    chosen, status, reason = set(typed), 200, ""
    wrong: dict[str, list[str]] = {}
    if request.method == "POST":
        chosen = set(request.POST.getlist("value"))
        typed = {str(e.value.uid): request.POST.get(f"remark-{e.value.uid}", "") for e in everything}
        reason = request.POST.get("reason", "")
        expected = request.POST.get("version", "")
        try:
            reports.return_report(
                report=report, actor=actor, reason=reason,
                remarks={u: typed[str(u)] for u in uids_in(chosen) if str(u) in typed},
                expected_version=whole_number(expected),
            )  # fmt: skip
        except DomainError as error:
            wrong = error.errors if isinstance(error, Invalid) else {error.field or "": [error.sentence]}
            status = error.status
        else:
            messages.success(request, f"Đã trả lại báo cáo cho {report.unit_name}: {len(chosen)} chỉ tiêu.")
            return redirect("targets:appraisals")
    rows: list[dict[str, Any]] = [
        {
            "e": e, "chosen": str(e.value.uid) in chosen, "remark": typed.get(str(e.value.uid), ""),
            "anchor": f"remark-{e.value.uid}", "error": " ".join(wrong.get(f"remark-{e.value.uid}", ())),
        }
        for e in everything
    ]  # fmt: skip
    problems = [("reason" if name == "reason" else "", said) for name in ("", "reason") for said in wrong.get(name, ())]
    problems += [(row["anchor"], row["error"]) for row in rows if row["error"]]
    context = {
        "report": report, "rows": rows, "problems": problems, "reason": reason,
        "reason_error": " ".join(wrong.get("reason", ())),
    }  # fmt: skip
    return render(request, "targets/give_back.html", context, status=status)


@page(may.VIEW, methods=("GET", "HEAD", "POST"))
def value(request: HttpRequest, uid: str, code: str) -> HttpResponse:
    """One value beside its papers, last year's, its peers; accept, change, ask back; answer an explanation."""
    report = _report(request, uid)
    actor = request.actor
    everything = views_of.entry_views(report)
    at = next((i for i, e in enumerate(everything) if e.anchor == code), None)
    if at is None:
        raise Http404
    e = everything[at]
    form, status = ConclusionForm(None), 200
    errors: dict[str, str] = {}
    typed = _shown(e)
    if request.method == "POST":
        require(actor, may.APPRAISE, report.unit)
        typed = {**raw_fields(e, request.POST), "points": request.POST.get("points", "")}
        form = ConclusionForm(request.POST)
        errors, status = _conclude(request, e, form, typed)
        if not errors:
            if "link" in request.POST:
                # The paper weighs on the conclusion, which is still to be drawn.
                messages.success(request, f"Đã ghi về tài liệu. Kết quả của {e.indicator.code} được tính lại.")
                return redirect("targets:appraise_value", report.uid, code)
            return _on(request, report, everything, at)
    odd = oddities.oddities(report, everything)
    others, median = oddities.peers(report, e.value)
    explained = bool(e.value.explanation) and not e.value.final_reason
    context = _report_context(request, report, everything, odd)
    context |= {
        "e": e, "at": at + 1, "odd": odd.get(e.value.pk, []), "form": form, "errors": errors, "typed": typed,
        "papers": [(link, images_of(link.evidence)) for link in e.links],
        "previous": everything[at - 1].anchor if at else "",
        "following": everything[at + 1].anchor if at + 1 < len(everything) else "",
        "own": show.value(e.indicator, e.value.entry()), "peers": others, "median": median,
        "decision": request.POST.get("decision", e.value.decision),
        # The answer to an explanation has a reason of its own.
        "reason": request.POST.get("reason", "" if explained else e.value.appraised_reason),
        "explained": explained,
        "may_conclude": actor.can(may.APPRAISE, report.unit) and report.state == ReportState.APPRAISED,
        **_layers(e),
    }  # fmt: skip
    return render(request, "targets/appraise_value.html", context, status=status)


def _shown(e: views_of.EntryView) -> dict[str, str]:
    """The fields of the appraised layer, or the unit's own figures to start from."""
    shown = dict(e.typed)
    if e.value.decision == Decision.CHANGED:
        entry = e.value.entry(Layer.APPRAISED)
        shown |= {
            "n": format_number(entry.numerator), "d": format_number(entry.denominator),
            "v": format_number(entry.number), "b": {True: "1", False: "0", None: ""}[entry.boolean],
            "t": entry.text, "na": "1" if entry.not_applicable else "",
        }  # fmt: skip
    shown["points"] = show.points(e.value.appraised_manual_h) if e.value.appraised_manual_h is not None else ""
    return shown


def _conclude(
    request: HttpRequest, e: views_of.EntryView, form: ConclusionForm, typed: dict[str, str]
) -> tuple[dict[str, str], int]:
    """Run the service; errors by field, and the status of the answer."""
    actor = request.actor
    if link_uid := request.POST.get("link", ""):
        link = visible(EvidenceLink.objects.filter(value=e.value).select_related("evidence__file"), link_uid)
        return _try(
            lambda: papers.reject(
                link=link, rejected=not link.rejected, reason=request.POST.get("link_reason", ""), actor=actor
            )
        )
    explained = "keep" in request.POST
    if not explained and not form.is_valid():
        return {k: str(v[0]) for k, v in form.errors.items()}, 422
    changing = request.POST.get("keep") == "0" if explained else form.cleaned_data["decision"] == Decision.CHANGED
    change, manual_h = None, None
    if changing:
        try:
            manual_h = read_points(typed["points"])
        except ValueError as error:
            return {"points": str(error)}, 422
        if e.indicator.method != "manual":
            change, wrong = read(e.indicator, {f: typed.get(f, "") for f in FIELDS})
            if wrong:
                return wrong, 422
    if explained:
        return _try(
            lambda: appraisal.conclude(
                value=e.value, keep=not changing, actor=actor, reason=request.POST.get("reason", ""), change=change,
                manual_h=manual_h,
            )
        )  # fmt: skip
    return _try(
        lambda: appraisal.appraise(
            value=e.value, decision=form.cleaned_data["decision"], actor=actor, change=change, manual_h=manual_h,
            reason=form.cleaned_data["reason"], expected=form.cleaned_data["expected"],
        )
    )  # fmt: skip


def _try(act: Any) -> tuple[dict[str, str], int]:
    try:
        act()
    except Invalid as error:
        return {k: v[0] for k, v in error.errors.items()}, error.status
    except Conflict as error:
        return {"": error.sentence}, error.status
    except DomainError as error:
        return {error.field or "": error.sentence}, error.status
    return {}, 200


def _on(request: HttpRequest, report: AnnualReport, everything: list[views_of.EntryView], at: int) -> HttpResponse:
    """To the next value that nobody judged yet, from here on and round; to the report when there is none."""
    drawn = ReportValue.objects.filter(report=report).exclude(decision=Decision.NONE)
    judged: dict[int, str] = dict(drawn.values_list("pk", "decision"))
    said = f"Đã ghi kết luận {everything[at].indicator.code}."
    left = [e for e in everything[at + 1 :] + everything[:at] if e.value.pk not in judged]
    if left:
        messages.success(request, f"{said} Còn {len(left)} chỉ tiêu chưa thẩm định.")
        return redirect("targets:appraise_value", report.uid, left[0].anchor)
    if Decision.ASKED in judged.values():
        said += " Còn chỉ tiêu hỏi lại: bấm “Trả lại báo cáo” để gửi câu hỏi cho đơn vị."
    elif report.state == ReportState.SUBMITTED:
        said += " Mọi chỉ tiêu đã có kết luận: kết thúc thẩm định thì đơn vị mới xem được."
    messages.success(request, said)
    return redirect("targets:appraisal", report.uid)
