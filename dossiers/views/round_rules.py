"""A round and a newer version of its rules: what would change, and going over to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards.enums import ROUND_OPEN
from awards.selectors.round_rules import newer_rules
from awards.services import round_rules
from config.kernel.errors import DomainError
from config.kernel.text import whole_number
from config.kernel.web import page
from dossiers import selectors


@page("rounds.manage", methods=("GET", "HEAD", "POST"))
def follow(request: HttpRequest, uid: str) -> HttpResponse:
    """The differences and who would come in or go; a POST goes over to the newer version."""
    found = selectors.round_at(request.actor, uid)
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            round_rules.follow(
                round=found,
                version=whole_number(request.POST.get("version", "")) or 0,
                reason=request.POST.get("reason", ""),
                actor=request.actor,
            )
        except DomainError as error:
            refused = error
            found.refresh_from_db()
        else:
            messages.success(request, "Đợt xét đã theo bộ quy tắc mới và được đối chiếu lại.")
            return redirect("dossiers:round", found.uid)
    context = {
        "round": found,
        "newer": newer_rules(found),
        "open": found.state in ROUND_OPEN,
        "refused": refused,
        "typed": request.POST,
    }
    return render(request, "dossiers/round_rules.html", context, status=refused.status if refused else 200)
