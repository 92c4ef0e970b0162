"""One person of a unit at a time; many come by Excel."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel.access import require, visible
from config.kernel.web import page
from config.kernel.web.forms import sent
from units import selectors
from units.person_forms import PersonForm
from units.selectors.people import people_for
from units.services import people


@page(people.VERB, methods=("GET", "HEAD", "POST"))
def person_add(request: HttpRequest, uid: str) -> HttpResponse:
    actor = request.actor
    unit = visible(selectors.visible_units(actor), uid)
    require(actor, people.VERB, unit)
    form = PersonForm(request.POST or None, unit=unit)
    made, status = sent(request, form, lambda: people.create_person(actor=actor, **form.values()))
    if made is not None:
        messages.success(request, f"Đã thêm {made.full_name}.")
        return redirect("units:unit_detail", uid=form.cleaned_data["unit"].uid)
    context = {"form": form, "unit": unit, "person": None, "choices": selectors.unit_choices()}
    return render(request, "units/person_form.html", context, status=status)


@page(people.VERB, methods=("GET", "HEAD", "POST"))
def person_edit(request: HttpRequest, uid: str) -> HttpResponse:
    """Edit somebody, move them to another unit, or say that they left; nothing is deleted."""
    actor = request.actor
    person = visible(people_for(actor, people.VERB), uid)
    form = PersonForm(request.POST or None, person=person)
    saved, status = sent(
        request,
        form,
        lambda: people.update_person(actor=actor, person=person, seen=form.cleaned_data["seen"], **form.values()),
    )
    if saved is not None:
        messages.success(request, "Đã lưu.")
        return redirect("units:unit_detail", uid=form.cleaned_data["unit"].uid)
    context = {"form": form, "unit": person.unit, "person": person, "choices": selectors.unit_choices()}
    return render(request, "units/person_form.html", context, status=status)
