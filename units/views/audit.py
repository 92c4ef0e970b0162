from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.kernel.web import page
from units import selectors
from units.forms import AuditFilterForm

PER_PAGE = 50


@page("audit.view")
def audit_log(request: HttpRequest) -> HttpResponse:
    """Who did what in this tenant, latest first."""
    form = AuditFilterForm(request.GET or None, verbs=selectors.audit_verbs())
    entries = selectors.filtered_audit(form.criteria())
    found = Paginator(entries, PER_PAGE).get_page(request.GET.get("trang"))
    template = "units/_audit_table.html" if request.headers.get("HX-Request") else "units/audit_log.html"
    return render(request, template, {"form": form, "page": found, "rows": selectors.audit_rows(found.object_list)})
