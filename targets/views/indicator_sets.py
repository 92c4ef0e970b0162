"""Indicator sets: what units are measured by, for everybody to read; edited as a copy and applied as a version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaigns.selectors import the_campaign
from config.kernel import audit
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.text import parse_number, whole_number
from config.kernel.web import page
from config.kernel.web.forms import sent
from targets.enums import SetState
from targets.models import IndicatorSet
from targets.selectors import indicator_sets as reading
from targets.services import indicator_sets as acts
from targets.set_forms import IndicatorForm, initial_of


@page("plan.view")
def set_list(request: HttpRequest) -> HttpResponse:
    """Every set with its versions and its weights by pillar."""
    campaign = the_campaign()
    context = {
        "campaign": campaign,
        "families": reading.families(campaign),
        "may_edit": request.actor.can(acts.EDIT),
    }
    return render(request, "targets/indicator_sets.html", context)


@page("plan.view", methods=("GET", "HEAD", "POST"))
def one_set(request: HttpRequest, uid: str) -> HttpResponse:
    """One version; while it is an edited copy, its weights, its difference, applying and discarding."""
    found = _visible(request, uid)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            return _act(request, found)
        except DomainError as error:
            refusal, status = error.sentence, error.status
    return _show(request, found, refusal, status)


def _visible(request: HttpRequest, uid: str) -> IndicatorSet:
    """A copy being edited is for those who edit; the versions are for everybody."""
    found: IndicatorSet = visible(reading.all_sets(), uid)
    if found.state == SetState.EDITING and not request.actor.can(acts.EDIT):
        raise Http404
    return found


def _show(request: HttpRequest, found: IndicatorSet, refusal: str, status: int) -> HttpResponse:
    editing = found.state == SetState.EDITING
    base = reading.base_of(found) if editing else None
    rows = reading.rows_of(found)
    changes = reading.difference(base, found) if editing else []
    period = range(found.campaign.period_from, (found.campaign.period_to or found.campaign.period_from) + 1)
    taken = acts.reports_by_year(found) if editing else {}
    others = reading.beside(found) if editing else {}
    chosen = [int(year) for year in request.POST.getlist("year") if whole_number(year)] or found.years
    context: dict[str, Any] = {
        "set": found,
        "rows": rows,
        "weights": reading.weights_of(row.indicator for row in rows),
        "total_h": sum(row.indicator.max_h for row in rows),
        "editing": editing,
        "may_edit": request.actor.can(acts.EDIT),
        "base": base,
        "changes": changes,
        "same": base is not None and not changes,
        "years": [
            (year, year in chosen and not taken.get(year), taken.get(year, 0), others.get(year, ())) for year in period
        ],
        "typed": request.POST,
        "timeline": audit.timeline(found),
        "states": dict(SetState.choices),
        "refusal": refusal,
    }
    return render(request, "targets/indicator_set.html", context, status=status)


def _act(request: HttpRequest, found: IndicatorSet) -> HttpResponse:
    """What the page's buttons do; raises DomainError with the sentence for it."""
    actor, doing = request.actor, request.POST.get("do", "")
    if doing == "edit":
        draft = acts.open_edit(base=found, actor=actor)
        return redirect("targets:indicator_set", draft.uid)
    if doing == "weights":
        acts.reweigh(draft=found, weights=_weights(request, found), actor=actor)
        messages.success(request, "Đã chia lại điểm tối đa theo trọng số mới.")
        return redirect("targets:indicator_set", found.uid)
    if doing == "apply":
        years = [year for typed in request.POST.getlist("year") if (year := whole_number(typed))]
        applied = acts.apply(draft=found, years=years, reason=request.POST.get("reason", ""), actor=actor)
        messages.success(request, f"Phiên bản {applied.version} áp dụng cho {', '.join(map(str, applied.years))}.")
        return redirect("targets:indicator_set", applied.uid)
    if doing == "discard":
        acts.discard(draft=found, actor=actor)
        messages.success(request, "Đã bỏ bản sửa. Bộ chỉ số đang dùng không đổi.")
        return redirect("targets:indicator_sets")
    if doing.startswith("drop:"):
        acts.drop_indicator(draft=found, code=doing.removeprefix("drop:"), actor=actor)
        return redirect("targets:indicator_set", found.uid)
    raise Http404


def _weights(request: HttpRequest, found: IndicatorSet) -> dict[str, int]:
    """Pillar → total, where another one than now was typed."""
    weights = {}
    for one in reading.weights_of(found.indicators.all()):
        typed = request.POST.get(one.name, "")
        try:
            points_h = parse_number(typed) * 100
        except ValueError as error:
            raise DomainError(f"{one.label}: {error}", code="weight", field=one.name) from error
        if points_h != points_h.to_integral_value() or not 0 < points_h <= 10_000_000:
            raise DomainError(
                f"{one.label}: ghi tổng điểm lớn hơn 0, nhiều nhất hai chữ số sau dấu phẩy.",
                code="weight",
                field=one.name,
            )
        if int(points_h) != one.total_h:
            weights[one.pillar] = int(points_h)
    if not weights:
        raise DomainError("Trọng số các trụ cột không có gì thay đổi.", code="unchanged")
    return weights


@page(acts.EDIT, methods=("GET", "HEAD", "POST"))
def new_indicator(request: HttpRequest, uid: str) -> HttpResponse:
    """One more indicator in an edited copy."""
    return _indicator(request, _visible(request, uid), None)


@page(acts.EDIT, methods=("GET", "HEAD", "POST"))
def edit_indicator(request: HttpRequest, uid: str, code: str) -> HttpResponse:
    """One indicator of an edited copy."""
    return _indicator(request, _visible(request, uid), code)


def _indicator(request: HttpRequest, found: IndicatorSet, code: str | None) -> HttpResponse:
    one = found.indicators.filter(code=code).select_related("target").first() if code else None
    if code and one is None:
        raise Http404
    if found.state != SetState.EDITING:
        return redirect("targets:indicator_set", found.uid)
    form = IndicatorForm(
        request.POST or None,
        targets=reading.target_choices(found.campaign_id),
        is_new=one is None,
        initial=initial_of(one) if one else {"value_kind": "share", "method": "ratio_cap", "unit": "%"},
    )
    actor = request.actor
    saved, status = sent(
        request,
        form,
        lambda: acts.save_indicator(
            draft=found,
            code=code or form.cleaned_data["code"],
            values=form.values(),
            actor=actor,
            is_new=one is None,
        ),
    )
    if saved is not None:
        messages.success(request, f"Đã lưu chỉ số {saved.code} trong bản sửa.")
        return redirect("targets:indicator_set", found.uid)
    context = {"set": found, "one": one, "form": form}
    return render(request, "targets/indicator.html", context, status=status)
