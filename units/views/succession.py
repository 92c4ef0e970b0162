"""One unit's succession by hand; reviewing a whole reorganisation and applying it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel.access import require, visible
from config.kernel.web import page
from config.kernel.web.forms import sent
from units import selectors
from units.forms import ReorganisationForm, SuccessionForm
from units.services import succession
from units.services.successor import record_succession

PER_PAGE = 100


@page("tenant.admin", methods=("GET", "HEAD", "POST"))
def reorganisation(request: HttpRequest) -> HttpResponse:
    """What becomes of every unit; nothing happens before the legal basis is given and the whole is applied."""
    tenant = request.tenant
    plan = succession.read_reorganisation(tenant=tenant)
    form = ReorganisationForm(request.POST or None, initial={"digest": plan.digest})
    actor = request.actor
    done, status = sent(
        request,
        form,
        lambda: succession.apply_reorganisation(
            actor=actor,
            tenant=tenant,
            legal_basis=form.cleaned_data["legal_basis"],
            expected_digest=form.cleaned_data["digest"],
        ),
    )
    if done is not None:
        messages.success(request, f"Đã áp dụng: {done.title}.")
        return redirect("units:reorganisation")
    steps = Paginator(plan.steps, PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "units/reorganisation.html", {"plan": plan, "form": form, "page": steps}, status=status)


@page("units.edit", methods=("GET", "HEAD", "POST"))
def succeed(request: HttpRequest, uid: str) -> HttpResponse:
    """A unit is merged, split or renamed, or passes a function on."""
    actor = request.actor
    unit = visible(selectors.visible_units(actor), uid)
    require(actor, "units.edit", unit)
    form = SuccessionForm(request.POST or None, initial={"version": unit.version})
    edges, status = sent(request, form, lambda: record_succession(actor=actor, unit=unit, **form.values()))
    if edges is not None:
        messages.success(request, f"Đã ghi: {unit.display_name} → {', '.join(e.successor_name for e in edges)}.")
        return redirect("units:unit_detail", uid=unit.uid)
    context = {"form": form, "unit": unit, "choices": selectors.unit_choices()}
    return render(request, "units/unit_succeed.html", context, status=status)
