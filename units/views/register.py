"""The register of units."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel import audit
from config.kernel.access import require, visible
from config.kernel.web import page
from config.kernel.web.forms import sent
from units import selectors
from units.exports import MIME, units_workbook
from units.forms import CloseForm, UnitFilterForm, UnitForm
from units.past import deeds
from units.services import register

PER_PAGE = 50


@page()
def unit_list(request: HttpRequest) -> HttpResponse:
    """Search and filters; larger units first, then in Vietnamese order."""
    form = UnitFilterForm(request.GET or None, districts=selectors.districts())
    units: Any = selectors.listed_units(request.actor, form.criteria())
    found = Paginator(units, PER_PAGE).get_page(request.GET.get("trang"))
    template = "units/_unit_table.html" if request.headers.get("HX-Request") else "units/unit_list.html"
    context = {
        "form": form,
        "page": found,
        "q": form.criteria().text,
        "may_edit": request.actor.can("units.edit"),
        "may_reorganise": request.actor.can("tenant.admin"),
    }
    return render(request, template, context)


@page()
def unit_export(request: HttpRequest) -> HttpResponse:
    """The register as filtered, all of it, as a workbook."""
    form = UnitFilterForm(request.GET or None, districts=selectors.districts())
    units = selectors.filtered_units(request.actor, form.criteria())
    answer = HttpResponse(units_workbook(units), content_type=MIME)
    slug = request.tenant.slug
    answer["Content-Disposition"] = f'attachment; filename="don-vi-{slug}.xlsx"'
    return answer


@page()
def unit_detail(request: HttpRequest, uid: str) -> HttpResponse:
    """One unit: where it stands, what lies below it, what came before and after."""
    actor = request.actor
    unit = selectors.unit_at(actor, uid)
    below = Paginator(selectors.listed_children(unit.pk), PER_PAGE)
    before, after = selectors.before_and_after(unit)
    may_edit = actor.can("units.edit", unit)
    context = {
        "unit": unit,
        "ancestors": selectors.ancestors(unit),
        "children": below.get_page(request.GET.get("trang")),
        "people": selectors.people_of(unit, left=may_edit) if actor.can("reports.view", unit) else [],
        "predecessors": before,
        # Who followed nobody finds its own reports and awards where they are listed.
        "deeds": deeds([unit.pk, *(edge.predecessor_id for edge in before)], actor) if before else [],
        "successors": after,
        "timeline": audit.timeline(unit) if actor.can("audit.view") else [],
        "may_edit": may_edit,
        "close_form": CloseForm(),
    }
    return render(request, "units/unit_detail.html", context)


@page("units.edit", methods=("GET", "HEAD", "POST"))
def unit_add(request: HttpRequest) -> HttpResponse:
    form = UnitForm(request.POST or None)
    actor = request.actor
    made, status = sent(request, form, lambda: register.create_unit(actor=actor, **form.values()))
    if made is not None:
        messages.success(request, f"Đã thêm {made.display_name}.")
        return redirect("units:unit_detail", uid=made.uid)
    context = {"form": form, "unit": None, "choices": selectors.unit_choices()}
    return render(request, "units/unit_form.html", context, status=status)


@page("units.edit", methods=("GET", "HEAD", "POST"))
def unit_edit(request: HttpRequest, uid: str) -> HttpResponse:
    actor = request.actor
    unit = visible(selectors.visible_units(actor).select_related("parent"), uid)
    require(actor, "units.edit", unit)
    form = UnitForm(request.POST or None, unit=unit)
    saved, status = sent(
        request,
        form,
        lambda: register.update_unit(actor=actor, unit=unit, expected_version=form.expected_version, **form.values()),
    )
    if saved is not None:
        messages.success(request, "Đã lưu.")
        return redirect("units:unit_detail", uid=unit.uid)
    context = {"form": form, "unit": unit, "choices": selectors.unit_choices()}
    return render(request, "units/unit_form.html", context, status=status)


@page("units.edit", methods=("POST",))
def unit_close(request: HttpRequest, uid: str) -> HttpResponse:
    """End a unit's life on a day; nothing is deleted."""
    actor = request.actor
    unit = visible(selectors.visible_units(actor), uid)
    form = CloseForm(request.POST)
    if form.is_valid():
        register.close_unit(actor=actor, unit=unit, **form.cleaned_data)
        messages.success(request, f"{unit.display_name} ngừng hoạt động từ sau ngày đã ghi.")
    else:
        messages.error(request, " ".join(str(sentence) for group in form.errors.values() for sentence in group))
    return redirect("units:unit_detail", uid=unit.uid)
