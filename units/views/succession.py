"""Reviewing a reorganisation and applying it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel.errors import DomainError
from config.kernel.web import page
from units.forms import ReorganisationForm, show_error
from units.services import succession

PER_PAGE = 100


@page("tenant.admin", methods=("GET", "HEAD", "POST"))
def reorganisation(request: HttpRequest) -> HttpResponse:
    """What becomes of every unit; nothing happens before the legal basis is given and the whole is applied."""
    tenant = request.tenant  # type: ignore[attr-defined]
    plan = succession.read_reorganisation(tenant=tenant)
    form = ReorganisationForm(request.POST or None, initial={"digest": plan.digest})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                succession.apply_reorganisation(
                    actor=request.actor,  # type: ignore[attr-defined]
                    tenant=tenant,
                    legal_basis=form.cleaned_data["legal_basis"],
                    expected_digest=form.cleaned_data["digest"],
                )
            except DomainError as error:
                status = error.status
                show_error(form, error)
            else:
                messages.success(request, f"Đã áp dụng: {plan.title}.")
                return redirect("units:reorganisation")
    steps = Paginator(plan.steps, PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "units/reorganisation.html", {"plan": plan, "form": form, "page": steps}, status=status)
