"""What if: a round under other figures, beside its official result; kept only where somebody gives it a name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from awards.models import AwardRound
from awards.selectors import what_if as reading
from awards.services import scenarios
from config.kernel.access import visible
from config.kernel.errors import DomainError
from config.kernel.web import page
from dossiers import selectors
from dossiers.trials import rescorer


@page("rounds.view")
def what_if(request: HttpRequest, uid: str) -> HttpResponse:
    """A GET form: the address holds the trial, and nothing is stored."""
    found = selectors.round_at(request.actor, uid)
    return _page(request, found, request.GET)


@page("rounds.view", methods=("POST",))
def save_scenario(request: HttpRequest, uid: str) -> HttpResponse:
    """Keep the trial of the address under a name."""
    found = selectors.round_at(request.actor, uid)
    query = QueryDict(request.POST.get("query", ""))
    shown = reading.what_if(found, query, rescore=rescorer(found))
    typed = {"name": request.POST.get("name", ""), "note": request.POST.get("note", "")}
    try:
        made = scenarios.save(round=found, query=query, comparison=shown.comparison, actor=request.actor, **typed)
    except DomainError as error:
        return _page(request, found, query, refusal=error.sentence, status=error.status, typed=typed)
    messages.success(request, f"Đã lưu kịch bản “{made.name}”. Kết quả chính thức không đổi.")
    return redirect(f"{reverse('dossiers:what_if', args=[found.uid])}?{made.query}")


@page("rounds.view", methods=("POST",))
def delete_scenario(request: HttpRequest, uid: str, scenario: str) -> HttpResponse:
    """Throw a kept trial away."""
    found = selectors.round_at(request.actor, uid)
    one = visible(found.scenarios.all(), scenario)
    scenarios.delete(scenario=one, actor=request.actor)
    messages.success(request, f"Đã xóa kịch bản “{one.name}”.")
    return redirect("dossiers:what_if", found.uid)


def _page(
    request: HttpRequest,
    found: AwardRound,
    query: QueryDict,
    *,
    refusal: str = "",
    status: int = 200,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    shown = reading.what_if(found, query, rescore=rescorer(found))
    packed = scenarios.address(query)
    context = {
        "round": found,
        "page": shown,
        "packed": packed,
        "scenarios": reading.scenarios(found),
        "may_keep": scenarios.may_keep(request.actor),
        "refusal": refusal,
        "typed": typed or {},
    }
    return render(request, "dossiers/what_if.html", context, status=422 if shown.errors else status)
