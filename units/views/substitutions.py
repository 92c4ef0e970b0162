"""Who stands in for whom: one's own, and for whoever administers accounts everybody's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel import clock
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.web import page
from config.kernel.web.forms import sent
from units.models import Substitution
from units.selectors.substitutions import lendable, listed_substitutions, substitutes_for, visible_substitutions
from units.services import substitutions as acts
from units.substitution_forms import SubstitutionForm

PER_PAGE = 50


@page(methods=("GET", "HEAD", "POST"))
def substitutions(request: HttpRequest) -> HttpResponse:
    """Those in force, to come and past, and a form for a new one."""
    actor = request.actor
    roles = lendable(actor)
    form = SubstitutionForm(request.POST or None, principals=roles, substitutes=substitutes_for(roles))
    made, status = sent(request, form, lambda: acts.substitute(actor=actor, **form.values()))
    if made is not None:
        messages.success(request, f"Đã ghi ủy quyền {made}.")
        return redirect("units:substitutions")
    return _show(request, form, status)


def _show(
    request: HttpRequest, form: SubstitutionForm | None, status: int = 200, refused: DomainError | None = None
) -> HttpResponse:
    actor = request.actor
    if form is None:
        roles = lendable(actor)
        form = SubstitutionForm(None, principals=roles, substitutes=substitutes_for(roles))
    found: Any = listed_substitutions(actor)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "form": form if form.has_principals else None,
        "page": shown,
        "rows": [(one, _state(one)) for one in shown],
        "sees_all": actor.can("users.edit"),
        "refused": refused,
    }
    return render(request, "units/substitutions.html", context, status=status)


@page(methods=("POST",))
def revoke(request: HttpRequest, uid: str) -> HttpResponse:
    """End one before its last day."""
    actor = request.actor
    found = visible(visible_substitutions(actor), uid)
    try:
        acts.revoke(substitution=found, reason=request.POST.get("reason", ""), actor=actor)
    except DomainError as error:
        return _show(request, None, error.status, error)
    messages.success(request, "Đã thôi ủy quyền; các quyền này hết ngay bây giờ.")
    return redirect("units:substitutions")


def _state(one: Substitution) -> str:
    """open | coming | over | revoked."""
    today = clock.today()
    if one.revoked_at is not None:
        return "revoked"
    if one.ends_on < today:
        return "over"
    return "coming" if one.starts_on > today else "open"
