from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.kernel import clock
from config.kernel.web import page
from config.kernel.web.work import waiting


@page()
def work(request: HttpRequest) -> HttpResponse:
    """What waits for me, by last valid day."""
    items = waiting(request)
    context = {
        "items": items,
        "late": sum(item.is_late for item in items),
        "soon": sum(item.is_soon for item in items),
        "today": clock.today(),
    }
    return render(request, "units/work.html", context)
