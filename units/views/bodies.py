"""How papers name the tenant's bodies: today, on earlier days, and from a day on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel.web import page
from config.kernel.web.forms import sent
from units.forms import BodiesForm
from units.selectors.bodies import earlier_names
from units.services.bodies import change_names, digest_of


@page("tenant.admin", methods=("GET", "HEAD", "POST"))
def bodies(request: HttpRequest) -> HttpResponse:
    """The names of today and of before; a POST records new ones from a day on, or puts today's right."""
    tenant, actor = request.tenant, request.actor
    form = BodiesForm(request.POST or None, tenant=tenant, initial={"digest": digest_of(tenant)})
    changed, status = sent(request, form, lambda: change_names(actor=actor, **form.values()))
    if changed is not None:
        messages.success(request, "Đã ghi tên các cơ quan. Văn bản của các ngày trước giữ tên của ngày ấy.")
        return redirect("units:bodies")
    context = {"form": form, "earlier": earlier_names(tenant)}
    return render(request, "units/bodies.html", context, status=status)
