"""Keys for programs: one's own, and for whoever administers accounts everybody's."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.kernel import clock
from config.kernel.access import visible
from config.kernel.web import page
from config.kernel.web.forms import sent
from units.forms import TokenForm
from units.models import ApiToken
from units.roles import VERB_LABELS
from units.selectors.tokens import offered_verbs, tokens_for
from units.services import tokens as acts

USUAL_DAYS = 90


@page(methods=("GET", "HEAD", "POST"))
def tokens(request: HttpRequest) -> HttpResponse:
    """The keys, and a form for a new one. A new secret stands on this answer alone and nowhere again."""
    actor = request.actor
    first = {"expires_on": clock.today() + dt.timedelta(days=USUAL_DAYS)}
    form = TokenForm(request.POST or None, verbs=offered_verbs(actor), initial=first)
    issued, status = sent(request, form, lambda: acts.issue(actor=actor, **form.cleaned_data))
    made, secret = issued or (None, "")
    if made is not None:
        form = TokenForm(verbs=offered_verbs(actor), initial=first)
    rows = [(token, _state(token), [VERB_LABELS.get(v, v) for v in token.verbs]) for token in tokens_for(actor)[:200]]
    context = {"form": form, "rows": rows, "made": made, "secret": secret, "sees_all": actor.can("users.edit")}
    return render(request, "units/tokens.html", context, status=status)


@page(methods=("POST",))
def token_revoke(request: HttpRequest, uid: str) -> HttpResponse:
    actor = request.actor
    found = visible(tokens_for(actor), uid)
    acts.revoke(token=found, actor=actor)
    messages.success(request, f"Đã thu hồi khóa “{found.name}”. Phần mềm dùng khóa này không vào được nữa.")
    return redirect("units:tokens")


def _state(token: ApiToken) -> str:
    """open | revoked | expired."""
    if token.revoked_at is not None:
        return "revoked"
    return "expired" if token.expires_on < clock.today() else "open"
