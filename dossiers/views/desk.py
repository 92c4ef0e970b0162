"""The desk: what waits for this person, one step for many, and every dossier that may be seen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards.selectors import law
from config.kernel.errors import DomainError
from config.kernel.web import page
from config.kernel.web.marked import Marked, marked
from dossiers import selectors
from dossiers.enums import DossierState
from dossiers.flow import DOSSIER_FLOW
from dossiers.models import Dossier
from dossiers.services import many

PER_PAGE = 50
# What one step for many is called on its button, with the states it leads from.
MANY = {
    "receive": "Tiếp nhận", "accept": "Kết luận đủ điều kiện", "appraise": "Thẩm định đạt",
    "return": "Trả lại để bổ sung",
}  # fmt: skip


@page("dossiers.view")
def desk(request: HttpRequest) -> HttpResponse:
    """Dossiers: what waits for me, then all that I may see."""
    return _show(request)


@page("dossiers.view", methods=("POST",))
def walk_many(request: HttpRequest) -> HttpResponse:
    """One step for the dossiers that were marked; each refusal is said beside its name."""
    actor = request.actor
    sent = marked(request, selectors.visible_dossiers(actor).order_by("pk"))
    own = {dossier.uid: request.POST.get(f"own_{dossier.uid}", "") for dossier, _ in sent.chosen}
    gone: list[Dossier] = []
    refused: list[many.Refusal] = []
    if sent.chosen or not sent.lost:
        try:
            gone, refused = many.walk_many(
                chosen=sent.chosen, step=request.POST.get("step", ""), actor=actor,
                reason=request.POST.get("reason", ""), own=own,
            )  # fmt: skip
        except DomainError as error:
            return _show(request, failed=error, sent=sent)
    if gone:
        label = MANY[request.POST["step"]]
        messages.success(request, f"{label}: đã ghi cho {len(gone)} hồ sơ.")
    if refused or sent.lost:
        return _show(request, refused=refused, sent=sent)
    return redirect("dossiers:desk")


def _show(
    request: HttpRequest,
    *,
    failed: DomainError | None = None,
    refused: list[many.Refusal] | None = None,
    sent: Marked[Dossier] | None = None,
) -> HttpResponse:
    actor = request.actor
    forms = law.forms()
    words, state = request.GET.get("q", ""), request.GET.get("buoc", "")
    tally = selectors.desk_tally(actor)
    desk = Paginator(selectors.listed_desk(actor), PER_PAGE)
    desk.count = sum(count for _, count in tally)  # known already
    waiting = desk.get_page(request.GET.get("cho"))
    every: Any = selectors.found_dossiers(actor, words=words, state=state)
    if not words and not state:
        every = selectors.listed_dossiers(actor)
    found = Paginator(every, PER_PAGE).get_page(request.GET.get("trang"))
    states = {code for code, _ in tally}
    context = {
        "waiting": waiting,
        "waiting_rows": [
            (dossier, forms[dossier.award_form].short, request.POST.get(f"own_{dossier.uid}", ""))
            for dossier in waiting
        ],
        "tally": tally,
        "found": found,
        "found_rows": [(dossier, forms[dossier.award_form].short) for dossier in found],
        "q": words,
        "state": state,
        "states": DossierState.choices,
        "steps": [(step, MANY[step]) for step in many.STEPS if states & DOSSIER_FLOW.step(step).sources],
        "to_open": selectors.awaiting_dossiers(actor),
        "open_rounds": selectors.rounds_open_to_units(actor),
        "own_unit": selectors.proposing_unit(actor),
        "failed": failed,
        "refused_many": refused or [],
        "lost": sent.lost if sent else [],
        "stayed": len(refused or []) + len(sent.lost if sent else []),
        # Of what was marked, only what is still to be done stays marked.
        "chosen": set(request.POST.getlist("chosen")) if failed else {str(one.dossier.uid) for one in refused or []},
        "reason": request.POST.get("reason", ""),
        "owns": any(said for name, said in request.POST.items() if name.startswith("own_")),
    }
    status = sent.status(failed=failed.status if failed else None, refused=refused or []) if sent else 200
    return render(request, "dossiers/desk.html", context, status=status)
