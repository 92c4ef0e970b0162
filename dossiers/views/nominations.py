from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel.access import visible
from config.kernel.errors import DomainError, Invalid
from config.kernel.web import page
from dossiers import selectors
from dossiers.services.nominations import nominate as put_forward
from units.selectors import people_at, units_for


@page("dossiers.edit", methods=("GET", "HEAD", "POST"))
def nominate(request: HttpRequest, uid: str, unit: str) -> HttpResponse:
    """A unit chooses the people it puts forward in an open round, each with a sentence on the merit."""
    award_round = visible(selectors.rounds_open_to_units(request.actor), uid)
    own = visible(units_for(request.actor, "dossiers.edit"), unit)
    people = list(people_at(own))
    before = {n.person_id: n.merit for n in award_round.nominations.filter(unit=own, withdrawn=False)}
    errors: dict[str, list[str]] = {}
    refused: DomainError | None = None
    chosen, merits = set(before), before
    if request.method == "POST":
        chosen = {p.pk for p in people if f"person_{p.pk}" in request.POST}
        merits = {p.pk: request.POST.get(f"merit_{p.pk}", "") for p in people}
        try:
            put_forward(
                award_round=award_round,
                unit=own,
                merits={p: merits[p.pk] for p in people if p.pk in chosen},
                actor=request.actor,
            )
        except Invalid as invalid:
            errors, refused = invalid.errors, invalid
        except DomainError as error:
            refused = error
        else:
            messages.success(request, f"Đã đề cử {len(chosen)} cá nhân.")
            return redirect("dossiers:desk")
    rows = [(p, p.pk in chosen, merits.get(p.pk, ""), errors.get(f"merit_{p.pk}")) for p in people]
    context = {
        "round": award_round,
        "unit": own,
        "rows": rows,
        "refused": refused,
        "summary": [(f"merit_{p.pk}", said[0]) for p, _, _, said in rows if said],
    }
    return render(request, "dossiers/nominate.html", context, status=refused.status if refused else 200)
