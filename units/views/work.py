from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.kernel import clock
from config.kernel.web import page
from config.kernel.web.work import panels_for, waiting


@page()
def work(request: HttpRequest) -> HttpResponse:
    """What waits for me, by last valid day."""
    items = waiting(request)
    panels = panels_for(request.actor)
    context = {
        "items": items,
        "top": [panel for panel in panels if panel.place == "top"],
        "below": [panel for panel in panels if panel.place == "below"],
        "aside": [panel for panel in panels if panel.place == "aside"],
        "late": sum(item.is_late for item in items),
        "soon": sum(item.is_soon for item in items),
        "today": clock.today(),
    }
    return render(request, "units/work.html", context)
