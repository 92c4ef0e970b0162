from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from units import selectors


@require_safe
def tenants(request: HttpRequest) -> HttpResponse:
    """The front page: choose the province or district. Public."""
    return render(request, "units/tenants.html", {"tenants": selectors.active_tenants()})
